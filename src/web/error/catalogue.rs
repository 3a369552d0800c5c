//! What went wrong with an offer, as an HTTP status.

use super::WebError;
use crate::catalogue::{CapacityError, CatalogueError};

impl From<CatalogueError> for WebError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::NotFound => Self::NotFound,
            CatalogueError::LinkSpent => Self::LinkSpent,
            CatalogueError::NotVerified
            | CatalogueError::NothingChanged
            | CatalogueError::WasPublished
            | CatalogueError::Refused(_)
            | CatalogueError::PromisedAlready { .. }
            | CatalogueError::UnitPromised(_) => Self::Conflict(error.to_string()),
            CatalogueError::Invalid(errors) => Self::Invalid(errors),
            CatalogueError::Storage(error) => error.into(),
        }
    }
}

impl From<CapacityError> for WebError {
    fn from(error: CapacityError) -> Self {
        match error {
            CapacityError::NotOffered | CapacityError::OutsideMonths | CapacityError::NotEnough { .. } => {
                Self::Conflict(error.to_string())
            }
            CapacityError::Storage(error) => error.into(),
        }
    }
}
