//! The one place where what went wrong becomes an HTTP status. An exhaustive match: a new error has to be given
//! its status here before it compiles.

mod agreements;
mod alerts;
mod bodies;
mod bulk;
mod catalogue;
mod charges;
mod needs;
mod negotiation;
mod reconciliation;
mod service_levels;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::access::{AccessError, Denied};
use crate::kernel::FieldErrors;
use crate::storage::StorageError;

pub type WebResult<T> = Result<T, WebError>;

/// Why a request has no page of its own as an answer. The `problem` middleware turns it into an HTML page or,
/// under `/api`, into an RFC 9457 problem.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    #[error("this page does not exist, or is not yours to see")]
    NotFound,
    #[error("this address does not take that method")]
    MethodNotAllowed,
    #[error("{0}")]
    BadRequest(String),
    #[error("the form was not served by this site or is too old; open it again")]
    Forged,
    #[error("what was sent is too large; the most is {}", most(*most_kib))]
    TooLarge { most_kib: usize },
    #[error("send this as {0}")]
    UnsupportedMediaType(&'static str),
    /// The request contradicts the state of the thing: somebody else was faster, or it is no longer possible.
    #[error("{0}")]
    Conflict(String),
    #[error("this request was used before for something else: make a new Idempotency-Key")]
    KeyUsedForOther,
    #[error("the same request is still being carried out; ask again in a moment")]
    StillRunning,
    #[error("this was already done")]
    AlreadyDone,
    #[error("too many attempts; try again in {}", crate::kernel::text::minutes(*minutes))]
    TooManyAttempts { minutes: i64 },
    #[error("this link has been used or is too old; ask for a new one")]
    LinkSpent,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Invalid(#[from] FieldErrors),
    #[error(transparent)]
    Storage(StorageError),
}

impl WebError {
    /// A short title that is the same for every error of its kind.
    pub(super) fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Page not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::BadRequest(_) => "This request cannot be understood",
            Self::Forged => "This form has expired",
            Self::TooLarge { .. } => "Too large",
            Self::UnsupportedMediaType(_) => "Unsupported media type",
            Self::Conflict(_) => "This could not be done",
            Self::KeyUsedForOther => "Idempotency key used before",
            Self::StillRunning => "Still being carried out",
            Self::AlreadyDone => "Already done",
            Self::TooManyAttempts { .. } => "Too many attempts",
            Self::LinkSpent => "This link no longer works",
            Self::Denied(Denied::NotSignedIn) => "Sign in first",
            Self::Denied(_) => "You may not do this",
            Self::Invalid(_) => "There is a problem with what was sent",
            Self::Storage(error) if is_passing(error) => "Try again in a moment",
            Self::Storage(_) => "Something went wrong here",
        }
    }

    /// What a reader is told: never the inside of a storage error.
    pub(super) fn detail(&self) -> String {
        match self {
            Self::Storage(error) if is_passing(error) => {
                "We could not reach our database just now. Nothing was changed.".into()
            }
            Self::Storage(_) => "This is our fault, and has been noted. Nothing was changed.".into(),
            other => {
                let text = other.to_string();
                let mut letters = text.chars();
                letters.next().map_or(String::new(), |first| {
                    format!("{}{}.", first.to_uppercase(), letters.as_str().trim_end_matches('.'))
                })
            }
        }
    }
}

/// "256 KB", "16 MB".
fn most(kib: usize) -> String {
    if kib >= 1024 { format!("{} MB", kib / 1024) } else { format!("{kib} KB") }
}

fn is_passing(error: &StorageError) -> bool {
    matches!(error, StorageError::Unavailable(_) | StorageError::Busy(_))
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Forged | Self::Denied(Denied::NoBody | Denied::NotInRole | Denied::NotOperator) => {
                StatusCode::FORBIDDEN
            }
            Self::Invalid(errors) if errors.is_forbidden() => StatusCode::FORBIDDEN,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Conflict(_) | Self::StillRunning | Self::AlreadyDone => StatusCode::CONFLICT,
            Self::KeyUsedForOther | Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::LinkSpent => StatusCode::GONE,
            Self::Denied(Denied::NotSignedIn) => StatusCode::UNAUTHORIZED,
            Self::Storage(error) if is_passing(error) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Storage(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<StorageError> for WebError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Stale => {
                Self::Conflict("somebody changed this while you were reading it; look at it again".into())
            }
            StorageError::AlreadyApplied => Self::AlreadyDone,
            other => Self::Storage(other),
        }
    }
}

impl From<AccessError> for WebError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NotFound => Self::NotFound,
            AccessError::WrongPassword => Self::Denied(Denied::NotSignedIn),
            AccessError::TooManyAttempts { minutes } => Self::TooManyAttempts { minutes },
            AccessError::LinkSpent => Self::LinkSpent,
            AccessError::LastAdministrator | AccessError::InvitedAlready | AccessError::MemberAlready => {
                Self::Conflict(error.to_string())
            }
            AccessError::Invalid(errors) => Self::Invalid(errors),
            AccessError::Storage(error) => error.into(),
        }
    }
}
