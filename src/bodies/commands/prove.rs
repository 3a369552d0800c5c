//! Following the link of a claim: the address is confirmed, and whoever decides is told.

use serde_json::json;

use super::tidings;
use crate::access::commands::{person_for, spend_link};
use crate::access::{AccessError, LinkPurpose, Person, Secret};
use crate::audit::{self, Actor, Event, Object};
use crate::bodies::claim::Proof;
use crate::bodies::error::BodyError;
use crate::bodies::state::{BodyAction, ClaimAction};
use crate::bodies::store::bodies::{self, BodyRow};
use crate::bodies::store::claims::{self, ClaimRow};
use crate::kernel::ids::{BodyId, ClaimId};
use crate::kernel::{FieldError, FieldErrors, Instant};
use crate::storage::{StorageError, Tx};

/// What whoever holds the link gives beside it.
#[derive(Clone, Debug, Default)]
pub struct ProveInput {
    /// For a new account. Ignored where the address has one with a password.
    pub password_hash: Option<String>,
    /// Whoever is signed in while following the link.
    pub signed_in: Option<Person>,
}

/// Who decides now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proved {
    ByOperator(BodyId),
    ByAdministrators(BodyId),
}

/// Confirms the address of a claim. It grants nothing: the operator, or the body's own administrators, decide.
pub fn prove(tx: &mut Tx<'_>, secret: &Secret, input: ProveInput, now: Instant) -> Result<Proved, BodyError> {
    let (email, subject) = spend_link(tx, LinkPurpose::ProveClaim, secret, now)?;
    let id: ClaimId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    if input.signed_in.as_ref().is_some_and(|person| person.email() != email) {
        return Err(BodyError::OtherAddress);
    }
    let claim = claims::lock(tx, id)?.ok_or(AccessError::LinkSpent)?;
    let body = bodies::lock(tx, claim.body_id)?.ok_or(BodyError::NotFound)?;
    if claims::has_administrator(tx.conn(), body.id)? {
        pass_on(tx, &body, claim, now)?;
        return Ok(Proved::ByAdministrators(body.id));
    }
    let claim = confirm(tx, claim, input, now)?;
    if claim.proof == Proof::OwnDomain
        && let Some(state) = body.state.after(BodyAction::Claim)
    {
        bodies::set_state(tx, body.id, body.version, state, now)?;
    }
    tidings::claim_proved(tx, &body, &claim, now)?;
    Ok(Proved::ByOperator(body.id))
}

/// The address is the person's: they get an account if they had none, and the claim waits for the operator.
fn confirm(
    tx: &mut Tx<'_>,
    mut claim: ClaimRow,
    input: ProveInput,
    now: Instant,
) -> Result<ClaimRow, BodyError> {
    claim.state = claim.state.after(ClaimAction::Prove).ok_or(AccessError::LinkSpent)?;
    if input.password_hash.is_none() && !claims::has_account(tx.conn(), &claim.email)? {
        let error = FieldError::required("password", "Enter a password");
        return Err(FieldErrors::from(error).into());
    }
    let person = person_for(tx, &Actor::visitor(), &claim.email, &claim.name, input.password_hash, now)?;
    claim.person_id = Some(person);
    claim.proved_at = Some(now);
    claims::update(tx, &claim)?;
    record(tx, &claim, "claim.proved", now)?;
    Ok(claim)
}

/// Leaves a claim to the administrators of the body, who decide by inviting.
pub(super) fn pass_on(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    mut claim: ClaimRow,
    now: Instant,
) -> Result<(), BodyError> {
    claim.state = claim.state.after(ClaimAction::PassOn).ok_or(AccessError::LinkSpent)?;
    claim.proved_at = claim.proved_at.or(Some(now));
    claims::update(tx, &claim)?;
    record(tx, &claim, "claim.passed_on", now)?;
    tidings::colleague_asks(tx, body, &claim, now)?;
    Ok(())
}

fn record(tx: &mut Tx<'_>, claim: &ClaimRow, action: &'static str, now: Instant) -> Result<(), StorageError> {
    let id = claim.person_id.map(|person| *person.as_uuid());
    let event = Event {
        actor: Actor { id, name: claim.name.clone(), ..Actor::visitor() },
        action,
        object: Object::new("claim", claim.id),
        seen_by: vec![claim.body_id],
        data: json!({ "email": claim.email, "proof": claim.proof }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
