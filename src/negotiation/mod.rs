//! From a question about an offer to terms that both sides agree on. Every change to a proposal is a numbered
//! version that nobody can alter; agreeing in principle reserves the capacity; signing is `agreements`' business.

mod error;
pub mod state;
pub mod terms;

pub use error::NegotiationError;
