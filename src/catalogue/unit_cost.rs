//! What one unit costs its provider, for those who do not know: direct cost, and a fair share of overheads, assets and
//! pensions. This is the total cost of the Service Reporting Code of Practice (SeRCOP): direct cost with a share of
//! depreciation, of support services and of the pension cost of the service.

use crate::kernel::{FieldError, FieldErrors, Pence, Quantity, Rate};

/// A year's costs in pounds and the units of a year, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedCosts {
    /// Staff, supplies and contracts that are there for this service alone.
    pub direct: String,
    /// The share of management and support services.
    pub overheads: String,
    /// The share of buildings, equipment and licences, by their yearly loss of value.
    pub assets: String,
    /// What the employer pays for the pensions of the staff.
    pub pension: String,
    pub units: String,
}

/// What one unit costs, to the next ten-thousandth of a pound: rounded up, so that the cost is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitCost {
    pub total: Pence,
    pub units: Quantity,
    /// All four kinds of cost.
    pub full: Rate,
    /// Direct cost and pensions alone: what one more unit costs where the rest is there anyway.
    pub direct: Rate,
}

impl UnitCost {
    /// The cost of a unit, or everything that is wrong with what was typed.
    pub fn of(typed: &TypedCosts) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut pounds = |field: &str, name: &str, raw: &str| {
            let raw = if raw.trim().is_empty() { "0" } else { raw };
            errors.keep(not_below_nothing(field, name, raw))
        };
        let direct = pounds("direct", "Direct costs", &typed.direct);
        let overheads = pounds("overheads", "Share of overheads", &typed.overheads);
        let assets = pounds("assets", "Share of assets", &typed.assets);
        let pension = pounds("pension", "Pensions", &typed.pension);
        let all = [direct, overheads, assets, pension];
        if all.iter().all(|cost| cost.is_some_and(Pence::is_zero)) {
            errors.push(FieldError::required("direct", "Enter at least one cost"));
        }
        let units = errors.keep(units(&typed.units));
        let costs = direct.zip(overheads).zip(assets).zip(pension).zip(units);
        let cost = costs.and_then(|((((direct, overheads), assets), pension), units)| {
            let cost = Self::worked_out([direct, overheads, assets, pension], units);
            if cost.is_none() {
                errors.push(FieldError::out_of_range("units", "A unit must cost less than £100,000,000"));
            }
            cost
        });
        errors.finish(cost)
    }

    fn worked_out([direct, overheads, assets, pension]: [Pence; 4], units: Quantity) -> Option<Self> {
        let total = Pence::sum([direct, overheads, assets, pension]).ok()?;
        let one_more = direct.checked_add(pension).ok()?;
        Some(Self { total, units, full: of_each(total, units)?, direct: of_each(one_more, units)? })
    }
}

fn units(raw: &str) -> Result<Quantity, FieldError> {
    if raw.trim().is_empty() {
        return Err(FieldError::required("units", "Enter how many units a year these costs are for"));
    }
    Quantity::parse_positive_called("units", "Units a year", raw)
}

fn not_below_nothing(field: &str, name: &str, raw: &str) -> Result<Pence, FieldError> {
    let amount = Pence::parse_called(field, name, raw)?;
    let message = format!("{name} must be £0 or more");
    if amount.is_negative() { Err(FieldError::out_of_range(field, message)) } else { Ok(amount) }
}

/// Pennies over units of a quantity, in units of a rate: hundredths to ten-thousandths, times the scale of quantities.
fn of_each(total: Pence, units: Quantity) -> Option<Rate> {
    let (total, units) = (i128::from(total.to_i64()) * 100 * 10_000, i128::from(units.to_i64()));
    let rate = i64::try_from((total + units - 1) / units).ok()?;
    (rate <= Rate::MOST_TYPED.to_i64()).then(|| Rate::from_i64(rate))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn costs(direct: &str, units: &str) -> TypedCosts {
        TypedCosts {
            direct: direct.into(),
            overheads: "20,000".into(),
            assets: "5000".into(),
            pension: "£15,000.50".into(),
            units: units.into(),
        }
    }

    #[test]
    fn a_unit_costs_its_share_of_everything() {
        let cost = UnitCost::of(&costs("100,000", "48,000")).unwrap();

        assert_eq!(cost.total.to_string(), "£140,000.50");
        assert_eq!((cost.full.to_string(), cost.direct.to_string()), ("£2.9167".into(), "£2.3959".into()));
    }

    #[test]
    fn every_mistake_is_named() {
        let errors = UnitCost::of(&costs("lots", "0")).unwrap_err();

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["direct", "units"]);
        let told = |typed: &TypedCosts| UnitCost::of(typed).unwrap_err().to_string();
        let nothing = TypedCosts::default();
        assert_eq!(
            told(&nothing),
            "Enter at least one cost; Enter how many units a year these costs are for"
        );
        let each = ["lots", "1.005", "-1", "x", "0"].map(str::to_owned);
        let [direct, overheads, assets, pension, units] = each;
        insta::assert_snapshot!(told(&TypedCosts { direct, overheads, assets, pension, units }).replace("; ", "\n"), @"
        Direct costs must be a number in pounds, like 1,234.50
        Share of overheads must have no more than 2 decimal places, like 1,234.50
        Share of assets must be £0 or more
        Pensions must be a number in pounds, like 1,234.50
        Units a year must be more than 0
        ");
    }

    proptest! {
        #[test]
        fn what_all_units_bring_covers_the_cost_and_hardly_more(pence in 1_i64..1_000_000_000, units in 1_u32..1_000_000) {
            let units = Quantity::from_whole(units);
            let cost = UnitCost::worked_out([Pence::from_i64(pence), Pence::ZERO, Pence::ZERO, Pence::ZERO], units).unwrap();

            let brought = i128::from(cost.full.to_i64()) * i128::from(units.to_i64());
            let needed = i128::from(pence) * 1_000_000;
            prop_assert!(brought >= needed && brought - needed < i128::from(units.to_i64()));
        }
    }
}
