//! The provider says what it delivered in a month, and how well.

use super::{line_row, new_line, record, return_row};
use crate::access::capability::ManageService;
use crate::access::{self, CapabilityKind, Member};
use crate::agreements::queries::{self as agreements, LegView};
use crate::kernel::ids::{LegId, ReturnId};
use crate::kernel::{Instant, Month, london};
use crate::service_levels::figures::{Draft, Wanted};
use crate::service_levels::model::ReturnView;
use crate::service_levels::state::ReturnState;
use crate::service_levels::{ServiceLevelsError, store};
use crate::storage::{StorageError, Tx};

/// Sends the return of one leg for one month that has begun.
pub fn submit(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    leg: LegId,
    month: Month,
    draft: &Draft,
    now: Instant,
) -> Result<ReturnId, ServiceLevelsError> {
    let leg = agreements::leg_of_party(tx.conn(), by.body(), leg)?.ok_or(ServiceLevelsError::NotFound)?;
    check_may_send(by, &leg, month, now)?;
    if store::of_month(tx.conn(), leg.id, month)?.is_some() {
        return Err(ServiceLevelsError::SentAlready(month));
    }
    let mut view = drafted(by, leg, month, now);
    let wanted: Vec<Wanted<'_>> =
        std::iter::once(Wanted::Quantity).chain(view.leg.kpis.iter().map(Wanted::Kpi)).collect();
    let (measures, note) = draft.parse(&wanted)?;
    view.note = note;
    for (number, measure) in measures {
        let kpi = view.leg.kpis.iter().find(|kpi| kpi.number == number).cloned();
        view.lines.push(new_line(number, kpi, measure));
    }
    let lines: Vec<_> = view.lines.iter().map(|line| line_row(view.id, line)).collect();
    store::insert(tx, &return_row(&view), &lines).map_err(|error| sent_meanwhile(error, month))?;
    record(tx, by, "return.submitted", &view, now)?;
    tell_consumer(tx, &view, now)?;
    Ok(view.id)
}

/// Whether the acting body may send a return for this month at all: for the form, and again in the command.
pub fn check_may_send(
    by: &Member<ManageService>,
    leg: &LegView,
    month: Month,
    now: Instant,
) -> Result<(), ServiceLevelsError> {
    if leg.provider != by.body() {
        return Err(ServiceLevelsError::NotTheProvider);
    }
    if month < leg.first_month || month > leg.last_month {
        return Err(ServiceLevelsError::OutsideTerm(month));
    }
    if month > london::month(now) {
        return Err(ServiceLevelsError::NotYet(month));
    }
    Ok(())
}

fn drafted(by: &Member<ManageService>, leg: LegView, month: Month, now: Instant) -> ReturnView {
    ReturnView {
        id: ReturnId::new(),
        leg,
        month,
        state: ReturnState::Submitted,
        note: String::new(),
        submitted_by: by.name().to_owned(),
        submitted_at: now,
        version: 1,
        lines: Vec::new(),
    }
}

/// Two colleagues who send the same month at once both looked before either wrote.
fn sent_meanwhile(error: StorageError, month: Month) -> ServiceLevelsError {
    if error.is_duplicate() { ServiceLevelsError::SentAlready(month) } else { error.into() }
}

fn tell_consumer(tx: &mut Tx<'_>, view: &ReturnView, now: Instant) -> Result<(), ServiceLevelsError> {
    let subject = format!("Return to answer: {}", view.title());
    let text = format!(
        "{} has sent its return of {} for {}. Look at each line, and accept it or say why not.",
        view.leg.provider_name, view.leg.service_name, view.month
    );
    let path = format!("/returns/{}", view.id);
    access::tell(tx, view.leg.consumer, CapabilityKind::ManageService, &subject, &text, &path, now)?;
    Ok(())
}
