//! Ledger files, their bad rows, and the columns remembered for files alike.

use diesel::prelude::*;

use crate::kernel::ids::{BodyId, LedgerFileId};
use crate::kernel::{Instant, PageRequest, Pence};
use crate::reconciliation::columns::Mapping;
use crate::reconciliation::extract::BadRow;
use crate::reconciliation::model::FileView;
use crate::reconciliation::state::FileState;
use crate::storage::schema::{ledger_bad_rows, ledger_files, ledger_mappings};
use crate::storage::{Conn, Json, LockExt, Native, StorageError, Tx, both};

#[derive(Queryable, Selectable)]
#[diesel(table_name = ledger_files)]
struct FileRow {
    id: LedgerFileId,
    name: String,
    sha256: String,
    state: FileState,
    mapping: Option<Json>,
    good_rows: i32,
    bad_rows: i32,
    total: Pence,
    uploaded_by: String,
    uploaded_at: Instant,
    loaded_at: Option<Instant>,
}

impl FileRow {
    fn view(self) -> Result<FileView, StorageError> {
        Ok(FileView {
            id: self.id,
            name: self.name,
            sha256: self.sha256,
            state: self.state,
            mapping: self.mapping.map(Json::read).transpose()?,
            good_rows: self.good_rows,
            bad_rows: self.bad_rows,
            total: self.total,
            uploaded_by: self.uploaded_by,
            uploaded_at: self.uploaded_at,
            loaded_at: self.loaded_at,
        })
    }
}

/// A file as it arrives.
#[derive(Insertable)]
#[diesel(table_name = ledger_files, treat_none_as_default_value = false)]
pub(in crate::reconciliation) struct NewFile {
    pub(in crate::reconciliation) id: LedgerFileId,
    pub(in crate::reconciliation) body_id: BodyId,
    pub(in crate::reconciliation) name: String,
    pub(in crate::reconciliation) sha256: String,
    pub(in crate::reconciliation) state: FileState,
    pub(in crate::reconciliation) content: Option<Vec<u8>>,
    pub(in crate::reconciliation) good_rows: i32,
    pub(in crate::reconciliation) bad_rows: i32,
    pub(in crate::reconciliation) total: Pence,
    pub(in crate::reconciliation) uploaded_by: String,
    pub(in crate::reconciliation) uploaded_at: Instant,
}

