//! What an event holds.

use serde_json::Value;

use crate::kernel::ids::BodyId;
use crate::kernel::text_enum;

text_enum! {
    /// What kind of actor did something.
    pub enum ActorKind { Person = "person", Token = "token", Operator = "operator", System = "system", Visitor = "visitor" }
}

/// Who did something, and for which body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub kind: ActorKind,
    /// The person's or the token's id.
    pub id: Option<uuid::Uuid>,
    /// The name as it was then: people change theirs, history does not.
    pub name: String,
    pub body: Option<BodyId>,
}

impl Actor {
    /// The background worker, or a subcommand run by whoever runs the site.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, id: None, name: "Symbiosis".into(), body: None }
    }

    /// Somebody who has not signed in.
    pub fn visitor() -> Self {
        Self { kind: ActorKind::Visitor, id: None, name: "Somebody not signed in".into(), body: None }
    }
}

/// The thing that something was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// A glossary word in snake case: `offer`, `proposal`, `invoice`.
    pub kind: &'static str,
    pub id: String,
}

impl Object {
    pub fn new(kind: &'static str, id: impl ToString) -> Self {
        Self { kind, id: id.to_string() }
    }
}

/// Something that happened. `action` is `object.verb`: `offer.published`.
#[derive(Clone, Debug)]
pub struct Event {
    pub actor: Actor,
    pub action: &'static str,
    pub object: Object,
    /// The bodies whose auditors may see it: every party of a shared record, the one body of a private one.
    pub seen_by: Vec<BodyId>,
    /// Before and after, or whatever else a reader needs. Never a secret, never a float.
    pub data: Value,
}
