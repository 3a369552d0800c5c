//! Ledger files, and what is in them.

use crate::access::{Capability, Member};
use crate::kernel::ids::LedgerFileId;
use crate::kernel::{FieldError, Page, PageRequest, Pence};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::columns::Mapping;
use crate::reconciliation::extract::{BadRow, Extract, LedgerFile};
use crate::reconciliation::model::{FileView, Preview, Summary};
use crate::reconciliation::state::FileState;
use crate::reconciliation::store::files as store;
use crate::storage::{Conn, StorageError};

/// How many rows a preview shows.
const SAMPLE: usize = 5;
/// How many bad rows a preview shows.
const FIRST_BAD: usize = 10;
/// The most that the amounts of one file may come to, signs aside: ten million million pounds. Many such files
/// still add up without an overflow.
const MOST_MONEY: i128 = 1_000_000_000_000_000;

/// A file read with its columns, ready to be loaded.
#[derive(Clone, Debug)]
pub struct Reading {
    pub mapping: Mapping,
    pub extract: Extract,
    pub total: Pence,
}

impl Reading {
    fn of(file: &LedgerFile, mapping: Mapping) -> Result<Self, ReconciliationError> {
        let extract = file.read(&mapping)?;
        let size: i128 = extract.lines.iter().map(|line| i128::from(line.amount.abs().to_i64())).sum();
        let too_much = || FieldError::out_of_range("amount", "The amounts of this file come to too much");
        if size > MOST_MONEY {
            return Err(ReconciliationError::Invalid(too_much().into()));
        }
        let total = Pence::sum(extract.lines.iter().map(|line| line.amount));
        let total = total.map_err(|_| ReconciliationError::Invalid(too_much().into()))?;
        Ok(Self { mapping, extract, total })
    }

    /// How many good rows: at most 200,000, see [`crate::reconciliation::extract::MOST_ROWS`].
    pub fn good(&self) -> i32 {
        i32::try_from(self.extract.lines.len()).unwrap_or(i32::MAX)
    }

    pub fn bad(&self) -> i32 {
        i32::try_from(self.extract.bad_rows.len()).unwrap_or(i32::MAX)
    }
}

/// The files of the member's own body, newest first.
pub fn files<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    page: PageRequest,
) -> Result<Page<FileView>, StorageError> {
    let (files, total) = store::of_body(conn, by.body(), page)?;
    Ok(Page::new(files, page, total))
}

/// One file of the member's own body.
pub fn file<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<FileView, ReconciliationError> {
    store::find(conn, by.body(), id)?.ok_or(ReconciliationError::NotFound)
}

/// The headers of a file that is not loaded yet, and their fingerprint.
pub fn headers<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<(Vec<String>, String), ReconciliationError> {
    let opened = opened(conn, by, id)?;
    Ok((opened.headers().to_vec(), opened.fingerprint()))
}

/// What a file holds that is not loaded yet; `None` once it is.
pub fn preview<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<(FileView, Option<Preview>), ReconciliationError> {
    let view = file(conn, by, id)?;
    if view.state == FileState::Loaded {
        return Ok((view, None));
    }
    let opened = opened(conn, by, id)?;
    let mapping = columns_of(conn, by, &view, &opened)?;
    let summary = mapping.map(|mapping| Reading::of(&opened, mapping)).transpose()?.map(summary);
    let preview = Preview {
        headers: opened.headers().to_vec(),
        sample: opened.sample(SAMPLE),
        guess: opened.guess(),
        mapping,
        summary,
    };
    Ok((view, Some(preview)))
}

fn summary(reading: Reading) -> Summary {
    Summary {
        good: reading.extract.lines.len(),
        bad: reading.extract.bad_rows.len(),
        total: reading.total,
        first_bad: reading.extract.bad_rows.into_iter().take(FIRST_BAD).collect(),
    }
}

/// Reads a file that is to be loaded.
pub fn reading<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<Reading, ReconciliationError> {
    let view = file(conn, by, id)?;
    view.state.apply(crate::reconciliation::state::FileEvent::BeginLoad)?;
    let opened = opened(conn, by, id)?;
    let mapping = columns_of(conn, by, &view, &opened)?.ok_or(ReconciliationError::ColumnsUnknown)?;
    Reading::of(&opened, mapping)
}

/// The columns a half-loaded file began with; else those remembered for its headers.
fn columns_of<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    view: &FileView,
    opened: &LedgerFile,
) -> Result<Option<Mapping>, StorageError> {
    match view.mapping {
        Some(mapping) => Ok(Some(mapping)),
        None => store::mapping(conn, by.body(), &opened.fingerprint()),
    }
}

fn opened<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<LedgerFile, ReconciliationError> {
    file(conn, by, id)?;
    let content = store::content(conn, by.body(), id)?;
    let loaded = || crate::reconciliation::state::Refused { reason: "this file is loaded already" };
    Ok(LedgerFile::open(&content.ok_or_else(loaded)?)?)
}

/// The bad rows of a loaded file.
pub fn bad_rows<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
    page: PageRequest,
) -> Result<Page<BadRow>, ReconciliationError> {
    file(conn, by, id)?;
    let (rows, total) = store::bad_rows(conn, id, (page.limit(), page.offset()))?;
    Ok(Page::new(rows, page, total))
}

/// Every bad row of a loaded file, for a download.
pub fn all_bad_rows<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: LedgerFileId,
) -> Result<Vec<BadRow>, ReconciliationError> {
    file(conn, by, id)?;
    let most = i64::try_from(crate::reconciliation::extract::MOST_ROWS).unwrap_or(i64::MAX);
    Ok(store::bad_rows(conn, id, (most, 0))?.0)
}
