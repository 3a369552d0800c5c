//! What can go wrong with a charge.

use super::in_kind::SetOffError;
use crate::kernel::pence::MoneyError;
use crate::kernel::{FieldErrors, Month};
use crate::storage::StorageError;

/// Why a month was not closed, or a reference not set.
#[derive(Debug, thiserror::Error)]
pub enum ChargesError {
    #[error("this does not exist or is not yours")]
    NotFound,
    #[error("the agreement does not run in {0}")]
    OutsideTerm(Month),
    #[error("{0} is not over: it can be closed from the first day of the next month")]
    NotOver(Month),
    #[error("{0} is closed: every leg has its invoice")]
    ClosedAlready(Month),
    #[error("nothing of {0} can be invoiced yet: the consumer has not accepted a quantity")]
    NothingAccepted(Month),
    #[error("only the consumer gives the purchase order reference")]
    NotTheConsumer,
    #[error("this leg has a purchase order reference already")]
    ReferenceSet,
    #[error(transparent)]
    SetOff(#[from] SetOffError),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
