//! The HTTP statuses of what can go wrong with files of offers and needs.

use super::WebError;
use crate::bulk::BulkError as E;
use crate::kernel::FieldError;

impl From<E> for WebError {
    fn from(error: E) -> Self {
        match error {
            E::NotFound => Self::NotFound,
            E::Refused(_) | E::ColumnsUnknown | E::NotVerified | E::TooManyWaiting | E::LoadedOtherwise => {
                Self::Conflict(error.to_string())
            }
            E::File(flaw) => Self::Invalid(FieldError::invalid("file", flaw.to_string()).into()),
            E::Invalid(errors) => Self::Invalid(errors),
            E::Offer(error) => error.into(),
            E::Need(error) => error.into(),
            E::Storage(error) => error.into(),
        }
    }
}
