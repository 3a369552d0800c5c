//! Inviting colleagues by mail, with the roles they will have.

use chrono::Duration;
use serde_json::json;

use super::accounts::{grant_roles, new_link, person_for, spend_link};
use crate::access::capability::ManagePeople;
use crate::access::email::Email;
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::role::Roles;
use crate::access::secret::Secret;
use crate::access::store::invitations::{self, InvitationRow, InvitationState};
use crate::access::store::links::LinkPurpose;
use crate::access::store::people;
use crate::audit::{self, Actor, ActorKind, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, InvitationId, PersonId};
use crate::notify::{self, Mail};
use crate::storage::{Json, Tx};

/// How long an invitation can be accepted.
const INVITATION_LIVES: Duration = Duration::days(14);

/// Invites somebody to the acting body.
pub fn invite(
    tx: &mut Tx<'_>,
    by: &Member<ManagePeople>,
    email: &Email,
    roles: &Roles,
    now: Instant,
) -> Result<InvitationId, AccessError> {
    // Two administrators who invite the same person at once: the second waits here and is then refused.
    people::lock_administrators(tx, by.body())?;
    if let Some(person) = people::by_email(tx.conn(), email.as_str())?
        && !people::roles(tx.conn(), person.id, by.body())?.is_empty()
    {
        return Err(AccessError::MemberAlready);
    }
    if invitations::is_open(tx.conn(), by.body(), email.as_str(), now)? {
        return Err(AccessError::InvitedAlready);
    }
    let id = InvitationId::new();
    let row = InvitationRow {
        id,
        body_id: by.body(),
        email: email.to_string(),
        roles: Json::of(roles)?,
        invited_by: by.person(),
        state: InvitationState::Sent,
        created_at: now,
        expires_at: now.plus(INVITATION_LIVES),
    };
    invitations::insert(tx, &row)?;
    send(tx, by, email, roles, id, now)?;
    record(
        tx,
        by.actor(),
        "invitation.sent",
        id,
        by.body(),
        json!({ "email": email.as_str(), "roles": roles }),
        now,
    )?;
    Ok(id)
}

fn send(
    tx: &mut Tx<'_>,
    by: &Member<ManagePeople>,
    email: &Email,
    roles: &Roles,
    id: InvitationId,
    now: Instant,
) -> Result<(), AccessError> {
    let purpose = LinkPurpose::AcceptInvitation;
    let secret = new_link(tx, purpose, email.as_str(), &id.to_string(), INVITATION_LIVES, now)?;
    let text = format!(
        "{} invites you to act for {} at Symbiosis, where public bodies share services.\n\nYour roles would be: \
         {}.\n\nAccept within 14 days:\n\n{}\n\nIf you did not expect this, do nothing.\n\nSymbiosis\n",
        by.name(),
        by.body_name(),
        roles.labels(),
        notify::link(&format!("/invitations/{}", secret.expose())),
    );
    let subject = format!("Join {} at Symbiosis", by.body_name());
    notify::enqueue(tx, Mail { to: email.to_string(), subject, text }, now)?;
    Ok(())
}

/// Takes back an invitation that was not accepted yet.
pub fn withdraw_invitation(
    tx: &mut Tx<'_>,
    by: &Member<ManagePeople>,
    id: InvitationId,
    now: Instant,
) -> Result<(), AccessError> {
    if !invitations::set_state(tx, by.body(), id, InvitationState::Withdrawn)? {
        return Err(AccessError::NotFound);
    }
    record(tx, by.actor(), "invitation.withdrawn", id, by.body(), json!({}), now)
}

/// What somebody gives who accepts.
#[derive(Clone, Debug)]
pub enum AcceptInvitation {
    /// Nothing but the link: the address has an account with a password.
    HasAccount,
    NewAccount {
        name: String,
        password_hash: String,
    },
}

/// Gives whoever holds the link the roles they were invited to.
pub fn accept_invitation(
    tx: &mut Tx<'_>,
    secret: &Secret,
    input: AcceptInvitation,
    now: Instant,
) -> Result<PersonId, AccessError> {
    let (email, subject) = spend_link(tx, LinkPurpose::AcceptInvitation, secret, now)?;
    let id: InvitationId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    let (row, _) = invitations::find(tx.conn(), id)?.ok_or(AccessError::LinkSpent)?;
    if !invitations::set_state(tx, row.body_id, id, InvitationState::Accepted)? {
        return Err(AccessError::LinkSpent);
    }
    let person = match input {
        AcceptInvitation::HasAccount => {
            people::by_email(tx.conn(), &email)?.map(|person| person.id).ok_or(AccessError::LinkSpent)?
        }
        AcceptInvitation::NewAccount { name, password_hash } => {
            person_for(tx, &Actor::visitor(), &email, &name, Some(password_hash), now)?
        }
    };
    let name = people::by_id(tx.conn(), person)?.map(|person| person.name).unwrap_or_default();
    let actor = Actor { kind: ActorKind::Person, id: Some(*person.as_uuid()), name, body: Some(row.body_id) };
    grant_roles(tx, &actor, person, row.body_id, &row.roles()?, now)?;
    record(tx, actor, "invitation.accepted", id, row.body_id, json!({}), now)?;
    Ok(person)
}

fn record(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: &'static str,
    id: InvitationId,
    body: BodyId,
    data: serde_json::Value,
    now: Instant,
) -> Result<(), AccessError> {
    let event = Event { actor, action, object: Object::new("invitation", id), seen_by: vec![body], data };
    audit::record(tx, event, now)?;
    Ok(())
}
