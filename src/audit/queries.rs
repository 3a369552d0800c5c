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
    pub body: Option<BodyId>,
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
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
            data: row.data.0,
            seq: row.seq,
            hash: row.hash,
        }
    }
}

/// Everything that `body` may see, newest first.
pub fn of_body(conn: &mut Conn, body: BodyId, page: PageRequest) -> Result<Page<EventView>, StorageError> {
    let (rows, total) = store::seen_by(conn, body, None, page)?;
    Ok(Page::new(rows.into_iter().map(EventView::from).collect(), page, total))
}

/// What happened to one thing, as far as `body` may see it, newest first.
pub fn of_object(
    conn: &mut Conn,
    body: BodyId,
    kind: &str,
    id: &str,
    page: PageRequest,
) -> Result<Page<EventView>, StorageError> {
    let (rows, total) = store::seen_by(conn, body, Some((kind, id)), page)?;
    Ok(Page::new(rows.into_iter().map(EventView::from).collect(), page, total))
}
