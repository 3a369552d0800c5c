//! All of the capability's SQL. Everything private is found through the acting body.

pub(super) mod enquiries;
pub(super) mod proposals;
pub(super) mod public_answers;
pub(super) mod versions;
