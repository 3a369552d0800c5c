//! The consumer accepts or disputes what the provider says, line by line.

use super::{current, record, store_changes};
use crate::access::capability::ManageService;
use crate::access::{self, CapabilityKind, Member};
use crate::kernel::ids::ReturnId;
use crate::kernel::{FieldError, FieldErrors, Instant, text};
use crate::service_levels::ServiceLevelsError;
use crate::service_levels::figures::MOST_WORDS;
use crate::service_levels::model::{LineView, ReturnView};
use crate::service_levels::state::{LineEvent, LineState, ReturnState};
use crate::storage::Tx;

/// What the consumer says of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    /// With the reason as it was typed.
    Dispute(String),
}

/// An answer to one line, by the line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAnswer {
    pub number: i32,
    pub answer: Answer,
}

/// Answers some lines of a return. Those not mentioned stay as they are.
pub fn answer(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    id: ReturnId,
    version: i64,
    answers: &[LineAnswer],
    now: Instant,
) -> Result<ReturnState, ServiceLevelsError> {
    let view = current(tx, by, id, version)?;
    if view.leg.consumer != by.body() {
        return Err(ServiceLevelsError::NotTheConsumer);
    }
    let changed = answered(by, &view, answers, now)?;
    keep(tx, by, view, &changed, now)
}

/// Accepts every line that waits for an answer. Disputed lines stay disputed.
pub fn accept_all(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    id: ReturnId,
    version: i64,
    now: Instant,
) -> Result<ReturnState, ServiceLevelsError> {
    let view = current(tx, by, id, version)?;
    if view.leg.consumer != by.body() {
        return Err(ServiceLevelsError::NotTheConsumer);
    }
    let pending = view.lines.iter().filter(|line| line.state == LineState::Pending);
    let accept = |line: &LineView| LineAnswer { number: line.number, answer: Answer::Accept };
    let answers: Vec<LineAnswer> = pending.map(accept).collect();
    if answers.is_empty() {
        return Err(ServiceLevelsError::NothingPending);
    }
    let changed = answered(by, &view, &answers, now)?;
    keep(tx, by, view, &changed, now)
}

/// The lines as they are once answered, or every mistake in the answers.
fn answered(
    by: &Member<ManageService>,
    view: &ReturnView,
    answers: &[LineAnswer],
    now: Instant,
) -> Result<Vec<LineView>, ServiceLevelsError> {
    let mut errors = FieldErrors::default();
    let mut changed: Vec<LineView> = Vec::with_capacity(answers.len());
    for given in answers {
        let field = format!("answer-{}", given.number);
        let again = changed.iter().any(|line| line.number == given.number);
        let Some(line) = view.lines.iter().find(|line| line.number == given.number && !again) else {
            errors.push(FieldError::unknown(field, "Answer each line of this return once"));
            continue;
        };
        let reason = match &given.answer {
            Answer::Accept => Some(None),
            Answer::Dispute(reason) => {
                let field = format!("reason-{}", given.number);
                errors.keep(text::required(&field, reason, "a reason", MOST_WORDS)).map(Some)
            }
        };
        let event = if given.answer == Answer::Accept { LineEvent::Accept } else { LineEvent::Dispute };
        let state = line.state.apply(event)?;
        changed.extend(reason.map(|reason| LineView {
            state,
            reason,
            answered_by: Some(by.name().to_owned()),
            answered_at: Some(now),
            ..line.clone()
        }));
    }
    if answers.is_empty() {
        let first = view.lines.iter().find(|line| line.state == LineState::Pending);
        let field = first.map_or_else(String::new, |line| format!("answer-{}", line.number));
        errors.push(FieldError::required(field, "Answer at least one line"));
    }
    Ok(errors.finish(Some(changed))?)
}

fn keep(
    tx: &mut Tx<'_>,
    by: &Member<ManageService>,
    mut view: ReturnView,
    changed: &[LineView],
    now: Instant,
) -> Result<ReturnState, ServiceLevelsError> {
    store_changes(tx, &mut view, changed)?;
    record(tx, by, "return.answered", &view, now)?;
    tell_provider(tx, &view, now)?;
    Ok(view.state)
}

/// A dispute goes to whoever corrects it, an accepted return to whoever charges for it.
fn tell_provider(tx: &mut Tx<'_>, view: &ReturnView, now: Instant) -> Result<(), ServiceLevelsError> {
    let (who, news) = match view.state {
        ReturnState::Disputed => (CapabilityKind::ManageService, "disputes a line of"),
        ReturnState::Submitted => (CapabilityKind::ManageService, "has answered a part of"),
        ReturnState::Accepted => (CapabilityKind::ManageService, "has accepted"),
    };
    let subject = format!("{}: {}", view.state.label(), view.title());
    let text = format!("{} {news} your return of {}.", view.leg.consumer_name, view.title());
    let path = format!("/returns/{}", view.id);
    access::tell(tx, view.leg.provider, who, &subject, &text, &path, now)?;
    if view.state == ReturnState::Accepted {
        let text = format!("{text} Once the month is over it can be closed and charged.");
        let finance = CapabilityKind::ManageFinance;
        access::tell(tx, view.leg.provider, finance, &subject, &text, "/finance", now)?;
    }
    Ok(())
}
