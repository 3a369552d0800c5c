//! What every request passes through, outermost first: a request id and security headers, the page or problem for an
//! error, who is asking, and, for requests that change something, the form token and the idempotency key.

mod body;
mod facts;
mod headers;
mod once;
mod problem;
mod protect;

pub(super) use body::UPLOAD_KIB;
pub(super) use facts::facts;
pub(super) use headers::headers;
pub(super) use problem::problem;
pub(super) use protect::protect;
