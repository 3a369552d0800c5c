//! What is free and what it costs, unit by unit: payslips and audit days never add up.

use std::collections::BTreeMap;

use crate::catalogue::store::summary::{FreeRow, PriceRow};
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Quantity, Rate};

/// The prices asked for one unit, or for a month of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRange {
    pub kind: PriceKind,
    pub least: Rate,
    pub most: Rate,
}

/// Everything of one service that is counted in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFree {
    pub service_code: String,
    pub unit: String,
    pub offers: i64,
    pub prices: Vec<PriceRange>,
    /// What is free in each month that was asked for, and how many offers have any of it.
    pub months: Vec<(Month, Quantity, i64)>,
}

impl UnitFree {
    /// What is free in the best month.
    pub fn most(&self) -> Quantity {
        self.months.iter().map(|(_, free, _)| *free).max().unwrap_or_default()
    }

    /// What is free in the first month.
    pub fn now(&self) -> Quantity {
        self.months.first().map(|(_, free, _)| *free).unwrap_or_default()
    }
}

/// The rows by service and unit, what most offers are counted in first.
pub(super) fn units(prices: Vec<PriceRow>, free: Vec<FreeRow>, months: &[Month]) -> Vec<UnitFree> {
    let mut by_unit: BTreeMap<(String, String), UnitFree> = BTreeMap::new();
    for row in prices {
        let key = (row.service_code.clone(), row.unit.clone());
        let unit = by_unit.entry(key).or_insert_with(|| UnitFree {
            service_code: row.service_code,
            unit: row.unit,
            offers: 0,
            prices: Vec::new(),
            months: months.iter().map(|month| (*month, Quantity::ZERO, 0)).collect(),
        });
        unit.offers += row.offers;
        if let (Some(kind), Some(least), Some(most)) = (row.price_kind, row.least, row.most) {
            unit.prices.push(PriceRange { kind, least, most });
        }
    }
    for row in free {
        let Some(unit) = by_unit.get_mut(&(row.service_code, row.unit)) else { continue };
        if let Some(month) = unit.months.iter_mut().find(|(month, ..)| *month == row.month) {
            (month.1, month.2) = (row.free, row.offers);
        }
    }
    let mut units: Vec<UnitFree> = by_unit.into_values().collect();
    for unit in &mut units {
        unit.prices.sort_by_key(|range| range.kind != PriceKind::PerUnit);
    }
    units.sort_by_key(|unit| -unit.offers);
    units
}
