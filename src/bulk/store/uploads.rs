//! Uploaded files, and how far each has come.

use diesel::prelude::*;

use crate::bulk::mapping::Mapping;
use crate::bulk::model::{HowToLoad, Kind, LoadAs, Twins, UploadView};
use crate::bulk::state::UploadState;
use crate::bulk::table::Table;
use crate::kernel::ids::{BodyId, BulkUploadId};
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::bulk_uploads;
use crate::storage::{Conn, Json, LockExt, StorageError, Tx};

#[derive(Queryable, Selectable)]
#[diesel(table_name = bulk_uploads)]
struct UploadRow {
    id: BulkUploadId,
    kind: Kind,
    name: String,
    state: UploadState,
    headings: Json,
    mapping: Option<Json>,
    load_as: Option<LoadAs>,
    twins: Option<Twins>,
    row_count: i32,
    done_count: i32,
    uploaded_by: String,
    uploaded_at: Instant,
}

impl UploadRow {
    fn view(self) -> Result<UploadView, StorageError> {
        Ok(UploadView {
            id: self.id,
            kind: self.kind,
            name: self.name,
            state: self.state,
            headings: self.headings.read()?,
            mapping: self.mapping.map(Json::read::<Mapping>).transpose()?,
            how: self.load_as.zip(self.twins).map(|(load_as, twins)| HowToLoad { load_as, twins }),
            rows: usize::try_from(self.row_count).unwrap_or_default(),
            done: usize::try_from(self.done_count).unwrap_or_default(),
            uploaded_by: self.uploaded_by,
            uploaded_at: self.uploaded_at,
        })
    }
}

/// A file as it arrives.
#[derive(Insertable)]
#[diesel(table_name = bulk_uploads, treat_none_as_default_value = false)]
pub(in crate::bulk) struct NewUpload {
    pub(in crate::bulk) id: BulkUploadId,
    pub(in crate::bulk) body_id: BodyId,
    pub(in crate::bulk) kind: Kind,
    pub(in crate::bulk) name: String,
    pub(in crate::bulk) sha256: String,
    pub(in crate::bulk) state: UploadState,
    pub(in crate::bulk) headings: Json,
    pub(in crate::bulk) content: Option<Vec<u8>>,
    pub(in crate::bulk) mapping: Option<Json>,
    pub(in crate::bulk) row_count: i32,
    pub(in crate::bulk) done_count: i32,
    pub(in crate::bulk) uploaded_by: String,
    pub(in crate::bulk) uploaded_at: Instant,
}

/// Keeps a file. Two of the same content cannot wait at once: the second is [`StorageError::Duplicate`].
pub(in crate::bulk) fn insert(tx: &mut Tx<'_>, upload: NewUpload) -> Result<(), StorageError> {
    diesel::insert_into(bulk_uploads::table).values(upload).execute(tx.conn())?;
    Ok(())
}

/// The table that was uploaded, as it is kept.
pub(in crate::bulk) fn packed(table: &Table) -> Result<Vec<u8>, StorageError> {
    serde_json::to_vec(table).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// The file of this content that waits to be loaded, or is half loaded.
pub(in crate::bulk) fn waiting(
    conn: &mut Conn,
    (body, kind): (BodyId, Kind),
    sha256: &str,
) -> Result<Option<BulkUploadId>, StorageError> {
    Ok(bulk_uploads::table
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .filter(bulk_uploads::sha256.eq(sha256))
        .filter(bulk_uploads::state.ne(UploadState::Loaded))
        .select(bulk_uploads::id)
        .first(conn)
        .optional()?)
}

/// How many files of a body wait to be loaded.
pub(in crate::bulk) fn count_waiting(conn: &mut Conn, body: BodyId) -> Result<i64, StorageError> {
    Ok(bulk_uploads::table
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::state.ne(UploadState::Loaded))
        .count()
        .get_result(conn)?)
}

pub(in crate::bulk) fn find(
    conn: &mut Conn,
    (body, kind): (BodyId, Kind),
    id: BulkUploadId,
) -> Result<Option<UploadView>, StorageError> {
    let row: Option<UploadRow> = bulk_uploads::table
        .filter(bulk_uploads::id.eq(id))
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .select(UploadRow::as_select())
        .first(conn)
        .optional()?;
    row.map(UploadRow::view).transpose()
}

