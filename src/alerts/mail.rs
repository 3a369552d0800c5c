//! The mail that tells what saved searches have found: a part for each search, each with its own way to stop it.

use std::collections::BTreeSet;

use super::model::{Fresh, Listed, News, SearchKind};
use super::store::Owned;
use crate::bodies::Distance;
use crate::catalogue::model::FoundOffer;
use crate::catalogue::price_words::asked;
use crate::catalogue::shape::free_a_month;
use crate::kernel::ids::ListingId;
use crate::needs::model::FoundNeed;
use crate::notify::{self, Mail};

/// The most finds that one part lists one by one.
const MOST_IN_PART: usize = 20;

/// What one search has found.
pub(super) struct Section<'s> {
    pub(super) search: &'s Owned,
    pub(super) news: Vec<(&'s Fresh, &'s Listed)>,
}

/// The mail, and the path at which its reader's mail program can stop it: the one search it is of, or all.
pub(super) fn of((name, to): (&str, String), parts: &[Section<'_>], stop_all: &str) -> (Mail, String) {
    let mut listed = BTreeSet::new();
    let parts_in_words: Vec<String> = parts.iter().map(|part| in_words(part, &mut listed)).collect();
    let all = all_path(stop_all);
    let text = format!(
        "Dear {name},\n\n{}\n\nStop all mails about what is new, of every search and shortlist, with one click:\n{}\n\n\
         Symbiosis\n",
        parts_in_words.join("\n\n"),
        notify::link(&all),
    );
    let stop_path = match parts {
        [only] => search_path(only.search),
        _ => all,
    };
    (Mail { to, subject: subject(parts), text }, stop_path)
}

fn search_path(search: &Owned) -> String {
    format!("/alerts/stop/{}", search.stop_secret)
}

fn all_path(secret: &str) -> String {
    format!("/alerts/stop/all/{secret}")
}

/// "A new offer fits “Payroll”", "3 new needs fit “Payroll in Wales”", "5 offers are news for 2 of your searches"; of offers
/// and needs together, "5 finds are news for 2 of your searches".
fn subject(parts: &[Section<'_>]) -> String {
    let news: BTreeSet<(ListingId, News)> =
        parts.iter().flat_map(|part| &part.news).map(|(fresh, _)| (fresh.listing, fresh.news)).collect();
    let listings: BTreeSet<ListingId> = news.iter().map(|(listing, _)| *listing).collect();
    let is_all = |kind: News| news.iter().all(|(_, news)| *news == kind);
    let [part] = parts else {
        let kind = parts.first().map(|part| part.search.kind);
        let kind = kind.filter(|kind| parts.iter().all(|part| part.search.kind == *kind));
        let (one, many) = kind.map_or(("find", "finds"), |kind| (kind.one(), kind.many()));
        let are = if listings.len() == 1 { format!("{one} is") } else { format!("{many} are") };
        return format!("{} {are} news for {} of your searches", listings.len(), parts.len());
    };
    let (name, kind) = (&part.search.name, part.search.kind);
    match listings.len() {
        1 if is_all(News::New) => format!("A new {} fits “{name}”", kind.one()),
        1 if is_all(News::LowerPrice) => format!("An offer that fits “{name}” costs less"),
        1 => format!("An offer has changed and fits “{name}”"),
        count if is_all(News::New) => format!("{count} new {} fit “{name}”", kind.many()),
        count if is_all(News::LowerPrice) => format!("{count} offers that fit “{name}” cost less"),
        count => format!("{count} offers are news for “{name}”"),
    }
}

/// One search: what is news, where the rest is, and how to stop it. What another part has listed is only named.
fn in_words(part: &Section<'_>, listed: &mut BTreeSet<ListingId>) -> String {
    let search = part.search;
    let lines: Vec<String> = part
        .news
        .iter()
        .take(MOST_IN_PART)
        .map(|(fresh, found)| match found {
            _ if !listed.insert(found.id()) => format!("{}\n(as above)", found.title()),
            Listed::Offer(offer) => offered(fresh, offer),
            Listed::Need(need) => needed(need, fresh.distance),
        })
        .collect();
    let more = match part.news.len().saturating_sub(MOST_IN_PART) {
        0 => String::new(),
        count => format!("… and {count} more.\n\n"),
    };
    let query = if search.query.is_empty() { String::new() } else { format!("?{}", search.query) };
    let path = match search.kind {
        SearchKind::Offers => "/catalogue",
        SearchKind::Needs => "/catalogue/needs",
    };
    format!(
        "Your search “{}”\n\n{}\n\n{more}See everything that fits:\n{}\n\nStop the mails of this search with one click:\n{}",
        search.name,
        lines.join("\n\n"),
        notify::link(&format!("{path}{query}")),
        notify::link(&search_path(search)),
    )
}

/// Enough of an offer to know whether to open it: why it is told of, who, where, for how much, and how much is free.
fn offered(fresh: &Fresh, offer: &FoundOffer) -> String {
    let cash = offer.price_kind.zip(offer.price);
    let price = cash.map(|(kind, rate)| asked(kind, rate, &offer.unit, &offer.terms.tariff));
    let was =
        fresh.before.as_ref().and_then(|(_, was)| was.as_ref()).filter(|was| Some(*was) != price.as_ref());
    let was = was.map(|was| format!(" (it was {was})")).unwrap_or_default();
    let price = match (price, offer.takes.takes_in_kind()) {
        (Some(price), false) => format!("{price}{was}"),
        (Some(price), true) => format!("{price}{was}, or a service in return"),
        (None, _) => offer.takes.label().to_owned(),
    };
    let free = if offer.free_most.is_zero() {
        "nothing free now".to_owned()
    } else {
        free_a_month(offer.free_most, &offer.unit)
    };
    let why = match fresh.news {
        News::New => String::new(),
        news => format!("{}: ", news.label()),
    };
    format!(
        "{why}{}\n{}, {}{}\n{price}; {free}; {} to {}\n{}",
        offer.title,
        offer.body_name,
        offer.region,
        away(fresh.distance),
        offer.first_month,
        offer.last_month,
        notify::link(&format!("/offers/{}", offer.id))
    )
}

/// Who, where, how much, and what they would give for it.
fn needed(need: &FoundNeed, distance: Option<Distance>) -> String {
    let content = &need.content;
    let gives = content.pays.label();
    let price = content.highest_price.map(|price| format!(", up to {price}")).unwrap_or_default();
    format!(
        "{}\n{}, {}{}\n{}; {gives}{price}; {} to {}\n{}",
        content.title,
        need.body_name,
        need.region,
        away(distance),
        content.amount_in_words(),
        content.first_month,
        content.last_month,
        notify::link(&format!("/needs/{}", need.id))
    )
}

fn away(distance: Option<Distance>) -> String {
    distance.map(|distance| format!(", {distance} away")).unwrap_or_default()
}
