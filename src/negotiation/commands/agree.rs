//! Agreeing in principle: the terms stand, and the capacity they need is held back until they are signed.

use serde_json::json;

use super::step;
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind, Member};
use crate::catalogue::capacity;
use crate::kernel::ids::ProposalId;
use crate::kernel::{Instant, london};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::Proposal;
use crate::negotiation::state::ProposalEvent;
use crate::negotiation::store::proposals;
use crate::negotiation::terms::{LegTerms, Terms};
use crate::storage::Tx;

/// Agrees to version `read` on behalf of the body that did not send it.
pub fn agree(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    read: i32,
    now: Instant,
) -> Result<(), NegotiationError> {
    let proposal = step::lock(tx, by, id)?;
    step::must_be_latest(tx.conn(), &proposal, read)?;
    let state = step::next(&proposal, ProposalEvent::Agree, by.body())?;
    let version = proposals::version(tx.conn(), &proposal, read)?.ok_or(NegotiationError::NotFound)?;
    if version.terms.first_month < london::month(now) {
        return Err(NegotiationError::TooLate);
    }
    reserve(tx, id, &version.terms, now)?;
    let expires_at = Some(step::deadline(tx.conn(), now)?);
    let agreed = Proposal { state, expires_at, updated_at: now, ..proposal };
    proposals::update(tx, &agreed)?;
    step::record(tx, by.actor(), ProposalHappening::AgreedInPrinciple, &agreed, json!({}), now)?;
    let text = format!(
        "{} agreed in principle to version {read} of “{}”. The capacity is held back until a signatory of \
         each side has signed.",
        by.body_name(),
        agreed.title
    );
    for body in agreed.parties.both() {
        let mail = ("is agreed in principle and waits for signatures", text.as_str());
        step::tell(tx, body, CapabilityKind::Sign, &agreed, mail, now)?;
    }
    let other = agreed.parties.other_than(by.body());
    let mail = ("is agreed in principle", text.as_str());
    step::tell(tx, other, CapabilityKind::Negotiate, &agreed, mail, now)
}

/// Holds back what every leg takes from an offer, all or nothing. Offers are taken in the order of their ids, so that
/// two proposals over the same two offers never wait for each other.
fn reserve(tx: &mut Tx<'_>, id: ProposalId, terms: &Terms, now: Instant) -> Result<(), NegotiationError> {
    let mut taking: Vec<(i32, &LegTerms)> = (1..).zip(&terms.legs).collect();
    taking.sort_by_key(|(_, leg)| leg.offer);
    for (number, leg) in taking {
        if let Some(offer) = leg.offer {
            let months = (terms.first_month, terms.last_month);
            capacity::reserve(tx, offer, (id, number), months, leg.quantity_per_month, now)?;
        }
    }
    Ok(())
}
