//! Whom a search is for, and what each offer is to them: how far away, whether it reaches them, when it could start and
//! what it would cost.

use chrono::{Days, NaiveDate};

use super::filter::CatalogueFilter;
use super::free::FreeFrom;
use super::model::{FoundOffer, OfferView};
use super::price_for_me::{PriceForMe, VatProfile};
use super::shape::Size;
use super::shelf::Shelf;
use super::terms::OfferTerms;
use crate::bodies::{BodyKind, Distance};
use crate::kernel::ids::BodyId;
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Quantity, Rate};

/// What a price that depends on something was worked out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricedFor {
    Size(Size),
    /// On average of one of so many a month.
    Quantity(Quantity),
}

/// What an offer says that its price and its start depend on.
struct Said<'o> {
    body: BodyId,
    months: (Month, Month),
    terms: &'o OfferTerms,
    price: Option<(PriceKind, Rate)>,
    /// Of a whole service.
    band: Option<&'o dyn Fn(Size) -> Option<Rate>>,
    full: &'o [Month],
}

/// One offer as whoever searches sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsSeen {
    /// From the body that the search is for.
    pub distance: Option<Distance>,
    /// Whether the provider's reach takes that body in; nothing where the registers do not tell, or nobody is named.
    pub is_reached: Option<bool>,
    /// The first month with room in which it could start; nothing where none is left after its notice.
    pub starts: Option<Month>,
    /// What it asks, in the size or the quantity that was named where the price depends on one.
    pub price: Option<Rate>,
    /// What the price is for; nothing where it depends on nothing, or nothing was named: then it is that of the smallest
    /// size and of the first tier.
    pub priced_for: Option<PricedFor>,
    pub cost: Option<PriceForMe>,
    /// What is free from then on; nothing where nothing is.
    pub free: Option<FreeFrom>,
}

impl AsSeen {
    pub(super) fn of(offer: &FoundOffer, shelf: &Shelf, filter: &CatalogueFilter, today: NaiveDate) -> Self {
        let sizes = shelf.sizes(offer.id);
        let band = |size| sizes.and_then(|sizes| sizes.band(size)).map(|band| band.price);
        let said = Said {
            body: offer.body,
            months: (offer.first_month, offer.last_month),
            terms: &offer.terms,
            price: offer.price_kind.zip(offer.price),
            band: sizes.is_some().then_some(&band),
            full: shelf.full_months(offer.id),
        };
        let free = |months| FreeFrom::but_for(months, offer.free_most, &offer.other_months);
        said.seen(shelf, filter, today, free)
    }

    /// The same of an offer by itself, as it was last published; nothing where it never was.
    pub fn of_view(
        offer: &OfferView,
        shelf: &Shelf,
        filter: &CatalogueFilter,
        today: NaiveDate,
    ) -> Option<Self> {
        let content = &offer.published.as_ref()?.content;
        let full: Vec<Month> =
            offer.months.iter().filter(|row| row.free.is_zero()).map(|row| row.month).collect();
        let whole = content.whole.as_ref();
        let band = |size| whole.and_then(|whole| whole.band(size)).map(|band| band.price);
        let said = Said {
            body: offer.body,
            months: (content.first_month, content.last_month),
            terms: &content.terms,
            price: content.price_kind.zip(content.price),
            band: whole.is_some().then_some(&band),
            full: &full,
        };
        let free = |(first, last): (Month, Month)| {
            let coming = offer.months.iter().filter(|row| (first..=last).contains(&row.month));
            FreeFrom::of(coming.map(|row| (row.month, row.free)))
        };
        Some(said.seen(shelf, filter, today, free))
    }
}

