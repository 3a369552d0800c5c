//! The terms a proposal begins with: what the offer says and what the need asks for, brought together. Whoever proposes
//! can change all of it.

use super::ground::Ground;
use crate::catalogue::model::OfferBrief;
use crate::catalogue::shape::Size;
use crate::catalogue::whole::WholeService;
use crate::kernel::ids::OfferId;
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::{Month, Pence, Quantity, Rate, unit};

/// What the form of a new proposal, or a program that asks for it, is given to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub title: String,
    pub first_month: Month,
    pub last_month: Month,
    pub settlement: Settlement,
    /// What exactly is provided, as far as the offer of a whole service says; empty for units.
    pub description: String,
    pub quantity: Quantity,
    pub price_kind: Option<PriceKind>,
    /// Nothing where it depends on a size that nobody has named, or where no price is asked.
    pub price: Option<Rate>,
    pub returned: Option<Returned>,
}

/// What is given in return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// A published offer of the body that gives it.
    Offer(OfferId),
    /// A service of the taxonomy and the unit it is usually counted in.
    Service { code: String, unit: String },
}

/// How an offer comes to its price for so much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceAsked {
    /// The same for everybody, or for the provider to say.
    AsListed,
    /// Units in tiers: a proposal takes what one costs on average at this quantity.
    Average { price: Rate, quantity: Quantity, total: Option<Pence> },
    /// A whole service for a body of this size, at the price of the sizes up to another.
    Size { price: Rate, size: Size, up_to: Size },
    /// A whole service, for a body whose size nobody has named.
    SizeNotSaid,
    /// A whole service, for a body larger than any size that is offered.
    TooLarge { size: Size, largest: Size },
}

impl PriceAsked {
    /// By the offer's own sizes or tiers.
    pub fn of(offer: &OfferBrief, quantity: Quantity, size: Option<Size>) -> Self {
        if let Some(whole) = &offer.whole {
            return Self::of_whole(whole, size);
        }
        let tariff = &offer.terms.tariff;
        match offer.price_kind.zip(offer.price) {
            Some((kind, price)) if !tariff.tiers().is_empty() && !quantity.is_zero() => Self::Average {
                price: tariff.average(kind, price, quantity),
                quantity,
                total: tariff.amount(kind, price, quantity).ok(),
            },
            _ => Self::AsListed,
        }
    }

    fn of_whole(whole: &WholeService, size: Option<Size>) -> Self {
        let Some(size) = size.filter(|size| size.measure == whole.measure) else { return Self::SizeNotSaid };
        match (whole.band(size), whole.bands.last()) {
            (Some(band), _) => Self::Size { price: band.price, size, up_to: whole.size(band) },
            (None, Some(largest)) => Self::TooLarge { size, largest: whole.size(largest) },
            (None, None) => Self::SizeNotSaid,
        }
    }

    /// The price to begin with.
    pub fn price(&self, offer: &OfferBrief) -> Option<Rate> {
        match self {
            Self::AsListed => offer.price,
            Self::Average { price, .. } | Self::Size { price, .. } => Some(*price),
            Self::SizeNotSaid | Self::TooLarge { .. } => None,
        }
    }
}

impl Opening {
    /// The terms to begin with; `size` is that of the body to be served, where somebody has named it.
    pub fn of(ground: &Ground, size: Option<Size>) -> Self {
        let offer = &ground.offer;
        let (first_month, last_month) = months(ground);
        let quantity = quantity(ground, (first_month, last_month));
        let size = size.or_else(|| size_of(ground));
        let title = ground.need.as_ref().map_or(&offer.title, |need| &need.content.title).clone();
        let takes_cash = offer.takes.takes_cash()
            && ground.need.as_ref().is_none_or(|need| need.content.pays.takes_cash());
        let returned = returned(ground);
        let in_kind = returned.is_some() || !takes_cash;
        Self {
            title,
            first_month,
            last_month,
            settlement: if in_kind { Settlement::InKind } else { Settlement::Cash },
            description: offer.whole.as_ref().map(|whole| described(whole, size)).unwrap_or_default(),
            quantity,
            price_kind: offer.price_kind.or_else(|| offer.whole.as_ref().map(|_| PriceKind::PerUnit)),
            price: PriceAsked::of(offer, quantity, size).price(offer),
            returned,
        }
    }
}

