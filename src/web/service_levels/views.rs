//! Pieces that several pages of returns share.

use maud::{Markup, html};

use crate::kernel::kpi::Outcome;
use crate::kernel::{london, unit};
use crate::service_levels::figures::Measure;
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::queries::Stage;
use crate::service_levels::state::{LineState, ReturnState};
use crate::web::ui::{self, Column, Row, Table, Tone, status_tag};

/// A figure in words: "1,194 of 1,200 (99.50%)" or "1,200 payslips".
pub(super) fn figure(line: &LineView, unit: &str) -> String {
    match line.measure {
        Measure::Quantity(quantity) => unit::counted(quantity, unit),
        Measure::Proportion(proportion) => format!(
            "{} of {} ({proportion})",
            ui::thousands(proportion.numerator()),
            ui::thousands(proportion.denominator())
        ),
    }
}

/// What was promised: the target of a KPI, the agreed quantity of the leg.
pub(super) fn promised(line: &LineView, view: &ReturnView) -> String {
    match &line.kpi {
        Some(kpi) => format!("{} or more", kpi.target),
        None => unit::counted(view.leg.quantity_per_month, &view.leg.unit),
    }
}

pub(super) fn outcome_tag(outcome: Outcome) -> Markup {
    let tone = match outcome {
        Outcome::Met => Tone::Good,
        Outcome::Missed => Tone::Bad,
        Outcome::NotMeasured => Tone::Plain,
    };
    status_tag(tone, outcome.label())
}

pub(super) fn line_tag(state: LineState) -> Markup {
    match state {
        LineState::Pending => status_tag(Tone::Warn, "Waiting for an answer"),
        LineState::Accepted => status_tag(Tone::Good, "Accepted"),
        LineState::Disputed => status_tag(Tone::Bad, "Disputed"),
    }
}

pub(super) fn return_tag(state: ReturnState) -> Markup {
    let tone = match state {
        ReturnState::Submitted => Tone::Warn,
        ReturnState::Accepted => Tone::Good,
        ReturnState::Disputed => Tone::Bad,
    };
    status_tag(tone, state.label())
}

pub(super) fn stage_tag(stage: Stage) -> Markup {
    let tone = match stage {
        Stage::Due | Stage::Submitted => Tone::Warn,
        Stage::Running => Tone::Plain,
        Stage::Disputed => Tone::Bad,
        Stage::Accepted => Tone::Good,
    };
    status_tag(tone, stage.label())
}

/// Every line of a return: the figure, what was promised, and the consumer's answer.
pub(super) fn lines_table(view: &ReturnView) -> Markup {
    Table::new("What was delivered")
        .columns([
            Column::text("Line"),
            Column::text("Delivered"),
            Column::text("Agreed"),
            Column::text("Result"),
            Column::text("Answer"),
        ])
        .rows(view.lines.iter().map(|line| line_row(line, view)))
        .render()
}

fn line_row(line: &LineView, view: &ReturnView) -> Row {
    Row::new([
        html! { (line.name()) },
        html! { (figure(line, &view.leg.unit)) },
        html! { (promised(line, view)) },
        html! { @if let Some(outcome) = line.outcome() { (outcome_tag(outcome)) } },
        html! { (line_tag(line.state)) (answered(line)) },
    ])
}

/// Who answered when, and why they disputed it.
fn answered(line: &LineView) -> Markup {
    html! {
        @if let Some(reason) = &line.reason {
            p.meta {
                @if line.state == LineState::Pending { "Corrected after a dispute: " }
                "“" (reason) "”"
            }
        }
        @if let Some((who, at)) = line.answered_by.as_ref().zip(line.answered_at) {
            p.meta { (who) ", " (london::civil_time(at)) }
        }
    }
}
