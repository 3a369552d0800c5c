//! Public bodies: who they are by the registers, who follows whom, and how somebody who works for one takes it up.

pub mod kind;
pub mod register;
mod register_row;

pub use kind::BodyKind;
pub use register_row::RegisterRow;
pub mod model;
pub mod queries;
pub mod state;
mod store;
