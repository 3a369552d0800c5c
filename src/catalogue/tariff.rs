//! How a price depends on the quantity: not at all, in tiers, by a share of the cost, or there is none.
//!
//! In a graduated tariff each tier prices only what lies within it; in a volume tariff the tier that the quantity reaches
//! prices all of it. The first tier is the offer's headline price: the dearest, so that nobody is drawn in by a price that
//! only the largest pay.

use super::draft::{OfferDraft, TypedTier};
use crate::kernel::pence::MoneyError;
use crate::kernel::price::PriceKind;
use crate::kernel::{FieldError, FieldErrors, Pence, Quantity, Rate, text, text_enum};

/// The most tiers after the first.
pub const MOST_TIERS: usize = 5;

text_enum! {
    /// The ways to price something, as they are chosen.
    pub enum PriceWay {
        PerUnit = "per_unit",
        Fixed = "fixed",
        Graduated = "graduated",
        Volume = "volume",
        CostShare = "cost_share",
        Nil = "nil",
    }
}

impl PriceWay {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PerUnit => "Price for each unit",
            Self::Fixed => "Fixed price a month",
            Self::Graduated => "Tiers, each for what lies within it",
            Self::Volume => "Tiers, the one reached for everything",
            Self::CostShare => "A share of what it costs us",
            Self::Nil => "No charge",
        }
    }

    /// What it means, in a sentence.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::PerUnit => "The same for every unit, however many are taken",
            Self::Fixed => "So much a month, whatever is taken",
            Self::Graduated => "The first 1,000 at one price, what is above them at a lower one",
            Self::Volume => "Whoever takes more than 1,000 pays the lower price for all of them",
            Self::CostShare => "Partners carry the cost together, by a key that you name",
            Self::Nil => "You ask nothing for it",
        }
    }

    /// Whether there is more to say on a page of its own.
    pub const fn has_details(self) -> bool {
        matches!(self, Self::Graduated | Self::Volume | Self::CostShare)
    }

    /// Which of the two kinds of price a leg has its headline is.
    pub const fn kind(self) -> PriceKind {
        match self {
            Self::PerUnit | Self::Graduated | Self::Volume | Self::Nil => PriceKind::PerUnit,
            Self::Fixed | Self::CostShare => PriceKind::Fixed,
        }
    }
}

/// From where on another price holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tier {
    /// The tier prices what is above this quantity a month.
    pub above: Quantity,
    pub price: Rate,
}

/// What there is to say of a price besides itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tariff {
    /// One price for each unit, or a fixed one a month.
    #[default]
    Plain,
    /// In rising order of quantity.
    Graduated(Vec<Tier>),
    /// In rising order of quantity.
    Volume(Vec<Tier>),
    /// By this key; the price is what a month is estimated to cost a partner.
    CostShare(String),
    Nil,
}

impl Tariff {
    /// The way that was chosen, which the kind of price tells where the tariff does not.
    pub const fn way(&self, kind: PriceKind) -> PriceWay {
        match (self, kind) {
            (Self::Plain, PriceKind::PerUnit) => PriceWay::PerUnit,
            (Self::Plain, PriceKind::Fixed) => PriceWay::Fixed,
            (Self::Graduated(_), _) => PriceWay::Graduated,
            (Self::Volume(_), _) => PriceWay::Volume,
            (Self::CostShare(_), _) => PriceWay::CostShare,
            (Self::Nil, _) => PriceWay::Nil,
        }
    }

    pub fn tiers(&self) -> &[Tier] {
        match self {
            Self::Graduated(tiers) | Self::Volume(tiers) => tiers,
            Self::Plain | Self::CostShare(_) | Self::Nil => &[],
        }
    }

    /// What a month costs in which `quantity` is taken, rounded once at the end, half a penny going up.
    pub fn amount(&self, kind: PriceKind, price: Rate, quantity: Quantity) -> Result<Pence, MoneyError> {
        Pence::ratio_half_up(self.exact(kind, price, quantity), Rate::PER_PENNY)
    }

