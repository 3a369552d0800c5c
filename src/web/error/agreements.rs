//! What a refused signature is over HTTP.

use super::WebError;
use crate::agreements::AgreementError;

impl From<AgreementError> for WebError {
    fn from(error: AgreementError) -> Self {
        match error {
            AgreementError::NotFound => Self::NotFound,
            AgreementError::NotVerified
            | AgreementError::SignedAlready
            | AgreementError::OtherText { .. }
            | AgreementError::TooLate => Self::Conflict(error.to_string()),
            AgreementError::TooOften { minutes } => Self::TooManyAttempts { minutes },
            AgreementError::Negotiation(error) => error.into(),
            AgreementError::Invalid(errors) => Self::Invalid(errors),
            AgreementError::Storage(error) => error.into(),
        }
    }
}
