//! Server-side sessions.

use diesel::prelude::*;

use super::people::PersonRow;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SessionId};
use crate::storage::schema::{bodies, people, sessions};
use crate::storage::{Conn, StorageError, Tx};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(in crate::access) struct SessionRow {
    pub(in crate::access) id: SessionId,
    pub(in crate::access) person_id: PersonId,
    pub(in crate::access) acting_body_id: Option<BodyId>,
    pub(in crate::access) created_at: Instant,
    pub(in crate::access) last_seen_at: Instant,
    pub(in crate::access) expires_at: Instant,
    pub(in crate::access) ended_at: Option<Instant>,
    pub(in crate::access) address: String,
    pub(in crate::access) agent: String,
}

/// What a session needs to know of the acting body: id, name, state.
pub(in crate::access) type BodyBrief = (BodyId, String, String);

pub(in crate::access) fn insert(tx: &mut Tx<'_>, row: &SessionRow) -> Result<(), StorageError> {
    diesel::insert_into(sessions::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A session that has not ended, with its person.
pub(in crate::access) fn running(
    conn: &mut Conn,
    id: SessionId,
) -> Result<Option<(SessionRow, PersonRow)>, StorageError> {
    Ok(sessions::table
        .inner_join(people::table)
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null())
        .select((SessionRow::as_select(), PersonRow::as_select()))
        .first(conn)
        .optional()?)
}

pub(in crate::access) fn body_brief(conn: &mut Conn, id: BodyId) -> Result<Option<BodyBrief>, StorageError> {
    Ok(bodies::table.find(id).select((bodies::id, bodies::name, bodies::state)).first(conn).optional()?)
}

/// Every session of a person that still runs and was used after `idle_since`, the last used first.
pub(in crate::access) fn of_person(
    conn: &mut Conn,
    person: PersonId,
    idle_since: Instant,
    now: Instant,
) -> Result<Vec<SessionRow>, StorageError> {
    Ok(sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_seen_at.ge(idle_since))
        .order(sessions::last_seen_at.desc())
        .limit(100)
        .select(SessionRow::as_select())
        .load(conn)?)
}

/// Whether the person has had a session from this address since `since`.
pub(in crate::access) fn known_at(
    conn: &mut Conn,
    person: PersonId,
    address: &str,
    since: Instant,
) -> Result<bool, StorageError> {
    let sessions: i64 = sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::address.eq(address))
        .filter(sessions::created_at.gt(since))
        .count()
        .get_result(conn)?;
    Ok(sessions > 0)
}

pub(in crate::access) fn touch(tx: &mut Tx<'_>, id: SessionId, now: Instant) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id)).set(sessions::last_seen_at.eq(now)).execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn set_acting_body(
    tx: &mut Tx<'_>,
    id: SessionId,
    body: BodyId,
) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id))
        .set(sessions::acting_body_id.eq(Some(body)))
        .execute(tx.conn())?;
    Ok(())
}

/// Ends one session of a person; answers whether it was running.
pub(in crate::access) fn end(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: SessionId,
    now: Instant,
) -> Result<bool, StorageError> {
    let ended = diesel::update(sessions::table.find(id))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(Some(now)))
        .execute(tx.conn())?;
    Ok(ended == 1)
}

/// Ends the session whose cookie a browser brought when somebody signed in with it anew, whoever it was.
pub(in crate::access) fn end_replaced(
    tx: &mut Tx<'_>,
    id: SessionId,
    now: Instant,
) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(Some(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Ends every session of a person; answers how many were running.
pub(in crate::access) fn end_all(
    tx: &mut Tx<'_>,
    person: PersonId,
    now: Instant,
) -> Result<usize, StorageError> {
    Ok(diesel::update(sessions::table)
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .set(sessions::ended_at.eq(Some(now)))
        .execute(tx.conn())?)
}

/// When every running session was last seen, and when it ends at the latest.
pub(in crate::access) fn running_times(
    conn: &mut Conn,
) -> Result<Vec<(SessionId, Instant, Instant)>, StorageError> {
    Ok(sessions::table
        .filter(sessions::ended_at.is_null())
        .select((sessions::id, sessions::last_seen_at, sessions::expires_at))
        .load(conn)?)
}

pub(in crate::access) fn set_times(
    tx: &mut Tx<'_>,
    id: SessionId,
    last_seen_at: Instant,
    expires_at: Instant,
) -> Result<(), StorageError> {
    diesel::update(sessions::table.find(id))
        .set((sessions::last_seen_at.eq(last_seen_at), sessions::expires_at.eq(expires_at)))
        .execute(tx.conn())?;
    Ok(())
}
