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

/// The months from `first` to `last` that differ from `usual`, in order. Every month that is named must say how much, and
/// belong to the offer. Every mistake goes to `errors`, with the name of its month.
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
    let rows: Vec<Option<MonthQuantity>> =
        draft.months.iter().map(|typed| errors.keep(row(typed, first, last))).collect();
    let mut months: Vec<MonthQuantity> = rows.into_iter().collect::<Option<_>>()?;
    months.sort_by_key(|row| row.month);
    let twice = months.iter().zip(months.iter().skip(1)).find(|(one, next)| one.month == next.month);
    if let Some((one, _)) = twice {
        let message = format!("{} is there twice: enter each month once", one.month);
        errors.push(FieldError::invalid("months", message));
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

fn row(typed: &TypedMonth, first: Month, last: Month) -> Result<MonthQuantity, FieldError> {
    let month = typed.month.parse::<Month>();
    let month = month.map_err(|_| FieldError::invalid("months", "Enter each month like 2026-10"))?;
    let field = field(month);
    if !(first..=last).contains(&month) {
        let message = format!("{month} is not one of the months of the offer, {first} to {last}");
        return Err(FieldError::out_of_range(field, message));
    }
    if typed.quantity.trim().is_empty() {
        let message = format!("Enter a quantity for {month}, or 0 if you have none then");
        return Err(FieldError::required(field, message));
    }
    let quantity = Quantity::parse_called(&field, &month.to_string(), &typed.quantity)?;
    Ok(MonthQuantity { month, quantity })
}

/// Leaves out what was typed of months before `first` or after `last`, once an offer runs from one to the other.
pub(super) fn keep_within(months: &mut Vec<TypedMonth>, first: &str, last: &str) {
    let dates = first.parse::<Month>().ok().zip(last.parse::<Month>().ok());
    if let Some((first, last)) = dates {
        months.retain(|typed| typed.month.parse().is_ok_and(|month| (first..=last).contains(&month)));
    }
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
        let mut draft =
            typed(&[("2027-03", "0"), ("2027-01", "100"), ("2027-02", "250.5"), ("2027-09", "7")]);
        keep_within(&mut draft.months, "2027-01", "2027-03");

        let expected = [("2027-02", "250.5"), ("2027-03", "0")].map(|(m, q)| (m.to_owned(), q.to_owned()));
        assert_eq!(said(&draft).unwrap(), expected);
        assert_eq!(said(&OfferDraft { season: "same".into(), ..draft }).unwrap(), []);
    }

    #[test]
    fn nothing_at_all_and_a_month_twice_are_refused() {
        let nothing = said(&typed(&[("2027-01", "0"), ("2027-02", "0"), ("2027-03", "0")])).unwrap_err();
        assert_eq!(nothing.of("month_2027-01"), Some("Offer something in at least one month"));

        let twice = said(&typed(&[("2027-01", "1"), ("2027-01", "2")])).unwrap_err();
        assert_eq!(twice.of("months"), Some("January 2027 is there twice: enter each month once"));
    }

    #[test]
    fn every_mistake_is_told_at_once_with_the_name_of_its_month() {
        let wrong =
            said(&typed(&[("2027-01", ""), ("2027-02", "lots"), ("2027-03", "-1"), ("2026-01", "5")]));

        let told: Vec<String> =
            wrong.unwrap_err().0.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        insta::assert_snapshot!(told.join("\n"), @"
        month_2027-01: Enter a quantity for January 2027, or 0 if you have none then
        month_2027-02: February 2027 must be a number, like 12 or 7.5
        month_2027-03: March 2027 must be 0 or more
        month_2026-01: January 2026 is not one of the months of the offer, January 2027 to March 2027
        ");
    }
}
