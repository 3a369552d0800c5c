//! The pages of a listing that ask how well and when.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::catalogue::draft::{MOST_KPIS, OfferDraft, TypedKpi};
use crate::catalogue::hours::{self, DAYS, HolidaysKept, HoursKind};
use crate::kernel::{FieldErrors, london};
use crate::web::ui::{Choice, Need, Radios, TextArea, TextField, TextKind, Width};

/// The hours, and the measures.
pub(super) fn quality(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    html! {
        (service_hours(draft, errors))
        h2 { "Measures you would be held to" }
        p { "A measure is a share of all cases that meets a standard, such as “Payslips right first time” with a target of \
             99.5%." }
        p.hint { "What stands here is only a place to start for talks, no standard and no advice: promise what you can keep, \
                  change the targets, and empty the lines you do not want. After saving there is room for more, up to "
                  (MOST_KPIS) "." }
        @for place in 1..=lines(draft) { (measure(place, draft.kpis.get(place - 1), errors)) }
    }
}

/// How many lines for measures there are: those that are filled, and room for more.
fn lines(draft: &OfferDraft) -> usize {
    const ROOM: usize = 2;
    let used = draft.kpis.iter().rposition(TypedKpi::is_given).map_or(0, |last| last + 1);
    (used + ROOM).clamp(ROOM + 1, MOST_KPIS)
}

fn service_hours(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let kinds: Vec<Choice> = HoursKind::ALL
        .iter()
        .map(|kind| match kind {
            HoursKind::Own => Choice::new(kind.as_str(), kind.label())
                .hint("Such as Saturdays, evenings, or a break at midday. The next page asks for each day"),
            kind => Choice::new(kind.as_str(), kind.label()),
        })
        .collect();
    let holidays: Vec<Choice> =
        HolidaysKept::ALL.iter().map(|kept| Choice::new(kept.as_str(), kept.label())).collect();
    let kind = Radios {
        name: "hours",
        legend: "When does the service run?",
        choices: &kinds,
        value: &draft.hours,
        error: errors.of("hours"),
        ..Radios::default()
    };
    let holidays = Radios {
        name: "holidays",
        legend: "Whose bank holidays does it keep?",
        hint: Some("A service that runs all hours keeps none"),
        choices: &holidays,
        value: &draft.holidays,
        error: errors.of("holidays"),
        ..Radios::default()
    };
    let closures = closed_days(&draft.closures);
    let closures = TextArea {
        name: "closures",
        label: "On which other days is it closed?",
        hint: Some(
            "One on each line, such as 24 December 2026, or several in a row, such as 27 December 2026 to 31 December 2026",
        ),
        value: &closures,
        error: errors.of("closures"),
        need: Need::Optional,
        rows: Some(4),
        ..TextArea::default()
    };
    html! { (kind.render()) (holidays.render()) (closures.render()) }
}

/// Days as people write them, a line for each; what is no day stays as it was typed.
fn closed_days(days: &[String]) -> String {
    let line = |day: &String| day.parse::<NaiveDate>().map_or_else(|_| day.clone(), london::long_date);
    days.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The hours of each day.
pub(super) fn week(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    html! {
        p.hint { "Write 9am to 5pm, or 09:00 to 12:30, 13:30 to 17:00 where there is a break. “All day” is midnight to \
                  midnight. Leave a day empty on which the service is closed." }
        @for (place, day) in DAYS.iter().enumerate() {
            @let name = hours::field(place);
            (TextField {
                name: &name,
                label: day,
                value: draft.week.get(place).map_or("", String::as_str),
                error: errors.of(&name),
                need: Need::Optional,
                width: Width::Medium,
                ..TextField::default()
            }.render())
        }
    }
}

fn measure(place: usize, typed: Option<&TypedKpi>, errors: &FieldErrors) -> Markup {
    let (name, target) = (format!("kpi_{place}_name"), format!("kpi_{place}_target"));
    html! {
        (TextField {
            name: &name,
            label: &format!("Measure {place}"),
            value: typed.map_or("", |kpi| kpi.name.as_str()),
            error: errors.of(&name),
            need: Need::Optional,
            ..TextField::default()
        }.render())
        (TextField {
            name: &target,
            label: &format!("Target of measure {place}"),
            value: typed.map_or("", |kpi| kpi.target.trim_end_matches('%')),
            error: errors.of(&target),
            need: Need::Optional,
            kind: TextKind::Decimal,
            width: Width::Short,
            suffix: Some("%"),
            ..TextField::default()
        }.render())
    }
}
