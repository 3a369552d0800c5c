//! Charges: closing a month turns what was accepted into invoices, and sets off what is given in kind.

pub mod in_kind;
pub mod numbering;
pub mod queries;
mod store;
