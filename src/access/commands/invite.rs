//! Inviting colleagues by mail, with the roles they will have.

use chrono::Duration;
use serde_json::json;

use super::accounts::{grant_roles, new_link, person_for, spend_link};
use crate::access::capability::ManagePeople;
use crate::access::error::AccessError;
use crate::access::member::Member;
use crate::access::role::Roles;
use crate::access::secret::Secret;
use crate::access::store::invitations::{self, InvitationRow, InvitationState};
use crate::access::store::links::LinkPurpose;
use crate::access::store::people;
use crate::audit::{self, Actor, Event, Object};
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
    email: &str,
    roles: &Roles,
    now: Instant,
) -> Result<InvitationId, AccessError> {
    let email = email.to_lowercase();
    if let Some(person) = people::by_email(tx.conn(), &email)?
        && !people::roles(tx.conn(), person.id, by.body())?.is_empty()
    {
        return Err(AccessError::MemberAlready);
    }
    if invitations::open_of_body(tx.conn(), by.body(), now)?.iter().any(|open| open.email == email) {
        return Err(AccessError::InvitedAlready);
    }
    let id = InvitationId::new();
    let row = InvitationRow {
        id,
        body_id: by.body(),
        email: email.clone(),
        roles: Json::of(roles)?,
        invited_by: by.person(),
        state: InvitationState::Sent,
        created_at: now,
        expires_at: now.plus(INVITATION_LIVES),
    };
    invitations::insert(tx, &row)?;
    let secret = new_link(tx, LinkPurpose::AcceptInvitation, &email, &id.to_string(), INVITATION_LIVES, now)?;
    let text = format!(
        "{} invites you to act for {} at Symbiosis, where public bodies share services.\n\nYour roles would be: \
         {}.\n\nAccept within 14 days:\n\n{}\n\nIf you did not expect this, do nothing.\n\nSymbiosis\n",
        by.name(),
        by.body_name(),
        roles.labels(),
        notify::link(&format!("/invitations/{}", secret.expose())),
    );
    let subject = format!("Join {} at Symbiosis", by.body_name());
    notify::enqueue(tx, Mail { to: email.clone(), subject, text }, now)?;
    record(tx, by.actor(), "invitation.sent", id, by.body(), json!({ "email": email, "roles": roles }), now)?;
    Ok(id)
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

/// What somebody gives who accepts: nothing but the link if they have an account with a password.
#[derive(Clone, Debug)]
pub struct AcceptInvitation {
    pub name: String,
    pub password_hash: Option<String>,
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
    let person = person_for(tx, &Actor::visitor(), &email, &input.name, input.password_hash, now)?;
    let actor = Actor { id: Some(*person.as_uuid()), name: input.name, ..Actor::visitor() };
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
