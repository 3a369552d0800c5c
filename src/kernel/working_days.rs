//! Bank holidays and working days. The three parts of the United Kingdom keep different holidays; a service
//! clock follows one of them, a statutory period all of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Month, text_enum};

text_enum! {
    /// A part of the United Kingdom with its own bank holidays.
    pub enum Division {
        EnglandAndWales = "england-and-wales",
        Scotland = "scotland",
        NorthernIreland = "northern-ireland",
    }
}

impl Division {
    /// The division whose bank holidays a nation keeps, by the nation's name in the registers.
    pub fn of_nation(nation: &str) -> Self {
        match nation {
            "Scotland" => Self::Scotland,
            "Northern Ireland" => Self::NorthernIreland,
            _ => Self::EnglandAndWales,
        }
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "England and Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }
}

/// Whose bank holidays a day must avoid to be a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    In(Division),
    /// A bank holiday in any part of the United Kingdom (Procurement Act 2023, section 123).
    AnywhereInTheUk,
}

/// The bank holidays of each division, substitute days included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankHolidays(BTreeMap<Division, BTreeSet<NaiveDate>>);

impl FromIterator<(Division, NaiveDate)> for BankHolidays {
    fn from_iter<I: IntoIterator<Item = (Division, NaiveDate)>>(days: I) -> Self {
        let mut holidays = Self::default();
        for (division, date) in days {
            holidays.0.entry(division).or_default().insert(date);
        }
        holidays
    }
}

impl BankHolidays {
    /// No holidays at all: for calendars that keep none.
    pub fn none() -> Self {
        Self::default()
    }

    /// The holidays of one division, in order.
    pub fn of(&self, division: Division) -> impl Iterator<Item = NaiveDate> {
        self.0.get(&division).into_iter().flatten().copied()
    }

    pub fn is_bank_holiday(&self, day: NaiveDate, observed: Observed) -> bool {
        let kept = |division| self.0.get(&division).is_some_and(|days| days.contains(&day));
        match observed {
            Observed::In(division) => kept(division),
            Observed::AnywhereInTheUk => Division::ALL.iter().copied().any(kept),
        }
    }

    /// Neither a Saturday, a Sunday nor a bank holiday.
    pub fn is_working_day(&self, day: NaiveDate, observed: Observed) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.is_bank_holiday(day, observed)
    }

    /// The `count`th working day after `from`, which itself never counts; with a count of 0, `from`.
    pub fn add_working_days(&self, from: NaiveDate, count: u32, observed: Observed) -> NaiveDate {
        let mut day = from;
        for _ in 0..count {
            day = self.first_working_day_from(day + Days::new(1), observed);
        }
        day
    }

    /// The first working day of a month.
    pub fn first_working_day(&self, month: Month, observed: Observed) -> NaiveDate {
        self.first_working_day_from(month.first_day(), observed)
    }

    /// `day` itself if it is a working day, or else the next one.
    pub fn first_working_day_from(&self, day: NaiveDate, observed: Observed) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day, observed)).unwrap_or(day)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The real holidays of 2024 to 2028 where the shared data is at hand; says aloud when it is not.
    pub(crate) fn real_holidays() -> Option<BankHolidays> {
        let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        let path = format!("{shared}/data/registers/bank_holidays_2024_2028.csv");
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("left out: no bank holidays at {path}");
            return None;
        };
        let row = |line: &str| {
            let mut cells = line.split(',');
            (cells.next().unwrap().parse().unwrap(), cells.next().unwrap().parse().unwrap())
        };
        Some(text.lines().skip(1).map(row).collect())
    }

    #[test]
    fn substitute_days_count_and_the_days_they_stand_for_do_not() {
        let Some(holidays) = real_holidays() else { return };
        let english = Observed::In(Division::EnglandAndWales);

        assert!(holidays.is_bank_holiday(day("2026-12-28"), english));
        assert!(!holidays.is_bank_holiday(day("2026-12-26"), english));
        assert!(holidays.is_bank_holiday(day("2028-01-03"), english));
        assert_eq!(holidays.add_working_days(day("2026-12-24"), 1, english), day("2026-12-29"));
        let counts: Vec<usize> =
            Division::ALL.iter().map(|division| holidays.of(*division).count()).collect();
        assert_eq!(counts, [40, 45, 50]);
    }

    #[test]
    fn a_holiday_anywhere_stops_a_statutory_period() {
        let Some(holidays) = real_holidays() else { return };
        let english = Observed::In(Division::EnglandAndWales);
        let boyne = day("2026-07-13");

        assert!(holidays.is_working_day(boyne, english));
        assert!(!holidays.is_working_day(boyne, Observed::AnywhereInTheUk));
        assert_eq!(
            holidays.add_working_days(day("2026-07-10"), 1, Observed::AnywhereInTheUk),
            day("2026-07-14")
        );
    }

    #[test]
    fn the_first_working_day_of_january_depends_on_where() {
        let Some(holidays) = real_holidays() else { return };
        let january: Month = "2026-01".parse().unwrap();

        let first = |division| holidays.first_working_day(january, Observed::In(division)).to_string();

        assert_eq!(first(Division::EnglandAndWales), "2026-01-02");
        assert_eq!(first(Division::Scotland), "2026-01-05");
    }

    #[test]
    fn divisions_have_the_names_of_the_published_files() {
        for division in Division::ALL {
            assert_eq!(division.as_str().parse(), Ok(*division));
            assert_eq!(serde_json::to_string(division).unwrap(), format!("\"{}\"", division.as_str()));
        }
        assert!("england".parse::<Division>().is_err());
    }

    proptest! {
        #[test]
        fn counting_in_two_steps_is_counting_in_one(
            days in 0_u64..2_000, first in 0_u32..30, second in 0_u32..30,
            kept in proptest::collection::btree_set(0_u64..2_100, 0..60),
        ) {
            let start = day("2024-01-01");
            let holidays: BankHolidays =
                kept.iter().map(|offset| (Division::Scotland, start + Days::new(*offset))).collect();
            let scottish = Observed::In(Division::Scotland);
            let from = start + Days::new(days);

            let twice = holidays.add_working_days(holidays.add_working_days(from, first, scottish), second, scottish);

            prop_assert_eq!(twice, holidays.add_working_days(from, first + second, scottish));
            prop_assert!(first + second == 0 || holidays.is_working_day(twice, scottish));
        }
    }
}
