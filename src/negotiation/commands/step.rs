//! What every step of a negotiation has in common: the lock, the deadline, the audit event and the mail.

use serde_json::{Value, json};

use crate::access::capability::Negotiate;
use crate::access::{self, CapabilityKind, Member};
use crate::audit::{self, Actor, Event, Object};
use crate::bodies;
use crate::kernel::ids::{BodyId, ProposalId};
use crate::kernel::working_days::Observed;
use crate::kernel::{Instant, london};
use crate::negotiation::compare;
use crate::negotiation::error::NegotiationError;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::{ProposalEvent, ProposalState, Side};
use crate::negotiation::store::proposals;
use crate::storage::{Conn, Tx};

/// How many working days a version, or an agreement in principle, stays open.
const OPEN_FOR: u32 = 20;

/// The proposal, locked, for a body that is verified.
pub(super) fn lock(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
) -> Result<Proposal, NegotiationError> {
    let proposal = proposals::lock(tx, by.body(), id)?.ok_or(NegotiationError::NotFound)?;
    if by.body_is_verified() { Ok(proposal) } else { Err(NegotiationError::NotVerified) }
}

/// What `body` doing `event` leads to.
pub(super) fn next(
    proposal: &Proposal,
    event: ProposalEvent,
    body: BodyId,
) -> Result<ProposalState, NegotiationError> {
    let side = proposal.parties.side_of(body).unwrap_or(Side::Site);
    Ok(proposal.state.apply(event, side)?)
}

/// Whoever acts on a version must have read the latest one.
pub(super) fn must_be_latest(
    conn: &mut Conn,
    proposal: &Proposal,
    read: i32,
) -> Result<(), NegotiationError> {
    if read == proposal.number {
        return Ok(());
    }
    let latest = proposals::version(conn, proposal, proposal.number)?.ok_or(NegotiationError::NotFound)?;
    let known = proposals::version(conn, proposal, read)?.ok_or(NegotiationError::NotFound)?;
    let changes = compare::in_words(&compare::versions(&known, &latest));
    Err(NegotiationError::Overtaken { read, latest: proposal.number, changes })
}

/// The end of the last working day on which somebody may still act. A bank holiday in any part of the United Kingdom
/// is not a working day, because either side may keep it.
pub(super) fn deadline(conn: &mut Conn, now: Instant) -> Result<Instant, NegotiationError> {
    let holidays = bodies::queries::bank_holidays(conn)?;
    let last = holidays.add_working_days(london::date(now), OPEN_FOR, Observed::AnywhereInTheUk);
    Ok(london::start_of_day(last + chrono::Days::new(1)))
}

/// Writes the audit event, which both sides see once the proposal has been sent.
pub(super) fn record(
    tx: &mut Tx<'_>,
    actor: Actor,
    what: ProposalHappening,
    proposal: &Proposal,
    more: Value,
    now: Instant,
) -> Result<(), NegotiationError> {
    let mut data =
        json!({ "reference": proposal.reference, "state": proposal.state, "version": proposal.number });
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    let seen_by =
        if proposal.number == 0 { vec![proposal.parties.proposer] } else { proposal.parties.both().to_vec() };
    let event =
        Event { actor, action: what.as_str(), object: Object::new("proposal", proposal.id), seen_by, data };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Mails everybody at `body` who may do `capability`, with the way to the proposal.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    body: BodyId,
    capability: CapabilityKind,
    proposal: &Proposal,
    (subject, text): (&str, &str),
    now: Instant,
) -> Result<(), NegotiationError> {
    let subject = format!("{} {subject}", proposal.reference);
    let path = format!("/proposals/{}", proposal.id);
    access::tell(tx, body, capability, &subject, text, &path, now)?;
    Ok(())
}
