//! What makes an offer news to somebody who keeps a search: it has come into the catalogue, it costs less for the same, or
//! it has changed so that it fits only now. Anything else that its provider says differently is no news.

use super::model::News;
use crate::bodies::Distance;
use crate::catalogue::OfferContent;
use crate::catalogue::filter::{CatalogueFilter, Pays};
use crate::catalogue::reader::earliest_start;
use crate::catalogue::words::Sought;
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Rate, london};

/// A search, as far as it can be held against what an offer said before.
#[derive(Clone, Copy, Debug)]
pub struct Search<'s> {
    pub filter: &'s CatalogueFilter,
    /// The words that were looked for, with those put right that occur nowhere.
    pub sought: &'s Sought,
    /// Where the body is that the search is for, and how far from it the provider is.
    pub region: &'s str,
    pub distance: Option<Distance>,
    pub body_name: &'s str,
}

/// Whether an offer that fits now is news, to whom it said `before` at another moment; nothing if it is not.
pub fn news(search: Search<'_>, before: &OfferContent, now: &OfferContent, at: Instant) -> Option<News> {
    if is_cheaper(search.filter, before, now) {
        return Some(News::LowerPrice);
    }
    (!fitted(search, before, now, at)).then_some(News::Changed)
}

/// Whether the same costs less than before: the quantity that is searched for, else what both list; the smallest body whose
/// whole service is offered.
fn is_cheaper(filter: &CatalogueFilter, before: &OfferContent, now: &OfferContent) -> bool {
    if before.service_code != now.service_code
        || before.price_kind != now.price_kind
        || !before.unit.eq_ignore_ascii_case(&now.unit)
    {
        return false;
    }
    prices(filter, before, now).is_some_and(|(before, now)| now < before)
}

fn prices(filter: &CatalogueFilter, before: &OfferContent, now: &OfferContent) -> Option<(Rate, Rate)> {
    if let (Some(was), Some(is)) = (&before.whole, &now.whole) {
        let smallest = is.size(is.bands.first()?);
        return Some((was.band(smallest)?.price, is.band(smallest)?.price));
    }
    let quantity = filter.least.unwrap_or(before.quantity_per_month.min(now.quantity_per_month));
    let price = |content: &OfferContent| {
        Some(content.terms.tariff.average(content.price_kind?, content.price?, quantity))
    };
    price(before).zip(price(now))
}

/// Whether an offer passed, by what it said before, every choice that what it says can pass. Where it is, who offers it
/// and what is free do not depend on what it says.
fn fitted(search: Search<'_>, before: &OfferContent, now: &OfferContent, at: Instant) -> bool {
    let filter = search.filter;
    let texts = [
        before.title.as_str(),
        before.description.as_str(),
        before.service_name.as_str(),
        before.family_name.as_str(),
        search.body_name,
    ];
    let takes = before.takes;
    let pays = filter.pays.is_empty()
        || filter.pays.iter().any(|pays| match pays {
            Pays::Cash => takes.takes_cash(),
            Pays::InKind => takes.takes_in_kind(),
        });
    let reaches = filter.reaching.is_none()
        || before.terms.reach.takes_in(search.region, search.distance) == Some(true);
    before.service_code == now.service_code
        && (search.sought.is_empty() || search.sought.is_in(&texts))
        && filter.unit.as_ref().is_none_or(|unit| *unit == before.unit)
        && filter.assurances.iter().all(|standard| before.terms.assurances.contains(standard))
        && pays
        && reaches
        && is_priced(filter, before)
        && is_in_time(filter, before, at)
}

fn is_priced(filter: &CatalogueFilter, offer: &OfferContent) -> bool {
    filter.price_range().is_none_or(|(from, to)| {
        let by_unit = offer.price_kind == Some(PriceKind::PerUnit);
        offer
            .price
            .filter(|_| by_unit)
            .is_some_and(|price| from.is_none_or(|from| price >= from) && to.is_none_or(|to| price <= to))
    })
}

/// Whether its months and what it lists in them were what is asked for.
fn is_in_time(filter: &CatalogueFilter, offer: &OfferContent, at: Instant) -> bool {
    let months = (offer.first_month, offer.last_month);
    let starts = earliest_start(months, offer.terms.lead_days, &[], london::date(at));
    let is_listed = |month| months.0 <= month && month <= months.1;
    let lists = |least| match filter.from.or(filter.start_by) {
        Some(month) => offer.quantity_in(month) >= least,
        None => months.0.through(months.1).any(|month| offer.quantity_in(month) >= least),
    };
    filter.from.is_none_or(is_listed)
        && filter.start_by.is_none_or(|by| starts.is_some_and(|start| start <= by))
        && filter.least.is_none_or(lists)
}
