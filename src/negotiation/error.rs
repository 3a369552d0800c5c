//! Why a step of a negotiation was refused.

use super::state::Refused;
use crate::catalogue::capacity::CapacityError;
use crate::kernel::FieldErrors;
use crate::storage::StorageError;

/// What stood between a negotiator and the next step.
#[derive(Debug, thiserror::Error)]
pub enum NegotiationError {
    #[error("this does not exist or is not yours")]
    NotFound,
    #[error("only a body that the operator has verified can negotiate; ask the operator to verify yours")]
    NotVerified,
    #[error("{0} has not been verified yet and cannot negotiate")]
    PartnerNotVerified(String),
    #[error("this is your own body's offer")]
    OwnOffer,
    #[error("this is your own body's need")]
    OwnNeed,
    #[error("this need is not open: nobody can answer it any more")]
    NeedNotOpen,
    #[error("answer a need with an offer of your own body that is published")]
    NotYourOffer,
    #[error("this need is for {0}: answer it with an offer of that service")]
    OtherService(String),
    #[error("this need is for {0}: answer it with an offer of {0}")]
    OtherShape(&'static str),
    #[error("“{offer}” is not open to {reader}: let them see it first, or answer with another offer")]
    NotOpenTo { offer: String, reader: String },
    #[error("this enquiry is closed; ask again on the offer's page")]
    EnquiryClosed,
    #[error("answer the question first: there is nothing to show to everybody yet")]
    NotAnswered,
    /// Fair use: nobody is to be flooded with questions that go to everybody.
    #[error(
        "{0} questions of your body wait for an answer already; close some, or wait until they are answered"
    )]
    TooManyOpen(i64),
    #[error("only {0} can do this")]
    OtherSide(String),
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Somebody acts on a version that is no longer the latest.
    #[error("version {read} was overtaken by version {latest}, which changes {changes}; read it first")]
    Overtaken { read: i32, latest: i32, changes: String },
    #[error("the first month of these terms has passed; counter with a later one")]
    TooLate,
    #[error("{0}")]
    NoCapacity(CapacityError),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<CapacityError> for NegotiationError {
    fn from(error: CapacityError) -> Self {
        match error {
            CapacityError::Storage(error) => Self::Storage(error),
            other => Self::NoCapacity(other),
        }
    }
}
