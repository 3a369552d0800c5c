//! What signing does to a proposal. The signatures themselves are kept by `agreements`.

use serde_json::json;

use super::step;
use crate::audit::Actor;
use crate::catalogue::capacity;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, ProposalId};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::{ProposalEvent, Side};
use crate::negotiation::store::proposals;
use crate::storage::Tx;

/// The proposal of `body`, locked until the transaction ends: signatures, withdrawals and expiry wait for each other.
/// Refuses a version that was overtaken and a proposal that cannot be signed.
pub(crate) fn lock_for_signing(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: ProposalId,
    read: i32,
) -> Result<Proposal, NegotiationError> {
    let proposal = proposals::lock(tx, body, id)?.ok_or(NegotiationError::NotFound)?;
    proposal.state.apply(ProposalEvent::Sign, Side::Site)?;
    step::must_be_latest(tx.conn(), &proposal, read)?;
    Ok(proposal)
}

/// With the last signature: the proposal is signed, and what it reserved is committed.
pub(crate) fn mark_signed(
    tx: &mut Tx<'_>,
    actor: Actor,
    proposal: Proposal,
    now: Instant,
) -> Result<(), NegotiationError> {
    let state = proposal.state.apply(ProposalEvent::Sign, Side::Site)?;
    capacity::commit(tx, proposal.id, now)?;
    let signed = Proposal { state, expires_at: None, updated_at: now, ..proposal };
    proposals::update(tx, &signed)?;
    step::record(tx, actor, ProposalHappening::Signed, &signed, json!({}), now)
}
