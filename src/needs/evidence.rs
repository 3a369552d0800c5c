//! What an offer on a shortlist, as it stood, has to say to the need: the lines of evidence in a justification.

use super::asked::PriceForNeed;
use super::content::NeedContent;
use super::shortlist::Considered;
use crate::bodies::Distance;
use crate::catalogue::OfferContent;
use crate::catalogue::price_for_me::{PriceForMe, VatAssumptions};
use crate::catalogue::reader::earliest_start;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::Assurance;
use crate::kernel::{Month, Quantity, Rate, london, unit};

/// The lines of one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The first month in which it could have started, agreed on the day on which it was put on the list.
    pub starts: Option<Month>,
    /// How much of what is needed it listed; nothing where the two cannot be held against each other.
    pub cover: Option<Cover>,
    /// The standards that the need asks for and the provider does not name.
    pub lacking: Vec<Assurance>,
    /// From the body with the need; nothing where the registers do not say.
    pub distance: Option<Distance>,
    /// What one unit, or a month, costs with the VAT that is not recovered; nothing where there is no price in cash.
    pub cost: Option<PriceForMe>,
}

/// In how many of the months that are needed it listed as much as is needed, and in how many some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    pub enough: i64,
    pub some: i64,
    pub needed: i64,
}

impl Evidence {
    pub fn of(
        need: Option<&NeedContent>,
        item: &Considered,
        distance: Option<Distance>,
        vat: Option<VatAssumptions>,
    ) -> Self {
        let offer = &item.held.content;
        let months = (offer.first_month, offer.last_month);
        let lacks = |standard: &&Assurance| !offer.terms.assurances.contains(standard);
        let price = price(need, offer).zip(vat);
        Self {
            starts: earliest_start(months, offer.terms.lead_days, &[], london::date(item.added_at)),
            cover: need.and_then(|need| Cover::of(need, offer)),
            lacking: need
                .map(|need| need.assurances.iter().filter(lacks).copied().collect())
                .unwrap_or_default(),
            distance,
            cost: price.and_then(|(price, vat)| vat.cost(price, offer.terms.vat).ok()),
        }
    }
}

/// The price for the size or the quantity that is needed.
fn price(need: Option<&NeedContent>, offer: &OfferContent) -> Option<Rate> {
    match need.map(|need| PriceForNeed::of(need, offer)) {
        Some(PriceForNeed::Size { price, .. } | PriceForNeed::Average { price, .. }) => Some(price),
        Some(PriceForNeed::TooLarge { .. }) => None,
        Some(PriceForNeed::AsListed) | None => offer.price,
    }
}

impl Cover {
    fn of(need: &NeedContent, offer: &OfferContent) -> Option<Self> {
        let asked = asked(need, offer)?;
        let listed: Vec<Quantity> = need
            .first_month
            .through(need.last_month)
            .map(|month| {
                let is_listed = offer.first_month <= month && month <= offer.last_month;
                if is_listed { offer.quantity_in(month) } else { Quantity::ZERO }
            })
            .collect();
        let count = |fits: &dyn Fn(&&Quantity) -> bool| {
            i64::try_from(listed.iter().filter(fits).count()).unwrap_or(i64::MAX)
        };
        Some(Self {
            enough: count(&|quantity| **quantity >= asked),
            some: count(&|quantity| !quantity.is_zero()),
            needed: i64::try_from(listed.len()).unwrap_or(i64::MAX),
        })
    }

    /// "Yes: 400 payslips or more in every month", "In 4 of 6 months; less in 1 more".
    pub fn in_words(self, need: &NeedContent) -> String {
        let what = match need.shape {
            Shape::Capacity => unit::counted(need.quantity_per_month, &need.unit),
            Shape::WholeService => "the whole service".to_owned(),
        };
        let Self { enough, some, needed } = self;
        match (enough, some - enough) {
            (enough, _) if enough == needed => format!("Yes: {what} in every month ({needed} of {needed})"),
            (0, 0) => format!("No: nothing listed in the {needed} months"),
            (0, some) => format!("No: less than {what}, in {some} of {needed} months"),
            (enough, 0) => format!("In part: {what} in {enough} of {needed} months"),
            (enough, some) => format!("In part: {what} in {enough} of {needed} months, less in {some}"),
        }
    }
}

/// How much of it a month; nothing where they count in different units, or one is of a whole service and the other not.
fn asked(need: &NeedContent, offer: &OfferContent) -> Option<Quantity> {
    match need.shape {
        Shape::Capacity if need.unit.eq_ignore_ascii_case(&offer.unit) => Some(need.quantity_per_month),
        Shape::WholeService if offer.whole.is_some() => Some(Quantity::from_whole(1)),
        Shape::Capacity | Shape::WholeService => None,
    }
}
