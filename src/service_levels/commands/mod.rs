//! What the two sides do with a return: send it, answer it, correct it.

mod answer;
mod correct;
mod submit;

pub use answer::{Answer, LineAnswer, accept_all, answer};
pub use correct::correct;
pub use submit::{check_may_send, submit};

use super::figures::Measure;
use super::model::{LineView, ReturnView};
use super::store::{self, LineRow, ReturnRow};
use super::{ServiceLevelsError, queries};
use crate::access::Member;
use crate::access::capability::ManageService;
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::{ReturnId, ReturnLineId};
use crate::storage::{StorageError, Tx};

/// The return as the acting body's party may see it, as long as nobody changed it since `version`.
fn current(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    id: ReturnId,
    version: i64,
) -> Result<ReturnView, ServiceLevelsError> {
    let view = queries::return_of_party(tx.conn(), by.body(), id)?.ok_or(ServiceLevelsError::NotFound)?;
    if view.version == version { Ok(view) } else { Err(StorageError::Stale.into()) }
}

/// Writes the lines that changed and the return they make.
fn store_changes(
    tx: &mut Tx<'_>,
    view: &mut ReturnView,
    changed: &[LineView],
) -> Result<(), ServiceLevelsError> {
    for line in changed {
        store::set_line(tx, &line_row(view.id, line))?;
        if let Some(old) = view.lines.iter_mut().find(|old| old.id == line.id) {
            *old = line.clone();
        }
    }
    view.state = super::state::ReturnState::of(view.lines.iter().map(|line| line.state));
    store::set_return(tx, &return_row(view), view.version)?;
    view.version += 1;
    Ok(())
}

fn return_row(view: &ReturnView) -> ReturnRow {
    ReturnRow {
        id: view.id,
        leg_id: view.leg.id,
        month: view.month,
        state: view.state,
        note: view.note.clone(),
        submitted_by: view.submitted_by.clone(),
        submitted_at: view.submitted_at,
        version: view.version,
    }
}

fn line_row(return_id: ReturnId, line: &LineView) -> LineRow {
    let (quantity, proportion) = match line.measure {
        Measure::Quantity(quantity) => (Some(quantity), None),
        Measure::Proportion(proportion) => (None, Some(proportion)),
    };
    LineRow {
        id: line.id,
        return_id,
        number: line.number,
        kpi_id: line.kpi.as_ref().map(|kpi| kpi.id),
        quantity,
        numerator: proportion.map(|proportion| i64::from(proportion.numerator())),
        denominator: proportion.map(|proportion| i64::from(proportion.denominator())),
        state: line.state,
        reason: line.reason.clone(),
        answered_by: line.answered_by.clone(),
        answered_at: line.answered_at,
    }
}

/// The event, with every line's figure and state as they are afterwards.
fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    action: &'static str,
    view: &ReturnView,
    now: Instant,
) -> Result<(), ServiceLevelsError> {
    let lines: Vec<serde_json::Value> = view.lines.iter().map(line_data).collect();
    let data = serde_json::json!({
        "leg": view.leg.id, "month": view.month, "state": view.state, "note": view.note, "lines": lines,
    });
    let object = Object::new("return", view.id);
    audit::record(tx, Event { actor: by.actor(), action, object, seen_by: view.parties(), data }, now)?;
    Ok(())
}

fn line_data(line: &LineView) -> serde_json::Value {
    let figure = match line.measure {
        Measure::Quantity(quantity) => quantity.plain(),
        Measure::Proportion(proportion) => {
            format!("{} of {}", proportion.numerator(), proportion.denominator())
        }
    };
    serde_json::json!({
        "number": line.number, "figure": figure, "state": line.state, "reason": line.reason,
    })
}

/// A line that nobody has answered yet.
fn new_line(number: i32, kpi: Option<crate::agreements::queries::LegKpi>, measure: Measure) -> LineView {
    LineView {
        id: ReturnLineId::new(),
        number,
        kpi,
        measure,
        state: super::state::LineState::Pending,
        reason: None,
        answered_by: None,
        answered_at: None,
    }
}
