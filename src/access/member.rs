//! The proofs of permission. Their fields are private: only this module's `credential` makes them.

use std::marker::PhantomData;

use super::capability::{Capability, CapabilityKind};
use super::role::Roles;
use crate::audit::{Actor, ActorKind};
use crate::kernel::ids::{BodyId, PersonId, SessionId, TokenId};

/// Somebody, or a program with a token, who may do `C` for one body: the acting body of the credential.
#[derive(Clone, Debug)]
pub struct Member<C: Capability> {
    pub(super) who: Who,
    pub(super) capability: PhantomData<C>,
}

/// What a `Member` knows, whichever capability it proves.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) person: PersonId,
    pub(super) token: Option<TokenId>,
    pub(super) name: String,
    pub(super) body: BodyId,
    pub(super) body_name: String,
    pub(super) body_verified: bool,
    pub(super) roles: Roles,
    /// For a token, the capabilities chosen for it.
    pub(super) only: Option<Vec<CapabilityKind>>,
}

impl Who {
    pub(super) fn can(&self, kind: CapabilityKind) -> bool {
        kind.held_by_any(&self.roles) && self.only.as_ref().is_none_or(|only| only.contains(&kind))
    }
}

impl<C: Capability> Member<C> {
    /// The acting body.
    pub fn body(&self) -> BodyId {
        self.who.body
    }

    pub fn body_name(&self) -> &str {
        &self.who.body_name
    }

    /// Whether the operator has verified the acting body: only then does it publish, negotiate and sign.
    pub fn body_is_verified(&self) -> bool {
        self.who.body_verified
    }

    /// The person, or for a token the person who made it.
    pub fn person(&self) -> PersonId {
        self.who.person
    }

    /// The person's name, or the token's.
    pub fn name(&self) -> &str {
        &self.who.name
    }

    /// Whether a program acts here, by a token, and no person.
    pub fn is_program(&self) -> bool {
        self.who.token.is_some()
    }

    /// Whether the same credential may also do `D`: for a page that shows or hides a button, never as a check.
    pub fn can<D: Capability>(&self) -> bool {
        self.who.can(D::KIND)
    }

    /// [`Member::can`] by value, to list what a token may do.
    pub fn may(&self, kind: CapabilityKind) -> bool {
        self.who.can(kind)
    }

    /// The same credential, seen as one that may read: every capability includes it.
    pub fn as_reader(&self) -> Member<super::capability::ReadBody> {
        Member { who: self.who.clone(), capability: PhantomData }
    }

    /// Who to name in the audit trail.
    pub fn actor(&self) -> Actor {
        let (kind, id) = match self.who.token {
            Some(token) => (ActorKind::Token, *token.as_uuid()),
            None => (ActorKind::Person, *self.who.person.as_uuid()),
        };
        Actor { kind, id: Some(id), name: self.who.name.clone(), body: Some(self.who.body) }
    }
}

/// Somebody signed in, whatever body they act for: what they may do with their own account.
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) id: PersonId,
    pub(super) session: SessionId,
    pub(super) name: String,
    pub(super) email: String,
}

impl Person {
    pub fn id(&self) -> PersonId {
        self.id
    }

    pub fn session(&self) -> SessionId {
        self.session
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &str {
        &self.email
    }

    pub fn actor(&self) -> Actor {
        Actor { kind: ActorKind::Person, id: Some(*self.id.as_uuid()), name: self.name.clone(), body: None }
    }
}

/// Somebody who runs the site: verifies bodies, looks after mail and registers.
#[derive(Clone, Debug)]
pub struct Operator {
    pub(super) id: PersonId,
    pub(super) name: String,
}

impl Operator {
    pub fn id(&self) -> PersonId {
        self.id
    }

    pub fn actor(&self) -> Actor {
        Actor { kind: ActorKind::Operator, id: Some(*self.id.as_uuid()), name: self.name.clone(), body: None }
    }
}

/// The worker, a subcommand or the loading of a demo: nobody in person.
#[derive(Clone, Copy, Debug)]
pub struct System(());

impl System {
    /// For the worker and for subcommands, which whoever runs the machine started.
    pub fn of_this_process() -> Self {
        Self(())
    }

    pub fn actor(self) -> Actor {
        Actor::system()
    }
}
