//! What a mail says of what a search has found.

use super::model::{Listed, SearchKind};
use crate::bodies::Distance;
use crate::catalogue::model::FoundOffer;
use crate::catalogue::price_words::asked;
use crate::catalogue::shape::free_a_month;
use crate::needs::model::FoundNeed;
use crate::notify;

/// The most finds that a mail lists one by one.
const MOST: usize = 20;

/// "A new offer fits “Payroll”", "3 new needs fit “Payroll in Wales”".
pub(super) fn subject(kind: SearchKind, count: usize, name: &str) -> String {
    match count {
        1 => format!("A new {} fits “{name}”", kind.one()),
        _ => format!("{count} new {} fit “{name}”", kind.many()),
    }
}

/// The mail to somebody of this name about what was found, each find in lines of its own; with the search to look at and
/// the secret that stops it.
pub(super) fn text(
    kind: SearchKind,
    (name, lines): (&str, &[String]),
    (query, stop_secret): (&str, &str),
) -> String {
    let more = match lines.len().saturating_sub(MOST) {
        0 => String::new(),
        count => format!("… and {count} more.\n\n"),
    };
    let path = match kind {
        SearchKind::Offers => "/catalogue",
        SearchKind::Needs => "/catalogue/needs",
    };
    let shown: Vec<&str> = lines.iter().take(MOST).map(String::as_str).collect();
    format!(
        "Dear {name},\n\n{}\n\n{more}See everything that fits:\n{}\n\nStop these mails with one click:\n{}\n\nSymbiosis\n",
        shown.join("\n\n"),
        notify::link(&format!("{path}?{query}")),
        notify::link(&format!("/alerts/stop/{stop_secret}")),
    )
}

/// Enough of a find to know whether to open it.
pub(super) fn told_of(listed: &Listed, away: Option<Distance>) -> String {
    let away = away.map(|distance| format!(", {distance} away")).unwrap_or_default();
    match listed {
        Listed::Offer(offer) => offered(offer, &away),
        Listed::Need(need) => needed(need, &away),
    }
}

/// Who, where, for how much, and how much is free.
fn offered(offer: &FoundOffer, away: &str) -> String {
    let cash = offer.price_kind.zip(offer.price);
    let price = cash.map(|(kind, rate)| asked(kind, rate, &offer.unit, &offer.terms.tariff));
    let price = match (price, offer.takes.takes_in_kind()) {
        (Some(price), false) => price,
        (Some(price), true) => format!("{price}, or a service in return"),
        (None, _) => offer.takes.label().to_owned(),
    };
    let free = if offer.free_most.is_zero() {
        "nothing free now".to_owned()
    } else {
        free_a_month(offer.free_most, &offer.unit)
    };
    format!(
        "{}\n{}, {}{away}\n{price}; {free}; {} to {}\n{}",
        offer.title,
        offer.body_name,
        offer.region,
        offer.first_month,
        offer.last_month,
        notify::link(&format!("/offers/{}", offer.id))
    )
}

/// Who, where, how much, and what they would give for it.
fn needed(need: &FoundNeed, away: &str) -> String {
    let content = &need.content;
    let gives = content.pays.label();
    let price = content.highest_price.map(|price| format!(", up to {price}")).unwrap_or_default();
    format!(
        "{}\n{}, {}{away}\n{}; {gives}{price}; {} to {}\n{}",
        content.title,
        need.body_name,
        need.region,
        content.amount_in_words(),
        content.first_month,
        content.last_month,
        notify::link(&format!("/needs/{}", need.id))
    )
}
