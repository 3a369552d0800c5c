//! Working time: how long a service has run between two moments, and when it will have run for so long.
//! Hours are local, time is not: on the day the clocks change, 0:00 to 24:00 is 23 or 25 hours.

use chrono::{Days, Duration, NaiveDate};

use crate::kernel::{Instant, london, working_days::BankHolidays};

use super::{Frame, ServiceCalendar};

/// The calendar has no working time within ten years of the moment asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service calendar has too few open hours for this")]
pub struct NoWorkingTime;

impl ServiceCalendar {
    /// How far ahead [`ServiceCalendar::add_working_minutes`] looks before it gives up: ten years.
    const FURTHEST_DAYS: u64 = 3_660;

    /// Whole minutes of working time from `from` to `to`; none if `to` is not later.
    pub fn working_minutes_between(&self, from: Instant, to: Instant, holidays: &BankHolidays) -> i64 {
        let last = london::date(to);
        let worked = london::date(from)
            .iter_days()
            .take_while(|day| *day <= last)
            .flat_map(|day| self.open_on(day, holidays))
            .map(|(opens, closes)| closes.min(to).since(opens.max(from)).max(Duration::zero()))
            .fold(Duration::zero(), |total, stretch| total + stretch);
        worked.num_minutes()
    }

    /// The moment by which `minutes` of working time have passed since `from`. With none to pass, that is `from`
    /// itself, even when the service is closed then.
    pub fn add_working_minutes(
        &self,
        from: Instant,
        minutes: u32,
        holidays: &BankHolidays,
    ) -> Result<Instant, NoWorkingTime> {
        let mut left = Duration::minutes(i64::from(minutes));
        if left.is_zero() {
            return Ok(from);
        }
        let first = london::date(from);
        for day in first.iter_days().take_while(|day| *day <= first + Days::new(Self::FURTHEST_DAYS)) {
            for (opens, closes) in self.open_on(day, holidays) {
                let opens = opens.max(from);
                let stretch = closes.since(opens).max(Duration::zero());
                if stretch >= left {
                    return Ok(opens.plus(left));
                }
                left -= stretch;
            }
        }
        Err(NoWorkingTime)
    }

    /// Whether the service runs at this moment.
    pub fn is_open_at(&self, at: Instant, holidays: &BankHolidays) -> bool {
        self.open_on(london::date(at), holidays).any(|(opens, closes)| opens <= at && at < closes)
    }

    /// The moments of opening and closing on a day.
    fn open_on(&self, day: NaiveDate, holidays: &BankHolidays) -> impl Iterator<Item = (Instant, Instant)> {
        self.frames_on(day, holidays).iter().map(move |Frame(opens, closes)| (opens.on(day), closes.on(day)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::kernel::{
        service_calendar::{DayHours, MinuteOfDay, Preset, WeekHours},
        working_days::{Division, tests::real_holidays},
    };

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn office() -> ServiceCalendar {
        Preset::OfficeHours.calendar(Division::EnglandAndWales)
    }

    fn night() -> ServiceCalendar {
        let time = |raw: &str| raw.parse::<MinuteOfDay>().unwrap();
        let hours =
            DayHours::new(vec![Frame(time("00:30"), time("01:30")), Frame(time("01:30"), time("03:00"))])
                .unwrap();
        ServiceCalendar::new("Night", WeekHours::every_day(&hours), None, BTreeSet::new()).unwrap()
    }

    #[test]
    fn the_clock_stops_overnight_and_at_the_weekend() {
        let none = BankHolidays::none();
        let (friday, monday) = (at("2026-11-06T16:30:00Z"), at("2026-11-09T09:45:00Z"));

        assert_eq!(office().working_minutes_between(friday, monday, &none), 75);
        assert_eq!(office().add_working_minutes(friday, 75, &none), Ok(monday));
        assert_eq!(office().working_minutes_between(monday, friday, &none), 0);
        assert!(!office().is_open_at(at("2026-11-07T10:00:00Z"), &none));
    }

    #[test]
    fn office_hours_follow_summer_time() {
        let none = BankHolidays::none();

        // Friday 4pm GMT to Monday 10am BST: one hour each.
        let (friday, monday) = (at("2026-03-27T16:00:00Z"), at("2026-03-30T09:00:00Z"));

        assert_eq!(office().working_minutes_between(friday, monday, &none), 120);
        assert_eq!(office().add_working_minutes(friday, 120, &none), Ok(monday));
    }

    #[test]
    fn a_round_the_clock_service_works_23_and_25_hours_when_the_clocks_change() {
        let all = Preset::AllHours.calendar(Division::EnglandAndWales);
        let whole = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            let (from, to) = (london::start_of_day(day), london::start_of_day(day + Days::new(1)));
            all.working_minutes_between(from, to, &BankHolidays::none())
        };

        assert_eq!(
            (whole("2026-03-29"), whole("2026-10-25"), whole("2026-10-26")),
            (23 * 60, 25 * 60, 24 * 60)
        );
    }

    #[test]
    fn night_hours_lose_and_gain_the_hour_once() {
        let worked =
            |from: &str, to: &str| night().working_minutes_between(at(from), at(to), &BankHolidays::none());

        assert_eq!(worked("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 90);
        assert_eq!(worked("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 210);
        assert_eq!(worked("2026-10-25T12:00:00Z", "2026-10-26T12:00:00Z"), 150);
    }

    #[test]
    fn bank_holidays_and_closures_stop_the_clock() {
        let Some(holidays) = real_holidays() else { return };
        let closures = BTreeSet::from(["2026-12-24".parse().unwrap()]);
        let week = office().week().clone();
        let calendar = ServiceCalendar::new("Desk", week, Some(Division::EnglandAndWales), closures).unwrap();

        // Wednesday 23 December at 4pm: the 24th is closed, 25 and 28 are holidays, the next hour is on the 29th.
        let due = calendar.add_working_minutes(at("2026-12-23T16:00:00Z"), 120, &holidays);

        assert_eq!(due, Ok(at("2026-12-29T10:00:00Z")));
    }

    #[test]
    fn a_clock_that_would_take_for_ever_is_an_error() {
        let none = BankHolidays::none();

        assert_eq!(
            night().add_working_minutes(at("2026-01-01T00:00:00Z"), u32::MAX, &none),
            Err(NoWorkingTime)
        );
    }

    proptest! {
        #[test]
        fn between_undoes_add(minute in 0_i64..1_000_000, minutes in 0_u32..6_000, which in 0_usize..4) {
            let calendar = match Preset::ALL.get(which) {
                Some(preset) => preset.calendar(Division::Scotland),
                None => night(),
            };
            let none = BankHolidays::none();
            let from = at("2026-01-01T00:00:00Z").plus(Duration::minutes(minute));

            let to = calendar.add_working_minutes(from, minutes, &none).unwrap();

            prop_assert_eq!(calendar.working_minutes_between(from, to, &none), i64::from(minutes));
        }

        #[test]
        fn time_adds_up(start in 0_i64..500_000, first in 0_i64..20_000, second in 0_i64..20_000) {
            let none = BankHolidays::none();
            let a = at("2026-01-01T00:00:00Z").plus(Duration::minutes(start));
            let (b, c) = (a.plus(Duration::minutes(first)), a.plus(Duration::minutes(first + second)));
            let worked = |from, to| office().working_minutes_between(from, to, &none);

            prop_assert_eq!(worked(a, b) + worked(b, c), worked(a, c));
        }
    }
}
