//! People and their memberships.

use diesel::prelude::*;

use crate::access::capability::CapabilityKind;
use crate::access::queries::PersonView;
use crate::access::role::{Role, Roles};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId};
use crate::storage::schema::{bodies, memberships, people};
use crate::storage::{Conn, LockExt, Native, StorageError, Tx, among};

/// A person as stored.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
pub(in crate::access) struct PersonRow {
    pub(in crate::access) id: PersonId,
    pub(in crate::access) email: String,
    pub(in crate::access) name: String,
    pub(in crate::access) password_hash: Option<String>,
    pub(in crate::access) is_operator: bool,
    pub(in crate::access) created_at: Instant,
    pub(in crate::access) signed_in_at: Option<Instant>,
}

impl From<PersonRow> for PersonView {
    fn from(row: PersonRow) -> Self {
        Self { id: row.id, email: row.email, name: row.name, is_operator: row.is_operator }
    }
}

pub(in crate::access) fn by_email(conn: &mut Conn, email: &str) -> Result<Option<PersonRow>, StorageError> {
    Ok(people::table.filter(people::email.eq(email)).select(PersonRow::as_select()).first(conn).optional()?)
}

pub(in crate::access) fn by_id(conn: &mut Conn, id: PersonId) -> Result<Option<PersonRow>, StorageError> {
    Ok(people::table.find(id).select(PersonRow::as_select()).first(conn).optional()?)
}

pub(in crate::access) fn insert(tx: &mut Tx<'_>, row: &PersonRow) -> Result<(), StorageError> {
    diesel::insert_into(people::table).values(row).execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn set_password(tx: &mut Tx<'_>, id: PersonId, hash: &str) -> Result<(), StorageError> {
    diesel::update(people::table.find(id)).set(people::password_hash.eq(Some(hash))).execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn set_operator(tx: &mut Tx<'_>, id: PersonId) -> Result<(), StorageError> {
    diesel::update(people::table.find(id)).set(people::is_operator.eq(true)).execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn note_sign_in(
    tx: &mut Tx<'_>,
    id: PersonId,
    now: Instant,
) -> Result<(), StorageError> {
    diesel::update(people::table.find(id)).set(people::signed_in_at.eq(Some(now))).execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn grant(
    tx: &mut Tx<'_>,
    person: PersonId,
    body: BodyId,
    role: Role,
    now: Instant,
) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(memberships::table)
            .values((
                memberships::person_id.eq(person),
                memberships::body_id.eq(body),
                memberships::role.eq(role),
                memberships::granted_at.eq(now),
            ))
            .on_conflict((memberships::person_id, memberships::body_id, memberships::role))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn revoke_all(
    tx: &mut Tx<'_>,
    person: PersonId,
    body: BodyId,
) -> Result<(), StorageError> {
    diesel::delete(
        memberships::table.filter(memberships::person_id.eq(person)).filter(memberships::body_id.eq(body)),
    )
    .execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn roles(
    conn: &mut Conn,
    person: PersonId,
    body: BodyId,
) -> Result<Roles, StorageError> {
    let roles = memberships::table
        .filter(memberships::person_id.eq(person))
        .filter(memberships::body_id.eq(body))
        .select(memberships::role)
        .load(conn)?;
    Ok(Roles::new(roles))
}

/// Every role of a person at every body.
pub(in crate::access) fn memberships(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Vec<(BodyId, Role)>, StorageError> {
    Ok(memberships::table
        .filter(memberships::person_id.eq(person))
        .select((memberships::body_id, memberships::role))
        .load(conn)?)
}

/// How many people hold `role` at `body`.
pub(in crate::access) fn count_role(conn: &mut Conn, body: BodyId, role: Role) -> Result<i64, StorageError> {
    Ok(memberships::table
        .filter(memberships::body_id.eq(body))
        .filter(memberships::role.eq(role))
        .count()
        .get_result(conn)?)
}

/// Holds the administrators of a body until the transaction ends, so that changes to who works there queue.
pub(in crate::access) fn lock_administrators(tx: &mut Tx<'_>, body: BodyId) -> Result<(), StorageError> {
    let _: Vec<PersonId> = memberships::table
        .filter(memberships::body_id.eq(body))
        .filter(memberships::role.eq(Role::Administrator))
        .order(memberships::person_id)
        .select(memberships::person_id)
        .locked()
        .get_results(tx.conn())?;
    Ok(())
}

/// The bodies a person has any role at, by name.
pub(in crate::access) fn bodies_of(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    Ok(bodies::table
        .filter(bodies::id.eq_any(
            memberships::table.filter(memberships::person_id.eq(person)).select(memberships::body_id),
        ))
        .order(bodies::name)
        .select((bodies::id, bodies::name))
        .load(conn)?)
}

/// The name and address of everybody at `body` whose roles bring `capability`.
pub(in crate::access) fn who_can(
    conn: &mut Conn,
    body: BodyId,
    capability: CapabilityKind,
) -> Result<Vec<(String, String)>, StorageError> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| capability.held_by(*role)).collect();
    let mut rows: Vec<(String, String)> = memberships::table
        .inner_join(people::table)
        .filter(memberships::body_id.eq(body))
        .filter(memberships::role.eq_any(roles))
        .order((people::name, people::email))
        .select((people::name, people::email))
        .load(conn)?;
    rows.dedup();
    Ok(rows)
}

/// The name and address of a person who may do `capability` at `body`; nothing if they may not, or not any more.
pub(in crate::access) fn if_can(
    conn: &mut Conn,
    person: PersonId,
    body: BodyId,
    capability: CapabilityKind,
) -> Result<Option<(String, String)>, StorageError> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| capability.held_by(*role)).collect();
    Ok(memberships::table
        .inner_join(people::table)
        .filter(memberships::body_id.eq(body))
        .filter(memberships::person_id.eq(person))
        .filter(memberships::role.eq_any(roles))
        .select((people::name, people::email))
        .first(conn)
        .optional()?)
}

/// The addresses of everybody who runs the site.
pub(in crate::access) fn operators(conn: &mut Conn) -> Result<Vec<(String, String)>, StorageError> {
    Ok(people::table
        .filter(people::is_operator.eq(true))
        .order(people::email)
        .select((people::name, people::email))
        .load(conn)?)
}

/// The names of these people, whatever became of them.
pub(in crate::access) fn names(
    conn: &mut Conn,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, String)>, StorageError> {
    Ok(people::table.filter(among(people::id, ids.to_vec())).select((people::id, people::name)).load(conn)?)
}
