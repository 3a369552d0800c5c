//! Whether an offer would meet a need, how well, and why: the rules behind suggestions.
//!
//! Some things rule a pair out: another service or unit, months that never meet, a place out of reach of either side, a
//! least order above what is needed, a body too large for any size of a whole service, a standard that is missing, a price more than a fifth above the highest, or nothing
//! that one side takes and the other gives. What is left is ordered by how many of the needed months are covered in full,
//! then by price, by what could be done in return, and by distance. Each fit says so in a sentence.

use crate::bodies::Distance;
use crate::catalogue::OfferContent;
use crate::catalogue::model::LedgerMonth;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::Reach;
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Quantity, Rate, unit};

use super::asked::Asked;
use super::content::NeedContent;

/// A price above the highest by more than a fifth is no suggestion.
const MOST_ABOVE: i64 = 20;

/// Two bodies, as far as a fit depends on where they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Between<'b> {
    /// Where the provider is, in the words of the registers.
    pub provider_region: &'b str,
    pub consumer_region: &'b str,
    /// Nothing where one of them has no known position.
    pub distance: Option<Distance>,
}

/// A pair that could work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The higher the better; of use only to compare fits for one need or one offer.
    pub score: i64,
    /// The service that the consumer could do in return, if the provider wants one that it gives.
    pub in_return: Option<String>,
    /// Why, as one sentence.
    pub why: String,
}

/// How well an offer would meet a need; nothing if it would not.
pub fn fit(
    need: &NeedContent,
    offer: &OfferContent,
    months: &[LedgerMonth],
    between: Between<'_>,
    this_month: Month,
) -> Option<Fit> {
    if need.service_code != offer.service_code || !reaches(need, offer, between) {
        return None;
    }
    if !need.assurances.iter().all(|standard| offer.terms.assurances.contains(standard)) {
        return None;
    }
    let asked = Asked::of(need, offer)?;
    let covered = cover(need, offer, &asked, months, this_month)?;
    let paid = pay(need, offer, &asked)?;
    let nearness = between
        .distance
        .map_or(0, |distance| 100 - i64::try_from(distance.miles() / 4).unwrap_or(100).min(100));
    let mut parts = vec![covered.words];
    parts.extend(paid.words);
    parts.extend(between.distance.map(|distance| format!("{distance} away")));
    Some(Fit {
        score: covered.score + paid.score + nearness,
        in_return: paid.in_return,
        why: format!("{}: {}.", need.service_name, parts.join("; ")),
    })
}

/// What an offer could do for a need every month in a ring, where everybody gives a service and takes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// Whole units: as many as are needed, or as are free in every month of the offer that is needed.
    pub units: i64,
    pub unit_price: Rate,
}

/// The same rules as for a pair, whatever the two could do for each other: in a ring they do not have to. A price above the
/// highest rules it out, and so does one that nobody has named.
pub fn serve(
    need: &NeedContent,
    offer: &OfferContent,
    months: &[LedgerMonth],
    between: Between<'_>,
    this_month: Month,
) -> Option<Served> {
    let gives_and_takes = need.pays.takes_in_kind() && offer.takes.takes_in_kind();
    let meets = need.assurances.iter().all(|standard| offer.terms.assurances.contains(standard));
    if need.service_code != offer.service_code || !gives_and_takes || !meets || !reaches(need, offer, between)
    {
        return None;
    }
    let asked = Asked::of(need, offer)?;
    let unit_price = asked.price.filter(|price| asked.is_comparable && !price.is_zero())?;
    if need.highest_price.is_some_and(|highest| unit_price > highest) {
        return None;
    }
    cover(need, offer, &asked, months, this_month)?;
    let is_needed = |month: &&LedgerMonth| {
        (need.first_month.max(this_month)..=need.last_month).contains(&month.month) && !month.free.is_zero()
    };
    let free = months.iter().filter(is_needed).map(|month| month.free).min()?;
    let units = free.min(need.quantity_per_month).to_i64() / Quantity::from_whole(1).to_i64();
    (units > 0).then_some(Served { units, unit_price })
}

/// Whether each side is within the reach of the other. What the registers do not tell is no reason to suggest a pair.
fn reaches(need: &NeedContent, offer: &OfferContent, between: Between<'_>) -> bool {
    let is_in = |reach: &Reach, region: &str| reach.takes_in(region, between.distance) == Some(true);
    is_in(&offer.terms.reach, between.consumer_region) && is_in(&need.reach, between.provider_region)
}

struct Part {
    score: i64,
    words: String,
}

