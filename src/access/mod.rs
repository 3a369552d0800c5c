//! Who may do what. A command takes a proof of permission as its first argument: [`Member<C>`], [`Person`],
//! [`Operator`] or [`System`]. Only this module makes proofs, from a session, an API token or the worker's claim.

pub mod capability;
pub mod commands;
mod credential;
mod email;
mod error;
pub mod jwt;
mod member;
pub mod password;
pub mod policy;
pub mod queries;
mod role;
mod secret;
mod store;
mod tell;
mod throttle;

pub use capability::{Capability, CapabilityKind};
pub use credential::{Acting, Credential};
pub use email::{Email, parse_name};
pub use error::{AccessError, Denied};
pub use member::{Member, Operator, Person, System};
pub use role::{Role, Roles};
pub use secret::Secret;
pub(crate) use store::links::LinkPurpose;
pub use tell::{recipient, tell, tell_each};
