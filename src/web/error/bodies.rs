//! What is answered when a command about bodies or claims was refused.

use super::WebError;
use crate::bodies::BodyError;

impl From<BodyError> for WebError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::NotFound => Self::NotFound,
            BodyError::TooManyLinks { minutes } => Self::TooManyAttempts { minutes },
            BodyError::Ended
            | BodyError::OtherAddress
            | BodyError::NotOpen
            | BodyError::HasAdministrators
            | BodyError::VerifiedAlready
            | BodyError::DomainKnown => Self::Conflict(error.to_string()),
            BodyError::Invalid(errors) => Self::Invalid(errors),
            BodyError::Access(error) => error.into(),
            BodyError::Storage(error) => error.into(),
        }
    }
}