    /// What one unit of `quantity` costs on average, to the nearest ten-thousandth of a pound, half of one going up. With
    /// a fixed price it is that price.
    pub fn average(&self, kind: PriceKind, price: Rate, quantity: Quantity) -> Rate {
        let units = i128::from(quantity.to_i64());
        if kind == PriceKind::Fixed || units == 0 {
            return price;
        }
        let average = (2 * self.exact(kind, price, quantity) + units) / (2 * units);
        i64::try_from(average).map_or(price, Rate::from_i64)
    }

    /// In hundred-millionths of a pound: units of a rate times units of a quantity.
    fn exact(&self, kind: PriceKind, price: Rate, quantity: Quantity) -> i128 {
        let (price, units) = (i128::from(price.to_i64()), i128::from(quantity.to_i64()));
        let reached = |tier: &&Tier| quantity > tier.above;
        match (self, kind) {
            (_, PriceKind::Fixed) => price * i128::from(Quantity::from_whole(1).to_i64()),
            (Self::Graduated(tiers), _) => {
                let (mut total, mut last, mut at) = (0, 0, price);
                for tier in tiers.iter().filter(reached) {
                    let above = i128::from(tier.above.to_i64());
                    total += at * (above - last);
                    (last, at) = (above, i128::from(tier.price.to_i64()));
                }
                total + at * (units - last)
            }
            (Self::Volume(tiers), _) => {
                let at = tiers.iter().rfind(reached).map_or(price, |tier| tier.price.to_i64().into());
                at * units
            }
            (Self::Plain | Self::CostShare(_) | Self::Nil, _) => price * units,
        }
    }

