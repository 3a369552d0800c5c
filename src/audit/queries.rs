//! What an auditor reads.

use serde_json::Value;

use super::store::{self, EventRow};
use crate::kernel::ids::BodyId;
use crate::kernel::{Instant, Page, PageRequest};
use crate::storage::{Conn, StorageError};

/// An event, for a page or the API.
#[derive(Clone, Debug)]
pub struct EventView {
    pub id: String,
    pub at: Instant,
    pub actor: String,
    /// The body the actor acted for.
    pub body: Option<BodyId>,
    pub body_name: Option<String>,
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    pub data: Value,
    /// Its place in the sealed chain; `None` for the few seconds before it is sealed.
    pub seq: Option<i64>,
    pub hash: Option<String>,
}

impl From<EventRow> for EventView {
    fn from(row: EventRow) -> Self {
        Self {
            id: row.id.to_string(),
            at: row.occurred_at,
            actor: row.actor_name,
            body: row.body_id,
            body_name: None,
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
            data: row.data.0,
            seq: row.seq,
            hash: row.hash,
        }
    }
}

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    pub object_kind: Option<String>,
    pub object_id: Option<String>,
    /// From this moment on.
    pub from: Option<Instant>,
    /// Before this moment.
    pub until: Option<Instant>,
}

/// What `body` may see of what happened, newest first.
pub fn of_body(
    conn: &mut Conn,
    body: BodyId,
    filter: &EventFilter,
    page: PageRequest,
) -> Result<Page<EventView>, StorageError> {
    let (rows, total) = store::seen_by(conn, body, filter, page)?;
    let names = store::body_names(conn, rows.iter().filter_map(|row| row.body_id).collect())?;
    let name_of = |id| names.iter().find(|(body, _)| *body == id).map(|(_, name)| name.clone());
    let view = |row: EventRow| EventView { body_name: row.body_id.and_then(name_of), ..row.into() };
    Ok(Page::new(rows.into_iter().map(view).collect(), page, total))
}

/// What happened to one thing, as far as `body` may see it, newest first.
pub fn of_object(
    conn: &mut Conn,
    body: BodyId,
    kind: &str,
    id: &str,
    page: PageRequest,
) -> Result<Page<EventView>, StorageError> {
    let filter = EventFilter {
        object_kind: Some(kind.to_owned()),
        object_id: Some(id.to_owned()),
        ..EventFilter::default()
    };
    of_body(conn, body, &filter, page)
}

/// The kinds of things that something `body` may see has happened to, in order.
pub fn kinds_of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<String>, StorageError> {
    store::kinds_seen_by(conn, body)
}