/// [`find`], holding the file so that nobody else moves it on meanwhile.
pub(in crate::bulk) fn find_locked(
    tx: &mut Tx<'_>,
    (body, kind): (BodyId, Kind),
    id: BulkUploadId,
) -> Result<Option<UploadView>, StorageError> {
    let row: Option<UploadRow> = bulk_uploads::table
        .filter(bulk_uploads::id.eq(id))
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .select(UploadRow::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?;
    row.map(UploadRow::view).transpose()
}

/// Holds every file of a body that is being loaded, so that two files loaded at once see each other's rows.
pub(in crate::bulk) fn lock_loading(
    tx: &mut Tx<'_>,
    (body, kind): (BodyId, Kind),
) -> Result<(), StorageError> {
    let _: Vec<BulkUploadId> = bulk_uploads::table
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .filter(bulk_uploads::state.eq(UploadState::Loading))
        .order(bulk_uploads::id)
        .select(bulk_uploads::id)
        .locked()
        .get_results(tx.conn())?;
    Ok(())
}

/// The table of a file that is not loaded yet.
pub(in crate::bulk) fn table(
    conn: &mut Conn,
    (body, kind): (BodyId, Kind),
    id: BulkUploadId,
) -> Result<Option<Table>, StorageError> {
    let content: Option<Option<Vec<u8>>> = bulk_uploads::table
        .filter(bulk_uploads::id.eq(id))
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .select(bulk_uploads::content)
        .first(conn)
        .optional()?;
    let read = |bytes: Vec<u8>| {
        serde_json::from_slice(&bytes).map_err(|error| StorageError::Corrupt(error.to_string()))
    };
    content.flatten().map(read).transpose()
}

/// One page of the files of a body that are still kept, newest first, and how many they are.
pub(in crate::bulk) fn page(
    conn: &mut Conn,
    (body, kind): (BodyId, Kind),
    page: PageRequest,
) -> Result<(Vec<UploadView>, i64), StorageError> {
    let ours = || bulk_uploads::body_id.eq(body).and(bulk_uploads::kind.eq(kind));
    let total = bulk_uploads::table.filter(ours()).count().get_result(conn)?;
    let rows: Vec<UploadRow> = bulk_uploads::table
        .filter(ours())
        .order(bulk_uploads::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(UploadRow::as_select())
        .load(conn)?;
    Ok((rows.into_iter().map(UploadRow::view).collect::<Result<_, _>>()?, total))
}

/// The latest files of a body, newest first.
pub(in crate::bulk) fn latest(
    conn: &mut Conn,
    (body, kind): (BodyId, Kind),
    most: i64,
) -> Result<Vec<UploadView>, StorageError> {
    let rows: Vec<UploadRow> = bulk_uploads::table
        .filter(bulk_uploads::body_id.eq(body))
        .filter(bulk_uploads::kind.eq(kind))
        .order(bulk_uploads::id.desc())
        .limit(most)
        .select(UploadRow::as_select())
        .load(conn)?;
    rows.into_iter().map(UploadRow::view).collect()
}

pub(in crate::bulk) fn set_mapping(
    tx: &mut Tx<'_>,
    id: BulkUploadId,
    mapping: &Mapping,
) -> Result<(), StorageError> {
    let changed = diesel::update(bulk_uploads::table.find(id))
        .filter(bulk_uploads::state.eq(UploadState::Uploaded))
        .set(bulk_uploads::mapping.eq(Some(Json::of(mapping)?)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Freezes how a file is loaded: from here on a load can be finished, not changed.
pub(in crate::bulk) fn begin(
    tx: &mut Tx<'_>,
    id: BulkUploadId,
    mapping: &Mapping,
    how: HowToLoad,
) -> Result<(), StorageError> {
    let changed = diesel::update(bulk_uploads::table.find(id))
        .filter(bulk_uploads::state.eq(UploadState::Uploaded))
        .set((
            bulk_uploads::state.eq(UploadState::Loading),
            bulk_uploads::mapping.eq(Some(Json::of(mapping)?)),
            bulk_uploads::load_as.eq(Some(how.load_as)),
            bulk_uploads::twins.eq(Some(how.twins)),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// So many rows are done now, where `before` were done until now.
pub(in crate::bulk) fn advance(
    tx: &mut Tx<'_>,
    id: BulkUploadId,
    (before, after): (usize, usize),
) -> Result<(), StorageError> {
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let changed = diesel::update(bulk_uploads::table.find(id))
        .filter(bulk_uploads::state.eq(UploadState::Loading))
        .filter(bulk_uploads::done_count.eq(number(before)))
        .set(bulk_uploads::done_count.eq(number(after)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The table is not needed any more: every row is loaded, or kept with the reason why it is not.
pub(in crate::bulk) fn finish(tx: &mut Tx<'_>, id: BulkUploadId, now: Instant) -> Result<(), StorageError> {
    let changed = diesel::update(bulk_uploads::table.find(id))
        .filter(bulk_uploads::state.eq(UploadState::Loading))
        .set((
            bulk_uploads::state.eq(UploadState::Loaded),
            bulk_uploads::content.eq(None::<Vec<u8>>),
            bulk_uploads::loaded_at.eq(Some(now)),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

pub(in crate::bulk) fn delete(tx: &mut Tx<'_>, id: BulkUploadId) -> Result<(), StorageError> {
    let deleted = diesel::delete(bulk_uploads::table.find(id))
        .filter(bulk_uploads::state.eq(UploadState::Uploaded))
        .execute(tx.conn())?;
    if deleted == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
