//! Agreements: signed by a signatory of each side, all or nothing, with a text whose SHA-256 everybody can check.

pub mod commands;
mod error;
pub mod happening;
pub mod model;
pub mod publication;
pub mod queries;
pub mod state;
mod store;
pub mod text;

pub use error::AgreementError;
pub use state::AgreementState;