    /// The kind, the headline price and the tariff that were typed. Every mistake goes to `errors`.
    pub fn of(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<(PriceKind, Rate, Self)> {
        let way = errors.keep(draft.price_kind.parse::<PriceWay>().map_err(|_| {
            let ways: Vec<&str> = PriceWay::ALL.iter().map(|way| way.label()).collect();
            let message = format!("Choose how you price it: {}", ways.join("; "));
            FieldError::required("price_kind", message)
        }));
        if way == Some(PriceWay::Nil) {
            errors.keep(no_price(&draft.price))?;
            return Some((PriceKind::PerUnit, Rate::ZERO, Self::Nil));
        }
        let price = errors.keep(match way {
            Some(PriceWay::Fixed) => Rate::parse_whole_pence("price", "A fixed price", &draft.price),
            Some(PriceWay::CostShare) => {
                Rate::parse_whole_pence("price", "What a month is estimated to cost", &draft.price)
            }
            _ => Rate::parse("price", &draft.price),
        });
        let way = way?;
        let tariff = match way {
            PriceWay::Graduated => tiers(&draft.tiers, errors).map(Self::Graduated),
            PriceWay::Volume => tiers(&draft.tiers, errors).map(Self::Volume),
            PriceWay::CostShare => {
                let key = text::required("share_key", &draft.share_key, "how the cost is shared", 300);
                errors.keep(key).map(Self::CostShare)
            }
            PriceWay::PerUnit | PriceWay::Fixed | PriceWay::Nil => Some(Self::Plain),
        };
        price.zip(tariff).map(|(price, tariff)| (way.kind(), price, tariff))
    }

    /// Tiers that begin where nothing is left to take: their prices would hold for nobody. They are told whatever else is
    /// wrong with the tiers.
    pub(super) fn check_reach(draft: &OfferDraft, most: Quantity, errors: &mut FieldErrors) {
        let way = draft.price_kind.parse::<PriceWay>();
        if !matches!(way, Ok(PriceWay::Graduated | PriceWay::Volume)) {
            return;
        }
        for (place, tier) in given(&draft.tiers) {
            let field = tier_field(place, "above");
            if Quantity::parse_positive(&field, &tier.above).is_ok_and(|above| above >= most) {
                let message = format!(
                    "Tier {} would never be reached: nobody can take more than {most} a month",
                    tier_number(place)
                );
                errors.push(FieldError::out_of_range(field, message));
            }
        }
    }

    /// The tiers that cost more for each unit than what is below them, by their numbers: rarely what was meant.
    pub fn dearer_tiers(&self, price: Rate) -> Vec<usize> {
        let prices = std::iter::once(price).chain(self.tiers().iter().map(|tier| tier.price));
        let dearer = prices.zip(self.tiers()).zip(2..).filter(|((before, tier), _)| tier.price > *before);
        dearer.map(|(_, number)| number).collect()
    }

    /// The tiers and the key as somebody would have typed them.
    pub(super) fn typed(&self) -> (Vec<TypedTier>, String) {
        let tier = |tier: &Tier| TypedTier { above: tier.above.plain(), price: tier.price.plain() };
        let key = match self {
            Self::CostShare(key) => key.clone(),
            _ => String::new(),
        };
        (self.tiers().iter().map(tier).collect(), key)
    }
}

/// Where there is no charge, a price would be dropped: whoever typed one means something else.
fn no_price(typed: &str) -> Result<(), FieldError> {
    if typed.trim().is_empty() || Rate::parse("price", typed) == Ok(Rate::ZERO) {
        return Ok(());
    }
    let message = format!("Leave the price empty, or choose something else than “{}”", PriceWay::Nil.label());
    Err(FieldError::invalid("price", message))
}

/// The tiers that are not left empty, each with its place.
fn given(typed: &[TypedTier]) -> impl Iterator<Item = (usize, &TypedTier)> {
    let is_given = |tier: &TypedTier| !(tier.above.trim().is_empty() && tier.price.trim().is_empty());
    typed.iter().enumerate().filter(move |(_, tier)| is_given(tier))
}

/// The number of a typed tier as people read it: the headline price is the first.
const fn tier_number(place: usize) -> usize {
    place + 2
}

fn tier_field(place: usize, name: &str) -> String {
    format!("tier_{}_{name}", place + 1)
}

fn tiers(typed: &[TypedTier], errors: &mut FieldErrors) -> Option<Vec<Tier>> {
    let mut tiers: Vec<Tier> = Vec::new();
    let (mut is_sound, mut largest) = (true, Quantity::ZERO);
    for (place, typed) in given(typed) {
        let above = errors.keep(above(place, &typed.above));
        let price = errors.keep(tier_price(place, &typed.price));
        if let Some(above) = above {
            if above <= largest {
                let message = format!(
                    "Tier {} must begin above a larger quantity than the tier before it",
                    tier_number(place)
                );
                errors.push(FieldError::out_of_range(tier_field(place, "above"), message));
                is_sound = false;
            }
            largest = above;
        }
        match above.zip(price) {
            Some((above, price)) => tiers.push(Tier { above, price }),
            None => is_sound = false,
        }
    }
    if tiers.is_empty() && is_sound {
        errors.push(FieldError::required("tier_1_above", "Enter at least one tier"));
        return None;
    }
    if tiers.len() > MOST_TIERS {
        errors.push(FieldError::out_of_range("tier_1_above", format!("Enter {MOST_TIERS} tiers at most")));
        return None;
    }
    is_sound.then_some(tiers)
}

fn above(place: usize, raw: &str) -> Result<Quantity, FieldError> {
    let (field, number) = (tier_field(place, "above"), tier_number(place));
    if raw.trim().is_empty() {
        return Err(FieldError::required(
            field,
            format!("Enter above how many a month tier {number} begins"),
        ));
    }
    Quantity::parse_positive_called(&field, &format!("Where tier {number} begins"), raw)
}

fn tier_price(place: usize, raw: &str) -> Result<Rate, FieldError> {
    let (field, number) = (tier_field(place, "price"), tier_number(place));
    if raw.trim().is_empty() {
        return Err(FieldError::required(field, format!("Enter the price of tier {number}")));
    }
    Rate::parse_called(&field, &format!("The price of tier {number}"), raw)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::parse("price", text).unwrap()
    }

