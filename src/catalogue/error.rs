//! Why something about an offer was refused.

use super::state::Refused;
use crate::kernel::{FieldErrors, Month, Quantity};
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("this offer does not exist or is not yours to see")]
    NotFound,
    #[error("your body must be verified before it can publish offers")]
    NotVerified,
    #[error("this link is too old, or you do not look after offers of this body any more")]
    LinkSpent,
    #[error("nothing has changed since this offer was published")]
    NothingChanged,
    #[error("only a draft that was never published can be deleted: withdraw this offer instead")]
    WasPublished,
    #[error(transparent)]
    Refused(#[from] Refused),
    /// What partners were promised cannot be taken from them by listing less.
    #[error("in {month}, {promised} are reserved or committed already, so no less can be listed")]
    PromisedAlready { month: Month, promised: Quantity },
    #[error("capacity is promised in {0} already, so the unit must stay")]
    UnitPromised(String),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
