//! The people of one's own body: the list, inviting, and what each may do.

pub(super) mod invite;
mod list;
pub(super) mod roles;

pub(super) use list::{PeopleQuery, download, list};
