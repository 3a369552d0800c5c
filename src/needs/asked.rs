//! What an offer asks of a body with a need: for so many units, or for a whole service of its size.

use super::content::NeedContent;
use crate::catalogue::OfferContent;
use crate::catalogue::shape::Shape;
use crate::kernel::Rate;
use crate::kernel::price::PriceKind;

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
