//! Loading the rows of a file, in batches: a large file never holds other writers up, and a load that was cut off
//! is finished by doing it again. Its lines count only once the last step is done.

use serde_json::json;

use super::matching::match_own_lines;
use super::record;
use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::audit::Object;
use crate::kernel::ids::LedgerFileId;
use crate::kernel::{Instant, Pence};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::columns::Mapping;
use crate::reconciliation::extract::{BadRow, Line};
use crate::reconciliation::model::{FileView, Tally};
use crate::reconciliation::queries::Reading;
use crate::reconciliation::state::{FileEvent, FileState};
use crate::reconciliation::store::{files, lines};
use crate::storage::{StorageError, Tx};

/// How many rows one transaction brings: few enough for both databases' limits on values in a statement.
pub const BATCH: usize = 1_000;

/// What a load brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    pub good: i32,
    pub bad: i32,
    pub total: Pence,
    /// How many lines of this and earlier files were matched with invoices by it.
    pub matched: usize,
}

/// Freezes the columns and what the rows come to. Beginning again after a crash changes nothing.
pub fn begin_load(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    reading: &Reading,
) -> Result<(), ReconciliationError> {
    let file = owned(tx, by, id)?;
    file.state.apply(FileEvent::BeginLoad)?;
    if file.state == FileState::Loading {
        return same_columns(&file, reading.mapping);
    }
    Ok(files::begin(tx, id, reading.mapping, (reading.good(), reading.bad(), reading.total))?)
}

/// Somebody else began with other columns a moment ago: their load must be finished, not ours.
fn same_columns(file: &FileView, mapping: Mapping) -> Result<(), ReconciliationError> {
    if file.mapping == Some(mapping) { Ok(()) } else { Err(StorageError::Stale.into()) }
}

/// Keeps a batch of lines. Lines that are there already stay as they are.
pub fn put_lines(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    batch: &[Line],
) -> Result<(), ReconciliationError> {
    owned(tx, by, id)?.state.apply(FileEvent::FinishLoad)?;
    Ok(lines::put(tx, by.body(), id, batch)?)
}

/// Keeps a batch of bad rows. Rows that are there already stay as they are.
pub fn put_bad_rows(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    batch: &[BadRow],
) -> Result<(), ReconciliationError> {
    owned(tx, by, id)?.state.apply(FileEvent::FinishLoad)?;
    Ok(files::put_bad_rows(tx, id, batch)?)
}

/// Checks that every row and every penny arrived, lets the lines count, and matches.
pub fn finish_load(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    now: Instant,
) -> Result<Loaded, ReconciliationError> {
    let file = owned(tx, by, id)?;
    file.state.apply(FileEvent::FinishLoad)?;
    let stored = lines::tally_of_file(tx.conn(), id)?;
    let (_, bad) = files::bad_rows(tx.conn(), id, (1, 0))?;
    let expected = Tally { count: i64::from(file.good_rows), total: file.total };
    if stored != expected || bad != i64::from(file.bad_rows) {
        return Err(StorageError::Corrupt(format!("ledger file {id}: {stored:?} is not {expected:?}")).into());
    }
    files::finish(tx, id, now)?;
    let data = json!({ "name": file.name, "good_rows": file.good_rows, "bad_rows": file.bad_rows,
        "total_pence": file.total });
    let what = ("ledger_file.loaded", Object::new("ledger_file", id));
    record(tx, by, what, vec![by.body()], data, now)?;
    let matched = match_own_lines(tx, by, now)?;
    Ok(Loaded { good: file.good_rows, bad: file.bad_rows, total: file.total, matched })
}

fn owned(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
) -> Result<FileView, ReconciliationError> {
    files::find_locked(tx, by.body(), id)?.ok_or(ReconciliationError::NotFound)
}
