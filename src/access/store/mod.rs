//! The SQL of people, sessions, invitations, links, tokens and throttles.

pub(super) mod colleagues;
pub(super) mod invitations;
pub(super) mod links;
pub(super) mod people;
pub(super) mod sessions;
pub(super) mod throttles;
pub(super) mod tokens;
