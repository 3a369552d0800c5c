//! What the operator does for a body without a claim: domains, and verifying it.

use serde_json::{Value, json};

use crate::access::Operator;
use crate::audit::{self, Event, Object};
use crate::bodies::error::BodyError;
use crate::bodies::mail_domain::OwnDomain;
use crate::bodies::model::DomainSource;
use crate::bodies::state::BodyAction;
use crate::bodies::store::{bodies, domains};
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

/// Says that a domain belongs to a body.
pub fn add_domain(
    tx: &mut Tx<'_>,
    by: &Operator,
    body: BodyId,
    domain: &OwnDomain,
    now: Instant,
) -> Result<(), BodyError> {
    bodies::lock(tx, body)?.ok_or(BodyError::NotFound)?;
    if !domains::add(tx, body, domain.as_str(), DomainSource::Operator)? {
        return Err(BodyError::DomainKnown);
    }
    record(tx, by, body, "body.domain_added", json!({ "domain": domain.as_str() }), now)?;
    Ok(())
}

/// Takes back a domain that an operator added. One from a register goes with its register.
pub fn remove_domain(
    tx: &mut Tx<'_>,
    by: &Operator,
    body: BodyId,
    domain: &str,
    now: Instant,
) -> Result<(), BodyError> {
    if !domains::remove(tx, body, domain)? {
        return Err(BodyError::NotFound);
    }
    record(tx, by, body, "body.domain_removed", json!({ "domain": domain }), now)?;
    Ok(())
}

/// Verifies a body, as it stood at `version`.
pub fn verify_body(
    tx: &mut Tx<'_>,
    by: &Operator,
    body: BodyId,
    version: i64,
    now: Instant,
) -> Result<(), BodyError> {
    let row = bodies::lock(tx, body)?.ok_or(BodyError::NotFound)?;
    let state = row.state.after(BodyAction::Verify).ok_or(BodyError::VerifiedAlready)?;
    bodies::set_state(tx, body, version, state, now)?;
    record(tx, by, body, "body.verified", json!({ "before": row.state }), now)?;
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    by: &Operator,
    body: BodyId,
    action: &'static str,
    data: Value,
    now: Instant,
) -> Result<(), StorageError> {
    let event =
        Event { actor: by.actor(), action, object: Object::new("body", body), seen_by: vec![body], data };
    audit::record(tx, event, now)?;
    Ok(())
}
