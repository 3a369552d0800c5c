//! The shelf against the plainest way to search there is.

mod made_up;
mod plain;
mod search;
mod words;
