//! What can go wrong with a charge, as an HTTP status.

use super::WebError;
use crate::charges::ChargesError;

impl From<ChargesError> for WebError {
    fn from(error: ChargesError) -> Self {
        use ChargesError as E;
        match error {
            E::NotFound => Self::NotFound,
            E::OutsideTerm(_)
            | E::NotOver(_)
            | E::ClosedAlready(_)
            | E::NothingAccepted(_)
            | E::NotTheConsumer
            | E::ReferenceSet
            | E::SetOff(_)
            | E::Money(_) => Self::Conflict(error.to_string()),
            E::Invalid(errors) => Self::Invalid(errors),
            E::Storage(error) => error.into(),
        }
    }
}
