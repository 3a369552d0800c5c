//! The page of the demo's clock.

use maud::{Markup, html};

use super::demo_clock::Step;
use crate::charges::commands::Due;
use crate::kernel::working_days::BankHolidays;
use crate::kernel::{FieldErrors, Instant, london};
use crate::web::context::Cx;
use crate::web::ui::{Choice, Radios, SummaryRow, actions, button, heading, plural, post_form, summary_list};
use crate::web::urls;

pub(super) fn clock(cx: &Cx, holidays: &BankHolidays, errors: &FieldErrors) -> Markup {
    let now = cx.now();
    let choices: Vec<Choice> = Step::ALL
        .iter()
        .map(|step| {
            Choice::new(step.as_str(), step.label()).hint(london::civil_time(step.from(now, holidays)))
        })
        .collect();
    let radios = Radios {
        name: "forward",
        legend: "Move it forward",
        choices: &choices,
        error: errors.of("forward"),
        ..Radios::default()
    };
    html! {
        (heading("Demonstration", "The demo’s clock"))
        p.lede { "Services are delivered and charged by the month. Here you need not wait for one to pass." }
        (summary_list(&[SummaryRow::text("It is now", london::civil_time(now))]))
        (post_form(urls::DEMO_CLOCK, &cx.once(), html! {
            (radios.render())
            (actions(button("Move the clock")))
        }))
        p { "The clock never goes back, and it moves for everybody who uses this demo. What falls due on the way is \
             carried out: agreements start and end, and accepted months are charged." }
    }
}

pub(super) fn said(now: Instant, due: Due) -> String {
    let today = format!("It is now {}", london::civil_time(now));
    match due.invoices {
        0 => today,
        invoices => format!("{today}; {} issued", plural(invoices, "invoice was", "invoices were")),
    }
}
