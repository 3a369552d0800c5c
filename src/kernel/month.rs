//! Calendar months, in which services are delivered and charged, and the financial years they fall in.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

use super::FieldError;

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of a month by its name, or by three or more of its first letters: `October`, `oct`, `Sept`.
pub fn number_of(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let place = NAMES.iter().position(|known| known.to_lowercase().starts_with(&name));
    let place = place.filter(|_| name.len() >= 3)?;
    u32::try_from(place + 1).ok()
}

/// One month of one year, from year 0 to year 9999. Kept as the number of months since January of year 0.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Integer)]
pub struct Month(i32);

/// A text that is not a month such as `2026-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a month is written like 2026-10")]
pub struct NotAMonth;

impl Month {
    const MOST: i32 = 9_999 * 12 + 11;

    /// The month `number` (1 to 12) of `year`.
    pub fn new(year: i32, number: u32) -> Option<Self> {
        let number = i32::try_from(number).ok().filter(|number| (1..=12).contains(number))?;
        (0..=9_999).contains(&year).then(|| Self(year * 12 + number - 1))
    }

    /// From a count of months that we stored ourselves.
    pub const fn from_i32(months: i32) -> Self {
        assert!(months >= 0 && months <= Self::MOST, "a month lies between year 0 and year 9999");
        Self(months)
    }

    pub const fn to_i32(self) -> i32 {
        self.0
    }

    /// Reads a month as the API, URLs and `<input type="month">` write it: `2026-10`.
    pub fn parse(field: &str, raw: &str) -> Result<Self, FieldError> {
        match raw.trim() {
            "" => Err(FieldError::required(field, "Enter a month, like 2026-10")),
            text => {
                text.parse().map_err(|NotAMonth| FieldError::invalid(field, "Month must be like 2026-10"))
            }
        }
    }

    pub fn of(date: NaiveDate) -> Self {
        Self::clamped(date.year() * 12 + date.month0().cast_signed())
    }

    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 for January to 12 for December.
    pub const fn number(self) -> u32 {
        self.0.rem_euclid(12).cast_unsigned() + 1
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or_default() // always a date: year and month are in range
    }

    pub fn last_day(self) -> NaiveDate {
        self.first_day() + chrono::Months::new(1) - Days::new(1)
    }

    pub fn contains(self, date: NaiveDate) -> bool {
        Self::of(date) == self
    }

    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    #[must_use]
    pub fn prev(self) -> Self {
        self.plus(-1)
    }

    /// So many months later, or earlier; it stops at the ends of year 0 and year 9999.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self::clamped(self.0.saturating_add(months))
    }

    /// How many months `self` comes after `earlier`.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Every month from this one to `last`, both included; none if `last` is before this one.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.0..=last.0).map(Self)
    }

    pub fn financial_year(self) -> FinancialYear {
        FinancialYear(if self.number() >= 4 { self.year() } else { self.year() - 1 })
    }

    /// The name alone: `October`.
    pub fn name(self) -> &'static str {
        NAMES[usize::try_from(self.number() - 1).unwrap_or_default()]
    }

    /// For narrow tables and charts: `Oct 2026`.
    pub fn short(self) -> String {
        format!("{} {}", &self.name()[..3], self.year())
    }

    /// For URLs and other programs: `2026-10`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year(), self.number())
    }

    fn clamped(months: i32) -> Self {
        Self(months.clamp(0, Self::MOST))
    }
}

/// What people read: `October 2026`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.year())
    }
}

impl std::str::FromStr for Month {
    type Err = NotAMonth;

    fn from_str(raw: &str) -> Result<Self, NotAMonth> {
        let (year, month) = raw.split_once('-').ok_or(NotAMonth)?;
        let digits = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(NotAMonth);
        }
        let (year, month) = (year.parse().map_err(|_| NotAMonth)?, month.parse().map_err(|_| NotAMonth)?);
        Self::new(year, month).ok_or(NotAMonth)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> serde::Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The twelve months from 1 April to 31 March, named after the years it touches: `2026-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The financial year that begins in April of `year`.
    pub const fn from_i32(year: i32) -> Self {
        Self(year)
    }

    /// The year in which it begins.
    pub const fn to_i32(self) -> i32 {
        self.0
    }

    pub fn of(date: NaiveDate) -> Self {
        Month::of(date).financial_year()
    }

    pub fn first_month(self) -> Month {
        Month::clamped(self.0.saturating_mul(12).saturating_add(3))
    }

    pub fn last_month(self) -> Month {
        self.first_month().plus(11)
    }

    pub fn months(self) -> impl DoubleEndedIterator<Item = Month> + Clone {
        self.first_month().through(self.last_month())
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// A text that is not a financial year such as `2026-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a financial year is written like 2026-27")]
pub struct NotAFinancialYear;

impl std::str::FromStr for FinancialYear {
    type Err = NotAFinancialYear;

    fn from_str(raw: &str) -> Result<Self, NotAFinancialYear> {
        let start =
            raw.get(..4).filter(|text| text.bytes().all(|b| b.is_ascii_digit())).ok_or(NotAFinancialYear)?;
        let year = Self(start.parse().map_err(|_| NotAFinancialYear)?);
        if year.to_string() == raw { Ok(year) } else { Err(NotAFinancialYear) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_written_in_three_ways() {
        let october = month("2026-10");

        assert_eq!((october.to_string().as_str(), october.short().as_str()), ("October 2026", "Oct 2026"));
        assert_eq!((october.iso().as_str(), october.to_i32()), ("2026-10", 2026 * 12 + 9));
    }

    #[test]
    fn only_months_are_months() {
        for raw in ["2026-13", "2026-00", "2026-1", "26-10", "2026/10", "2026-10-01", "+026-10", "October"] {
            assert_eq!(raw.parse::<Month>(), Err(NotAMonth), "{raw}");
        }
        assert_eq!(Month::parse("from", "").unwrap_err().message, "Enter a month, like 2026-10");
    }

    #[test]
    fn months_know_their_days_and_neighbours() {
        assert_eq!(month("2028-02").last_day().to_string(), "2028-02-29");
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(month("2026-01").prev(), month("2025-12"));
        assert_eq!(month("9999-12").next(), month("9999-12"));
        let range: Vec<String> = month("2026-11").through(month("2027-02")).map(Month::iso).collect();
        assert_eq!(range, ["2026-11", "2026-12", "2027-01", "2027-02"]);
        assert_eq!(month("2027-02").through(month("2026-11")).count(), 0);
    }

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(month("2026-03").financial_year().to_string(), "2025-26");
        assert_eq!(month("2026-04").financial_year().to_string(), "2026-27");
        assert_eq!(FinancialYear::from_i32(2099).to_string(), "2099-00");
        assert_eq!("2026-27".parse(), Ok(FinancialYear::from_i32(2026)));
        assert_eq!("2026-28".parse::<FinancialYear>(), Err(NotAFinancialYear));
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(months in 0_i32..120_000) {
            let month = Month::from_i32(months);

            prop_assert_eq!(month.iso().parse(), Ok(month));
            prop_assert_eq!(Month::of(month.first_day()), month);
            prop_assert_eq!(Month::of(month.last_day()), month);
            prop_assert!(month.number() < 4 || month.financial_year().months().any(|each| each == month));
        }

        #[test]
        fn no_text_makes_it_panic(raw in any::<String>()) {
            let _ = (raw.parse::<Month>(), raw.parse::<FinancialYear>());
        }
    }
}
