//! What a refused step of a negotiation is over HTTP.

use super::WebError;
use crate::negotiation::NegotiationError;

impl From<NegotiationError> for WebError {
    fn from(error: NegotiationError) -> Self {
        match error {
            NegotiationError::NotFound => Self::NotFound,
            NegotiationError::NotVerified
            | NegotiationError::PartnerNotVerified(_)
            | NegotiationError::OwnOffer
            | NegotiationError::OwnNeed
            | NegotiationError::NeedNotOpen
            | NegotiationError::NotYourOffer
            | NegotiationError::OtherService(_)
            | NegotiationError::OtherShape(_)
            | NegotiationError::NotOpenTo { .. }
            | NegotiationError::EnquiryClosed
            | NegotiationError::NotAnswered
            | NegotiationError::OtherSide(_)
            | NegotiationError::Refused(_)
            | NegotiationError::Overtaken { .. }
            | NegotiationError::TooLate
            | NegotiationError::TooManyOpen(_)
            | NegotiationError::NoCapacity(_) => Self::Conflict(error.to_string()),
            NegotiationError::Invalid(errors) => Self::Invalid(errors),
            NegotiationError::Storage(error) => error.into(),
        }
    }
}
