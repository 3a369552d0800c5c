//! The mails about claims: to whoever claims, to the operator, and to a body's administrators.

use crate::access::commands::operators;
use crate::access::{CapabilityKind, Roles, Secret, tell};
use crate::bodies::claim::ClaimInput;
use crate::bodies::store::bodies::BodyRow;
use crate::bodies::store::claims::ClaimRow;
use crate::kernel::Instant;
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

fn send(
    tx: &mut Tx<'_>,
    to: &str,
    name: &str,
    subject: String,
    text: &str,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!("Dear {name},\n\n{text}\n\nSymbiosis\n");
    notify::enqueue(tx, Mail { to: to.to_owned(), subject, text }, now)?;
    Ok(())
}

/// The link that proves the address.
pub(super) fn follow_link(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    secret: &Secret,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "Somebody, probably you, said at Symbiosis that you work for {}. Confirm your address within 24 hours:\n\n{}\n\n\
         If it was not you, do nothing.",
        body.name,
        notify::link(&format!("/claims/{}", secret.expose())),
    );
    send(tx, &claim.email, &claim.name, format!("Confirm that you work for {}", body.name), &text, now)
}

/// To somebody who has a role at the body already.
pub(super) fn member_already(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    input: &ClaimInput,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "Somebody, probably you, said at Symbiosis that you work for {}. You act for it already: sign in.\n\n{}",
        body.name,
        notify::link("/sign-in"),
    );
    send(tx, input.email.as_str(), &input.name, format!("You act for {} already", body.name), &text, now)
}

/// To somebody whose claim the operator has not answered yet.
pub(super) fn waiting_already(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "You have confirmed that you work for {}. The operator of the site is still checking and will write to you.",
        body.name
    );
    send(tx, &claim.email, &claim.name, format!("We are still checking {}", body.name), &text, now)
}

/// To the operators: a claim waits. To the claimant: it is on its way.
pub(super) fn claim_proved(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "{}, {}, has confirmed the address {} and says they work for {}. Look at the evidence, then approve or \
         refuse:\n\n{}",
        claim.name,
        claim.job_title,
        claim.email,
        body.name,
        notify::link(&format!("/operator/claims/{}", claim.id)),
    );
    for (name, email) in operators(tx.conn())? {
        send(tx, &email, &name, format!("Somebody claims {}", body.name), &text, now)?;
    }
    let text = format!(
        "Thank you for confirming your address. The operator of the site now checks that you act for {} and will \
         write to you.",
        body.name
    );
    send(tx, &claim.email, &claim.name, format!("We are checking {}", body.name), &text, now)
}

/// To the administrators of a body: a colleague would like to join.
pub(super) fn colleague_asks(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "{}, {}, would like to act for {} and has confirmed the address {}. If they should, invite them with the \
         roles they need. If not, do nothing.",
        claim.name, claim.job_title, body.name, claim.email
    );
    let subject = format!("{} would like to act for {}", claim.name, body.name);
    tell(tx, body.id, CapabilityKind::ManagePeople, &subject, &text, "/our-body/people/invite", now)?;
    Ok(())
}

/// To the claimant: the operator agreed.
pub(super) fn claim_approved(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    roles: &Roles,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "{} is verified, and you may act for it. Your roles: {}.\n\nSign in and invite your colleagues:\n\n{}",
        body.name,
        roles.labels(),
        notify::link("/sign-in"),
    );
    send(tx, &claim.email, &claim.name, format!("You may act for {}", body.name), &text, now)
}

/// To the claimant: the operator did not agree, and why.
pub(super) fn claim_refused(
    tx: &mut Tx<'_>,
    body: &BodyRow,
    claim: &ClaimRow,
    reason: &str,
    now: Instant,
) -> Result<(), StorageError> {
    let text = format!(
        "The operator of the site did not agree that you act for {}. The reason given:\n\n{reason}\n\nIf this is a \
         mistake, claim the body again and mend what was missing.",
        body.name
    );
    send(tx, &claim.email, &claim.name, format!("Your claim of {} was not accepted", body.name), &text, now)
}
