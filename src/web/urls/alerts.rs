//! Addresses of `alerts`.

use crate::alerts::model::Stop;
use crate::kernel::ids::SavedSearchId;

pub const LIST: &str = "/alerts";
pub const NEW: &str = "/alerts/new";
pub const SEEN: &str = "/alerts/seen";
pub const FINDS_CSV: &str = "/alerts/finds.csv";
pub const SHORTLIST_MAIL: &str = "/alerts/shortlist-mail";
/// How the address of every link begins that stops mails.
pub const STOP: &str = "/alerts/stop/";

pub fn search(id: SavedSearchId) -> String {
    format!("{LIST}/{id}")
}

pub fn delete(id: SavedSearchId) -> String {
    format!("{LIST}/{id}/delete")
}

/// What searches found, or one search alone; another page of it.
pub fn finds(search: Option<SavedSearchId>, page: u32) -> String {
    let (search, page) = (search.map(|id| id.to_string()).unwrap_or_default(), page.to_string());
    let more: &[(&str, &str)] = if page == "1" { &[] } else { &[("page", &page)] };
    super::of_list(LIST, &[("search", &search)], more)
}

/// All of it as a file.
pub fn finds_csv(search: Option<SavedSearchId>) -> String {
    super::of_list(FINDS_CSV, &[("search", &search.map(|id| id.to_string()).unwrap_or_default())], &[])
}

/// The page on which a search is saved that goes by a name already.
pub fn new_called(pairs: &[(String, String)], name: &str) -> String {
    let called = [("called".to_owned(), name.to_owned())];
    super::catalogue::with_query(NEW, &[pairs, &called].concat())
}

/// Where mails are stopped by whoever gets them.
pub fn stop(what: Stop, secret: &str) -> String {
    match what {
        Stop::Search => format!("{STOP}{secret}"),
        Stop::All => format!("{STOP}all/{secret}"),
        Stop::Shortlists => format!("{STOP}shortlists/{secret}"),
    }
}
