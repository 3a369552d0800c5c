//! When a service runs, as it is typed: ready-made hours or one's own for each day of the week, whose bank holidays it
//! keeps, and the days on which it is closed besides.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::draft::OfferDraft;
use crate::kernel::service_calendar::{CalendarError, DayHours, Preset, ServiceCalendar, WeekHours};
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, text_enum};

/// The days of a week, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// What hours are called that somebody drew up.
const OWN_NAME: &str = "Hours of our own";

text_enum! {
    /// Ready-made hours, or one's own.
    pub enum HoursKind {
        OfficeHours = "office_hours",
        ExtendedHours = "extended_hours",
        AllHours = "all_hours",
        /// Each day of the week is given.
        Own = "own_hours",
    }
}

impl HoursKind {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self.preset() {
            Some(preset) => preset.label(),
            None => "Other hours, day by day",
        }
    }

    /// The ready-made hours it stands for.
    pub const fn preset(self) -> Option<Preset> {
        match self {
            Self::OfficeHours => Some(Preset::OfficeHours),
            Self::ExtendedHours => Some(Preset::ExtendedHours),
            Self::AllHours => Some(Preset::AllHours),
            Self::Own => None,
        }
    }
}

text_enum! {
    /// Whose bank holidays a service keeps.
    pub enum HolidaysKept {
        EnglandAndWales = "england-and-wales",
        Scotland = "scotland",
        NorthernIreland = "northern-ireland",
        /// The service runs on bank holidays too.
        None = "none",
    }
}

impl HolidaysKept {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self.division() {
            Some(division) => division.label(),
            None => "None: it runs on bank holidays too",
        }
    }

    /// The part of the country, where it keeps any.
    pub const fn division(self) -> Option<Division> {
        match self {
            Self::EnglandAndWales => Some(Division::EnglandAndWales),
            Self::Scotland => Some(Division::Scotland),
            Self::NorthernIreland => Some(Division::NorthernIreland),
            Self::None => None,
        }
    }

    fn of(division: Option<Division>) -> Self {
        Self::ALL.iter().copied().find(|kept| kept.division() == division).unwrap_or(Self::None)
    }
}

