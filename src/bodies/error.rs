//! Why something about a body or a claim was refused.

use crate::access::AccessError;
use crate::kernel::FieldErrors;
use crate::storage::StorageError;

#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("this body or claim does not exist")]
    NotFound,
    /// The body's days are over: nobody can take it up any more.
    #[error("this body has ended; find the body that took over from it")]
    Ended,
    #[error("too many links were asked for; try again in {}", crate::kernel::text::minutes(*minutes))]
    TooManyLinks { minutes: i64 },
    /// Somebody signed in follows a link that was sent to another address.
    #[error("this link was sent to another address than the one you are signed in with; sign out first")]
    OtherAddress,
    #[error("this claim was answered already, or its address is not confirmed yet")]
    NotOpen,
    #[error("this body has administrators: they invite their colleagues themselves")]
    HasAdministrators,
    #[error("this body is verified already")]
    VerifiedAlready,
    #[error("this domain belongs to the body already")]
    DomainKnown,
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