    fn tier(above: u32, price: &str) -> Tier {
        Tier { above: Quantity::from_whole(above), price: rate(price) }
    }

    #[test]
    fn each_way_prices_a_quantity_as_its_name_says() {
        let tiers = vec![tier(1_000, "4"), tier(5_000, "3.50")];
        let ways = [
            (PriceKind::PerUnit, Tariff::Plain),
            (PriceKind::Fixed, Tariff::Plain),
            (PriceKind::PerUnit, Tariff::Graduated(tiers.clone())),
            (PriceKind::PerUnit, Tariff::Volume(tiers)),
            (PriceKind::Fixed, Tariff::CostShare("by staff".into())),
        ];
        let table: Vec<String> = ways
            .iter()
            .map(|(kind, tariff)| {
                let at = |units| tariff.amount(*kind, rate("4.40"), Quantity::from_whole(units)).unwrap();
                let average = tariff.average(*kind, rate("4.40"), Quantity::from_whole(6_000));
                let way = tariff.way(*kind).as_str();
                format!("{way}: {} {} {} {average}", at(1_000), at(1_001), at(6_000))
            })
            .collect();

        insta::assert_snapshot!(table.join("\n"), @"
        per_unit: £4,400.00 £4,404.40 £26,400.00 £4.40
        fixed: £4.40 £4.40 £4.40 £4.40
        graduated: £4,400.00 £4,404.00 £23,900.00 £3.9833
        volume: £4,400.00 £4,004.00 £21,000.00 £3.50
        cost_share: £4.40 £4.40 £4.40 £4.40
        ");
    }

    #[test]
    fn tiers_that_do_not_rise_or_say_half_are_told_where_they_stand() {
        let row = |above: &str, price: &str| TypedTier { above: above.into(), price: price.into() };
        let draft = OfferDraft {
            price_kind: "volume".into(),
            price: "4.40".into(),
            tiers: vec![row("1000", "4"), row("", ""), row("900", "3"), row("2000", "")],
            ..OfferDraft::default()
        };
        let mut errors = FieldErrors::default();

        assert_eq!(Tariff::of(&draft, &mut errors), None);

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["tier_3_above", "tier_4_price"]);
    }

    proptest! {
        #[test]
        fn a_graduated_price_is_the_sum_of_what_lies_within_each_tier(
            first in 0_i64..1_000_000, second in 0_i64..1_000_000, above in 1_u32..10_000, units in 0_u32..50_000,
        ) {
            let (low, high) = (Rate::from_i64(first), Rate::from_i64(second));
            let tariff = Tariff::Graduated(vec![Tier { above: Quantity::from_whole(above), price: high }]);

            let whole = tariff.exact(PriceKind::PerUnit, low, Quantity::from_whole(units));

            let within = |price, units| Tariff::Plain.exact(PriceKind::PerUnit, price, Quantity::from_whole(units));
            let parts = within(low, units.min(above)) + within(high, units.saturating_sub(above));
            prop_assert_eq!(whole, parts);
        }

        #[test]
        fn tiers_at_the_headline_price_change_nothing(price in 0_i64..1_000_000, above in 1_u32..10_000, units in 0_u32..50_000) {
            let (price, units) = (Rate::from_i64(price), Quantity::from_whole(units));
            let tiers = vec![Tier { above: Quantity::from_whole(above), price }];
            let amount = |tariff: Tariff| tariff.amount(PriceKind::PerUnit, price, units).unwrap();

            prop_assert_eq!(amount(Tariff::Graduated(tiers.clone())), amount(Tariff::Plain));
            prop_assert_eq!(amount(Tariff::Volume(tiers)), amount(Tariff::Plain));
        }
    }
}