/// The calendar of a draft. Every mistake goes to `errors`.
pub fn calendar(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<ServiceCalendar> {
    let kind = draft.hours.parse::<HoursKind>();
    let kind = errors.keep(kind.map_err(|_| FieldError::required("hours", "Choose when the service runs")));
    let holidays = draft
        .holidays
        .parse::<HolidaysKept>()
        .map_err(|_| FieldError::required("holidays", "Choose whose bank holidays the service keeps"));
    let holidays = errors.keep(holidays);
    let closures = closures(&draft.closures, errors);
    let week = match kind?.preset() {
        Some(preset) => Some(preset.calendar(Division::EnglandAndWales).week().clone()),
        None => week(&draft.week, errors),
    };
    let division = match kind? {
        HoursKind::AllHours => None,
        _ => holidays?.division(),
    };
    let (week, closures, _) = (week?, closures?, holidays?);
    let name = kind?.preset().map_or(OWN_NAME, Preset::label);
    errors.keep(ServiceCalendar::new(name, week, division, closures).map_err(|flaw| match flaw {
        CalendarError::TooManyClosures => FieldError::out_of_range("closures", flaw.to_string()),
        flaw => FieldError::invalid("week_1", flaw.to_string()),
    }))
}

fn week(typed: &[String], errors: &mut FieldErrors) -> Option<WeekHours> {
    let mut days: [DayHours; 7] = Default::default();
    let mut is_sound = true;
    for (place, day) in DAYS.iter().enumerate() {
        let raw = typed.get(place).map(String::as_str).unwrap_or_default();
        let read = DayHours::read_typed(raw).map_err(|flaw| {
            let message = match flaw {
                CalendarError::NotATime => {
                    format!("Enter {day}’s hours like 9am to 5pm, or 09:00 to 12:30, 13:30 to 17:00")
                }
                flaw => format!("{day}: {flaw}"),
            };
            FieldError::invalid(field(place), message)
        });
        match errors.keep(read) {
            Some(hours) => days[place] = hours,
            None => is_sound = false,
        }
    }
    if is_sound && days.iter().all(|day| day.frames().is_empty()) {
        errors.push(FieldError::required(field(0), "Enter the hours of at least one day"));
        return None;
    }
    is_sound.then_some(WeekHours(days))
}

/// The name of a day's field: `week_1` is Monday.
pub fn field(place: usize) -> String {
    format!("week_{}", place + 1)
}

fn closures(typed: &[String], errors: &mut FieldErrors) -> Option<BTreeSet<NaiveDate>> {
    let days = typed.iter().filter(|day| !day.trim().is_empty()).map(|day| {
        day.trim().parse::<NaiveDate>().map_err(|_| {
            let message =
                format!("“{}” is not a day. Write one on each line, like 24 December 2026", day.trim());
            FieldError::invalid("closures", message)
        })
    });
    errors.keep(days.collect())
}

/// A calendar as somebody would have typed it.
pub(super) fn typed(calendar: &ServiceCalendar) -> OfferDraft {
    let is_preset = |kind: &&HoursKind| {
        let preset = kind.preset().map(|preset| preset.calendar(Division::EnglandAndWales));
        let keeps_holidays = **kind != HoursKind::AllHours || calendar.division().is_none();
        preset.is_some_and(|preset| preset.week() == calendar.week()) && keeps_holidays
    };
    let kind = HoursKind::ALL.iter().find(is_preset).copied().unwrap_or(HoursKind::Own);
    let week = if kind == HoursKind::Own {
        calendar.week().0.iter().map(DayHours::typed).collect()
    } else {
        Vec::new()
    };
    OfferDraft {
        hours: kind.as_str().to_owned(),
        holidays: HolidaysKept::of(calendar.division()).as_str().to_owned(),
        week,
        closures: calendar.closures().iter().map(NaiveDate::to_string).collect(),
        ..OfferDraft::default()
    }
}

/// What somebody begins with who gives hours of their own.
pub(super) fn usual_week() -> Vec<String> {
    Preset::OfficeHours.calendar(Division::EnglandAndWales).week().0.iter().map(DayHours::typed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(week: [&str; 7], closures: &[&str]) -> OfferDraft {
        OfferDraft {
            hours: "own_hours".into(),
            holidays: "scotland".into(),
            week: week.map(str::to_owned).to_vec(),
            closures: closures.iter().map(|day| (*day).to_owned()).collect(),
            ..OfferDraft::default()
        }
    }

    fn read(draft: &OfferDraft) -> Result<ServiceCalendar, FieldErrors> {
        let mut errors = FieldErrors::default();
        let calendar = calendar(draft, &mut errors);
        errors.finish(calendar)
    }

    #[test]
    fn own_hours_of_several_stretches_with_saturdays_and_closures_read_in_words() {
        let long = "08:00 to 12:30, 13:30 to 18:00";
        let draft = own([long, long, long, long, long, "9am to midday", ""], &["2026-12-24"]);

        let calendar = read(&draft).unwrap();

        assert_eq!(
            calendar.describe(),
            "Monday to Friday, 8am to 12:30pm and 1:30pm to 6pm; Saturday, 9am to midday, except bank holidays in \
             Scotland; closed on 24 December 2026"
        );
        assert_eq!(read(&typed(&calendar)), Ok(calendar));
    }

    #[test]
    fn every_calendar_reads_back_as_it_was_typed() {
        for hours in HoursKind::ALL {
            for holidays in HolidaysKept::ALL {
                let draft = OfferDraft {
                    hours: hours.as_str().into(),
                    holidays: holidays.as_str().into(),
                    week: usual_week(),
                    closures: vec!["2026-12-31".into(), "2026-12-24".into()],
                    ..OfferDraft::default()
                };
                let calendar = read(&draft).unwrap();

                assert_eq!(read(&typed(&calendar)).unwrap().describe(), calendar.describe());
            }
        }
    }

    #[test]
    fn every_mistake_is_told_beside_its_day() {
        let draft = own(["9 to 5", "", "soon", "", "", "", ""], &["2026-12-24", "Christmas"]);

        let errors = read(&draft).unwrap_err();

        let told: Vec<String> =
            errors.0.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        insta::assert_snapshot!(told.join("\n"), @"
        closures: “Christmas” is not a day. Write one on each line, like 24 December 2026
        week_1: Monday: Opening time must be before closing time
        week_3: Enter Wednesday’s hours like 9am to 5pm, or 09:00 to 12:30, 13:30 to 17:00
        ");
        let never = read(&own([""; 7], &[])).unwrap_err();
        assert_eq!(never.of("week_1"), Some("Enter the hours of at least one day"));
    }
}
