//! Uploaded files, what they would bring, and what they brought.

use std::collections::BTreeSet;

use super::error::BulkError;
use super::judge::{Judge, Judged, Owner};
use super::loading::Loadable;
use super::mapping::Mapping;
use super::model::{DoneRow, Kind, Outcome, PastUpload, UploadView};
use super::seen_by;
use super::store::{headings, rows, uploads};
use super::table::Table;
use crate::access::{Capability, Member};
use crate::bodies;
use crate::bodies::queries::Called;
use crate::catalogue;
use crate::kernel::ids::BulkUploadId;
use crate::kernel::working_days::Division;
use crate::kernel::{Instant, Page, PageRequest, london};
use crate::storage::{Conn, StorageError};

/// How many of the latest files are listed.
const LATEST: i64 = 30;

/// A file that waits to be loaded, and what it would bring.
#[derive(Clone, Debug)]
pub struct DryRun<D> {
    pub file: UploadView,
    pub table: Table,
    /// As it was chosen, or else as it is guessed.
    pub mapping: Mapping,
    pub rows: Vec<Judged<D>>,
}

/// The latest files of the member's own body.
pub fn latest<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    kind: Kind,
) -> Result<Vec<UploadView>, StorageError> {
    uploads::latest(conn, (by.body(), kind), LATEST)
}

/// One page of all the files of the member's own body, newest first.
pub fn past_uploads<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    kind: Kind,
    page: PageRequest,
) -> Result<Page<PastUpload>, StorageError> {
    let (files, total) = uploads::page(conn, (by.body(), kind), page)?;
    let ids: Vec<BulkUploadId> = files.iter().map(|file| file.id).collect();
    let counts = rows::counts_of(conn, &ids)?;
    let count = |id: BulkUploadId, outcome: Outcome| {
        counts.iter().find(|row| (row.0, row.1) == (id, outcome)).map_or(0, |row| row.2)
    };
    let past = files.into_iter().map(|file| PastUpload {
        loaded: count(file.id, Outcome::Loaded),
        duplicates: count(file.id, Outcome::Duplicate),
        bad: count(file.id, Outcome::Bad),
        file,
    });
    Ok(Page::new(past.collect(), page, total))
}

/// One file of the member's own body.
pub fn upload<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    kind: Kind,
    id: BulkUploadId,
) -> Result<UploadView, BulkError> {
    uploads::find(conn, (by.body(), kind), id)?.ok_or(BulkError::NotFound)
}

/// The table of a file that is not loaded yet, with its columns as they were chosen or else as they are guessed.
pub fn table<D: Loadable>(
    conn: &mut Conn,
    by: &Member<D::Duty>,
    id: BulkUploadId,
) -> Result<(UploadView, Table, Mapping), BulkError> {
    let file = upload(conn, by, D::KIND, id)?;
    let table = uploads::table(conn, (by.body(), D::KIND), id)?;
    let loaded = super::state::Refused { reason: "this file is loaded already" };
    let table = table.ok_or(loaded)?;
    let mapping = match file.mapping.clone() {
        Some(mapping) => mapping,
        None => guess::<D, _>(conn, by, &table)?,
    };
    Ok((file, table, mapping))
}

/// What the columns of a table hold, as far as can be told.
pub fn guess<D: Loadable, C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    table: &Table,
) -> Result<Mapping, StorageError> {
    let remembered = headings::remembered(conn, by.body(), D::KIND)?;
    Ok(Mapping::guess(&table.headings, &D::known(), &remembered))
}

/// What a file would bring.
pub fn dry_run<D: Loadable>(
    conn: &mut Conn,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    now: Instant,
) -> Result<DryRun<D>, BulkError> {
    let (file, table, mapping) = table::<D>(conn, by, id)?;
    let rows = judge::<D, _>(conn, by, (&table, &mapping), now)?;
    Ok(DryRun { file, table, mapping, rows })
}

/// What each row of a table would become.
pub fn judge<D: Loadable, C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    (table, mapping): (&Table, &Mapping),
    now: Instant,
) -> Result<Vec<Judged<D>>, StorageError> {
    let services = catalogue::queries::services(conn)?;
    let known = D::listed(conn, by)?;
    let owner = owner(conn, by, (table, mapping))?;
    Ok(Judge::new((table, mapping), &services, london::month(now), known, owner).all())
}

/// The member's body, whose bank holidays it keeps, and the bodies that rows name as partners.
pub(super) fn owner<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    (table, mapping): (&Table, &Mapping),
) -> Result<Owner, StorageError> {
    let cells = mapping.column_of("partners").into_iter();
    let cells = cells.flat_map(|place| table.rows.iter().filter_map(move |row| row.cells.get(place)));
    let names: BTreeSet<String> = cells.flat_map(|cell| seen_by::names(cell)).map(str::to_owned).collect();
    let names: Vec<String> = names.into_iter().collect();
    let known =
        if names.is_empty() { Called::default() } else { bodies::queries::called_or_like(conn, &names)? };
    let brief = bodies::queries::brief(conn, by.body())?;
    let division = brief.map_or(Division::EnglandAndWales, |body| Division::of_nation(&body.nation));
    Ok(Owner { body: by.body(), division, named: known })
}

/// What became of the rows of a file, in their order; of one outcome or of any.
pub fn rows<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    (kind, id): (Kind, BulkUploadId),
    outcome: Option<Outcome>,
    page: PageRequest,
) -> Result<Page<DoneRow>, BulkError> {
    upload(conn, by, kind, id)?;
    let (rows, total) = rows::page(conn, id, outcome, page)?;
    Ok(Page::new(rows, page, total))
}

/// How many rows of a file had each outcome so far.
pub fn counts<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    (kind, id): (Kind, BulkUploadId),
) -> Result<Vec<(Outcome, i64)>, BulkError> {
    upload(conn, by, kind, id)?;
    Ok(rows::counts(conn, id)?)
}

/// Everything that the member's own body lists, in rows of a file.
pub fn listed_rows<D: Loadable, C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<Vec<Vec<String>>, StorageError> {
    let services = catalogue::queries::services(conn)?;
    Ok(D::texts(conn, by)?.iter().map(|draft| draft.row(&services)).collect())
}