/// The size that the need names, if the offer's sizes are counted in the same.
pub fn size_of(ground: &Ground) -> Option<Size> {
    let whole = ground.offer.whole.as_ref()?;
    ground.need.as_ref()?.content.size.filter(|size| size.measure == whole.measure)
}

/// The months in which both sides can, from the first in which anything is free to the last; those of the offer where
/// the two never meet.
fn months(ground: &Ground) -> (Month, Month) {
    let offer = &ground.offer;
    let (mut first, mut last) = (offer.first_month.max(ground.this_month), offer.last_month);
    if let Some(need) = &ground.need {
        let (from, to) = (first.max(need.content.first_month), last.min(need.content.last_month));
        if from <= to {
            (first, last) = (from, to);
        }
    }
    let open = || {
        let within = ground.months.iter().filter(|month| (first..=last).contains(&month.month));
        within.filter(|month| !month.free.is_zero()).map(|month| month.month)
    };
    match (open().min(), open().max()) {
        (Some(from), Some(to)) => (from, to),
        _ => (first, last),
    }
}

/// What the need asks for, or all of the offer: at most what is free in each of the months, at least the least order.
fn quantity(ground: &Ground, (first, last): (Month, Month)) -> Quantity {
    let offer = &ground.offer;
    if offer.whole.is_some() {
        return offer.usual_quantity();
    }
    let needed = ground.need.as_ref().map(|need| &need.content);
    let needed = needed.filter(|need| need.size.is_none() && need.unit.eq_ignore_ascii_case(&offer.unit));
    let wanted = needed.map_or(offer.usual_quantity(), |need| need.quantity_per_month);
    let within = ground.months.iter().filter(|month| (first..=last).contains(&month.month));
    let free = within.map(|month| month.free).min().filter(|free| !free.is_zero());
    let most = free.map_or(wanted, |free| wanted.min(free));
    offer.terms.minimum_order.map_or(most, |least| most.max(least))
}

/// What is given in return, where the need's owner would give what the offer's provider wants.
fn returned(ground: &Ground) -> Option<Returned> {
    let service = ground.traded()?;
    if let Some(offer) = ground.in_return.iter().find(|offer| offer.service_code == service.code) {
        return Some(Returned::Offer(offer.id));
    }
    let known = ground.services.iter().find(|known| known.code == service.code)?;
    let unit = known.units.first()?.clone();
    Some(Returned::Service { code: service.code.clone(), unit })
}

