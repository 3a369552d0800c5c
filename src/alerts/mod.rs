//! Searches that people keep, and being told of what is new in them.
//!
//! A search looks again when its time has come: at once means within a minute, a digest goes out at seven in the morning
//! in London. What it finds is written down together with the mail that tells of it, in one transaction, so that nobody
//! is told twice of the same offer or need, whatever crashes in between.

pub mod cadence;
pub mod commands;
pub mod error;
mod in_mail;
pub mod model;
pub mod queries;
mod store;

pub use cadence::Cadence;
pub use error::AlertError;