/// Keeps a file unless the body has one with the same bytes; answers whether it was new.
pub(in crate::reconciliation) fn insert(tx: &mut Tx<'_>, file: NewFile) -> Result<bool, StorageError> {
    let inserted = Native(
        diesel::insert_into(ledger_files::table)
            .values(file)
            .on_conflict((ledger_files::body_id, ledger_files::sha256))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(inserted == 1)
}

pub(in crate::reconciliation) fn by_sha256(
    conn: &mut Conn,
    body: BodyId,
    sha256: &str,
) -> Result<Option<FileView>, StorageError> {
    let query = ledger_files::table
        .filter(ledger_files::body_id.eq(body))
        .filter(ledger_files::sha256.eq(sha256))
        .select(FileRow::as_select());
    let row: Option<FileRow> = query.first(conn).optional()?;
    row.map(FileRow::view).transpose()
}

pub(in crate::reconciliation) fn find(
    conn: &mut Conn,
    body: BodyId,
    id: LedgerFileId,
) -> Result<Option<FileView>, StorageError> {
    let query =
        ledger_files::table.find(id).filter(ledger_files::body_id.eq(body)).select(FileRow::as_select());
    let row: Option<FileRow> = query.first(conn).optional()?;
    row.map(FileRow::view).transpose()
}

/// [`find`], holding the file so that nobody else moves it on meanwhile.
pub(in crate::reconciliation) fn find_locked(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: LedgerFileId,
) -> Result<Option<FileView>, StorageError> {
    let query = ledger_files::table
        .filter(ledger_files::id.eq(id))
        .filter(ledger_files::body_id.eq(body))
        .select(FileRow::as_select())
        .locked();
    let row: Option<FileRow> = query.get_result(tx.conn()).optional()?;
    row.map(FileRow::view).transpose()
}

/// The bytes of a file that is not loaded yet.
pub(in crate::reconciliation) fn content(
    conn: &mut Conn,
    body: BodyId,
    id: LedgerFileId,
) -> Result<Option<Vec<u8>>, StorageError> {
    let content: Option<Option<Vec<u8>>> = ledger_files::table
        .find(id)
        .filter(ledger_files::body_id.eq(body))
        .select(ledger_files::content)
        .first(conn)
        .optional()?;
    Ok(content.flatten())
}

/// The files of a body, newest first, and how many there are.
pub(in crate::reconciliation) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    page: PageRequest,
) -> Result<(Vec<FileView>, i64), StorageError> {
    let rows: Vec<FileRow> = ledger_files::table
        .filter(ledger_files::body_id.eq(body))
        .order(ledger_files::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(FileRow::as_select())
        .load(conn)?;
    let count = ledger_files::table.filter(ledger_files::body_id.eq(body)).count().get_result(conn)?;
    Ok((rows.into_iter().map(FileRow::view).collect::<Result<_, _>>()?, count))
}

/// Freezes the columns and what the rows come to: from here on a load can be finished, not changed.
pub(in crate::reconciliation) fn begin(
    tx: &mut Tx<'_>,
    id: LedgerFileId,
    mapping: Mapping,
    (good, bad, total): (i32, i32, Pence),
) -> Result<(), StorageError> {
    let changed = diesel::update(ledger_files::table.find(id))
        .filter(ledger_files::state.eq(FileState::Uploaded))
        .set((
            ledger_files::state.eq(FileState::Loading),
            ledger_files::mapping.eq(Some(Json::of(&mapping)?)),
            ledger_files::good_rows.eq(good),
            ledger_files::bad_rows.eq(bad),
            ledger_files::total.eq(total),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The bytes are not needed any more: every row is a line or a bad row.
pub(in crate::reconciliation) fn finish(
    tx: &mut Tx<'_>,
    id: LedgerFileId,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(ledger_files::table.find(id))
        .filter(ledger_files::state.eq(FileState::Loading))
        .set((
            ledger_files::state.eq(FileState::Loaded),
            ledger_files::content.eq(None::<Vec<u8>>),
            ledger_files::loaded_at.eq(Some(now)),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

pub(in crate::reconciliation) fn delete(tx: &mut Tx<'_>, id: LedgerFileId) -> Result<(), StorageError> {
    let changed = diesel::delete(ledger_files::table.find(id))
        .filter(ledger_files::state.eq(FileState::Uploaded))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The columns that files with these headers had before.
pub(in crate::reconciliation) fn mapping(
    conn: &mut Conn,
    body: BodyId,
    fingerprint: &str,
) -> Result<Option<Mapping>, StorageError> {
    let found: Option<Json> = ledger_mappings::table
        .find((body, fingerprint))
        .select(ledger_mappings::mapping)
        .first(conn)
        .optional()?;
    found.map(Json::read).transpose()
}

pub(in crate::reconciliation) fn remember_mapping(
    tx: &mut Tx<'_>,
    body: BodyId,
    fingerprint: &str,
    mapping: Mapping,
    now: Instant,
) -> Result<(), StorageError> {
    let mapping = Json::of(&mapping)?;
    Native(
        diesel::insert_into(ledger_mappings::table)
            .values((
                ledger_mappings::body_id.eq(body),
                ledger_mappings::fingerprint.eq(fingerprint),
                ledger_mappings::mapping.eq(mapping.clone()),
                ledger_mappings::updated_at.eq(now),
            ))
            .on_conflict((ledger_mappings::body_id, ledger_mappings::fingerprint))
            .do_update()
            .set((ledger_mappings::mapping.eq(mapping), ledger_mappings::updated_at.eq(now))),
    )
    .execute(tx.conn())?;
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = ledger_bad_rows, treat_none_as_default_value = false)]
struct NewBadRow {
    file_id: LedgerFileId,
    line_number: i32,
    reason: String,
    raw: String,
}

/// Keeps bad rows; those that are there already stay as they are.
pub(in crate::reconciliation) fn put_bad_rows(
    tx: &mut Tx<'_>,
    file: LedgerFileId,
    rows: &[BadRow],
) -> Result<(), StorageError> {
    let rows: Vec<NewBadRow> = rows
        .iter()
        .map(|row| NewBadRow {
            file_id: file,
            line_number: super::lines::stored_number(row.number),
            reason: row.reason.clone(),
            raw: row.raw.clone(),
        })
        .collect();
    both!(tx.conn(), |c| {
        diesel::insert_into(ledger_bad_rows::table).values(&rows).on_conflict_do_nothing().execute(c)
    })?;
    Ok(())
}

/// Bad rows in the order of the file, and how many there are. The caller has found the file through its body.
pub(in crate::reconciliation) fn bad_rows(
    conn: &mut Conn,
    file: LedgerFileId,
    (limit, offset): (i64, i64),
) -> Result<(Vec<BadRow>, i64), StorageError> {
    let rows: Vec<(i32, String, String)> = ledger_bad_rows::table
        .filter(ledger_bad_rows::file_id.eq(file))
        .order(ledger_bad_rows::line_number)
        .limit(limit)
        .offset(offset)
        .select((ledger_bad_rows::line_number, ledger_bad_rows::reason, ledger_bad_rows::raw))
        .load(conn)?;
    let count = ledger_bad_rows::table.filter(ledger_bad_rows::file_id.eq(file)).count().get_result(conn)?;
    let row =
        |(number, reason, raw): (i32, String, String)| BadRow { number: number.unsigned_abs(), reason, raw };
    Ok((rows.into_iter().map(row).collect(), count))
}