/// What the offer of a whole service says of it, as the description of a leg.
pub fn described(whole: &WholeService, size: Option<Size>) -> String {
    let weeks = match whole.transition_weeks {
        0 => "no time".to_owned(),
        1 => "1 week".to_owned(),
        weeks => format!("{weeks} weeks"),
    };
    let band = size.filter(|size| whole.band(*size).is_some());
    let said = |label: &str, text: &Option<String>| text.as_ref().map(|text| format!("{label}: {text}"));
    let parts = [
        band.map(|size| format!("The whole service, for {}.", size.describe())),
        Some(format!("Belongs to it: {}", whole.includes)),
        said("Does not belong to it", &whole.excludes),
        said("The consumer gives up", &whole.gives_up),
        Some(format!("Taking it over lasts {weeks}.")),
        said("Help with that", &whole.transition_help),
        Some(format!("How it could come back: {}", whole.way_back)),
        whole.way_back_cost.map(|cost| format!("Coming back costs the consumer at most {cost}.")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The same for a body of another size; nothing where somebody has changed what the offer says.
pub fn redescribed(whole: &WholeService, typed: &str, size: Size) -> Option<String> {
    let typed = typed.replace("\r\n", "\n");
    let (plain, typed) = (described(whole, None), typed.trim());
    let below = typed.split_once('\n').map(|(_, below)| below);
    (typed == plain || below == Some(plain.as_str())).then(|| described(whole, Some(size)))
}

/// In which ways the terms to begin with are not what the need asks for, each a sentence.
pub fn differences(ground: &Ground, opening: &Opening) -> Vec<String> {
    let Some(need) = ground.need.as_ref().map(|need| &need.content) else { return vec![] };
    let offer = &ground.offer;
    let mut found = Vec::new();
    if need.last_month < opening.first_month || opening.last_month < need.first_month {
        found.push(format!(
            "The need is for {} to {}, in which nothing of the offer can be had.",
            need.first_month, need.last_month
        ));
    } else if (opening.first_month, opening.last_month) != (need.first_month, need.last_month) {
        found.push(format!(
            "The need is for {} to {}; these are the months in which both can.",
            need.first_month, need.last_month
        ));
    }
    let is_counted = need.size.is_none() && offer.whole.is_none();
    if is_counted && !need.unit.eq_ignore_ascii_case(&offer.unit) {
        found.push(format!(
            "The need counts in {}, the offer in {}: agree on how many.",
            unit::plural(&need.unit),
            unit::plural(&offer.unit)
        ));
    } else if is_counted && need.quantity_per_month != opening.quantity {
        found.push(format!(
            "The need asks for {}; {} is what the offer can do.",
            need.amount_in_words(),
            unit::counted(opening.quantity, &offer.unit)
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::shape::SizeMeasure;
    use crate::catalogue::whole::SizeBand;

    fn whole() -> WholeService {
        WholeService {
            includes: "Service desk".into(),
            excludes: None,
            gives_up: Some("The server room".into()),
            measure: SizeMeasure::Staff,
            bands: vec![SizeBand { up_to: 250, price: Rate::from_i64(90_000_000) }],
            transition_weeks: 1,
            transition_help: None,
            way_back: "With a year's notice".into(),
            way_back_cost: None,
        }
    }

    const fn staff(count: u32) -> Size {
        Size { measure: SizeMeasure::Staff, count }
    }

    #[test]
    fn a_whole_service_is_described_with_all_that_the_offer_says_of_it() {
        insta::assert_snapshot!(described(&whole(), Some(staff(200))), @"
        The whole service, for 200 members of staff.
        Belongs to it: Service desk
        The consumer gives up: The server room
        Taking it over lasts 1 week.
        How it could come back: With a year's notice
        ");
    }

    #[test]
    fn a_description_follows_the_size_until_somebody_changes_it() {
        let (plain, sized) = (described(&whole(), None), described(&whole(), Some(staff(200))));
        let other = Some(described(&whole(), Some(staff(90))));

        assert_eq!(redescribed(&whole(), &plain, staff(90)), other);
        assert_eq!(redescribed(&whole(), &sized.replace('\n', "\r\n"), staff(90)), other);
        assert_eq!(redescribed(&whole(), &format!("{sized} And more."), staff(90)), None);
    }

    #[test]
    fn a_price_by_size_is_known_only_for_a_size_that_is_offered() {
        let price = PriceAsked::of_whole(&whole(), Some(staff(200)));
        let size = Size { measure: SizeMeasure::Sites, count: 2 };

        assert!(matches!(price, PriceAsked::Size { price, .. } if price.to_string() == "£9,000.00"));
        assert!(matches!(
            PriceAsked::of_whole(&whole(), Some(staff(251))),
            PriceAsked::TooLarge { largest, .. } if largest == staff(250)
        ));
        assert_eq!(PriceAsked::of_whole(&whole(), Some(size)), PriceAsked::SizeNotSaid);
        assert_eq!(PriceAsked::of_whole(&whole(), None), PriceAsked::SizeNotSaid);
    }
}
