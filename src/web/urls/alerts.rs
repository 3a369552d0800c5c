//! Addresses of `alerts`.

use crate::kernel::ids::SavedSearchId;

pub const LIST: &str = "/alerts";
pub const NEW: &str = "/alerts/new";
pub const SEEN: &str = "/alerts/seen";

pub fn search(id: SavedSearchId) -> String {
    format!("{LIST}/{id}")
}

pub fn delete(id: SavedSearchId) -> String {
    format!("{LIST}/{id}/delete")
}

/// Where the mails of a search are stopped by whoever gets them.
pub fn stop(secret: &str) -> String {
    format!("{LIST}/stop/{secret}")
}
