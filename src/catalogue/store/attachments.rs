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

/// How many bytes the documents of a body come to. Whoever asks holds the body, so that nobody else adds to them meanwhile.
pub(in crate::catalogue) fn bytes_of_body_locked(tx: &mut Tx<'_>, body: BodyId) -> Result<i64, StorageError> {
    let _: Vec<BodyId> =
        bodies::table.filter(bodies::id.eq(body)).select(bodies::id).locked().get_results(tx.conn())?;
    let sum: Option<i64> = offer_attachments::table
        .inner_join(offers::table)
        .filter(offers::body_id.eq(body))
        .select(total(offer_attachments::size_bytes))
        .get_result(tx.conn())?;
    Ok(sum.unwrap_or(0))
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

/// Deletes every document of an offer.
pub(in crate::catalogue) fn delete_of(tx: &mut Tx<'_>, offer: OfferId) -> Result<(), StorageError> {
    diesel::delete(offer_attachments::table.filter(offer_attachments::offer_id.eq(offer)))
        .execute(tx.conn())?;
    Ok(())
}

pub(in crate::catalogue) fn delete(tx: &mut Tx<'_>, id: AttachmentId) -> Result<(), StorageError> {
    let deleted = diesel::delete(offer_attachments::table.find(id)).execute(tx.conn())?;
    if deleted == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
