//! One offer on the shelf, packed: what is looked at in every search stands together in a few bytes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::Item;
use crate::bodies::Distance;
use crate::bodies::region::Region;
use crate::catalogue::audience::{Opening, View};
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::Takes;
use crate::catalogue::shape::{Shape, Size};
use crate::catalogue::tariff::Tariff;
use crate::catalogue::terms::{Assurance, Reach};
use crate::catalogue::whole::Sizes;
use crate::kernel::ids::OfferId;
use crate::kernel::price::PriceKind;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Instant, Month, Quantity, Rate};

/// An offer in its place, its body, service and unit as numbers too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) id: OfferId,
    pub(super) body: u32,
    pub(super) service: u32,
    pub(super) unit: u32,
    /// Of its title and description, to see whether they have changed.
    text: u64,
    /// In small letters, to sort by.
    pub(super) title: Arc<str>,
    pub(super) takes: Takes,
    pub(super) first_month: Month,
    pub(super) last_month: Month,
    pub(super) lead_days: u16,
    pub(super) price_kind: Option<PriceKind>,
    pub(super) price: Option<Rate>,
    pub(super) vat: Option<VatTreatment>,
    pub(super) reach: PackedReach,
    /// One bit for each standard that is met.
    pub(super) assurances: u16,
    pub(super) free_most: Quantity,
    /// The months, in order, of which nothing is left; most offers have none.
    pub(super) full: Option<Arc<[Month]>>,
    pub(super) published_at: Option<Instant>,
    /// Where not everybody sees it, or did not at once.
    pub(super) opening: Option<Arc<Opening>>,
    /// Of a whole service.
    pub(super) sizes: Option<Arc<Sizes>>,
    /// Where the price has tiers.
    pub(super) tariff: Option<Arc<Tariff>>,
}

/// How far an offer reaches, one bit for each region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PackedReach {
    Anywhere,
    Regions(u16),
    Within(u16),
}

impl Slot {
    pub(super) fn of(item: &Item, body: u32, service: u32, unit: u32) -> Self {
        let tariff = &item.terms.tariff;
        Self {
            id: item.id,
            body,
            service,
            unit,
            text: text_of(item),
            title: item.title.to_lowercase().into(),
            takes: item.takes,
            first_month: item.first_month,
            last_month: item.last_month,
            lead_days: item.terms.lead_days,
            price_kind: item.price_kind,
            price: item.price,
            vat: item.terms.vat,
            reach: PackedReach::of(&item.terms.reach),
            assurances: bits(Assurance::ALL, &item.terms.assurances),
            free_most: item.free_most,
            full: (!item.full.is_empty()).then(|| item.full.as_slice().into()),
            published_at: item.published_at,
            opening: item.terms.audience.steps().cloned().map(Arc::new),
            sizes: item.sizes.clone().map(Arc::new),
            tariff: (!tariff.tiers().is_empty()).then(|| Arc::new(tariff.clone())),
        }
    }

    /// Whether somebody sees it. `reader` is the place of their body.
    pub(super) fn is_open(&self, view: View, reader: Option<u32>) -> bool {
        self.opening.as_ref().is_none_or(|opening| reader == Some(self.body) || opening.is_open(view))
    }

    /// Since when everybody sees it, once it is open to everybody.
    pub(super) fn public_since(&self) -> Option<Instant> {
        let published_at = self.published_at?;
        self.opening.as_ref().map_or(Some(published_at), |opening| opening.public_since(published_at))
    }

    /// Since when a reader sees it; `place` is that of their body.
    pub(super) fn seen_since(&self, view: View, place: Option<u32>) -> Option<Instant> {
        let published_at = self.published_at?;
        match &self.opening {
            Some(opening) if place != Some(self.body) => opening.seen_since(view.reader, published_at),
            _ => Some(published_at),
        }
    }

    pub(super) fn shape(&self) -> Shape {
        if self.sizes.is_some() { Shape::WholeService } else { Shape::Capacity }
    }

    /// Whether a body of this size can be served: whatever is no whole service knows no sizes.
    pub(super) fn takes_size(&self, size: Size) -> bool {
        self.sizes.as_ref().is_none_or(|sizes| sizes.band(size).is_some())
    }

    /// The price it asks: of a whole service that for the size, or for its smallest where none is named; of tiers what a
    /// unit costs on average in the quantity, or in the first tier where none is named.
    pub(super) fn asked(&self, filter: &CatalogueFilter) -> Option<Rate> {
        match (&self.sizes, filter.size, &self.tariff, filter.least) {
            (Some(sizes), Some(size), ..) => self.price.and(sizes.band(size)).map(|band| band.price),
            (None, _, Some(tariff), Some(quantity)) => {
                let (kind, price) = self.price_kind.zip(self.price)?;
                Some(tariff.average(kind, price, quantity))
            }
            _ => self.price,
        }
    }

    /// What one unit costs, where the price is for each unit; of a whole service, what the size costs.
    pub(super) fn unit_price(&self, filter: &CatalogueFilter) -> Option<Rate> {
        self.asked(filter).filter(|_| self.price_kind == Some(PriceKind::PerUnit))
    }
}

impl PackedReach {
    fn of(reach: &Reach) -> Self {
        match reach {
            Reach::Anywhere => Self::Anywhere,
            Reach::Regions(regions) => Self::Regions(bits(Region::ALL, regions)),
            Reach::Within(miles) => Self::Within(*miles),
        }
    }

    /// Whether a body in a region, so far away, is known to be taken in.
    pub(super) fn takes_in(self, region: Option<Region>, distance: Option<Distance>) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Regions(regions) => {
                region.is_some_and(|region| regions & bits(Region::ALL, &[region]) != 0)
            }
            Self::Within(miles) => distance.is_some_and(|distance| distance.is_within(miles)),
        }
    }
}

/// One bit for each of some that are on a list, from the list's first on.
pub(super) fn bits<T: PartialEq>(list: &[T], some: &[T]) -> u16 {
    list.iter()
        .zip(0_u32..16)
        .filter(|(each, _)| some.contains(each))
        .fold(0, |bits, (_, place)| bits | 1 << place)
}

fn text_of(item: &Item) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&item.title, &item.description).hash(&mut hasher);
    hasher.finish()
}
