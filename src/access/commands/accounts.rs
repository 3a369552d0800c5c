//! Accounts and roles as other commands make them.

use chrono::Duration;
use serde_json::json;

use crate::access::error::AccessError;
use crate::access::member::System;
use crate::access::role::Roles;
use crate::access::secret::Secret;
use crate::access::store::links::{self, LinkPurpose, LinkRow};
use crate::access::store::people::{self, PersonRow};
use crate::access::throttle::Limits;
use crate::audit::{self, Actor, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, MailLinkId, PersonId};
use crate::storage::{Conn, StorageError, Tx};

/// How long a link in a mail can be used.
pub(crate) const LINK_LIVES: Duration = Duration::hours(24);

/// Makes the account of a person without roles; with a password hash if they have chosen one.
pub fn create_person(
    tx: &mut Tx<'_>,
    by: &Actor,
    email: &str,
    name: &str,
    password_hash: Option<String>,
    now: Instant,
) -> Result<PersonId, StorageError> {
    let id = PersonId::new();
    let row = PersonRow {
        id,
        email: email.to_lowercase(),
        name: name.to_owned(),
        password_hash,
        is_operator: false,
        created_at: now,
        signed_in_at: None,
    };
    people::insert(tx, &row)?;
    let event = Event {
        actor: by.clone(),
        action: "person.created",
        object: Object::new("person", id),
        seen_by: vec![],
        data: json!({ "name": name }),
    };
    audit::record(tx, event, now)?;
    Ok(id)
}

/// Makes an account that runs the site, or lets one that exists run it.
pub fn create_operator(
    tx: &mut Tx<'_>,
    by: System,
    email: &str,
    name: &str,
    password_hash: String,
    now: Instant,
) -> Result<PersonId, StorageError> {
    let id = match people::by_email(tx.conn(), &email.to_lowercase())? {
        Some(person) => {
            people::set_password(tx, person.id, &password_hash)?;
            person.id
        }
        None => create_person(tx, &by.actor(), email, name, Some(password_hash), now)?,
    };
    people::set_operator(tx, id)?;
    let event = Event {
        actor: by.actor(),
        action: "operator.created",
        object: Object::new("person", id),
        seen_by: vec![],
        data: json!({}),
    };
    audit::record(tx, event, now)?;
    Ok(id)
}

/// Gives a person roles at a body, on top of those they have.
pub fn grant_roles(
    tx: &mut Tx<'_>,
    by: &Actor,
    person: PersonId,
    body: BodyId,
    roles: &Roles,
    now: Instant,
) -> Result<(), StorageError> {
    for role in roles.iter() {
        people::grant(tx, person, body, role, now)?;
    }
    let event = Event {
        actor: by.clone(),
        action: "membership.granted",
        object: Object::new("person", person),
        seen_by: vec![body],
        data: json!({ "roles": roles }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

/// The account with this address, made if there is none; a name and password set where it had none.
pub(crate) fn person_for(
    tx: &mut Tx<'_>,
    by: &Actor,
    email: &str,
    name: &str,
    password_hash: Option<String>,
    now: Instant,
) -> Result<PersonId, StorageError> {
    match people::by_email(tx.conn(), email)? {
        Some(person) => {
            if let (None, Some(hash)) = (&person.password_hash, password_hash) {
                people::set_password(tx, person.id, &hash)?;
            }
            Ok(person.id)
        }
        None => create_person(tx, by, email, name, password_hash, now),
    }
}

/// Everybody who runs the site, for mails that ask them to act.
pub(crate) fn operators(conn: &mut Conn) -> Result<Vec<(String, String)>, StorageError> {
    people::operators(conn)
}

/// Makes a one-time link and useless every older one for the same subject.
pub(crate) fn new_link(
    tx: &mut Tx<'_>,
    purpose: LinkPurpose,
    email: &str,
    subject_id: &str,
    lives: Duration,
    now: Instant,
) -> Result<Secret, StorageError> {
    links::cancel(tx, purpose, subject_id, now)?;
    add_link(tx, &Link { purpose, email, subject_id }, lives, now)
}

/// Who gets a link, what it does, and to what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub purpose: LinkPurpose,
    pub email: &'a str,
    pub subject_id: &'a str,
}

/// Makes a link beside those that there are for the same subject.
pub(crate) fn add_link(
    tx: &mut Tx<'_>,
    link: &Link<'_>,
    lives: Duration,
    now: Instant,
) -> Result<Secret, StorageError> {
    let secret = Secret::generate("")?;
    links::insert(
        tx,
        &LinkRow {
            id: MailLinkId::new(),
            secret_hash: secret.hash(),
            purpose: link.purpose,
            email: link.email.to_owned(),
            subject_id: link.subject_id.to_owned(),
            created_at: now,
            expires_at: now.plus(lives),
            used_at: None,
        },
    )?;
    Ok(secret)
}

/// Uses a link up; answers its address and subject.
pub(crate) fn spend_link(
    tx: &mut Tx<'_>,
    purpose: LinkPurpose,
    secret: &Secret,
    now: Instant,
) -> Result<(String, String), AccessError> {
    let link = links::spend(tx, purpose, &secret.hash(), now)?.ok_or(AccessError::LinkSpent)?;
    Ok((link.email, link.subject_id))
}

/// A link that could be used now; answers its address and subject.
pub(crate) fn usable_link(
    conn: &mut Conn,
    purpose: LinkPurpose,
    secret: &Secret,
    now: Instant,
) -> Result<(String, String), AccessError> {
    let link = links::usable(conn, purpose, &secret.hash(), now)?.ok_or(AccessError::LinkSpent)?;
    Ok((link.email, link.subject_id))
}

/// Counts a change of mind of which others are told by mail, and refuses one too many. `what` names what is changed, and
/// by whom.
pub(crate) fn count_change(tx: &mut Tx<'_>, what: &str, now: Instant) -> Result<(), AccessError> {
    match Limits::of_changes(what).count(tx, now)? {
        Some(minutes) => Err(AccessError::TooManyAttempts { minutes }),
        None => Ok(()),
    }
}

/// Counts a claim from a network address, and refuses one too many: each sends a mail to a mailbox of somebody's choice.
pub(crate) fn count_claim(tx: &mut Tx<'_>, address: &str, now: Instant) -> Result<(), AccessError> {
    match Limits::of_claim(address).count(tx, now)? {
        Some(minutes) => Err(AccessError::TooManyAttempts { minutes }),
        None => Ok(()),
    }
}
