//! A new password for somebody who forgot theirs.

use serde_json::json;

use super::accounts::{LINK_LIVES, new_link, spend_link};
use crate::access::email::Email;
use crate::access::error::AccessError;
use crate::access::secret::Secret;
use crate::access::store::links::LinkPurpose;
use crate::access::store::{people, sessions};
use crate::access::throttle::{self, Limits};
use crate::audit::{self, Actor, ActorKind, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::PersonId;
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

/// What became of a wish for a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A mail is on its way, whether or not there is an account.
    Mailed,
    /// One wish too many.
    Wait { minutes: i64 },
}

/// Sends a link if the address has an account, and a note that it has none otherwise. Either way a link is made and
/// a mail is queued, so that the page and the time it takes say nothing about who has an account.
pub fn ask_for_reset(
    tx: &mut Tx<'_>,
    email: &Email,
    address: &str,
    now: Instant,
) -> Result<Asked, StorageError> {
    if let Some(minutes) = Limits::of_reset(email, address).count(tx, now)? {
        return Ok(Asked::Wait { minutes });
    }
    let person = people::by_email(tx.conn(), email.as_str())?;
    // For nobody, a link that leads to nobody and is never sent.
    let subject = person.as_ref().map_or_else(PersonId::new, |person| person.id);
    let purpose = LinkPurpose::ResetPassword;
    let secret = new_link(tx, purpose, email.as_str(), &subject.to_string(), LINK_LIVES, now)?;
    let text = match person {
        Some(person) => format!(
            "Dear {},\n\nSomebody, probably you, asked for a new password. Choose one here within 24 \
             hours:\n\n{}\n\nIf it was not you, do nothing: your password stays as it is.\n\nSymbiosis\n",
            person.name,
            notify::link(&format!("/reset-password/{}", secret.expose())),
        ),
        None => "Somebody, probably you, asked for a new password, but this address has no account at \
                 Symbiosis. If you signed up with another address, ask again with that one.\n\nSymbiosis\n"
            .to_owned(),
    };
    let subject = "A new password for Symbiosis".to_owned();
    notify::enqueue(tx, Mail { to: email.to_string(), subject, text }, now)?;
    Ok(Asked::Mailed)
}

/// Sets the password of whoever holds the link, and ends every session they have.
pub fn set_password(
    tx: &mut Tx<'_>,
    secret: &Secret,
    password_hash: &str,
    now: Instant,
) -> Result<(), AccessError> {
    let (_, subject) = spend_link(tx, LinkPurpose::ResetPassword, secret, now)?;
    let id: PersonId = subject.parse().map_err(|_| AccessError::LinkSpent)?;
    let person = people::by_id(tx.conn(), id)?.ok_or(AccessError::LinkSpent)?;
    people::set_password(tx, id, password_hash)?;
    sessions::end_all(tx, id, now)?;
    throttle::forgive_account(tx, &person.email)?;
    let actor = Actor { kind: ActorKind::Person, id: Some(*id.as_uuid()), name: person.name, body: None };
    let event = Event {
        actor,
        action: "password.reset",
        object: Object::new("person", id),
        seen_by: vec![],
        data: json!({}),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