impl Said<'_> {
    fn seen(
        &self,
        catalogue: &Shelf,
        filter: &CatalogueFilter,
        today: NaiveDate,
        free: impl Fn((Month, Month)) -> Option<FreeFrom>,
    ) -> AsSeen {
        let near = filter.near.and_then(|id| catalogue.body(id));
        let distance = near.and_then(|near| catalogue.distance(near.id, self.body));
        let (price, priced_for) = self.priced(filter);
        let starts = earliest_start(self.months, self.terms.lead_days, self.full, today);
        AsSeen {
            distance,
            is_reached: near.and_then(|near| self.terms.reach.takes_in(&near.region, distance)),
            starts,
            price,
            priced_for,
            cost: filter.vat.zip(price).and_then(|(vat, price)| vat.cost(price, self.terms.vat).ok()),
            free: starts.and_then(|start| free((start, self.months.1))),
        }
    }

    fn priced(&self, filter: &CatalogueFilter) -> (Option<Rate>, Option<PricedFor>) {
        let Some((kind, price)) = self.price else { return (None, None) };
        let tariff = &self.terms.tariff;
        match (self.band, filter.size, filter.least) {
            (Some(band), Some(size), _) => (band(size), Some(PricedFor::Size(size))),
            (None, _, Some(quantity)) if !tariff.tiers().is_empty() => {
                (Some(tariff.average(kind, price, quantity)), Some(PricedFor::Quantity(quantity)))
            }
            _ => (Some(price), None),
        }
    }
}

/// The first month in which an offer could start that is agreed `today`, of which something is left; nothing where its
/// notice ends after the last such month.
pub fn earliest_start(
    (first, last): (Month, Month),
    lead_days: u16,
    full: &[Month],
    today: NaiveDate,
) -> Option<Month> {
    let ready = Month::of(today.checked_add_days(Days::new(lead_days.into())).unwrap_or(NaiveDate::MAX));
    Some(first_free(first.max(ready), full)).filter(|month| *month <= last)
}

/// The first month from `month` on that is none of those of which nothing is left, which are in order.
pub(super) fn first_free(month: Month, full: &[Month]) -> Month {
    let taken = full.iter().skip_while(|taken| **taken < month);
    taken.fold(month, |free, taken| if *taken == free { free.next() } else { free })
}

/// The profile that a body of this kind is taken to have until it says otherwise. A guess to begin with, shown as one.
pub const fn usual_profile(kind: BodyKind) -> VatProfile {
    match kind {
        BodyKind::Council | BodyKind::CombinedAuthority | BodyKind::Police | BodyKind::Fire => {
            VatProfile::Section33
        }
        BodyKind::NhsTrust | BodyKind::IntegratedCareBoard => VatProfile::ContractedOut,
        BodyKind::University | BodyKind::Other => VatProfile::Partial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_month_of_which_nothing_is_left_is_no_month_to_start_in() {
        let months: (Month, Month) = ("2026-01".parse().unwrap(), "2027-03".parse().unwrap());
        let start = |lead, full: &[&str]| {
            let full: Vec<Month> = full.iter().map(|month| month.parse().unwrap()).collect();
            earliest_start(months, lead, &full, today()).map(Month::iso)
        };

        assert_eq!(start(0, &["2026-10", "2026-11", "2026-12", "2027-02"]).as_deref(), Some("2027-01"));
        assert_eq!(start(45, &["2027-01", "2027-02"]).as_deref(), Some("2027-03"));
        assert_eq!(start(45, &["2027-01", "2027-02", "2027-03"]), None);
    }

    #[test]
    fn notice_is_counted_in_days_from_today() {
        let start = |first: &str, last: &str, lead| {
            let months = (first.parse().unwrap(), last.parse().unwrap());
            earliest_start(months, lead, &[], today()).map(Month::iso)
        };

        assert_eq!(start("2026-01", "2027-12", 0).as_deref(), Some("2026-11"));
        assert_eq!(start("2026-01", "2027-12", 7).as_deref(), Some("2026-11"));
        assert_eq!(start("2026-01", "2027-12", 8).as_deref(), Some("2026-12"));
        assert_eq!(start("2027-03", "2027-12", 8).as_deref(), Some("2027-03"));
        assert_eq!(start("2026-01", "2026-12", 60), None);
    }
}
