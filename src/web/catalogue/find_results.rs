//! Offers in a list, and what one is to whoever looks at it: how far away, whether it reaches them, when it could start
//! and what it would cost them.

use maud::{Markup, html};

use super::find_asked::Asked;
use super::highlight::{excerpt, marked};
use super::words;
use crate::catalogue::model::FoundOffer;
use crate::catalogue::reader::{AsSeen, PricedFor};
use crate::catalogue::shape::{WHOLE_SERVICE_UNIT, free_a_month};
use crate::catalogue::terms::Reach;
use crate::catalogue::words::Sought;
use crate::kernel::{FieldErrors, Page, Rate};
use crate::web::ui::{ResultItem, Tone, error_summary, pagination, results, status_tag};
use crate::web::urls::catalogue as urls;

/// One offer in a list, the searched words marked; with what it is to a reader, if somebody searched.
pub(super) fn result(offer: &FoundOffer, sought: &Sought, seen: Option<(&AsSeen, &Asked)>) -> ResultItem {
    let excerpt = excerpt(&offer.description, sought);
    let mut notes = Vec::new();
    if let Some(kind) = offer.price_kind {
        notes.push(match seen.and_then(|(seen, _)| seen.priced_for) {
            Some(priced_for) => basis(priced_for, &offer.unit),
            None => words::price_basis(kind, &offer.unit, &offer.terms.tariff),
        });
    }
    let is_own = seen.is_some_and(|(_, asked)| asked.own == Some(offer.body));
    let to_others = seen.filter(|_| !is_own);
    notes.extend(to_others.and_then(|(seen, _)| cost(seen, &offer.unit)));
    notes.push(match seen {
        Some((seen, _)) => words::free(seen.free, &offer.unit),
        None if offer.free_most.is_zero() => "nothing free now".to_owned(),
        None => free_a_month(offer.free_most, &offer.unit),
    });
    notes.extend(to_others.map(|(seen, _)| start(seen)));
    let distance = to_others.and_then(|(seen, _)| seen.distance).map(|distance| format!(", {distance} away"));
    let mut tags = vec![
        status_tag(Tone::Plain, &offer.service_name),
        status_tag(Tone::Plain, offer.takes.label()),
        status_tag(Tone::Plain, &words::months(offer.first_month, offer.last_month)),
    ];
    if is_own {
        tags.insert(0, status_tag(Tone::Good, "Yours"));
    }
    tags.extend(to_others.and_then(|(seen, asked)| out_of_reach(offer, seen, asked)));
    ResultItem {
        title: marked(&offer.title, sought),
        href: urls::offer(offer.id),
        from: format!("{}, {}{}", offer.body_name, offer.region, distance.unwrap_or_default()),
        text: marked(&excerpt, sought),
        tags,
        figure: Some(figure(offer, seen.map(|(seen, _)| seen))),
        figure_notes: notes,
        tick: None,
        deeds: None,
    }
}

/// The price: of a whole service that for the size that was asked for, else "from" that for its smallest.
fn figure(offer: &FoundOffer, seen: Option<&AsSeen>) -> String {
    let sized = seen.filter(|seen| seen.priced_for.is_some()).and_then(|seen| seen.price);
    match (sized, offer.price) {
        (_, None) => "In kind".to_owned(),
        (None, Some(price)) if offer.unit == WHOLE_SERVICE_UNIT => format!("from {price}"),
        (Some(price), _) | (None, Some(price)) => price.to_string(),
    }
}

/// What a price is for that depends on something.
fn basis(priced_for: PricedFor, unit: &str) -> String {
    match priced_for {
        PricedFor::Size(size) => format!("a month, for {}", size.describe()),
        PricedFor::Quantity(quantity) => format!("per {unit} on average, for {quantity} a month"),
    }
}

/// "£11,000.00 a month, for 1,500 members of staff", "£4.04 per payslip on average, for 4,000 a month".
pub(super) fn asked_for(price: Option<Rate>, priced_for: PricedFor, unit: &str) -> String {
    match (price, priced_for) {
        (Some(price), _) => format!("{price} {}", basis(priced_for, unit)),
        (None, PricedFor::Size(size)) => format!("no price for {}: ask", size.describe()),
        (None, PricedFor::Quantity(_)) => "no price".to_owned(),
    }
}

/// What it costs whoever searches, where anything is known of them; for a whole service, at the size that was asked for, or
/// else at its smallest.
pub(super) fn cost(seen: &AsSeen, unit: &str) -> Option<String> {
    let cost = seen.cost?;
    let least = if unit == WHOLE_SERVICE_UNIT && seen.priced_for.is_none() { "from " } else { "" };
    let assumed = if cost.is_stated { "" } else { ", if taxed as assumed" };
    Some(format!("{least}{}{assumed}", cost.in_words()))
}

pub(super) fn start(seen: &AsSeen) -> String {
    seen.starts.map_or_else(
        || "no month with room is left after its notice".to_owned(),
        |month| format!("could start in {month}"),
    )
}

fn out_of_reach(offer: &FoundOffer, seen: &AsSeen, asked: &Asked) -> Option<Markup> {
    let near = asked.near.as_ref().filter(|_| seen.is_reached == Some(false))?;
    let reach = match &offer.terms.reach {
        Reach::Within(miles) => format!("within {miles} miles"),
        reach => reach.describe(),
    };
    let words = format!("Does not reach {}: only {reach}", near.name);
    Some(status_tag(Tone::Warn, &words))
}

/// What of a search could not be understood. Only what has a field of its own is linked to it.
pub(in crate::web) fn errors(errors: &FieldErrors) -> Markup {
    const FIELDS: [&str; 19] = [
        "vat_heading",
        "service",
        "size",
        "size_measure",
        "nation",
        "region",
        "unit",
        "price_from",
        "price_to",
        "start_by",
        "from",
        "least",
        "near_name",
        "within",
        "vat_profile",
        "vat_recovery",
        "vat_unstated",
        "sort",
        "q",
    ];
    let mut linked = errors.clone();
    for error in &mut linked.0 {
        match error.field.as_str() {
            "near" => "near_name".clone_into(&mut error.field),
            field if FIELDS.contains(&field) => {}
            _ => error.field.clear(),
        }
    }
    html! {
        (error_summary(&linked))
        @if !errors.is_empty() { p.meta { "What could not be understood is left out. The rest of your search stands." } }
    }
}

/// One offer in a list.
pub(in crate::web) fn found_item(offer: &FoundOffer) -> ResultItem {
    result(offer, &Sought::default(), None)
}

/// What a body has in the catalogue, for its own page.
pub(in crate::web) fn offers_of_body(page: &Page<FoundOffer>, href_of: impl Fn(u32) -> String) -> Markup {
    let items: Vec<ResultItem> =
        page.items.iter().map(|offer| result(offer, &Sought::default(), None)).collect();
    html! {
        @if items.is_empty() { p.nothing { "This body has nothing in the catalogue." } }
        @else {
            (results(&items))
            (pagination(page.request.number(), page.pages(), href_of))
        }
    }
}

/// The newest of something, each as the catalogue shows it.
pub(in crate::web) fn newest_offers(offers: &[FoundOffer]) -> Markup {
    results(&offers.iter().map(|offer| result(offer, &Sought::default(), None)).collect::<Vec<_>>())
}
