//! What can go wrong between a person and a permission.

use crate::kernel::FieldErrors;
use crate::storage::StorageError;

/// Why a proof was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    #[error("sign in first")]
    NotSignedIn,
    #[error("you do not act for a body yet")]
    NoBody,
    #[error("your role does not include this")]
    NotInRole,
    #[error("only the operator of this site may do this")]
    NotOperator,
}

/// Why a command about people, sessions, invitations or tokens was refused.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    #[error("this does not exist or is not yours")]
    NotFound,
    #[error("the e-mail address or the password is not right")]
    WrongPassword,
    #[error("too many attempts; try again in {}", crate::kernel::text::minutes(*minutes))]
    TooManyAttempts { minutes: i64 },
    #[error("this link has been used or is too old; ask for a new one")]
    LinkSpent,
    #[error("a body must keep at least one administrator")]
    LastAdministrator,
    #[error("this person has been invited already and has not answered yet")]
    InvitedAlready,
    #[error("this person works here already")]
    MemberAlready,
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(#[from] StorageError),
}
