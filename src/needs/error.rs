//! Why something about a need was refused.

use super::state::Refused;
use crate::kernel::FieldErrors;
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum NeedError {
    #[error("this need does not exist or is not yours to see")]
    NotFound,
    #[error("your body must be verified before it can publish needs")]
    NotVerified,
    #[error("nothing has changed since this need was published")]
    NothingChanged,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
