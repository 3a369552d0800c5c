//! The demo's clock, which anybody can move forward so that months pass in one sitting. A real site has no such page.

use actix_web::HttpResponse;
use chrono::{Duration, Months, NaiveTime};
use serde::Deserialize;

use super::demo_clock_views as views;
use crate::access::{self, System};
use crate::agreements::commands::roll_states;
use crate::bodies::queries::bank_holidays;
use crate::charges::commands::{Due, close_due};
use crate::kernel::working_days::{BankHolidays, Observed};
use crate::kernel::{FieldError, FieldErrors, Instant, london, text_enum};
use crate::reconciliation::commands::match_due;
use crate::storage::{Db, set_setting, setting};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls;
use crate::{catalogue, needs, negotiation};

/// Where the demo keeps how far its clock was moved, in seconds.
const SETTING: &str = "demo_clock_offset_seconds";

text_enum! {
    /// How far to go.
    pub(super) enum Step {
        Day = "day",
        FirstWorkingDay = "first_working_day",
        Month = "month",
    }
}

impl Step {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Day => "By one day",
            Self::FirstWorkingDay => "To the first working day of next month",
            Self::Month => "By one month",
        }
    }

    /// The moment it leads to, always later than `now`.
    pub(super) fn from(self, now: Instant, holidays: &BankHolidays) -> Instant {
        let local = london::local(now);
        match self {
            Self::Day => now.plus(Duration::days(1)),
            Self::Month => london::instant(local + Months::new(1)),
            Self::FirstWorkingDay => {
                let next = london::month(now).next();
                let day = holidays.first_working_day(next, Observed::AnywhereInTheUk);
                let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
                london::instant(day.and_time(nine))
            }
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    forward: String,
}

/// `GET /demo/clock`
pub(super) async fn show(cx: Cx) -> WebResult<HttpResponse> {
    in_a_demo(&cx)?;
    let holidays = cx.read(bank_holidays).await?;
    Ok(cx.page("The demo’s clock", views::clock(&cx, &holidays, &FieldErrors::default())))
}

/// `POST /demo/clock`
pub(super) async fn advance(cx: Cx, form: Form<StepForm>) -> WebResult<HttpResponse> {
    in_a_demo(&cx)?;
    let Ok(step) = form.forward.parse::<Step>() else {
        let errors = FieldErrors::from(FieldError::required("forward", "Choose how far to move the clock"));
        let holidays = cx.read(bank_holidays).await?;
        return Ok(cx.invalid("The demo’s clock", &errors, views::clock(&cx, &holidays, &errors)));
    };
    let (now, due) = go(&cx, step).await?;
    Ok(cx.done(urls::DEMO_CLOCK, &views::said(now, due)))
}

/// Everywhere but in a demo this page does not exist.
pub(super) fn in_a_demo(cx: &Cx) -> WebResult<()> {
    let app = cx.app();
    if app.is_demo() && app.clock.can_be_moved() { Ok(()) } else { Err(WebError::NotFound) }
}

/// Moves the clock and carries out what falls due. The new time is kept before it counts, so that a demo that is
/// stopped in between starts again no earlier than it ended.
pub(super) async fn go(cx: &Cx, step: Step) -> WebResult<(Instant, Due)> {
    let holidays = cx.read(bank_holidays).await?;
    let by = whole_seconds(step.from(cx.now(), &holidays).since(cx.now()));
    cx.write(move |tx| {
        let moved: i64 =
            setting(tx.conn(), SETTING)?.and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
        set_setting(tx, SETTING, &(moved + by.num_seconds()).to_string())?;
        // Nobody was idle while the clock jumped.
        access::commands::carry_sessions(tx, System::of_this_process(), by)
    })
    .await?;
    let (gone, due) = day_by_day(cx, &holidays, cx.now().plus(by)).await?;
    let now = cx.app().clock.advance(by - gone).map_err(|_| WebError::NotFound)?;
    Ok((now, due + run_due(&cx.app().db, &holidays, now).await?))
}

/// Moves the clock to the beginning of each day before `to`, and carries out what falls due that day: a reminder a week
/// before something is sent a week before it. Answers how far the clock has come, and what fell due.
async fn day_by_day(cx: &Cx, holidays: &BankHolidays, to: Instant) -> WebResult<(Duration, Due)> {
    let (app, mut gone, mut due) = (cx.app(), Duration::zero(), Due::default());
    loop {
        let now = app.clock.now();
        let Some(tomorrow) = london::date(now).succ_opt().map(london::start_of_day) else {
            return Ok((gone, due));
        };
        if tomorrow >= to {
            return Ok((gone, due));
        }
        let step = whole_seconds(tomorrow.since(now));
        let now = app.clock.advance(step).map_err(|_| WebError::NotFound)?;
        gone += step;
        due = due + run_due(&app.db, holidays, now).await?;
    }
}

/// The clock moves by whole seconds: never less than asked, or nine o’clock would read one minute to nine.
fn whole_seconds(by: Duration) -> Duration {
    let whole = Duration::seconds(by.num_seconds());
    if whole < by { whole + Duration::seconds(1) } else { whole }
}

/// What the worker would do at this moment.
async fn run_due(db: &Db, holidays: &BankHolidays, now: Instant) -> WebResult<Due> {
    let by = System::of_this_process();
    while db.write(move |tx| negotiation::commands::expire_due(tx, by, now)).await? > 0 {}
    while db.write(move |tx| roll_states(tx, by, now)).await? > 0 {}
    let due = close_due(db, by, holidays, now).await?;
    while db.write(move |tx| catalogue::commands::keep_fresh(tx, by, now)).await? > 0 {}
    while db.write(move |tx| needs::commands::expire_due(tx, by, now)).await? > 0 {}
    match_due(db, by, now).await?;
    Ok(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_never_cut_short() {
        let millis = |by: i64| whole_seconds(Duration::milliseconds(by)).num_milliseconds();

        assert_eq!([1_000, 1_001, 1_999, 2_000].map(millis), [1_000, 2_000, 2_000, 2_000]);
    }

    #[test]
    fn every_step_leads_forward() {
        let none = BankHolidays::none();
        let to = |step: Step, from: &str| step.from(from.parse().unwrap(), &none).to_rfc3339();

        assert_eq!(to(Step::Day, "2026-11-23T10:00:00Z"), "2026-11-24T10:00:00.000000Z");
        assert_eq!(to(Step::FirstWorkingDay, "2026-11-23T10:00:00Z"), "2026-12-01T09:00:00.000000Z");
        assert_eq!(to(Step::FirstWorkingDay, "2026-07-31T10:00:00Z"), "2026-08-03T08:00:00.000000Z");
        assert_eq!(to(Step::Month, "2026-01-31T10:00:00Z"), "2026-02-28T10:00:00.000000Z");
        assert_eq!(to(Step::Month, "2026-10-10T09:00:00Z"), "2026-11-10T10:00:00.000000Z");
    }
}
