//! What went wrong with a need, as an HTTP status.

use super::WebError;
use crate::needs::NeedError;

impl From<NeedError> for WebError {
    fn from(error: NeedError) -> Self {
        match error {
            NeedError::NotFound => Self::NotFound,
            NeedError::NotVerified
            | NeedError::NothingChanged
            | NeedError::WasPublished
            | NeedError::NoSuchOffer
            | NeedError::OwnOffer
            | NeedError::OnShortlist
            | NeedError::ShortlistFull
            | NeedError::Refused(_) => Self::Conflict(error.to_string()),
            NeedError::Invalid(errors) => Self::Invalid(errors),
            NeedError::Storage(error) => error.into(),
        }
    }
}