/// How many of the months that are still to come the offer covers, and with how much.
fn cover(
    need: &NeedContent,
    offer: &OfferContent,
    offered: &Asked,
    months: &[LedgerMonth],
    this_month: Month,
) -> Option<Part> {
    if need.shape == Shape::Capacity && !need.unit.eq_ignore_ascii_case(&offer.unit) {
        return None;
    }
    let first = need.first_month.max(this_month);
    if need.last_month < first {
        return None;
    }
    let needed = i64::from(need.last_month.since(first)) + 1;
    let asked = match need.shape {
        Shape::Capacity => need.quantity_per_month,
        Shape::WholeService => Quantity::from_whole(1),
    };
    if need.shape == Shape::Capacity && offer.terms.minimum_order.is_some_and(|least| least > asked) {
        return None;
    }
    let open: Vec<&LedgerMonth> = months
        .iter()
        .filter(|month| (first..=need.last_month).contains(&month.month) && !month.free.is_zero())
        .collect();
    let full = i64::try_from(open.iter().filter(|month| month.free >= asked).count()).ok()?;
    let most = open.iter().map(|month| month.free).max()?;
    let score = 600 * full / needed + if full > 0 { 200 } else { 0 };
    let what = unit::counted(asked, &need.unit);
    let words = match (need.shape, &offered.size) {
        (Shape::WholeService, Some(size)) => {
            let bodies = if most == asked { "more body" } else { "more bodies" };
            format!(
                "runs the whole service, {size}; {most} {bodies} can be taken on, in {full} of the {needed} months"
            )
        }
        (Shape::WholeService, None) => format!(
            "has {} free a month: ask whether it would run the whole service",
            unit::counted(most, &offer.unit)
        ),
        (Shape::Capacity, _) if full == needed => {
            format!("enough free in every month you need, {what} or more")
        }
        (Shape::Capacity, _) if full > 0 => format!("{what} or more free in {full} of the {needed} months"),
        (Shape::Capacity, _) => {
            format!("up to {} free, less than the {what} asked for", unit::counted(most, &offer.unit))
        }
    };
    let is_guess = need.shape == Shape::WholeService && offered.size.is_none();
    let score = if is_guess { score / 2 } else { score };
    Some(Part { score, words })
}

struct Paid {
    score: i64,
    in_return: Option<String>,
    words: Vec<String>,
}

/// Whether what one side gives is what the other takes.
fn pay(need: &NeedContent, offer: &OfferContent, asked: &Asked) -> Option<Paid> {
    let in_return = if need.pays.takes_in_kind() && offer.takes.takes_in_kind() {
        offer.wants.iter().find(|want| need.gives.iter().any(|given| given.code == want.code))
    } else {
        None
    };
    let cash = need.pays.takes_cash() && offer.takes.takes_cash();
    let price = if cash { priced(need, offer, asked) } else { Some((0, None)) };
    let (score, price_words) = match (price, in_return) {
        (Some(priced), _) => priced,
        // Too dear for cash, but there is something to give for it.
        (None, Some(_)) => (0, None),
        (None, None) => return None,
    };
    if !cash && in_return.is_none() {
        return None;
    }
    let mut words: Vec<String> = price_words.into_iter().collect();
    words.extend(
        in_return.map(|service| format!("takes {} in return, which the other side would do", service.name)),
    );
    Some(Paid {
        score: score + if in_return.is_some() { 100 } else { 0 },
        in_return: in_return.map(|service| service.name.clone()),
        words,
    })
}

/// What the price is worth against the highest: nothing if it is too far above.
fn priced(need: &NeedContent, offer: &OfferContent, asked: &Asked) -> Option<(i64, Option<String>)> {
    let (Some(price), Some(highest), true) = (asked.price, need.highest_price, asked.is_comparable) else {
        let words = offer.price_kind.zip(asked.price).map(|(kind, price)| match kind {
            PriceKind::PerUnit if asked.size.is_some() => format!("{price} a month"),
            PriceKind::PerUnit => format!("{price} for each {}", offer.unit),
            PriceKind::Fixed => format!("{price} a month"),
        });
        return Some((0, words));
    };
    let (price_units, highest_units) = (price.to_i64(), highest.to_i64());
    if price_units * 100 > highest_units * (100 + MOST_ABOVE) {
        return None;
    }
    let saved = if highest_units == 0 { 0 } else { 150 * (highest_units - price_units) / highest_units };
    Some((saved, Some(against(price, highest))))
}

fn against(price: Rate, highest: Rate) -> String {
    match price.cmp(&highest) {
        std::cmp::Ordering::Less => format!("{price}, below the highest price of {highest}"),
        std::cmp::Ordering::Equal => format!("{price}, just the highest price"),
        std::cmp::Ordering::Greater => format!("{price}, above the highest price of {highest}"),
    }
}

#[cfg(test)]
mod tests;
