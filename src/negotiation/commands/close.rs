//! Ending a negotiation without an agreement.

use serde_json::json;

use super::step;
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind, Member};
use crate::catalogue::capacity;
use crate::kernel::ids::ProposalId;
use crate::kernel::{FieldErrors, Instant, text};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::ProposalEvent;
use crate::negotiation::store::proposals;
use crate::storage::Tx;

/// Declines the version that the other body sent.
pub fn decline(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    reason: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    close(tx, by, id, (ProposalEvent::Decline, ProposalHappening::Declined, "declined"), reason, now)
}

/// Takes back what the own body sent, or leaves before everybody has signed. A draft is thrown away.
pub fn withdraw(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    reason: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    close(tx, by, id, (ProposalEvent::Withdraw, ProposalHappening::Withdrawn, "withdrew from"), reason, now)
}

fn close(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    (event, happening, did): (ProposalEvent, ProposalHappening, &str),
    reason: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let proposal = step::lock(tx, by, id)?;
    let state = step::next(&proposal, event, by.body())?;
    let reason = text::required("reason", reason, "a reason", 1_000).map_err(FieldErrors::from)?;
    capacity::release(tx, id, now)?;
    let closed_reason = Some(reason.clone());
    let closed = Proposal { state, closed_reason, expires_at: None, updated_at: now, ..proposal };
    proposals::update(tx, &closed)?;
    step::record(tx, by.actor(), happening, &closed, json!({ "reason": reason }), now)?;
    if closed.number == 0 {
        return Ok(()); // Nobody else has seen it.
    }
    let text = format!("{} {did} “{}”. Their reason:\n\n{reason}", by.body_name(), closed.title);
    let other = closed.parties.other_than(by.body());
    let mail = ("has ended without an agreement", text.as_str());
    step::tell(tx, other, CapabilityKind::Negotiate, &closed, mail, now)
}
