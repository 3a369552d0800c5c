//! In which order offers are shown. Some orders are kept ready; those that depend on the reader or the day are made of
//! what was found: let m be the finds, a page of them takes O(m + k log k), k being the page and those before it.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::pick::Picked;
use super::sieve::Starts;
use super::slot::Slot;
use super::wording::Finds;
use super::world::Near;
use super::{ORDERS, Shelf};
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::price_for_me::VatAssumptions;
use crate::kernel::PageRequest;
use crate::kernel::Rate;
use crate::kernel::ids::OfferId;
use crate::kernel::price::PriceKind;

/// What comes last in an order, because it has nothing to be ordered by.
const LAST: u64 = u64::MAX;

impl Shelf {
    /// One page of what was picked, in the order that was asked for.
    pub(super) fn in_order(
        &self,
        picked: &Picked,
        filter: &CatalogueFilter,
        near: Option<&Near>,
        today: NaiveDate,
        page: PageRequest,
    ) -> Vec<OfferId> {
        match (filter.sort.unwrap_or(Sort::Relevance), near, filter.vat) {
            (Sort::Distance, Some(near), _) => self.in_order_of(picked, page, |slot| {
                near.distance(slot.body).map_or(LAST, |d| d.metres().into())
            }),
            (Sort::PriceForMe, _, Some(vat)) => {
                self.in_order_of(picked, page, |slot| cost(slot, filter, vat))
            }
            // The order that is kept is that of the smallest sizes and the first tiers.
            (Sort::Price | Sort::PriceForMe, ..) if filter.size.is_some() || filter.least.is_some() => {
                self.in_order_of(picked, page, |slot| units_first(slot, slot.asked(filter)))
            }
            (Sort::Soonest, ..) => {
                let starts = Starts::of(today);
                let number = |slot: &Slot| u64::try_from(starts.start(slot)?.to_i32()).ok();
                self.in_order_of(picked, page, |slot| number(slot).unwrap_or(LAST))
            }
            (sort @ (Sort::Price | Sort::Free | Sort::Title | Sort::Newest), ..) => {
                self.as_kept(picked, sort, page)
            }
            (Sort::PriceForMe, _, None) => self.as_kept(picked, Sort::Price, page),
            (Sort::Relevance | Sort::Distance, ..) => self.as_kept(picked, Sort::Newest, page),
        }
    }

    /// One page of what was picked, the best match first; of equals the newest.
    pub(super) fn best(&self, picked: &Picked, finds: &Finds, page: PageRequest) -> Vec<OfferId> {
        // Score and place in one number, so that many finds are compared fast: a lower one is better.
        let key = |(place, score): (&u32, &u32)| {
            (u64::from(u32::MAX - score) << 32) | u64::from(self.newest_number(*place))
        };
        let pairs = finds.places.iter().zip(&finds.scores);
        let keys = pairs.filter(|(place, _)| picked.fits(**place)).map(key).collect();
        self.least(keys, |key| usize::try_from(key & u64::from(u32::MAX)).unwrap_or(usize::MAX), page)
    }

    /// One page of what was picked, the least of what `key` tells first; of equals the newest.
    fn in_order_of(&self, picked: &Picked, page: PageRequest, key: impl Fn(&Slot) -> u64) -> Vec<OfferId> {
        let places = (0..).zip(&self.slots).filter(|(place, _)| picked.fits(*place));
        let keys = places.filter_map(|(place, slot)| Some((key(slot.as_ref()?), self.newest_number(place))));
        self.least(keys.collect(), |(_, newest)| newest as usize, page)
    }

    /// One page of the least of some keys, each of which ends in how many offers are newer.
    fn least<K: Ord + Copy>(
        &self,
        mut keys: Vec<K>,
        newest_of: impl Fn(K) -> usize,
        page: PageRequest,
    ) -> Vec<OfferId> {
        let (skip, take) = extent(page);
        let end = skip.saturating_add(take);
        if end < keys.len() {
            keys.select_nth_unstable(end);
            keys.truncate(end);
        }
        keys.sort_unstable();
        let newest = self.order(Sort::Newest);
        let places = keys.into_iter().skip(skip).filter_map(|key| newest.get(newest_of(key)).copied());
        places.filter_map(|place| self.slot(place)).map(|slot| slot.id).collect()
    }

    /// One page of what was picked, in one of the orders that are kept.
    fn as_kept(&self, picked: &Picked, sort: Sort, page: PageRequest) -> Vec<OfferId> {
        let (skip, take) = extent(page);
        let places = self.order(sort).iter().filter(|place| picked.fits(**place)).skip(skip).take(take);
        places.filter_map(|place| self.slot(*place)).map(|slot| slot.id).collect()
    }

    fn newest_number(&self, place: u32) -> u32 {
        self.newest.get(place as usize).copied().unwrap_or(u32::MAX)
    }

    pub(super) fn order(&self, sort: Sort) -> &[u32] {
        let number = ORDERS.iter().position(|kept| *kept == sort).unwrap_or_default();
        self.orders.get(number).map_or(&[], Vec::as_slice)
    }

    /// How two offers stand in one of the orders that are kept.
    pub(super) fn compare(&self, sort: Sort, a: u32, b: u32) -> Ordering {
        let (Some(a), Some(b)) = (self.slot(a), self.slot(b)) else { return a.cmp(&b) };
        let order = match sort {
            Sort::Price => {
                let kind = |slot: &Slot| slot.price_kind.map(|kind| kind != PriceKind::PerUnit);
                let key = |slot: &Slot| (slot.price.is_none(), kind(slot), slot.price);
                key(a).cmp(&key(b))
            }
            Sort::Free => b.free_most.cmp(&a.free_most),
            Sort::Title => a.title.cmp(&b.title),
            Sort::Relevance | Sort::Newest | Sort::PriceForMe | Sort::Distance | Sort::Soonest => {
                b.published_at.cmp(&a.published_at)
            }
        };
        order.then_with(|| a.id.cmp(&b.id))
    }
}

/// What an offer costs this reader: prices for a unit first, then those for a month, then none.
fn cost(slot: &Slot, filter: &CatalogueFilter, vat: VatAssumptions) -> u64 {
    let cost = slot.asked(filter).and_then(|price| vat.cost(price, slot.vat).ok());
    units_first(slot, cost.map(|cost| cost.total))
}

/// A price to sort by: those for a unit first, then those for a month, then none.
fn units_first(slot: &Slot, price: Option<Rate>) -> u64 {
    const FOR_A_MONTH: u64 = 1 << 63;
    let Some(price) = price else { return LAST };
    let total = u64::try_from(price.to_i64()).unwrap_or_default();
    if slot.price_kind == Some(PriceKind::PerUnit) { total } else { total | FOR_A_MONTH }
}

/// How many a page leaves out before it, and how many it holds.
fn extent(page: PageRequest) -> (usize, usize) {
    let number = |count: i64| usize::try_from(count).unwrap_or_default();
    (number(page.offset()), number(page.limit()))
}
