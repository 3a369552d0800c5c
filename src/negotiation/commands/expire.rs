//! Ending what nobody acted on in time.

use serde_json::json;

use super::step;
use crate::access::{CapabilityKind, System};
use crate::catalogue::capacity;
use crate::kernel::Instant;
use crate::negotiation::error::NegotiationError;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::{ProposalEvent, Side};
use crate::negotiation::store::proposals;
use crate::storage::Tx;

/// How many are ended in one transaction; the worker asks again while there are some.
const AT_ONCE: i64 = 100;

/// Ends proposals that were not answered, or not signed, in time, and gives back what they reserved. Answers how many.
pub fn expire_due(tx: &mut Tx<'_>, by: System, now: Instant) -> Result<usize, NegotiationError> {
    let due = proposals::lock_due(tx, now, AT_ONCE)?;
    let count = due.len();
    for proposal in due {
        expire(tx, by, proposal, now)?;
    }
    Ok(count)
}

fn expire(tx: &mut Tx<'_>, by: System, proposal: Proposal, now: Instant) -> Result<(), NegotiationError> {
    let state = proposal.state.apply(ProposalEvent::Expire, Side::Site)?;
    let reason = match proposal.turn_of() {
        Some(body) => format!("{} did not answer in time", proposal.parties.name_of(body)),
        None => "It was not signed by both sides in time".to_owned(),
    };
    capacity::release(tx, proposal.id, now)?;
    let closed_reason = Some(reason.clone());
    let expired = Proposal { state, closed_reason, updated_at: now, ..proposal };
    proposals::update(tx, &expired)?;
    step::record(tx, by.actor(), ProposalHappening::Expired, &expired, json!({ "reason": reason }), now)?;
    let text = format!("“{}” has expired. {reason}. Capacity it held back is free again.", expired.title);
    for body in expired.parties.both() {
        step::tell(tx, body, CapabilityKind::Negotiate, &expired, ("has expired", &text), now)?;
    }
    Ok(())
}
