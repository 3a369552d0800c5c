//! What a price is, in a few words.

use super::shape::WHOLE_SERVICE_UNIT;
use super::tariff::Tariff;
use crate::kernel::Rate;
use crate::kernel::price::PriceKind;

/// "£4.40 per payslip", "£1,200.00 a month", "from £9,000.00 a month" for a whole service.
pub fn price(kind: PriceKind, price: Rate, unit: &str) -> String {
    match kind {
        PriceKind::PerUnit if unit == WHOLE_SERVICE_UNIT => format!("from {price} a month"),
        PriceKind::PerUnit => format!("{price} per {unit}"),
        PriceKind::Fixed => format!("{price} a month"),
    }
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
