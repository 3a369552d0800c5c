//! The HTTP statuses of what can go wrong in reconciliation.

use super::WebError;
use crate::kernel::FieldError;
use crate::reconciliation::ReconciliationError as E;

impl From<E> for WebError {
    fn from(error: E) -> Self {
        match error {
            E::NotFound => Self::NotFound,
            E::Refused(_) | E::ColumnsUnknown | E::UndoneAlready | E::SentAlready | E::NotVerified => {
                Self::Conflict(error.to_string())
            }
            E::File(flaw) => Self::Invalid(FieldError::invalid("file", flaw.to_string()).into()),
            E::Invalid(errors) => Self::Invalid(errors),
            E::Storage(error) => error.into(),
        }
    }
}
