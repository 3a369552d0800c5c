//! Why something about a file of offers or needs was refused.

use super::state::Refused;
use super::table::TableFlaw;
use crate::catalogue::CatalogueError;
use crate::kernel::{FieldError, FieldErrors};
use crate::needs::NeedError;
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error("this file does not exist or is not yours")]
    NotFound,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("{0}")]
    File(#[from] TableFlaw),
    #[error("say first which column of this file holds what")]
    ColumnsUnknown,
    #[error("your body must be verified before it can publish; keep the rows as drafts meanwhile")]
    NotVerified,
    #[error("20 files are waiting to be loaded already; load one of them or throw it away first")]
    TooManyWaiting,
    #[error("somebody else chose to load this file in another way; look at it again")]
    LoadedOtherwise,
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Offer(#[from] CatalogueError),
    #[error(transparent)]
    Need(#[from] NeedError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<FieldError> for BulkError {
    fn from(error: FieldError) -> Self {
        Self::Invalid(error.into())
    }
}
