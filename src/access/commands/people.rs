//! Changing what colleagues may do.

use serde_json::json;

use crate::access::capability::ManagePeople;
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::role::{Role, Roles};
use crate::access::store::people;
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::PersonId;
use crate::storage::Tx;

/// Replaces a colleague's roles at the acting body.
pub fn change_roles(
    tx: &mut Tx<'_>,
    by: &Member<ManagePeople>,
    person: PersonId,
    roles: &Roles,
    now: Instant,
) -> Result<(), AccessError> {
    // Two administrators who remove each other at once: the second waits here, and must stay.
    people::lock_administrators(tx, by.body())?;
    let before = people::roles(tx.conn(), person, by.body())?;
    if before.is_empty() {
        return Err(AccessError::NotFound);
    }
    people::revoke_all(tx, person, by.body())?;
    for role in roles.iter() {
        people::grant(tx, person, by.body(), role, now)?;
    }
    keep_an_administrator(tx, by)?;
    let event = Event {
        actor: by.actor(),
        action: "membership.changed",
        object: Object::new("person", person),
        seen_by: vec![by.body()],
        data: json!({ "before": before, "after": roles }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Takes a colleague's every role at the acting body. Their sessions stop acting for it at once.
pub fn remove_person(
    tx: &mut Tx<'_>,
    by: &Member<ManagePeople>,
    person: PersonId,
    now: Instant,
) -> Result<(), AccessError> {
    change_roles(tx, by, person, &Roles::default(), now)
}

/// A body without an administrator could never be put right by its own people.
fn keep_an_administrator(tx: &mut Tx<'_>, by: &Member<ManagePeople>) -> Result<(), AccessError> {
    match people::count_role(tx.conn(), by.body(), Role::Administrator)? {
        0 => Err(AccessError::LastAdministrator),
        _ => Ok(()),
    }
}
