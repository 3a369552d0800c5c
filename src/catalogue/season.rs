//! Months in which an offer has more or less to give than usual: nothing in the month the accounts are made up, twice as
//! much in summer.

use super::draft::{OfferDraft, Season, TypedMonth};
use crate::kernel::{FieldError, FieldErrors, Month, Quantity};

/// What an offer lists in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MonthQuantity {
    pub month: Month,
    pub quantity: Quantity,
}

/// The name of the field in which a month's quantity is typed.
pub fn field(month: Month) -> String {
    format!("month_{}", month.iso())
}

/// The months from `first` to `last` that differ from `usual`, in order. What was typed for other months is left out: the
/// offer's dates may have been changed since.
pub(super) fn differing(
    draft: &OfferDraft,
    first: Month,
    last: Month,
    usual: Quantity,
    errors: &mut FieldErrors,
) -> Option<Vec<MonthQuantity>> {
    if draft.season.parse::<Season>() != Ok(Season::Differs) {
        return Some(Vec::new());
    }
    let mut months = Vec::new();
    for TypedMonth { month, quantity } in &draft.months {
        let Ok(month) = month.parse::<Month>() else {
            errors.push(FieldError::invalid("months", "Enter each month like 2026-10"));
            continue;
        };
        if !(first..=last).contains(&month) || quantity.trim().is_empty() {
            continue;
        }
        let parsed = errors.keep(Quantity::parse(&field(month), quantity))?;
        months.push(MonthQuantity { month, quantity: parsed });
    }
    months.sort_by_key(|row| row.month);
    if months.windows(2).any(|pair| matches!(pair, [one, next] if one.month == next.month)) {
        errors.push(FieldError::invalid("months", "Enter each month once"));
        return None;
    }
    let every_month = i32::try_from(months.len()) == Ok(last.since(first) + 1);
    if every_month && months.iter().all(|row| row.quantity.is_zero()) {
        errors.push(FieldError::required(field(first), "Offer something in at least one month"));
        return None;
    }
    months.retain(|row| row.quantity != usual);
    Some(months)
}

/// What was typed, with a line for every month from `first` to `last`.
pub fn lines(draft: &OfferDraft, first: Month, last: Month) -> Vec<TypedMonth> {
    let typed = |month: &str| draft.months.iter().find(|row| row.month == month);
    first
        .through(last)
        .map(|month| {
            let month = month.iso();
            let quantity =
                typed(&month).map_or_else(|| draft.quantity_per_month.clone(), |row| row.quantity.clone());
            TypedMonth { month, quantity }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(raw: &str) -> Month {
        raw.parse().unwrap()
    }

    fn typed(rows: &[(&str, &str)]) -> OfferDraft {
        OfferDraft {
            season: "differs".into(),
            quantity_per_month: "100".into(),
            months: rows
                .iter()
                .map(|(month, quantity)| TypedMonth { month: (*month).into(), quantity: (*quantity).into() })
                .collect(),
            ..OfferDraft::default()
        }
    }

    fn said(draft: &OfferDraft) -> Result<Vec<(String, String)>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let usual = Quantity::from_whole(100);
        let months = differing(draft, month("2027-01"), month("2027-03"), usual, &mut errors);
        let rows = errors.finish(months)?;
        Ok(rows.into_iter().map(|row| (row.month.iso(), row.quantity.plain())).collect())
    }

    #[test]
    fn only_what_differs_within_the_dates_is_kept() {
        let draft = typed(&[("2027-03", "0"), ("2027-01", "100"), ("2027-02", "250.5"), ("2027-09", "7")]);

        let expected = [("2027-02", "250.5"), ("2027-03", "0")].map(|(m, q)| (m.to_owned(), q.to_owned()));
        assert_eq!(said(&draft).unwrap(), expected);
        assert_eq!(said(&OfferDraft { season: "same".into(), ..draft }).unwrap(), []);
    }

    #[test]
    fn nothing_at_all_and_a_month_twice_are_refused() {
        let nothing = said(&typed(&[("2027-01", "0"), ("2027-02", "0"), ("2027-03", "0")])).unwrap_err();
        assert_eq!(nothing.of("month_2027-01"), Some("Offer something in at least one month"));

        let twice = said(&typed(&[("2027-01", "1"), ("2027-01", "2")])).unwrap_err();
        assert_eq!(twice.of("months"), Some("Enter each month once"));
    }
}
