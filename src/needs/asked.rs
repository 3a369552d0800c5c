//! What an offer asks of a body with a need: for so many units, or for a whole service of its size.

use super::content::NeedContent;
use crate::catalogue::OfferContent;
use crate::catalogue::shape::{Shape, Size};
use crate::kernel::price::PriceKind;
use crate::kernel::{Quantity, Rate};

/// The price in cash that an offer asks of a body with some need, to be told where the two stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceForNeed {
    /// A whole service, at the price of the size that the body falls into: a month, up to that size.
    Size { price: Rate, up_to: Size },
    /// The body is larger than any size that is offered.
    TooLarge { largest: Size },
    /// Units in tiers: what one costs on average at the quantity that is needed.
    Average { price: Rate, quantity: Quantity },
    /// The same for everybody, or for the provider to say.
    AsListed,
}

impl PriceForNeed {
    pub fn of(need: &NeedContent, offer: &OfferContent) -> Self {
        if let Some(whole) = &offer.whole {
            let Some(size) = need.size.filter(|size| size.measure == whole.measure) else {
                return Self::AsListed;
            };
            return match (whole.band(size), whole.bands.last()) {
                (Some(band), _) => Self::Size { price: band.price, up_to: whole.size(band) },
                (None, Some(largest)) => Self::TooLarge { largest: whole.size(largest) },
                (None, None) => Self::AsListed,
            };
        }
        let tariff = &offer.terms.tariff;
        let is_tiered = need.shape == Shape::Capacity
            && need.unit.eq_ignore_ascii_case(&offer.unit)
            && !tariff.tiers().is_empty();
        match offer.price_kind.zip(offer.price) {
            Some((kind, price)) if is_tiered => {
                let quantity = need.quantity_per_month;
                Self::Average { price: tariff.average(kind, price, quantity), quantity }
            }
            _ => Self::AsListed,
        }
    }
}

/// What the offer asks of a body with this need, and what it is for.
pub(super) struct Asked {
    pub(super) price: Option<Rate>,
    /// Whether it can be held against the highest price of the need.
    pub(super) is_comparable: bool,
    /// "Up to 250 members of staff", where the offer is of a whole service.
    pub(super) size: Option<String>,
}

impl Asked {
    /// Nothing if the shapes or the sizes rule the pair out.
    pub(super) fn of(need: &NeedContent, offer: &OfferContent) -> Option<Self> {
        let Some(whole) = &offer.whole else {
            let by_unit = need.shape == Shape::Capacity && offer.price_kind == Some(PriceKind::PerUnit);
            let price = offer
                .price
                .zip(offer.price_kind)
                .map(|(price, kind)| offer.terms.tariff.average(kind, price, need.quantity_per_month));
            return Some(Self {
                price: if by_unit { price } else { offer.price },
                is_comparable: by_unit,
                size: None,
            });
        };
        let size = need.size?;
        match whole.band(size) {
            Some(band) => Some(Self {
                price: Some(band.price),
                is_comparable: true,
                size: Some(whole.in_words(band).to_lowercase()),
            }),
            // Too large for it.
            None if whole.measure == size.measure => None,
            None => Some(Self {
                price: offer.price,
                is_comparable: false,
                size: Some(format!("priced by {}: ask for your size", whole.measure.counted(2))),
            }),
        }
    }
}
