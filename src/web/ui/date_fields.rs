//! Dates and months. A date is typed as people write it, in one box that keeps whatever was typed; a month is
//! picked from a list, because a list cannot be mistyped. Neither needs JavaScript or the browser's own calendar.

use chrono::NaiveDate;
use maud::Markup;

use super::{
    choice_fields::Choice,
    field::Need,
    select::{OptionGroup, Select},
    text_fields::{TextField, Width},
};
use crate::kernel::{Month, month};

/// A day, typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    /// Replaces "For example, 4 November 2026".
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
}

impl DateField<'_> {
    pub fn render(&self) -> Markup {
        TextField {
            name: self.name,
            label: self.label,
            hint: Some(self.hint.unwrap_or("For example, 4 November 2026 or 4/11/2026")),
            value: self.value,
            error: self.error,
            need: self.need,
            width: Width::Medium,
            autocomplete: Some("off"),
            ..TextField::default()
        }
        .render()
    }
}

/// A month, picked from `months`. It sends "2026-10"; years become the groups of the list.
#[derive(Clone, Copy, Debug, Default)]
pub struct MonthField<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    /// What the list says while nothing is picked, instead of "Choose a month".
    pub prompt: Option<&'a str>,
    pub months: &'a [Month],
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
}

impl MonthField<'_> {
    pub fn render(&self) -> Markup {
        Select {
            name: self.name,
            label: self.label,
            hint: self.hint,
            prompt: Some(self.prompt.unwrap_or("Choose a month")),
            groups: &by_year(self.months),
            value: self.value,
            error: self.error,
            need: self.need,
            width: Width::Medium,
            ..Select::default()
        }
        .render()
    }
}

fn by_year(months: &[Month]) -> Vec<OptionGroup> {
    let choices = |months: &[Month]| -> Vec<Choice> {
        months.iter().map(|month| Choice::new(month.iso(), month.to_string())).collect()
    };
    months
        .chunk_by(|one, next| one.year() == next.year())
        .map(|months| {
            OptionGroup::new(months.first().map_or(0, |month| month.year()).to_string(), choices(months))
        })
        .collect()
}

/// Reads a day as people in the United Kingdom write it: "4 November 2026", "4 Nov 2026", "04/11/2026",
/// "4.11.2026", and "2026-11-04" for programs. A year has four digits, so that nobody has to guess the century.
pub fn read_date(raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw
        .split(|letter: char| letter.is_whitespace() || "/.,-".contains(letter))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, middle, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let day = day.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month_number(middle)?, day.parse().ok()?)
}

fn month_number(word: &str) -> Option<u32> {
    word.parse().ok().or_else(|| month::number_of(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_as_people_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 4);

        for raw in
            ["4 November 2026", "4th nov 2026", "04/11/2026", " 4.11.2026 ", "2026-11-04", "4 November, 2026"]
        {
            assert_eq!(read_date(raw), day, "{raw}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        for raw in ["", "next week", "31/2/2026", "4/11/26", "4 No 2026", "11/2026", "4/13/2026"] {
            assert_eq!(read_date(raw), None, "{raw}");
        }
    }

    #[test]
    fn months_are_grouped_by_year() {
        let december = Month::from_i32(2026 * 12 + 11);
        let months = [december, december.plus(1)];

        let groups = by_year(&months);

        assert_eq!(groups.iter().map(|group| group.label.as_str()).collect::<Vec<_>>(), ["2026", "2027"]);
    }
}
