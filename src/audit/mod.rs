//! What happened, by whom, when: an event for every command, written in the command's own transaction, and linked
//! into one hash chain seconds later by a sealer, so that writers never wait for each other.

pub mod chain;
pub mod export;
mod model;
pub mod queries;
mod seal;
mod store;
pub mod verify;

pub use chain::SigningKey;
pub use model::{Actor, ActorKind, Event, Object};
pub use queries::{EventFilter, EventView};
pub use seal::{seal, seal_all};
pub use store::record;
