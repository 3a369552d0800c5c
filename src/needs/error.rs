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
    #[error("this offer is not in the catalogue")]
    NoSuchOffer,
    #[error("this is an offer of your own body")]
    OwnOffer,
    #[error("this offer is on the shortlist already")]
    OnShortlist,
    #[error("a shortlist holds 30 offers at most; take one off first")]
    ShortlistFull,
    #[error("only a draft that was never published can be deleted: withdraw this need instead")]
    WasPublished,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
