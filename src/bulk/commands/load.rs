//! Loading a file, some rows in each transaction: a long file never holds other writers up, and a load that was cut off is
//! finished by going on. How far it has come is kept with the file and moved on with the rows themselves, under a lock, so that
//! however many people go on at once no row is loaded twice.

use serde_json::{Map, json};

use super::{own, record};
use crate::access::Member;
use crate::bulk::error::BulkError;
use crate::bulk::judge::{Judge, Judged, Twin};
use crate::bulk::loading::Loadable;
use crate::bulk::mapping::Mapping;
use crate::bulk::model::{DoneRow, HowToLoad, LoadAs, Outcome};
use crate::bulk::queries;
use crate::bulk::state::{UploadEvent, UploadState};
use crate::bulk::store::{headings, rows, uploads};
use crate::bulk::table::Table;
use crate::catalogue;
use crate::kernel::ids::BulkUploadId;
use crate::kernel::{Instant, london};
use crate::storage::Tx;

/// How many rows one transaction loads.
const BATCH: usize = 50;

/// How far a load has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub rows: usize,
}

impl Progress {
    pub const fn is_over(self) -> bool {
        self.done >= self.rows
    }
}

/// Freezes what becomes of good rows. Beginning again after a crash changes nothing.
pub fn begin_load<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    how: HowToLoad,
    now: Instant,
) -> Result<(), BulkError> {
    let file = own::<D>(tx, by, id)?;
    file.state.apply(UploadEvent::Load)?;
    if how.load_as == LoadAs::Published && !by.body_is_verified() {
        return Err(BulkError::NotVerified);
    }
    if file.state == UploadState::Loading {
        return if file.how == Some(how) { Ok(()) } else { Err(BulkError::LoadedOtherwise) };
    }
    let mapping = match file.mapping {
        Some(mapping) => mapping,
        None => guessed::<D>(tx, by, id)?,
    };
    uploads::begin(tx, id, &mapping, how)?;
    let data = json!({ "as": how.load_as, "duplicates": how.twins, "columns": mapping });
    record(tx, by, "bulk_upload.begun", id, data, now)
}

/// The columns as they are guessed, where nothing is missing.
fn guessed<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
) -> Result<Mapping, BulkError> {
    let table = uploads::table(tx.conn(), (by.body(), D::KIND), id)?.ok_or(BulkError::NotFound)?;
    let remembered = headings::remembered(tx.conn(), by.body(), D::KIND)?;
    let mapping = Mapping::guess(&table.headings, &D::known(), &remembered);
    if mapping.missing(&D::known()).is_empty() { Ok(mapping) } else { Err(BulkError::ColumnsUnknown) }
}

/// Loads the next rows of `table`, which is this file's. After the last one the file is loaded, and doing it again changes nothing.
pub fn load_rows<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    id: BulkUploadId,
    table: &Table,
    now: Instant,
) -> Result<Progress, BulkError> {
    let place = (by.body(), D::KIND);
    uploads::lock_loading(tx, place)?;
    let file = own::<D>(tx, by, id)?;
    let Some((mapping, how)) = file.mapping.as_ref().zip(file.how) else {
        return Err(BulkError::ColumnsUnknown);
    };
    if file.state == UploadState::Loaded {
        return Ok(Progress { done: file.rows, rows: file.rows });
    }
    file.state.apply(UploadEvent::Finish)?;
    let services = catalogue::queries::services(tx.conn())?;
    let mut known = D::listed(tx.conn(), by)?;
    let made = rows::made(tx.conn(), id)?;
    for twin in known.values_mut() {
        if let Twin::Listed(listing) = *twin {
            *twin = made.get(&listing).map_or(*twin, |line| Twin::Line(*line));
        }
    }
    let owner = queries::owner(tx.conn(), by, (table, mapping))?;
    let mut judge = Judge::new((table, mapping), &services, london::month(now), known, owner);
    let mut done = Vec::new();
    for row in table.rows.iter().skip(file.done).take(BATCH) {
        let judged = judge.row::<D>(row);
        done.push(settle(tx, by, judged, how, now)?);
    }
    let progress = Progress { done: file.done + done.len(), rows: file.rows };
    rows::add(tx, id, &done)?;
    uploads::advance(tx, id, (file.done, progress.done))?;
    if progress.is_over() {
        uploads::finish(tx, id, now)?;
        let mut data = Map::new();
        data.insert("name".to_owned(), json!(file.name));
        for (outcome, count) in rows::counts(tx.conn(), id)? {
            data.insert(outcome.as_str().to_owned(), json!(count));
        }
        record(tx, by, "bulk_upload.loaded", id, data.into(), now)?;
    }
    Ok(progress)
}

/// Lists a good row, and says what became of any.
fn settle<D: Loadable>(
    tx: &mut Tx<'_>,
    by: &Member<D::Duty>,
    judged: Judged<D>,
    how: HowToLoad,
    now: Instant,
) -> Result<DoneRow, BulkError> {
    let (outcome, reason) = (judged.outcome(how.twins), judged.reason(how.twins));
    let Judged { line, title, said, twin, cells } = judged;
    let listing = match (outcome, said, twin) {
        (Outcome::Loaded, Ok(draft), _) => Some(draft.list(tx, by, how.load_as, now)?),
        (Outcome::Duplicate, _, Some(Twin::Listed(listing))) => Some(listing),
        _ => None,
    };
    let cells = if outcome == Outcome::Bad { cells } else { Vec::new() };
    Ok(DoneRow { line, outcome, title: title.chars().take(200).collect(), listing, reason, cells })
}
