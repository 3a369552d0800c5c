//! What people and the worker do with enquiries and proposals.

mod agree;
mod answer_publicly;
mod close;
mod counter;
mod draft;
mod enquire;
mod expire;
mod sign;
mod step;

pub use agree::agree;
pub use answer_publicly::{answer_publicly, remove_public_answer};
pub use close::{decline, withdraw};
pub use counter::counter;
pub use draft::{Then, change_draft, propose, send};
pub use enquire::{answer, answer_about_need, ask, ask_about_need, close_enquiry, enquire};
pub use expire::expire_due;
pub(crate) use sign::{lock_for_signing, mark_signed};
