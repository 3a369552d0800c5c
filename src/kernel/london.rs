//! What people see of time: Europe/London dates and times of day. The clocks go forward an hour on the last
//! Sunday of March, so that 1am to 2am never happens, and back on the last Sunday of October, when it happens twice.

use chrono::{
    DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::Europe::London;

use super::{Instant, Month};

/// The date in London at this moment.
pub fn date(at: Instant) -> NaiveDate {
    local(at).date()
}

/// The date and time of day in London at this moment.
pub fn local(at: Instant) -> NaiveDateTime {
    at.utc().with_timezone(&London).naive_local()
}

/// The month in London at this moment.
pub fn month(at: Instant) -> Month {
    Month::of(date(at))
}

/// The moment a day begins in London.
pub fn start_of_day(day: NaiveDate) -> Instant {
    instant(day.and_time(NaiveTime::MIN))
}

/// The moment at which clocks in London show `local`. A time that happens twice is the first of the two; a time
/// that is skipped is the moment of the skip. So a day cut into frames is covered once, without gap or overlap.
pub fn instant(local: NaiveDateTime) -> Instant {
    let mut shown = local;
    // No skip has lasted longer than an hour or two, so this loop is short.
    for _ in 0..=180 {
        match London.from_local_datetime(&shown) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                return Instant::from_utc(at.with_timezone(&Utc));
            }
            LocalResult::None => shown = next_minute(shown),
        }
    }
    Instant::from_utc(DateTime::from_naive_utc_and_offset(local, Utc))
}

fn next_minute(shown: NaiveDateTime) -> NaiveDateTime {
    let whole = shown.with_second(0).and_then(|time| time.with_nanosecond(0)).unwrap_or(shown);
    whole.checked_add_signed(Duration::minutes(1)).unwrap_or(whole)
}

/// A moment as people read it: `4 November 2026 at 3:05pm`.
pub fn civil_time(at: Instant) -> String {
    let local = local(at);
    format!("{} at {}", long_date(local.date()), time_of_day(local.time()))
}

/// A date as people read it: `4 November 2026`.
pub fn long_date(day: NaiveDate) -> String {
    format!("{} {}", day.day(), Month::of(day))
}

/// A date for narrow tables: `4 Nov 2026`.
pub fn short_date(day: NaiveDate) -> String {
    format!("{} {}", day.day(), Month::of(day).short())
}

/// A time of day as people read it: `3:05pm`, `9am`, `midday`, `midnight`.
pub fn time_of_day(time: NaiveTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "pm" } else { "am" };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{hour}{half}"),
        (_, minute) => format!("{hour}:{minute:02}{half}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn clock(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn summer_time_moves_the_date() {
        assert_eq!(date(at("2026-06-30T23:30:00Z")).to_string(), "2026-07-01");
        assert_eq!(month(at("2026-06-30T23:30:00Z")).iso(), "2026-07");
        assert_eq!(date(at("2026-12-31T23:30:00Z")).to_string(), "2026-12-31");
    }

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(civil_time(at("2026-11-04T15:05:59Z")), "4 November 2026 at 3:05pm");
        assert_eq!(civil_time(at("2026-07-01T11:00:00Z")), "1 July 2026 at midday");
        assert_eq!(civil_time(at("2026-07-01T08:00:00Z")), "1 July 2026 at 9am");
        assert_eq!(civil_time(at("2026-11-04T00:10:00Z")), "4 November 2026 at 12:10am");
    }

    #[test]
    fn the_skipped_hour_is_the_moment_of_the_skip() {
        for skipped in
            ["2026-03-29T01:00:00", "2026-03-29T01:30:15", "2026-03-29T01:59:59", "2026-03-29T02:00:00"]
        {
            assert_eq!(instant(clock(skipped)), at("2026-03-29T01:00:00Z"), "{skipped}");
        }
        assert_eq!(instant(clock("2026-03-29T00:59:00")), at("2026-03-29T00:59:00Z"));
    }

    #[test]
    fn the_doubled_hour_is_its_first_showing() {
        assert_eq!(instant(clock("2026-10-25T01:30:00")), at("2026-10-25T00:30:00Z"));
        assert_eq!(instant(clock("2026-10-25T02:00:00")), at("2026-10-25T02:00:00Z"));
    }

    #[test]
    fn days_last_23_and_25_hours_when_the_clocks_change() {
        let hours = |from: &str, to: &str| {
            start_of_day(to.parse().unwrap()).since(start_of_day(from.parse().unwrap())).num_hours()
        };

        assert_eq!(hours("2026-03-29", "2026-03-30"), 23);
        assert_eq!(hours("2026-10-25", "2026-10-26"), 25);
        assert_eq!(hours("2026-10-26", "2026-10-27"), 24);
    }

    proptest! {
        #[test]
        fn a_day_begins_on_its_own_date(days in -10_000_i64..40_000) {
            let day = NaiveDate::default() + Duration::days(days);

            let start = start_of_day(day);

            prop_assert_eq!(date(start), day);
            prop_assert!(date(start.minus(Duration::microseconds(1))) < day);
        }

        #[test]
        fn a_moment_comes_back_from_the_clock(seconds in 0_i64..4_000_000_000) {
            let moment = Instant::from_micros(seconds * 1_000_000).unwrap();

            let again = instant(local(moment));

            prop_assert!(again == moment || moment.since(again) == Duration::hours(1));
        }
    }
}
