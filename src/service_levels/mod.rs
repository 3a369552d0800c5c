//! Service levels: every month the provider of a leg says what it delivered and how well, and the consumer accepts or
//! disputes that line by line. What was accepted is what can be charged.

pub mod commands;
mod error;
pub mod figures;
pub mod model;
pub mod queries;
pub mod record;
pub mod state;
mod store;

pub use error::ServiceLevelsError;
