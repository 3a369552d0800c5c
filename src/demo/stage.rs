//! Setting the stage: the bodies, the people with their roles, and whoever runs the site.

use std::collections::BTreeMap;

use super::{PASSWORD, cast};
use crate::access::password::{NewPassword, hash_blocking};
use crate::access::{Capability, Member, Roles, System, commands, queries};
use crate::bodies::commands::{DemoBody, ensure_body};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId};
use crate::storage::{Conn, StorageError, Tx};

/// Why the demonstration could not be loaded: a mistake in our own seed, or the database.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    #[error("the demonstration's seed has a mistake: {0}")]
    Seed(String),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Everybody who acts.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    bodies: BTreeMap<String, BodyId>,
    people: Vec<(String, Roles, PersonId)>,
}

impl Stage {
    pub(super) fn body(&self, code: &str) -> Result<BodyId, StageError> {
        self.bodies.get(code).copied().ok_or_else(|| StageError::Seed(format!("no body {code}")))
    }

    /// By which code the seed names a body.
    pub(super) fn code_of(&self, body: BodyId) -> Option<&str> {
        self.bodies.iter().find(|(_, id)| **id == body).map(|(code, _)| code.as_str())
    }

    /// The proof that somebody at this body may do `C`.
    pub(super) fn member<C: Capability>(&self, conn: &mut Conn, code: &str) -> Result<Member<C>, StageError> {
        let body = self.body(code)?;
        let nobody = || StageError::Seed(format!("nobody at {code} may {}", C::KIND.as_str()));
        let (_, _, person) = self
            .people
            .iter()
            .find(|(at, roles, _)| at == code && C::KIND.held_by_any(roles))
            .ok_or_else(nobody)?;
        let credential = queries::credential_of(conn, System::of_this_process(), *person, body)?;
        credential.member::<C>().map_err(|_| nobody())
    }
}

/// Makes every body and person. One hash serves all: they share a password.
pub(super) fn set(tx: &mut Tx<'_>, now: Instant) -> Result<Stage, StageError> {
    let by = System::of_this_process();
    let mut bodies = BTreeMap::new();
    for body in cast::bodies() {
        let made = DemoBody {
            code: &body.code,
            name: &body.name,
            kind: body.kind,
            nation: &body.nation,
            region: &body.region,
            place: body.place,
            domain: &body.domain,
        };
        bodies.insert(body.code.clone(), ensure_body(tx, by, made, now)?);
    }
    let password =
        NewPassword::parse("password", PASSWORD, &[]).map_err(|error| StageError::Seed(error.message))?;
    let hash = hash_blocking(&password)?;
    commands::create_operator(tx, by, cast::OPERATOR_EMAIL, cast::OPERATOR_NAME, hash.clone(), now)?;
    let mut people = Vec::new();
    for person in cast::people() {
        let body = *bodies
            .get(&person.body)
            .ok_or_else(|| StageError::Seed(format!("{} works nowhere", person.name)))?;
        let roles = Roles::parse("roles", &person.roles).map_err(|error| StageError::Seed(error.message))?;
        let id =
            commands::create_person(tx, &by.actor(), &person.email, &person.name, Some(hash.clone()), now)?;
        commands::grant_roles(tx, &by.actor(), id, body, &roles, now)?;
        people.push((person.body, roles, id));
    }
    Ok(Stage { bodies, people })
}
