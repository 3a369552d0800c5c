//! The SQL of audit events, their chain and its checkpoints.

use diesel::prelude::*;

use super::model::{ActorKind, Event};
use super::queries::EventFilter;
use crate::kernel::ids::{BodyId, EventId};
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::{audit_checkpoints, audit_event_bodies, audit_events, bodies};
use crate::storage::{Conn, Json, LockExt, MultiBackend, StorageError, Tx, both};

/// An event as stored; the last three are there once it is sealed.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub(super) struct EventRow {
    pub id: EventId,
    pub occurred_at: Instant,
    pub actor_kind: ActorKind,
    pub actor_id: Option<EventId>,
    pub actor_name: String,
    pub body_id: Option<BodyId>,
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    pub data: Json,
    pub seq: Option<i64>,
    pub prev: Option<String>,
    pub hash: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = audit_event_bodies)]
struct SeenByRow {
    event_id: EventId,
    body_id: BodyId,
}

/// Writes an event in the transaction of the command it tells of.
pub fn record(tx: &mut Tx<'_>, event: Event, now: Instant) -> Result<EventId, StorageError> {
    let id = EventId::new();
    let row = EventRow {
        id,
        occurred_at: now,
        actor_kind: event.actor.kind,
        // The column holds the id of a person or a token: any uuid, whichever type it had.
        actor_id: event.actor.id.map(EventId::from_uuid),
        actor_name: event.actor.name,
        body_id: event.actor.body,
        action: event.action.to_owned(),
        object_kind: event.object.kind.to_owned(),
        object_id: event.object.id,
        data: Json(event.data),
        seq: None,
        prev: None,
        hash: None,
    };
    diesel::insert_into(audit_events::table).values(&row).execute(tx.conn())?;
    let mut bodies = event.seen_by;
    bodies.sort_unstable();
    bodies.dedup();
    let seen_by: Vec<SeenByRow> =
        bodies.into_iter().map(|body_id| SeenByRow { event_id: id, body_id }).collect();
    if !seen_by.is_empty() {
        both!(tx.conn(), |c| diesel::insert_into(audit_event_bodies::table).values(&seen_by).execute(c))?;
    }
    Ok(id)
}

/// The last sealed entry: its place and hash. Locks it, so that two sealers queue.
pub(super) fn head(tx: &mut Tx<'_>) -> Result<Option<(i64, String)>, StorageError> {
    let head: Option<(Option<i64>, Option<String>)> = audit_events::table
        .filter(audit_events::seq.is_not_null())
        .order(audit_events::seq.desc())
        .select((audit_events::seq, audit_events::hash))
        .limit(1)
        .locked()
        .get_result(tx.conn())
        .optional()?;
    Ok(head.and_then(|(seq, hash)| Some((seq?, hash?))))
}

/// The oldest events that are not sealed yet.
pub(super) fn unsealed(tx: &mut Tx<'_>, most: i64) -> Result<Vec<EventRow>, StorageError> {
    Ok(audit_events::table
        .filter(audit_events::seq.is_null())
        .order(audit_events::id)
        .limit(most)
        .select(EventRow::as_select())
        .load(tx.conn())?)
}

pub(super) fn set_sealed(
    tx: &mut Tx<'_>,
    id: EventId,
    seq: i64,
    prev: &str,
    hash: &str,
) -> Result<(), StorageError> {
    let changed = diesel::update(audit_events::table.find(id))
        .filter(audit_events::seq.is_null())
        .set((
            audit_events::seq.eq(Some(seq)),
            audit_events::prev.eq(Some(prev)),
            audit_events::hash.eq(Some(hash)),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Sealed events after `seq`, in the order of the chain.
pub(super) fn sealed_after(conn: &mut Conn, seq: i64, most: i64) -> Result<Vec<EventRow>, StorageError> {
    Ok(audit_events::table
        .filter(audit_events::seq.gt(seq))
        .order(audit_events::seq)
        .limit(most)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// A signed statement about the chain.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_checkpoints)]
pub(super) struct CheckpointRow {
    pub size: i64,
    pub head: String,
    pub signed_at: Instant,
    pub document: String,
    pub signature: Vec<u8>,
}

pub(super) fn add_checkpoint(tx: &mut Tx<'_>, row: &CheckpointRow) -> Result<(), StorageError> {
    diesel::insert_into(audit_checkpoints::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Checkpoints after the first `size` entries, oldest first.
pub(super) fn checkpoints_after(
    conn: &mut Conn,
    size: i64,
    most: i64,
) -> Result<Vec<CheckpointRow>, StorageError> {
    Ok(audit_checkpoints::table
        .filter(audit_checkpoints::size.gt(size))
        .order(audit_checkpoints::size)
        .limit(most)
        .select(CheckpointRow::as_select())
        .load(conn)?)
}

/// Events that `body` may see, newest first, and how many there are.
pub(super) fn seen_by(
    conn: &mut Conn,
    body: BodyId,
    filter: &EventFilter,
    page: PageRequest,
) -> Result<(Vec<EventRow>, i64), StorageError> {
    let rows = filtered(body, filter)
        .order(audit_events::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(EventRow::as_select())
        .load(conn)?;
    Ok((rows, filtered(body, filter).count().get_result(conn)?))
}

fn filtered(body: BodyId, filter: &EventFilter) -> audit_events::BoxedQuery<'static, MultiBackend> {
    let ids = audit_event_bodies::table
        .filter(audit_event_bodies::body_id.eq(body))
        .select(audit_event_bodies::event_id);
    let mut query = audit_events::table.filter(audit_events::id.eq_any(ids)).into_boxed();
    if let Some(kind) = &filter.object_kind {
        query = query.filter(audit_events::object_kind.eq(kind.clone()));
    }
    if let Some(id) = &filter.object_id {
        query = query.filter(audit_events::object_id.eq(id.clone()));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_events::occurred_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit_events::occurred_at.lt(until));
    }
    query
}

/// Every kind of thing in the events that `body` may see.
pub(super) fn kinds_seen_by(conn: &mut Conn, body: BodyId) -> Result<Vec<String>, StorageError> {
    Ok(filtered(body, &EventFilter::default())
        .select(audit_events::object_kind)
        .distinct()
        .order(audit_events::object_kind)
        .load(conn)?)
}

/// The names of these bodies.
pub(super) fn body_names(conn: &mut Conn, ids: Vec<BodyId>) -> Result<Vec<(BodyId, String)>, StorageError> {
    Ok(bodies::table.filter(bodies::id.eq_any(ids)).select((bodies::id, bodies::name)).load(conn)?)
}

/// The newest signed statement about the chain.
pub(super) fn last_checkpoint(conn: &mut Conn) -> Result<Option<CheckpointRow>, StorageError> {
    Ok(audit_checkpoints::table
        .order(audit_checkpoints::size.desc())
        .select(CheckpointRow::as_select())
        .first(conn)
        .optional()?)
}
