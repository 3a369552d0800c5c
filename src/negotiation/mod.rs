//! From a question about an offer to terms that both sides agree on. Every change to a proposal is a numbered
//! version that nobody can alter; agreeing in principle reserves the capacity; signing is `agreements`' business.

pub mod answered;
pub mod commands;
pub mod compare;
pub mod describe;
pub mod enquiry;
mod error;
pub mod ground;
pub mod happening;
pub mod input;
pub mod model;
pub mod opening;
pub mod queries;
pub mod state;
mod store;
pub mod terms;

pub use error::NegotiationError;
pub use state::ProposalState;
