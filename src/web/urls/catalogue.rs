//! Addresses of `catalogue`.

use crate::catalogue::Step;
use crate::kernel::ids::{AttachmentId, OfferId};

pub const FIND: &str = "/catalogue";
pub const OUR_OFFERS: &str = "/offers";
pub const OUR_OFFERS_CSV: &str = "/offers.csv";
pub const COMPARE: &str = "/compare";
pub const COMPARE_CSV: &str = "/compare.csv";
pub const NEW_OFFER: &str = "/offers/new";
/// Works out what a unit costs its provider.
pub const UNIT_COST: &str = "/offers/unit-cost";
pub const API_UNIT_COST: &str = "/api/v1/unit-cost";

pub fn offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}")
}

pub fn edit_offer(id: OfferId, step: Step) -> String {
    format!("{OUR_OFFERS}/{id}/edit/{}", step.as_str())
}

/// The first page of a new offer, which knows the offer by its id before there is one.
pub fn begin_offer(id: OfferId) -> String {
    format!("{NEW_OFFER}?draft={id}")
}

/// The first page on which something is missing, or the answers.
pub fn go_on_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/edit")
}

/// The page again that was kept with its mistakes, which it shows.
pub fn edit_offer_again(id: OfferId, step: Step, then: &str) -> String {
    super::again(&edit_offer(id, step), then)
}

/// Where a draft that was never published is deleted.
pub fn delete_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/delete")
}

/// A page of an offer, after which the answers follow.
pub fn edit_offer_then_check(id: OfferId, step: Step) -> String {
    format!("{}?then=check", edit_offer(id, step))
}

/// Where what a unit costs is worked out for the price of an offer; `then` is where its writer goes on afterwards.
pub fn unit_cost(id: OfferId, then: &str) -> String {
    let pairs = [("offer".to_owned(), id.to_string()), ("then".to_owned(), then.to_owned())];
    with_query(UNIT_COST, &pairs)
}

/// The page of the price, with one filled in where there is one.
pub fn priced_offer(id: OfferId, price: Option<&str>, then: &str) -> String {
    let price = price.map(|price| ("price".to_owned(), price.to_owned()));
    let then = Some(("then".to_owned(), then.to_owned())).filter(|_| !then.is_empty());
    with_query(&edit_offer(id, Step::Price), &price.into_iter().chain(then).collect::<Vec<_>>())
}

/// Where an offer is put on a shortlist.
pub fn shortlist_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/shortlist")
}

pub fn confirm_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/confirm")
}

/// Where the link of a reminder confirms an offer for whoever got it.
pub fn confirm_reminded(secret: &str) -> String {
    format!("/confirm-offer/{secret}")
}

pub fn copy_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/copy")
}

pub fn check_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/check")
}

pub fn publish_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/publish")
}

pub fn pause_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/pause")
}

pub fn withdraw_offer(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/withdraw")
}

pub fn discard_changes(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/discard-changes")
}

pub fn offer_version(id: OfferId, number: i32) -> String {
    format!("{OUR_OFFERS}/{id}/versions/{number}")
}

/// Where the owner of an offer adds documents and removes them.
pub fn attachments(id: OfferId) -> String {
    format!("{OUR_OFFERS}/{id}/attachments")
}

/// Where a document is downloaded.
pub fn attachment(id: OfferId, attachment: AttachmentId, name: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("{}/{attachment}/{}", attachments(id), encoded.replace('+', "%20"))
}

pub fn remove_attachment(id: OfferId, attachment: AttachmentId) -> String {
    format!("{}/{attachment}/remove", attachments(id))
}

/// An address with these choices behind its question mark.
pub fn with_query(path: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}
