//! The provider answers a dispute with another figure, or stands by the first and says so.

use super::{current, record, store_changes};
use crate::access::capability::ManageService;
use crate::access::{self, CapabilityKind, Member};
use crate::kernel::Instant;
use crate::kernel::ids::ReturnId;
use crate::service_levels::ServiceLevelsError;
use crate::service_levels::figures::{Draft, Wanted};
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::state::{LineEvent, ReturnState};
use crate::storage::Tx;

/// Gives new figures for every disputed line; the consumer then decides again. A note replaces the last one.
pub fn correct(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    id: ReturnId,
    version: i64,
    draft: &Draft,
    now: Instant,
) -> Result<ReturnState, ServiceLevelsError> {
    let mut view = current(tx, by, id, version)?;
    if view.leg.provider != by.body() {
        return Err(ServiceLevelsError::NotTheProvider);
    }
    let (changed, note) = corrected(&view, draft)?;
    if !note.is_empty() {
        view.note = note;
    }
    store_changes(tx, &mut view, &changed)?;
    record(tx, by, "return.corrected", &view, now)?;
    tell_consumer(tx, &view, now)?;
    Ok(view.state)
}

fn corrected(view: &ReturnView, draft: &Draft) -> Result<(Vec<LineView>, String), ServiceLevelsError> {
    let disputed: Vec<&LineView> = view.lines_that_allow(LineEvent::Correct).collect();
    if disputed.is_empty() {
        return Err(ServiceLevelsError::NothingDisputed);
    }
    let wanted: Vec<Wanted<'_>> =
        disputed.iter().map(|line| line.kpi.as_ref().map_or(Wanted::Quantity, Wanted::Kpi)).collect();
    let (measures, note) = draft.parse(&wanted)?;
    let mut changed = Vec::with_capacity(disputed.len());
    for (line, (number, measure)) in disputed.into_iter().zip(measures) {
        assert_eq!(line.number, number, "a draft keeps the order of the lines it was asked for");
        let state = line.state.apply(LineEvent::Correct)?;
        changed.push(LineView { measure, state, ..line.clone() });
    }
    Ok((changed, note))
}

fn tell_consumer(tx: &mut Tx<'_>, view: &ReturnView, now: Instant) -> Result<(), ServiceLevelsError> {
    let subject = format!("Return corrected: {}", view.title());
    let text = format!(
        "{} has answered your dispute of its return of {}. Look at it again, and accept or dispute it.",
        view.leg.provider_name,
        view.title()
    );
    let path = format!("/returns/{}", view.id);
    access::tell(tx, view.leg.consumer, CapabilityKind::ManageService, &subject, &text, &path, now)?;
    Ok(())
}
