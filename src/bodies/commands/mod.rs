//! What people do with bodies: claim one, and for the operator, answer claims and look after domains.

mod answer;
mod claim;
mod demo;
mod operate;
mod prove;
mod tidings;

pub use answer::{approve_claim, refuse_claim};
pub use claim::{ClaimSent, claim};
pub use demo::{DemoBody, ensure_body};
pub use operate::{add_domain, remove_domain, verify_body};
pub use prove::{ProveInput, Proved, prove};
