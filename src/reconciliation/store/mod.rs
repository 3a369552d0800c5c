//! The SQL of ledgers, supplier names, matches and statements. Every statement names the body whose books it is.

pub(super) mod files;
pub(super) mod lines;
pub(super) mod matches;
pub(super) mod names;
pub(super) mod statements;
