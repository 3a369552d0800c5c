//! The calendar itself and what makes one valid.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::kernel::working_days::{BankHolidays, Division, Observed};

use super::{Frame, WeekHours};

/// When a service runs. Once built it is valid; reading one from JSON checks it again.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct ServiceCalendar {
    name: String,
    week: WeekHours,
    /// Whose bank holidays are kept; none if the service runs on bank holidays too.
    division: Option<Division>,
    closures: BTreeSet<NaiveDate>,
}

/// What is wrong with a calendar, in words for whoever drew it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("Service calendar must have a name of 1 to 120 characters")]
    Name,
    #[error("Times must be on a 24-hour clock, like 09:00 or 17:30")]
    NotATime,
    #[error("Opening time must be before closing time")]
    ClosesBeforeItOpens,
    #[error("Opening hours of a day must follow each other without overlap")]
    FramesOverlap,
    #[error("A day can have at most 6 stretches of opening hours")]
    TooManyFrames,
    #[error("Service calendar must be open at some time of the week")]
    NeverOpen,
    #[error("Service calendar can have at most 400 closure days")]
    TooManyClosures,
}

impl ServiceCalendar {
    const MOST_CLOSURES: usize = 400;

    pub fn new(
        name: &str,
        week: WeekHours,
        division: Option<Division>,
        closures: BTreeSet<NaiveDate>,
    ) -> Result<Self, CalendarError> {
        let name = name.trim();
        if !(1..=120).contains(&name.chars().count()) {
            return Err(CalendarError::Name);
        }
        if week.0.iter().all(|day| day.frames().is_empty()) {
            return Err(CalendarError::NeverOpen);
        }
        if closures.len() > Self::MOST_CLOSURES {
            return Err(CalendarError::TooManyClosures);
        }
        Ok(Self { name: name.to_owned(), week, division, closures })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn week(&self) -> &WeekHours {
        &self.week
    }

    pub fn division(&self) -> Option<Division> {
        self.division
    }

    pub fn closures(&self) -> &BTreeSet<NaiveDate> {
        &self.closures
    }

    /// The stretches in which the service runs on `day`; none on a day it is closed.
    pub fn frames_on(&self, day: NaiveDate, holidays: &BankHolidays) -> &[Frame] {
        let holiday =
            self.division.is_some_and(|division| holidays.is_bank_holiday(day, Observed::In(division)));
        if holiday || self.closures.contains(&day) { &[] } else { self.week.on(day.weekday()).frames() }
    }
}

/// A calendar as it comes from outside.
#[derive(serde::Deserialize)]
struct Unchecked {
    name: String,
    week: WeekHours,
    division: Option<Division>,
    #[serde(default)]
    closures: BTreeSet<NaiveDate>,
}

impl TryFrom<Unchecked> for ServiceCalendar {
    type Error = CalendarError;

    fn try_from(raw: Unchecked) -> Result<Self, CalendarError> {
        Self::new(&raw.name, raw.week, raw.division, raw.closures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::service_calendar::Preset;

    #[test]
    fn json_comes_back_as_it_went() {
        let calendar = Preset::OfficeHours.calendar(Division::Scotland);

        let json = serde_json::to_string(&calendar).unwrap();

        assert!(json.contains(r#""week":[[["09:00","17:00"]],"#), "{json}");
        assert_eq!(serde_json::from_str::<ServiceCalendar>(&json).unwrap(), calendar);
    }

    #[test]
    fn a_calendar_that_cannot_be_is_refused_with_a_sentence() {
        let week = |monday: &str| {
            format!(r#"{{"name":"Desk","week":[{monday},[],[],[],[],[],[]],"division":"scotland"}}"#)
        };
        let message =
            |monday| serde_json::from_str::<ServiceCalendar>(&week(monday)).unwrap_err().to_string();

        assert!(message(r#"[["17:00","09:00"]]"#).starts_with("Opening time must be before closing time"));
        assert!(message(r#"[["09:00","12:00"],["11:00","17:00"]]"#).contains("without overlap"));
        assert!(message(r#"[["09:00","25:00"]]"#).contains("24-hour clock"));
        assert!(message("[]").contains("open at some time"));
        assert!(serde_json::from_str::<ServiceCalendar>(&week(r#"[["00:00","24:00"]]"#)).is_ok());
    }
}
