//! What a price is, in a few words.

use super::shape::WHOLE_SERVICE_UNIT;
use super::tariff::{Tariff, Tier};
use crate::kernel::price::PriceKind;
use crate::kernel::{Quantity, Rate};

/// "£4.40 per payslip", "£1,200.00 a month", "from £9,000.00 a month" for a whole service.
pub fn price(kind: PriceKind, price: Rate, unit: &str) -> String {
    match kind {
        PriceKind::PerUnit if unit == WHOLE_SERVICE_UNIT => format!("from {price} a month"),
        PriceKind::PerUnit => format!("{price} per {unit}"),
        PriceKind::Fixed => format!("{price} a month"),
    }
}

/// Every price of a tariff in tiers, as an invoice would count them: "the first 1,000 a month at £4.40, the next 2,500 at
/// £4.00, all above 3,500 at £3.50"; "up to 1,000 a month at £4.40; above 1,000 all of them at £4.00". Nothing where there
/// are no tiers.
pub fn tiers(rate: Rate, tariff: &Tariff) -> Option<String> {
    let tiers = tariff.tiers();
    let first = tiers.first()?;
    if matches!(tariff, Tariff::Volume(_)) {
        let above = |tier: &Tier| format!("above {} all of them at {}", tier.above, tier.price);
        let upper: Vec<String> = tiers.iter().map(above).collect();
        return Some(format!("up to {} a month at {rate}; {}", first.above, upper.join("; ")));
    }
    let nexts = tiers.iter().skip(1).map(|tier| Some(tier.above)).chain([None]);
    let within = |(tier, next): (&Tier, Option<Quantity>)| match next
        .and_then(|next| next.checked_sub(tier.above).ok())
    {
        Some(size) => format!("the next {size} at {}", tier.price),
        None => format!("all above {} at {}", tier.above, tier.price),
    };
    let upper: Vec<String> = tiers.iter().zip(nexts).map(within).collect();
    Some(format!("the first {} a month at {rate}, {}", first.above, upper.join(", ")))
}

/// A price with its tariff: "£4.40 per payslip, £3.50 above 5,000".
pub fn asked(kind: PriceKind, rate: Rate, unit: &str, tariff: &Tariff) -> String {
    let plain = price(kind, rate, unit);
    match tariff {
        Tariff::Plain => plain,
        Tariff::Graduated(tiers) | Tariff::Volume(tiers) => {
            let last = tiers.last().map(|tier| format!(", {} above {}", tier.price, tier.above));
            plain + &last.unwrap_or_default()
        }
        Tariff::CostShare(_) => format!("a share of the cost, about {plain}"),
        Tariff::Nil => "no charge".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_told_as_an_invoice_would_count_them() {
        let pounds = |raw: &str| Rate::parse("price", raw).unwrap();
        let tier = |above, price| Tier { above: Quantity::from_whole(above), price: pounds(price) };
        let list = || vec![tier(1_000, "4.10"), tier(4_000, "3.80")];

        assert_eq!(
            tiers(pounds("4.60"), &Tariff::Graduated(list())).unwrap(),
            "the first 1,000 a month at £4.60, the next 3,000 at £4.10, all above 4,000 at £3.80"
        );
        assert_eq!(
            tiers(pounds("4.60"), &Tariff::Volume(list())).unwrap(),
            "up to 1,000 a month at £4.60; above 1,000 all of them at £4.10; above 4,000 all of them at £3.80"
        );
        assert_eq!(tiers(pounds("4.60"), &Tariff::Plain), None);
    }
}
