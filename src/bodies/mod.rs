//! Public bodies: who they are by the registers, who follows whom, and how somebody who works for one takes it up.

pub mod claim;
pub mod commands;
mod distance;
mod error;
pub mod filter;
pub mod import;
pub mod kind;
pub mod mail_domain;
pub mod model;
pub mod queries;
pub mod region;
pub mod register;
mod register_row;
pub mod state;
mod store;

pub use distance::{Distance, Position};
pub use error::BodyError;
pub use kind::BodyKind;
pub use register_row::RegisterRow;
pub use state::{BodyState, ClaimState};
