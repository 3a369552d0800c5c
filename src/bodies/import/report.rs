//! What an import did, and why one could not begin.

use crate::bodies::register;
use crate::storage::StorageError;

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    pub file: String,
    pub inserted: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// The rows that were left out, in the order of the file.
    pub bad_rows: Vec<BadRow>,
    /// What a person should know though nothing is wrong with the file.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// A report on `file` before anything was done.
    pub(super) fn on(file: &str, bad_rows: Vec<BadRow>) -> Self {
        Self { file: file.to_owned(), bad_rows, ..Self::default() }
    }

    /// How many rows were good.
    pub fn good_rows(&self) -> usize {
        self.inserted + self.updated + self.unchanged
    }
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct BadRow {
    pub file: String,
    pub line: u32,
    pub reason: String,
}

impl From<register::BadRow> for BadRow {
    fn from(row: register::BadRow) -> Self {
        Self { file: row.file, line: row.line, reason: row.reason.to_string() }
    }
}

/// Why a file was not imported, or not to its end. What was loaded before stays, and running the import again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    File(#[from] register::FileFlaw),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
