//! Uploading a ledger extract and saying what its columns hold.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::record;
use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::audit::Object;
use crate::audit::chain::hex;
use crate::kernel::ids::LedgerFileId;
use crate::kernel::{FieldError, FieldErrors, Instant, Pence, text};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::columns::Mapping;
use crate::reconciliation::extract::{FileFlaw, LedgerFile, MOST_ROWS};
use crate::reconciliation::state::{FileEvent, FileState};
use crate::reconciliation::store::files::{self, NewFile};
use crate::storage::Tx;

/// A file that can be read as a ledger extract.
#[derive(Clone, Debug)]
pub struct Upload {
    name: String,
    sha256: String,
    bytes: Vec<u8>,
}

impl Upload {
    /// Opens the file: what is not a table of text is refused here, before it is kept.
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(text::required_line("name", name, "a name for the file", 120));
        let refused = |flaw: FileFlaw| FieldError::invalid("file", flaw.to_string());
        let file = errors.keep(LedgerFile::open(&bytes).map_err(refused));
        if file.is_some_and(|file| file.rows_up_to(MOST_ROWS + 1) > MOST_ROWS) {
            errors.push(refused(FileFlaw::TooManyRows));
        }
        let sha256 = hex(&Sha256::digest(&bytes));
        errors.finish(name.map(|name| Self { name, sha256, bytes }))
    }
}

/// Where an uploaded file is, and whether its bytes were here before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uploaded {
    New(LedgerFileId),
    Before(LedgerFileId),
}

impl Uploaded {
    pub const fn id(self) -> LedgerFileId {
        match self {
            Self::New(id) | Self::Before(id) => id,
        }
    }
}

/// Keeps a file. The same bytes again change nothing and lead to the first.
pub fn upload(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    input: Upload,
    now: Instant,
) -> Result<Uploaded, ReconciliationError> {
    let id = LedgerFileId::new();
    let size = input.bytes.len();
    let new = NewFile {
        id,
        body_id: by.body(),
        name: input.name.clone(),
        sha256: input.sha256.clone(),
        state: FileState::Uploaded,
        content: Some(input.bytes),
        good_rows: 0,
        bad_rows: 0,
        total: Pence::ZERO,
        uploaded_by: by.name().to_owned(),
        uploaded_at: now,
    };
    if !files::insert(tx, new)? {
        let first = files::by_sha256(tx.conn(), by.body(), &input.sha256)?;
        return first.map(|file| Uploaded::Before(file.id)).ok_or(ReconciliationError::NotFound);
    }
    let data = json!({ "name": input.name, "sha256": input.sha256, "bytes": size });
    let what = ("ledger_file.uploaded", Object::new("ledger_file", id));
    record(tx, by, what, vec![by.body()], data, now)?;
    Ok(Uploaded::New(id))
}

/// Remembers which columns hold what, for this file and for every later one with the same headers.
pub fn choose_columns(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    (fingerprint, mapping): (&str, Mapping),
    now: Instant,
) -> Result<(), ReconciliationError> {
    let file = files::find_locked(tx, by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    file.state.apply(FileEvent::ChooseColumns)?;
    let before = files::mapping(tx.conn(), by.body(), fingerprint)?;
    files::remember_mapping(tx, by.body(), fingerprint, mapping, now)?;
    let what = ("ledger_file.columns_chosen", Object::new("ledger_file", id));
    record(tx, by, what, vec![by.body()], json!({ "before": before, "after": mapping }), now)?;
    Ok(())
}

/// Throws away a file that was never loaded.
pub fn discard_file(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: LedgerFileId,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let file = files::find_locked(tx, by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    file.state.apply(FileEvent::Discard)?;
    files::delete(tx, id)?;
    let data = json!({ "name": file.name, "sha256": file.sha256 });
    let what = ("ledger_file.discarded", Object::new("ledger_file", id));
    record(tx, by, what, vec![by.body()], data, now)?;
    Ok(())
}
