//! A calendar in plain English, for agreements and offer pages.

use crate::kernel::london;

use super::{DayHours, Frame, ServiceCalendar};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl ServiceCalendar {
    /// The whole calendar in a sentence: `Monday to Friday, 9am to 5pm, except bank holidays in Scotland`.
    pub fn describe(&self) -> String {
        let mut text = runs(&self.week().0).iter().map(|run| self.run(run)).collect::<Vec<_>>().join("; ");
        match self.division() {
            Some(division) => {
                text.push_str(", except bank holidays in ");
                text.push_str(division.label());
            }
            None => text.push_str(", bank holidays included"),
        }
        if !self.closures().is_empty() {
            let days: Vec<String> = self.closures().iter().map(|day| london::long_date(*day)).collect();
            text.push_str("; closed on ");
            text.push_str(&listed(&days));
        }
        text
    }

    fn run(&self, run: &std::ops::RangeInclusive<usize>) -> String {
        let days = match (*run.start(), *run.end()) {
            (0, 6) => "Every day".to_owned(),
            (first, last) if first == last => DAYS[first].to_owned(),
            (first, last) => format!("{} to {}", DAYS[first], DAYS[last]),
        };
        format!("{days}, {}", spoken(&self.week().0[*run.start()]))
    }
}

/// Days next to each other that share their hours, closed days left out.
fn runs(week: &[DayHours; 7]) -> Vec<std::ops::RangeInclusive<usize>> {
    let mut runs: Vec<std::ops::RangeInclusive<usize>> = Vec::new();
    for (day, hours) in week.iter().enumerate().filter(|(_, hours)| !hours.frames().is_empty()) {
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == day && week[*run.start()] == *hours => *run = *run.start()..=day,
            _ => runs.push(day..=day),
        }
    }
    runs
}

fn spoken(hours: &DayHours) -> String {
    if *hours == DayHours::all_hours() {
        return "all hours".to_owned();
    }
    let frames: Vec<String> = hours
        .frames()
        .iter()
        .map(|Frame(opens, closes)| format!("{} to {}", opens.spoken(), closes.spoken()))
        .collect();
    listed(&frames)
}

/// `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kernel::{
        service_calendar::{MinuteOfDay, Preset, WeekHours},
        working_days::Division,
    };

    fn day(frames: &[(&str, &str)]) -> DayHours {
        let time = |raw: &str| raw.parse::<MinuteOfDay>().unwrap();
        DayHours::new(frames.iter().map(|(from, to)| Frame(time(from), time(to))).collect()).unwrap()
    }

    #[test]
    fn presets_read_as_their_labels_do() {
        let describe = |preset: Preset| preset.calendar(Division::EnglandAndWales).describe();

        assert_eq!(
            describe(Preset::OfficeHours),
            "Monday to Friday, 9am to 5pm, except bank holidays in England and Wales"
        );
        assert_eq!(describe(Preset::AllHours), "Every day, all hours, bank holidays included");
    }

    #[test]
    fn days_with_the_same_hours_are_named_together() {
        let long = day(&[("08:30", "12:00"), ("13:00", "17:30")]);
        let short = day(&[("09:00", "16:30")]);
        let closed = DayHours::closed();
        let week =
            WeekHours([long.clone(), long.clone(), closed.clone(), long, short, closed.clone(), closed]);
        let closures = BTreeSet::from(["2026-12-24".parse().unwrap(), "2026-12-31".parse().unwrap()]);
        let calendar = ServiceCalendar::new("Desk", week, Some(Division::Scotland), closures).unwrap();

        assert_eq!(
            calendar.describe(),
            "Monday to Tuesday, 8:30am to midday and 1pm to 5:30pm; Thursday, 8:30am to midday and 1pm to 5:30pm; \
             Friday, 9am to 4:30pm, except bank holidays in Scotland; closed on 24 December 2026 and 31 December 2026"
        );
    }
}
