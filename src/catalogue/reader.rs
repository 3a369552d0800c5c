//! Whom a search is for, and what each offer is to them: how far away, whether it reaches them, when it could start and
//! what it would cost.

use chrono::{Days, NaiveDate};

use super::filter::CatalogueFilter;
use super::free::FreeFrom;
use super::model::FoundOffer;
use super::price_for_me::{PriceForMe, VatProfile};
use super::shelf::Shelf;
use crate::bodies::{BodyKind, Distance};
use crate::kernel::Month;

/// One offer as whoever searches sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsSeen {
    /// From the body that the search is for.
    pub distance: Option<Distance>,
    /// Whether the provider's reach takes that body in; nothing where the registers do not tell, or nobody is named.
    pub is_reached: Option<bool>,
    /// The first month with room in which it could start; nothing where none is left after its notice.
    pub starts: Option<Month>,
    pub cost: Option<PriceForMe>,
    /// What is free from then on; nothing where nothing is.
    pub free: Option<FreeFrom>,
}

impl AsSeen {
    pub(super) fn of(offer: &FoundOffer, shelf: &Shelf, filter: &CatalogueFilter, today: NaiveDate) -> Self {
        let near = filter.near.and_then(|id| shelf.body(id));
        let distance = near.and_then(|near| shelf.distance(near.id, offer.body));
        let cost = filter.vat.zip(offer.price);
        let starts = earliest_start(
            (offer.first_month, offer.last_month),
            offer.terms.lead_days,
            shelf.full_months(offer.id),
            today,
        );
        let months = starts.map(|start| (start, offer.last_month));
        Self {
            distance,
            is_reached: near.and_then(|near| offer.terms.reach.takes_in(&near.region, distance)),
            starts,
            cost: cost.and_then(|(vat, price)| vat.cost(price, offer.terms.vat).ok()),
            free: months.and_then(|months| FreeFrom::but_for(months, offer.free_most, &offer.other_months)),
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
