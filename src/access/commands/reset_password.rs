//! A new password for somebody who forgot theirs.

use serde_json::json;

use super::accounts::{LINK_LIVES, new_link, spend_link};
use crate::access::error::AccessError;
use crate::access::secret::Secret;
use crate::access::store::links::LinkPurpose;
use crate::access::store::{people, sessions};
use crate::access::throttle;
use crate::audit::{self, Actor, ActorKind, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::PersonId;
use crate::notify::{self, Mail};
use crate::storage::Tx;

/// Sends a link if the address has an account, and a note that it has none otherwise, so that the page and the time
/// it takes say nothing about who has an account.
pub fn ask_for_reset(tx: &mut Tx<'_>, email: &str, address: &str, now: Instant) -> Result<(), AccessError> {
    let email = email.trim().to_lowercase();
    throttle::count_attempt(tx, &format!("reset {email}"), address, false, now)?;
    let text = match people::by_email(tx.conn(), &email)? {
        Some(person) => {
            let secret =
                new_link(tx, LinkPurpose::ResetPassword, &email, &person.id.to_string(), LINK_LIVES, now)?;
            let link = notify::link(&format!("/reset-password/{}", secret.expose()));
            format!(
                "Dear {},\n\nSomebody, probably you, asked for a new password. Choose one here within 24 \
                 hours:\n\n{link}\n\nIf it was not you, do nothing: your password stays as it is.\n\nSymbiosis\n",
                person.name
            )
        }
        None => "Somebody, probably you, asked for a new password, but this address has no account at \
                 Symbiosis. If you signed up with another address, ask again with that one.\n\nSymbiosis\n"
            .to_owned(),
    };
    notify::enqueue(tx, Mail { to: email, subject: "A new password for Symbiosis".into(), text }, now)?;
    Ok(())
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
