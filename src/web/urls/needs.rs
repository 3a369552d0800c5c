//! Addresses of `needs`.

use crate::kernel::ids::{NeedId, OfferId};
use crate::needs::Step;

pub const OUR_NEEDS: &str = "/needs";
pub const OUR_NEEDS_CSV: &str = "/needs.csv";
pub const NEW_NEED: &str = "/needs/new";
pub const SUGGESTIONS: &str = "/suggestions";
pub const DISMISS: &str = "/suggestions/dismiss";
pub const SUGGEST_AGAIN: &str = "/suggestions/again";
pub const FIND: &str = "/catalogue/needs";
pub const FIND_CSV: &str = "/catalogue/needs.csv";

/// What others need, with one filter set.
pub fn find_with(name: &str, value: &str) -> String {
    super::catalogue::with_query(FIND, &[(name.to_owned(), value.to_owned())])
}

pub fn need(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}")
}

pub fn edit(id: NeedId, step: Step) -> String {
    format!("{OUR_NEEDS}/{id}/edit/{}", step.as_str())
}

/// The first page of a new need, which knows the need by its id before there is one.
pub fn begin(id: NeedId, pairs: &[(String, String)]) -> String {
    let mut all = vec![("draft".to_owned(), id.to_string())];
    all.extend_from_slice(pairs);
    super::catalogue::with_query(NEW_NEED, &all)
}

/// The first page on which something is missing, or the answers.
pub fn go_on(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/edit")
}

/// The page again that was kept with its mistakes, which it shows.
pub fn edit_again(id: NeedId, step: Step, then: &str) -> String {
    super::again(&edit(id, step), then)
}

/// Where a draft that was never published is deleted.
pub fn delete(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/delete")
}

/// A page of a need, after which the answers follow.
pub fn edit_then_check(id: NeedId, step: Step) -> String {
    format!("{}?then=check", edit(id, step))
}

pub fn check(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/check")
}

pub fn publish(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/publish")
}

pub fn meet(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/meet")
}

pub fn withdraw(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/withdraw")
}

pub fn copy(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/copy")
}

pub fn discard_changes(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/discard-changes")
}

pub fn version(id: NeedId, number: i32) -> String {
    format!("{OUR_NEEDS}/{id}/versions/{number}")
}

pub fn shortlist(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/shortlist")
}

pub fn shortlist_csv(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/shortlist.csv")
}

pub fn shortlisted(id: NeedId, offer: OfferId) -> String {
    format!("{OUR_NEEDS}/{id}/shortlist/{offer}")
}

pub fn remove_shortlisted(id: NeedId, offer: OfferId) -> String {
    format!("{OUR_NEEDS}/{id}/shortlist/{offer}/remove")
}

pub fn justification(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/justification")
}

pub fn justification_file(id: NeedId) -> String {
    format!("{OUR_NEEDS}/{id}/justification.html")
}
