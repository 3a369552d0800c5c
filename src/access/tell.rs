//! Mail to whoever must act next: everybody at a body whose role includes what there is to do.

use super::capability::CapabilityKind;
use super::store::people;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId};
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

/// Queues one mail to each person at `body` who may do `capability`. `path` is where they act, on this site.
pub fn tell(
    tx: &mut Tx<'_>,
    body: BodyId,
    capability: CapabilityKind,
    subject: &str,
    text: &str,
    path: &str,
    now: Instant,
) -> Result<usize, StorageError> {
    tell_each(tx, body, capability, subject, |_, _| Ok(format!("{text}\n\n{}", notify::link(path))), now)
}

/// [`tell`], with a text of each one's own: `text` answers it for the address it will be sent to.
pub fn tell_each(
    tx: &mut Tx<'_>,
    body: BodyId,
    capability: CapabilityKind,
    subject: &str,
    mut text: impl FnMut(&mut Tx<'_>, &str) -> Result<String, StorageError>,
    now: Instant,
) -> Result<usize, StorageError> {
    let people = people::who_can(tx.conn(), body, capability)?;
    for (name, email) in &people {
        let text = format!("Dear {name},\n\n{}\n\nSymbiosis\n", text(tx, email)?);
        notify::enqueue(tx, Mail { to: email.clone(), subject: subject.to_owned(), text }, now)?;
    }
    Ok(people.len())
}

/// The name and address to write to about something of one's own at `body`; nothing for somebody who may not do
/// `capability` there any more.
pub fn recipient(
    tx: &mut Tx<'_>,
    person: PersonId,
    body: BodyId,
    capability: CapabilityKind,
) -> Result<Option<(String, String)>, StorageError> {
    people::if_can(tx.conn(), person, body, capability)
}
