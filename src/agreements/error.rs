//! Why an agreement was not signed.

use crate::access::AccessError;
use crate::kernel::FieldErrors;
use crate::negotiation::NegotiationError;
use crate::storage::StorageError;

/// What stood between a signatory and a signature.
#[derive(Debug, thiserror::Error)]
pub enum AgreementError {
    #[error("this agreement does not exist or is not yours")]
    NotFound,
    #[error("only a body that the operator has verified can sign; ask the operator to verify yours")]
    NotVerified,
    #[error("somebody has signed for your body already")]
    SignedAlready,
    #[error(
        "the text has changed since you opened the page: you read {read} and it is now {now}; read it again"
    )]
    OtherText { read: String, now: String },
    #[error("the last month of these terms has passed; they can no longer be signed")]
    TooLate,
    #[error("this has been changed too often today; try again in {}", crate::kernel::text::minutes(*minutes))]
    TooOften { minutes: i64 },
    #[error(transparent)]
    Negotiation(NegotiationError),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<AccessError> for AgreementError {
    /// What is counted has no other flaw than being too much.
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::TooManyAttempts { minutes } => Self::TooOften { minutes },
            AccessError::Storage(error) => Self::Storage(error),
            _ => Self::NotFound,
        }
    }
}

impl From<NegotiationError> for AgreementError {
    fn from(error: NegotiationError) -> Self {
        match error {
            NegotiationError::NotFound => Self::NotFound,
            NegotiationError::NotVerified => Self::NotVerified,
            NegotiationError::Storage(error) => Self::Storage(error),
            other => Self::Negotiation(other),
        }
    }
}
