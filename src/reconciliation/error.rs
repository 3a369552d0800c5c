//! What can go wrong between two sets of books.

use super::extract::FileFlaw;
use super::state::Refused;
use crate::kernel::{FieldError, FieldErrors};
use crate::storage::StorageError;

/// Why something about ledgers, supplier names, matches or statements was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReconciliationError {
    #[error("this does not exist or is not yours")]
    NotFound,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("say first which column of this file holds what")]
    ColumnsUnknown,
    #[error("{0}")]
    File(#[from] FileFlaw),
    #[error("this match is undone already")]
    UndoneAlready,
    #[error("a statement to this body as at this day was sent already")]
    SentAlready,
    #[error("only a verified body sends statements")]
    NotVerified,
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<FieldError> for ReconciliationError {
    fn from(error: FieldError) -> Self {
        Self::Invalid(error.into())
    }
}
