//! What can go wrong with a return, as an HTTP status.

use super::WebError;
use crate::service_levels::ServiceLevelsError;

impl From<ServiceLevelsError> for WebError {
    fn from(error: ServiceLevelsError) -> Self {
        use ServiceLevelsError as E;
        match error {
            E::NotFound => Self::NotFound,
            E::NotTheProvider
            | E::NotTheConsumer
            | E::SentAlready(_)
            | E::NotYet(_)
            | E::OutsideTerm(_)
            | E::NothingDisputed
            | E::NothingPending
            | E::Refused(_) => Self::Conflict(error.to_string()),
            E::Invalid(errors) => Self::Invalid(errors),
            E::Storage(error) => error.into(),
        }
    }
}
