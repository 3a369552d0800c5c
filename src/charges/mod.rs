//! Charges: closing a month turns what was accepted into invoices, and sets off what is given in kind.

pub mod closing;
pub mod commands;
mod error;
pub mod in_kind;
pub mod left_to_pay;
pub mod model;
pub mod numbering;
pub mod queries;
mod standing;
mod store;

pub use error::ChargesError;
