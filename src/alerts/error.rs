//! Why something about a saved search was refused.

use crate::kernel::FieldErrors;
use crate::kernel::ids::SavedSearchId;
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    #[error("this saved search does not exist or is not yours")]
    NotFound,
    #[error("you keep this search already, as “{name}”; it is not saved twice")]
    Kept { id: SavedSearchId, name: String },
    #[error("you keep 50 searches already; delete one first")]
    TooMany,
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
