//! How often a saved search looks again and tells its owner.

use chrono::{Datelike, Days, Duration, NaiveTime, Weekday};

use crate::kernel::{Instant, london, text_enum};

text_enum! {
    /// How often somebody is told.
    pub enum Cadence {
        AtOnce = "at_once",
        Daily = "daily",
        Weekly = "weekly",
        /// It is only listed, no mail is sent.
        Never = "never",
    }
}

/// When digests go out in London: before people begin to work.
const DIGEST_HOUR: u32 = 7;
/// How long a search that tells at once rests between two looks.
const AT_ONCE: Duration = Duration::minutes(1);

impl Cadence {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AtOnce => "At once",
            Self::Daily => "Once a day",
            Self::Weekly => "Once a week, on Monday",
            Self::Never => "No mail, only show it here",
        }
    }

    /// The next look after one at `now`. A search that sends no mail still looks, so that its list is up to date.
    pub fn next(self, now: Instant) -> Instant {
        match self {
            Self::AtOnce | Self::Never => now.plus(AT_ONCE),
            Self::Daily => morning_after(now, |_| true),
            Self::Weekly => morning_after(now, |day| day == Weekday::Mon),
        }
    }
}

/// Seven o'clock in London on the first day that fits and on which that is still to come.
fn morning_after(now: Instant, fits: impl Fn(Weekday) -> bool) -> Instant {
    let hour = NaiveTime::from_hms_opt(DIGEST_HOUR, 0, 0).unwrap_or_default();
    let today = london::date(now);
    (0..=8)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|day| fits(day.weekday()))
        .map(|day| london::instant(day.and_time(hour)))
        .find(|moment| *moment > now)
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(cadence: Cadence, now: &str) -> String {
        london::civil_time(cadence.next(now.parse().unwrap()))
    }

    #[test]
    fn digests_go_out_at_seven_in_london_in_winter_and_in_summer() {
        assert_eq!(next(Cadence::Daily, "2026-11-23T06:59:59Z"), "23 November 2026 at 7am");
        assert_eq!(next(Cadence::Daily, "2026-11-23T07:00:00Z"), "24 November 2026 at 7am");
        // The clocks go forward in the night to 29 March 2026 and back in the night to 25 October 2026.
        assert_eq!(next(Cadence::Daily, "2026-03-28T07:00:00Z"), "29 March 2026 at 7am");
        assert_eq!(
            Cadence::Daily.next("2026-03-28T07:00:00Z".parse().unwrap()).to_rfc3339(),
            "2026-03-29T06:00:00.000000Z"
        );
        assert_eq!(next(Cadence::Daily, "2026-10-24T06:00:00Z"), "25 October 2026 at 7am");
    }

    #[test]
    fn the_weekly_digest_goes_out_on_mondays() {
        assert_eq!(next(Cadence::Weekly, "2026-11-23T06:00:00Z"), "23 November 2026 at 7am");
        assert_eq!(next(Cadence::Weekly, "2026-11-23T07:00:00Z"), "30 November 2026 at 7am");
        assert_eq!(next(Cadence::Weekly, "2026-11-29T23:00:00Z"), "30 November 2026 at 7am");
    }
}
