//! The operator's answer to a claim.

use serde_json::{Value, json};

use super::{prove, tidings};
use crate::access::commands::grant_roles;
use crate::access::{Operator, Role, Roles};
use crate::audit::{self, Event, Object};
use crate::bodies::claim::{Proof, RefusalReason};
use crate::bodies::error::BodyError;
use crate::bodies::state::{BodyAction, ClaimAction};
use crate::bodies::store::bodies::{self, BodyRow};
use crate::bodies::store::claims::{self, ClaimRow};
use crate::kernel::Instant;
use crate::kernel::ids::ClaimId;
use crate::storage::{StorageError, Tx};

/// Agrees: the body is verified, and the claimant administers it, with whatever other `roles` the operator chose.
/// Whoever else had claimed it is left to the new administrator.
pub fn approve_claim(
    tx: &mut Tx<'_>,
    by: &Operator,
    id: ClaimId,
    roles: &Roles,
    now: Instant,
) -> Result<(), BodyError> {
    let (mut claim, body) = open(tx, id)?;
    claim.state = claim.state.after(ClaimAction::Approve).ok_or(BodyError::NotOpen)?;
    if claims::has_administrator(tx.conn(), body.id)? {
        return Err(BodyError::HasAdministrators);
    }
    let person = claim.person_id.ok_or(BodyError::NotOpen)?;
    let roles = Roles::new(roles.iter().chain([Role::Administrator]).collect());
    claim.decided_at = Some(now);
    claims::update(tx, &claim)?;
    grant_roles(tx, &by.actor(), person, body.id, &roles, now)?;
    if let Some(state) = body.state.after(BodyAction::Verify) {
        bodies::set_state(tx, body.id, body.version, state, now)?;
    }
    record(tx, by, &claim, "claim.approved", json!({ "email": claim.email, "roles": roles }), now)?;
    tidings::claim_approved(tx, &body, &claim, &roles, now)?;
    for other in claims::proved_of_body(tx, body.id)? {
        prove::pass_on(tx, &body, other, now)?;
    }
    Ok(())
}

/// Does not agree. A body that was claimed by nobody else is merely listed again.
pub fn refuse_claim(
    tx: &mut Tx<'_>,
    by: &Operator,
    id: ClaimId,
    reason: &RefusalReason,
    now: Instant,
) -> Result<(), BodyError> {
    let (mut claim, body) = open(tx, id)?;
    claim.state = claim.state.after(ClaimAction::Refuse).ok_or(BodyError::NotOpen)?;
    claim.decided_at = Some(now);
    claim.reason = Some(reason.as_str().to_owned());
    claims::update(tx, &claim)?;
    let left = claims::proved_of_body(tx, body.id)?;
    if left.iter().all(|other| other.proof != Proof::OwnDomain)
        && let Some(state) = body.state.after(BodyAction::Release)
    {
        bodies::set_state(tx, body.id, body.version, state, now)?;
    }
    let data = json!({ "email": claim.email, "reason": reason.as_str() });
    record(tx, by, &claim, "claim.refused", data, now)?;
    tidings::claim_refused(tx, &body, &claim, reason.as_str(), now)?;
    Ok(())
}

/// A claim and its body, both held until the transaction ends.
fn open(tx: &mut Tx<'_>, id: ClaimId) -> Result<(ClaimRow, BodyRow), BodyError> {
    let claim = claims::lock(tx, id)?.ok_or(BodyError::NotFound)?;
    let body = bodies::lock(tx, claim.body_id)?.ok_or(BodyError::NotFound)?;
    Ok((claim, body))
}

fn record(
    tx: &mut Tx<'_>,
    by: &Operator,
    claim: &ClaimRow,
    action: &'static str,
    data: Value,
    now: Instant,
) -> Result<(), StorageError> {
    let event = Event {
        actor: by.actor(),
        action,
        object: Object::new("claim", claim.id),
        seen_by: vec![claim.body_id],
        data,
    };
    audit::record(tx, event, now)?;
    Ok(())
}
