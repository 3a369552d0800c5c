//! Calendars that need no drawing up.

use std::collections::BTreeSet;

use crate::kernel::{text_enum, working_days::Division};

use super::{DayHours, Frame, MinuteOfDay, ServiceCalendar, WeekHours};

text_enum! {
    /// A ready-made calendar that an offer can name.
    pub enum Preset {
        OfficeHours = "office_hours",
        ExtendedHours = "extended_hours",
        AllHours = "all_hours",
    }
}

impl Preset {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OfficeHours => "Monday to Friday, 9am to 5pm",
            Self::ExtendedHours => "Monday to Friday, 8am to 6pm",
            Self::AllHours => "Every day, all hours",
        }
    }

    /// The calendar, with the bank holidays of `division` where the service keeps any.
    pub fn calendar(self, division: Division) -> ServiceCalendar {
        let (week, division) = match self {
            Self::OfficeHours => (WeekHours::weekdays(&hours(9, 17)), Some(division)),
            Self::ExtendedHours => (WeekHours::weekdays(&hours(8, 18)), Some(division)),
            Self::AllHours => (WeekHours::every_day(&DayHours::all_hours()), None),
        };
        #[expect(clippy::expect_used, reason = "three constant calendars, all of which the tests build")]
        ServiceCalendar::new(self.label(), week, division, BTreeSet::new())
            .expect("a preset is a valid calendar")
    }
}

fn hours(opens: u16, closes: u16) -> DayHours {
    let frame = MinuteOfDay::new(opens, 0).zip(MinuteOfDay::new(closes, 0)).map(|(from, to)| Frame(from, to));
    frame.and_then(|frame| DayHours::new(vec![frame]).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_valid_calendar_under_its_own_name() {
        for preset in Preset::ALL {
            assert_eq!(preset.calendar(Division::EnglandAndWales).name(), preset.label());
            assert_eq!(preset.as_str().parse(), Ok(*preset));
        }
    }
}
