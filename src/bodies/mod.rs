//! Public bodies: who they are by the registers, who follows whom, and how somebody who works for one takes it up.

pub mod kind;
pub mod queries;
pub mod register;
mod register_row;
mod store;

pub use kind::BodyKind;
pub use register_row::RegisterRow;
