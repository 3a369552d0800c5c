//! How much an offer lists in each month, as it was typed.

use super::draft::{OTHER_UNIT, OfferDraft};
use super::season::{self, MonthQuantity};
use super::shape::{Shape, WHOLE_SERVICE_UNIT};
use super::whole;
use crate::kernel::{FieldError, FieldErrors, Month, Quantity, text};

/// The longest that an offer or a need runs: ten years of months.
pub const MOST_MONTHS: i32 = 120;

/// What is listed, once it makes sense.
pub(super) struct Capacity {
    pub(super) unit: String,
    pub(super) quantity: Quantity,
    pub(super) first: Month,
    pub(super) last: Month,
    pub(super) differs: Vec<MonthQuantity>,
}

impl Capacity {
    /// What is listed in the month that has the most.
    pub(super) fn most(&self) -> Quantity {
        let months = usize::try_from(self.last.since(self.first) + 1).unwrap_or_default();
        let usual = (self.differs.len() < months).then_some(self.quantity);
        let differs = self.differs.iter().map(|row| row.quantity);
        differs.chain(usual).max().unwrap_or(self.quantity)
    }
}

/// [`Capacity::most`] of a draft whose capacity makes sense.
pub(super) fn most(draft: &OfferDraft, this_month: Month) -> Option<Quantity> {
    capacity(draft, this_month, &mut FieldErrors::default()).map(|capacity| capacity.most())
}

/// The unit, the quantity and the months that were typed. Every mistake goes to `errors`.
pub(super) fn capacity(draft: &OfferDraft, this_month: Month, errors: &mut FieldErrors) -> Option<Capacity> {
    let is_whole = draft.shape() == Shape::WholeService;
    let unit = if is_whole { Some(WHOLE_SERVICE_UNIT.to_owned()) } else { errors.keep(unit(draft)) };
    let quantity = errors.keep(if is_whole {
        whole::bodies(&draft.quantity_per_month)
    } else {
        Quantity::parse_positive("quantity_per_month", &draft.quantity_per_month)
    });
    let [first, last] = months((&draft.first_month, &draft.last_month), this_month, "An offer", errors);
    let ((unit, quantity), (first, last)) = unit.zip(quantity).zip(first.zip(last))?;
    if last < first || last.since(first) >= MOST_MONTHS {
        return None;
    }
    let differs =
        if is_whole { Vec::new() } else { season::differing(draft, first, last, quantity, errors)? };
    Some(Capacity { unit, quantity, first, last, differs })
}

/// The first and the last month that were chosen, of what is called "An offer" or "A need". Every mistake goes to `errors`.
pub fn months(
    (first, last): (&str, &str),
    this_month: Month,
    what: &str,
    errors: &mut FieldErrors,
) -> [Option<Month>; 2] {
    let mut month = |field: &str, name: &str, raw: &str| {
        if raw.trim().is_empty() {
            errors.push(FieldError::required(field, format!("Choose the {name} month")));
            return None;
        }
        let wrong = |_| FieldError::invalid(field, format!("The {name} month must be like 2026-10"));
        errors.keep(Month::parse(field, raw).map_err(wrong))
    };
    let chosen = [month("first_month", "first", first), month("last_month", "last", last)];
    let [Some(first), Some(last)] = chosen else { return chosen };
    let flaw = if last < first {
        "The last month must not be before the first month".to_owned()
    } else if last.since(first) >= MOST_MONTHS {
        format!("{what} can run for 10 years at most")
    } else if last < this_month {
        "The last month must not be in the past".to_owned()
    } else {
        return chosen;
    };
    errors.push(FieldError::out_of_range("last_month", flaw));
    chosen
}

fn unit(draft: &OfferDraft) -> Result<String, FieldError> {
    if draft.unit == OTHER_UNIT {
        return text::required_line("unit_other", &draft.unit_other, "the unit you count in", 40);
    }
    text::required_line("unit", &draft.unit, "the unit you count in", 40)
}
