//! What can go wrong with a return.

use super::state::Refused;
use crate::kernel::{FieldErrors, Month};
use crate::storage::StorageError;

/// Why a return was not sent, answered or corrected.
#[derive(Debug, thiserror::Error)]
pub enum ServiceLevelsError {
    #[error("this does not exist or is not yours")]
    NotFound,
    #[error("only the provider sends and corrects returns")]
    NotTheProvider,
    #[error("only the consumer answers a return")]
    NotTheConsumer,
    #[error("the return for {0} was sent already")]
    SentAlready(Month),
    #[error("{0} has not begun: a return tells what was delivered")]
    NotYet(Month),
    #[error("the agreement does not run in {0}")]
    OutsideTerm(Month),
    #[error("no line of this return is disputed, so there is nothing to correct")]
    NothingDisputed,
    #[error("no line of this return waits for an answer")]
    NothingPending,
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
