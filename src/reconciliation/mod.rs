//! Reconciliation: a body's own ledger lines against the invoices it owes, and statements of what is open.

pub mod amount;
pub mod columns;
pub mod dates;
pub mod extract;
mod name_words;
pub mod names;
