//! Documents beside offers. Their content is read only to be sent.

use diesel::prelude::*;

use crate::catalogue::attachment::{Attachment, Upload};
use crate::catalogue::file_kind::FileKind;
use crate::kernel::Instant;
use crate::kernel::ids::{AttachmentId, BodyId, OfferId};
use crate::storage::schema::{bodies, offer_attachments, offers};
use crate::storage::{Conn, LockExt, StorageError, Tx, total};

#[derive(Queryable, Selectable)]
#[diesel(table_name = offer_attachments)]
struct AttachmentRow {
    id: AttachmentId,
    name: String,
    media_type: FileKind,
    size_bytes: i64,
    sha256: String,
    added_by: String,
    added_at: Instant,
}

impl From<AttachmentRow> for Attachment {
    fn from(row: AttachmentRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.media_type,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            added_by: row.added_by,
            added_at: row.added_at,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = offer_attachments)]
struct NewRow<'u> {
    id: AttachmentId,
    offer_id: OfferId,
    name: &'u str,
    media_type: FileKind,
    size_bytes: i64,
    sha256: &'u str,
    content: &'u [u8],
    added_by: &'u str,
    added_at: Instant,
}

/// The documents of an offer, the first added first.
pub(in crate::catalogue) fn of_offer(
    conn: &mut Conn,
    offer: OfferId,
) -> Result<Vec<Attachment>, StorageError> {
    let rows: Vec<AttachmentRow> = offer_attachments::table
        .filter(offer_attachments::offer_id.eq(offer))
        .filter(offer_attachments::removed_at.is_null())
        .order(offer_attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Attachment::from).collect())
}

/// What a document holds.
pub(in crate::catalogue) fn content(
    conn: &mut Conn,
    id: AttachmentId,
) -> Result<Option<Vec<u8>>, StorageError> {
    Ok(offer_attachments::table.find(id).select(offer_attachments::content).first(conn).optional()?)
}

/// What a document of an offer holds, by its SHA-256, whether it still stands beside the offer or was taken away.
pub(in crate::catalogue) fn listed_content(
    conn: &mut Conn,
    offer: OfferId,
    sha256: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    Ok(offer_attachments::table
        .filter(offer_attachments::offer_id.eq(offer))
        .filter(offer_attachments::sha256.eq(sha256))
        .select(offer_attachments::content)
        .first(conn)
        .optional()?)
}

/// How many bytes documents come to.
pub(in crate::catalogue) struct BytesKept {
    /// Those that stand beside offers.
    pub(in crate::catalogue) standing: i64,
    /// All of them, those that only versions list included.
    pub(in crate::catalogue) all: i64,
}

/// How many bytes the documents of a body come to. Whoever asks holds the body, so that nobody else adds to them meanwhile.
pub(in crate::catalogue) fn bytes_of_body_locked(
    tx: &mut Tx<'_>,
    body: BodyId,
) -> Result<BytesKept, StorageError> {
    let _: Vec<BodyId> =
        bodies::table.filter(bodies::id.eq(body)).select(bodies::id).locked().get_results(tx.conn())?;
    let of_body = offer_attachments::table.inner_join(offers::table).filter(offers::body_id.eq(body));
    let all: Option<i64> = of_body.select(total(offer_attachments::size_bytes)).get_result(tx.conn())?;
    let standing: Option<i64> = of_body
        .filter(offer_attachments::removed_at.is_null())
        .select(total(offer_attachments::size_bytes))
        .get_result(tx.conn())?;
    Ok(BytesKept { standing: standing.unwrap_or(0), all: all.unwrap_or(0) })
}

/// Puts a document back that was taken away from this offer and is still kept, under the name it has now; nothing if there is
/// none like it.
pub(in crate::catalogue) fn put_back(
    tx: &mut Tx<'_>,
    offer: OfferId,
    upload: &Upload,
    added_by: &str,
    now: Instant,
) -> Result<Option<AttachmentId>, StorageError> {
    let kept: Option<AttachmentId> = offer_attachments::table
        .filter(offer_attachments::offer_id.eq(offer))
        .filter(offer_attachments::sha256.eq(&upload.sha256))
        .filter(offer_attachments::removed_at.is_not_null())
        .select(offer_attachments::id)
        .first(tx.conn())
        .optional()?;
    if let Some(id) = kept {
        diesel::update(offer_attachments::table.find(id))
            .set((
                offer_attachments::name.eq(&upload.name),
                offer_attachments::added_by.eq(added_by),
                offer_attachments::added_at.eq(now),
                offer_attachments::removed_at.eq(None::<Instant>),
            ))
            .execute(tx.conn())?;
    }
    Ok(kept)
}

/// Takes a document away from its offer and keeps it for the versions that list it.
pub(in crate::catalogue) fn set_aside(
    tx: &mut Tx<'_>,
    id: AttachmentId,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(offer_attachments::table.find(id))
        .set(offer_attachments::removed_at.eq(Some(now)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

pub(in crate::catalogue) fn insert(
    tx: &mut Tx<'_>,
    offer: OfferId,
    upload: &Upload,
    added_by: &str,
    now: Instant,
) -> Result<AttachmentId, StorageError> {
    let row = NewRow {
        id: AttachmentId::new(),
        offer_id: offer,
        name: &upload.name,
        media_type: upload.kind,
        size_bytes: upload.size_bytes(),
        sha256: &upload.sha256,
        content: &upload.bytes,
        added_by,
        added_at: now,
    };
    let id = row.id;
    diesel::insert_into(offer_attachments::table).values(row).execute(tx.conn())?;
    Ok(id)
}

pub(in crate::catalogue) fn delete(tx: &mut Tx<'_>, id: AttachmentId) -> Result<(), StorageError> {
    let deleted = diesel::delete(offer_attachments::table.find(id)).execute(tx.conn())?;
    if deleted == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
