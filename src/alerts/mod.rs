//! Searches that people keep, and being told of what is new in them.
//!
//! A search looks again when its time has come: at once means within a minute, a digest goes out at seven in the morning
//! in London. What it finds is written down together with the mail that tells of it, in one transaction, so that nobody
//! is told twice of the same version of an offer, or of the same need, whatever crashes in between. What falls due together
//! for one person is told in one mail. Whoever put an offer on a shortlist is told, in the same way, when it changes or
//! leaves.

pub mod cadence;
pub mod commands;
pub mod error;
pub mod look;
mod mail;
pub mod model;
pub mod news;
pub mod queries;
pub mod shortlists;
mod store;
pub mod tell;

pub use cadence::Cadence;
pub use error::AlertError;
