//! Saying that one works for a body. A link goes to the work address; nothing else happens until it is followed.

use chrono::Duration;
use serde_json::json;

use super::tidings;
use crate::access::LinkPurpose;
use crate::access::commands::{LINK_LIVES, count_claim, new_link};
use crate::audit::{self, Actor, Event, Object};
use crate::bodies::claim::{ClaimInput, Proof};
use crate::bodies::error::BodyError;
use crate::bodies::mail_domain::{self, Known, Verdict};
use crate::bodies::model::Standing;
use crate::bodies::state::ClaimState;
use crate::bodies::store::bodies::BodyRow;
use crate::bodies::store::claims::{self, ClaimRow};
use crate::bodies::store::{bodies, domains};
use crate::kernel::ids::{BodyId, ClaimId};
use crate::kernel::{FieldError, FieldErrors, Instant, london};
use crate::storage::{StorageError, Tx};

/// So many mails may go to one address in an hour: nobody's mailbox is flooded by somebody else's claims.
const MOST_MAILS: i64 = 6;
const WINDOW: Duration = Duration::hours(1);

/// What the page after a claim says. It says the same whether or not the address is known here.
#[derive(Clone, Debug)]
pub struct ClaimSent {
    pub body_name: String,
    pub email: String,
}

/// Sends a link to the work address of somebody who says they work for `body`. `address` is the network address they
/// are at.
pub fn claim(
    tx: &mut Tx<'_>,
    by: &Actor,
    body: BodyId,
    input: ClaimInput,
    address: &str,
    now: Instant,
) -> Result<ClaimSent, BodyError> {
    let body = bodies::lock(tx, body)?.ok_or(BodyError::NotFound)?;
    if Standing::on(london::date(now), body.valid_from, body.valid_to) == Standing::Former {
        return Err(BodyError::Ended);
    }
    let proof = proof_of(tx, &body, &input)?;
    if claims::mails_since(tx.conn(), input.email.as_str(), now.minus(WINDOW))? >= MOST_MAILS {
        return Err(BodyError::TooManyLinks { minutes: WINDOW.num_minutes() });
    }
    count_claim(tx, address, now)?;
    let sent = ClaimSent { body_name: body.name.clone(), email: input.email.as_str().to_owned() };
    if claims::is_member(tx.conn(), body.id, &sent.email)? {
        tidings::member_already(tx, &body, &input, now)?;
        return Ok(sent);
    }
    let row = match claims::open_of(tx, body.id, &sent.email)? {
        Some(row) if row.state == ClaimState::Proved => {
            tidings::waiting_already(tx, &body, &row, now)?;
            return Ok(sent);
        }
        Some(row) => again(tx, row, input, proof)?,
        None => first(tx, &body, input, proof, now)?,
    };
    let secret = new_link(tx, LinkPurpose::ProveClaim, &row.email, &row.id.to_string(), LINK_LIVES, now)?;
    tidings::follow_link(tx, &body, &row, &secret, now)?;
    record(tx, by, &row, now)?;
    Ok(sent)
}

/// What a mailbox at this address would prove, or in words that help, why it would prove nothing.
fn proof_of(tx: &mut Tx<'_>, body: &BodyRow, input: &ClaimInput) -> Result<Proof, BodyError> {
    let own = domains::names(tx.conn(), body.id)?;
    let bodies_at_domain = domains::bodies_at(tx.conn(), &mail_domain::domains_of(&input.email))?;
    let known = Known { kind: body.kind, domains: &own, bodies_at_domain };
    match mail_domain::judge(&input.email, known) {
        Verdict::OwnDomain => Ok(Proof::OwnDomain),
        Verdict::SharedDomain => Ok(Proof::SharedDomain),
        Verdict::PublicMail => Err(refusal(format!(
            "Anybody can have an address at {}. Enter the address you have at work",
            input.email.domain()
        ))),
        Verdict::NotTheirs => Err(refusal(not_theirs(body, own, input.email.domain()))),
    }
}

fn not_theirs(body: &BodyRow, own: Vec<String>, given: &str) -> String {
    let accepted = mail_domain::accepted(body.kind, own);
    if accepted.is_empty() {
        return format!(
            "We do not know which addresses {} uses. Ask the operator of this site to add {given}",
            body.name
        );
    }
    format!(
        "{given} is not a domain we know for {}. Enter an address at {}, or ask the operator of this site to add yours",
        body.name,
        accepted.join(" or ")
    )
}

fn refusal(message: String) -> BodyError {
    BodyError::Invalid(FieldErrors::from(FieldError::invalid("email", message)))
}

fn first(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    input: ClaimInput,
    proof: Proof,
    now: Instant,
) -> Result<ClaimRow, StorageError> {
    let row = ClaimRow {
        id: ClaimId::new(),
        body_id: body.id,
        email: input.email.as_str().to_owned(),
        name: input.name,
        job_title: input.job_title,
        proof,
        state: ClaimState::Sent,
        person_id: None,
        reason: None,
        created_at: now,
        proved_at: None,
        decided_at: None,
    };
    claims::insert(tx, &row)?;
    Ok(row)
}

/// The same person asks again: the claim stays one, and its newer link makes the older one useless.
fn again(tx: &mut Tx<'_>, row: ClaimRow, input: ClaimInput, proof: Proof) -> Result<ClaimRow, StorageError> {
    let row = ClaimRow { name: input.name, job_title: input.job_title, proof, ..row };
    claims::update(tx, &row)?;
    Ok(row)
}

fn record(tx: &mut Tx<'_>, by: &Actor, row: &ClaimRow, now: Instant) -> Result<(), StorageError> {
    let event = Event {
        actor: by.clone(),
        action: "claim.sent",
        object: Object::new("claim", row.id),
        seen_by: vec![row.body_id],
        data: json!({ "email": row.email, "name": row.name, "job_title": row.job_title, "proof": row.proof }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
