//! What the operator does about mail that did not leave.

use serde_json::json;

use crate::access::error::AccessError;
use crate::access::member::Operator;
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::MailId;
use crate::notify::outbox;
use crate::storage::Tx;

/// Sends a mail again that could not be sent, at once.
pub fn send_mail_again(tx: &mut Tx<'_>, by: &Operator, id: MailId, now: Instant) -> Result<(), AccessError> {
    if !outbox::requeue(tx, id, now)? {
        return Err(AccessError::NotFound);
    }
    let event = Event {
        actor: by.actor(),
        action: "mail.queued_again",
        object: Object::new("mail", id),
        seen_by: vec![],
        data: json!({}),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
