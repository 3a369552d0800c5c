//! Dates as British finance systems write them: ISO, or the day before the month. Never the month first.

use chrono::NaiveDate;

use crate::kernel::month;

/// Why a cell is not a date; a bad row shows it as its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFlaw {
    #[error("the date is empty")]
    Empty,
    #[error("the date is not like 02/01/2025, 2025-01-02 or 02-Jan-2025")]
    NotADate,
    #[error("there is no day {day:02}/{month:02}/{year} (day, month, year)")]
    NoSuchDay { day: u32, month: u32, year: i32 },
    #[error("the year {0} is not between 1990 and 2100")]
    YearOutOfRange(i32),
}

/// Reads a date, with or without a time of day after it: `2025-01-02 00:00:00`, `2025-01-02`, `02/01/2025`,
/// `2/1/25`, `02-Jan-2025`, `2 January 2025`.
pub fn read(raw: &str) -> Result<NaiveDate, DateFlaw> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(DateFlaw::Empty);
    }
    let parts: Vec<&str> =
        without_time(text).split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(DateFlaw::NotADate) };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let (year, month, day) = (year_of(year)?, month_of(month)?, number(day, 2)?);
    if !(1990..=2100).contains(&year) {
        return Err(DateFlaw::YearOutOfRange(year));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFlaw::NoSuchDay { day, month, year })
}

/// Cuts off a time of day: what follows a `T` or the last space, if it has a colon in it.
fn without_time(text: &str) -> &str {
    match text.rsplit_once([' ', 'T']) {
        Some((date, time))
            if time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || ":.Z".contains(c)) =>
        {
            date.trim_end()
        }
        _ => text,
    }
}

/// Two digits are a year of this century: no ledger here is older.
fn year_of(text: &str) -> Result<i32, DateFlaw> {
    let year = number(text, 4)?;
    let year = i32::try_from(year).map_err(|_| DateFlaw::NotADate)?;
    match text.len() {
        4 => Ok(year),
        2 => Ok(2000 + year),
        _ => Err(DateFlaw::NotADate),
    }
}

/// A month by its number, its name or the first letters of it, three or more.
fn month_of(text: &str) -> Result<u32, DateFlaw> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return number(text, 2);
    }
    month::number_of(text).ok_or(DateFlaw::NotADate)
}

fn number(text: &str, most_digits: usize) -> Result<u32, DateFlaw> {
    let fits = (1..=most_digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().map_err(|_| DateFlaw::NotADate) } else { Err(DateFlaw::NotADate) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read_as_finance_systems_write_them() {
        for raw in [
            "2025-01-02 00:00:00",
            "2025-01-02T00:00:00Z",
            "2025-01-02",
            "2025/01/02",
            "02/01/2025",
            "2/1/25",
            "02/01/2025 00:00",
            "02-01-2025",
            "02.01.2025",
            "02-Jan-2025",
            "02-JAN-25",
            "2 January 2025",
        ] {
            assert_eq!(read(raw), Ok(NaiveDate::from_ymd_opt(2025, 1, 2).unwrap()), "{raw}");
        }
        assert_eq!(read("3 Sept 2025").unwrap().to_string(), "2025-09-03");
    }

    #[test]
    fn the_month_never_comes_first() {
        assert_eq!(read("03/04/2025").unwrap().to_string(), "2025-04-03");
        assert_eq!(
            read("12/31/2025").unwrap_err().to_string(),
            "there is no day 12/31/2025 (day, month, year)"
        );
    }

    #[test]
    fn what_is_not_a_date_says_why() {
        for (raw, flaw) in [
            ("", DateFlaw::Empty),
            ("Total", DateFlaw::NotADate),
            ("45678", DateFlaw::NotADate),
            ("02/01", DateFlaw::NotADate),
            ("02/01/2025/1", DateFlaw::NotADate),
            ("02/Foo/2025", DateFlaw::NotADate),
            ("2/1/205", DateFlaw::NotADate),
            ("31/02/2025", DateFlaw::NoSuchDay { day: 31, month: 2, year: 2025 }),
            ("29/02/2025", DateFlaw::NoSuchDay { day: 29, month: 2, year: 2025 }),
            ("2025-13-01", DateFlaw::NoSuchDay { day: 1, month: 13, year: 2025 }),
            ("01/01/0025", DateFlaw::YearOutOfRange(25)),
            ("1899-12-30", DateFlaw::YearOutOfRange(1899)),
        ] {
            assert_eq!(read(raw), Err(flaw), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            let _ = read(&raw);
        }

        #[test]
        fn every_day_is_read_in_every_form(days in 0_i64..36_000) {
            let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Duration::days(days);

            for form in ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d/%m/%y", "%-d/%-m/%y", "%d-%b-%Y", "%-d %B %Y"] {
                let raw = day.and_time(chrono::NaiveTime::MIN).format(form).to_string();
                prop_assert_eq!(read(&raw), Ok(day), "{}", raw);
            }
        }
    }
}
