//! Reconciliation: a body's own ledger lines against the invoices it owes, and statements of what is open.
//! Neither body sees or writes the other's books: they share the invoice and the statement, nothing else.

pub mod amount;
pub mod columns;
pub mod commands;
pub mod dates;
mod error;
pub mod extract;
pub mod matching;
pub mod mismatch;
pub mod model;
mod name_words;
pub mod names;
pub mod queries;
pub mod state;
mod store;

pub use error::ReconciliationError;
