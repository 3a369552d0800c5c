//! Hours of a day and of a week, in local time.

use std::fmt;

use chrono::{NaiveDate, NaiveTime, Weekday};

use crate::kernel::{Instant, london};

use super::CalendarError;

/// A time of day to the minute, from 00:00 to 24:00, which is midnight at the day's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    pub const START: Self = Self(0);
    pub const END: Self = Self(24 * 60);

    /// `hour:minute` on a 24-hour clock.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if hour < 24 && minute < 60 || hour == 24 && minute == 0 {
            Some(Self(hour * 60 + minute))
        } else {
            None
        }
    }

    /// The moment this time is shown in London on `day`.
    pub(super) fn on(self, day: NaiveDate) -> Instant {
        match NaiveTime::from_hms_opt(u32::from(self.0 / 60), u32::from(self.0 % 60), 0) {
            Some(time) => london::instant(day.and_time(time)),
            None => london::start_of_day(day + chrono::Days::new(1)),
        }
    }

    /// As people read it: `9am`, `4:30pm`, `midnight`.
    pub(super) fn spoken(self) -> String {
        let time = NaiveTime::from_hms_opt(u32::from(self.0 / 60 % 24), u32::from(self.0 % 60), 0);
        london::time_of_day(time.unwrap_or(NaiveTime::MIN))
    }
}

impl fmt::Display for MinuteOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for MinuteOfDay {
    type Err = CalendarError;

    fn from_str(raw: &str) -> Result<Self, CalendarError> {
        let two =
            |text: &str| text.parse().ok().filter(|_: &u16| text.len() == 2 && text.as_bytes()[0] != b'+');
        let (hour, minute) = raw.split_once(':').ok_or(CalendarError::NotATime)?;
        two(hour)
            .zip(two(minute))
            .and_then(|(hour, minute)| Self::new(hour, minute))
            .ok_or(CalendarError::NotATime)
    }
}

impl serde::Serialize for MinuteOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for MinuteOfDay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One stretch of a day in which the service runs. In JSON a pair: `["09:00", "17:00"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Frame(pub MinuteOfDay, pub MinuteOfDay);

/// The hours of one day: frames in order that do not overlap. None at all means closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<Frame>")]
pub struct DayHours(Vec<Frame>);

impl DayHours {
    /// The most stretches one day may have.
    pub const MOST: usize = 6;

    pub fn new(frames: Vec<Frame>) -> Result<Self, CalendarError> {
        if frames.len() > Self::MOST {
            return Err(CalendarError::TooManyFrames);
        }
        if frames.iter().any(|Frame(opens, closes)| opens >= closes) {
            return Err(CalendarError::ClosesBeforeItOpens);
        }
        if frames.windows(2).any(|pair| pair[1].0 < pair[0].1) {
            return Err(CalendarError::FramesOverlap);
        }
        Ok(Self(frames))
    }

    pub fn closed() -> Self {
        Self::default()
    }

    pub fn all_hours() -> Self {
        Self(vec![Frame(MinuteOfDay::START, MinuteOfDay::END)])
    }

    pub fn frames(&self) -> &[Frame] {
        &self.0
    }
}

impl TryFrom<Vec<Frame>> for DayHours {
    type Error = CalendarError;

    fn try_from(frames: Vec<Frame>) -> Result<Self, CalendarError> {
        Self::new(frames)
    }
}

/// The hours of a week, Monday first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WeekHours(pub [DayHours; 7]);

impl WeekHours {
    /// The same hours from Monday to Friday, closed at the weekend.
    pub fn weekdays(hours: &DayHours) -> Self {
        Self(std::array::from_fn(|day| if day < 5 { hours.clone() } else { DayHours::closed() }))
    }

    /// The same hours on all seven days.
    pub fn every_day(hours: &DayHours) -> Self {
        Self(std::array::from_fn(|_| hours.clone()))
    }

    pub fn on(&self, day: Weekday) -> &DayHours {
        &self.0[usize::try_from(day.num_days_from_monday()).unwrap_or_default()]
    }
}
