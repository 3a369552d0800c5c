//! What went wrong with a saved search, as an HTTP status.

use super::WebError;
use crate::alerts::AlertError;

impl From<AlertError> for WebError {
    fn from(error: AlertError) -> Self {
        match error {
            AlertError::NotFound => Self::NotFound,
            AlertError::TooMany | AlertError::Kept { .. } => Self::Conflict(error.to_string()),
            AlertError::Invalid(errors) => Self::Invalid(errors),
            AlertError::Storage(error) => error.into(),
        }
    }
}
