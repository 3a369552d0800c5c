//! One's own account: sessions, bodies, and the link that leads to a new password.

use crate::access::commands::usable_link;
use crate::access::credential::{self, IDLE};
use crate::access::error::AccessError;
use crate::access::member::{Person, System};
use crate::access::secret::Secret;
use crate::access::store::links::LinkPurpose;
use crate::access::store::{people, sessions};
use crate::access::{Capability, Credential, Member};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SessionId};
use crate::storage::{Conn, StorageError};

/// A person with an account.
#[derive(Clone, Debug)]
pub struct PersonView {
    pub id: PersonId,
    pub email: String,
    pub name: String,
    pub is_operator: bool,
}

/// A running session of one's own.
#[derive(Clone, Debug)]
pub struct SessionView {
    pub id: SessionId,
    pub address: String,
    pub agent: String,
    pub created_at: Instant,
    pub last_seen_at: Instant,
    pub is_this_one: bool,
}

/// Whose password a link would set.
#[derive(Clone, Debug)]
pub struct ResetLink {
    pub name: String,
    pub email: String,
}

/// The bodies a person may act for, by name.
pub fn bodies_of(conn: &mut Conn, by: &Person) -> Result<Vec<(BodyId, String)>, StorageError> {
    people::bodies_of(conn, by.id())
}

/// One's own running sessions, the last used first.
pub fn sessions(conn: &mut Conn, by: &Person, now: Instant) -> Result<Vec<SessionView>, StorageError> {
    let rows = sessions::of_person(conn, by.id(), now.minus(IDLE), now)?;
    Ok(rows
        .into_iter()
        .map(|row| SessionView {
            id: row.id,
            address: row.address,
            agent: row.agent,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            is_this_one: row.id == by.session(),
        })
        .collect())
}

/// A link to a new password that can still be used.
pub fn reset_link(conn: &mut Conn, secret: &Secret, now: Instant) -> Result<ResetLink, AccessError> {
    let (_, subject) = usable_link(conn, LinkPurpose::ResetPassword, secret, now)?;
    let id: PersonId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    let person = people::by_id(conn, id)?.ok_or(AccessError::LinkSpent)?;
    Ok(ResetLink { name: person.name, email: person.email })
}

/// The person with this address, for subcommands and the demo's seed.
pub fn person_by_email(conn: &mut Conn, _: System, email: &str) -> Result<Option<PersonView>, StorageError> {
    Ok(people::by_email(conn, email)?.map(PersonView::from))
}

/// The proof that whoever was sent a link at this address may still do `C` for `body`; [`AccessError::LinkSpent`] if not.
pub(crate) fn holder_of_link<C: Capability>(
    conn: &mut Conn,
    email: &str,
    body: BodyId,
) -> Result<Member<C>, AccessError> {
    let person = people::by_email(conn, email)?.ok_or(AccessError::LinkSpent)?;
    credential::on_behalf_of(conn, person.id, body)?.member().map_err(|_| AccessError::LinkSpent)
}

/// What `person` may do for `body`, for the demo's seed, which plays through what people did before.
pub fn credential_of(
    conn: &mut Conn,
    _: System,
    person: PersonId,
    body: BodyId,
) -> Result<Credential, StorageError> {
    credential::on_behalf_of(conn, person, body)
}
