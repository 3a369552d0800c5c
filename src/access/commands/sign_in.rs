//! Signing in and out. The password is checked between two short transactions, because argon2 is slow and nothing
//! slow happens inside one.

use chrono::Duration;
use serde_json::json;

use crate::access::email::Email;
use crate::access::error::AccessError;
use crate::access::member::{Person, System};
use crate::access::store::people::PersonRow;
use crate::access::store::sessions::SessionRow;
use crate::access::store::{links, people, sessions, throttles};
use crate::access::throttle::{Address, Limits};
use crate::audit::{self, Actor, ActorKind, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SessionId};
use crate::storage::{StorageError, Tx};

/// A session ends after this long, however busy.
const ABSOLUTE: Duration = Duration::hours(12);
/// An address somebody signed in from counts as known for this long.
const ADDRESS_KNOWN: Duration = Duration::days(30);

/// What became of an attempt to sign in, once it was counted.
#[derive(Clone, Debug)]
pub enum Begun {
    /// Check the password next.
    Go(Attempt),
    /// One too many.
    Wait { minutes: i64 },
}

/// An attempt that was counted and may go on to the password.
#[derive(Clone, Debug)]
pub struct Attempt {
    email: Email,
    address: String,
    agent: String,
    known: Address,
    /// `None` for an address without an account, which must not show.
    person: Option<PersonId>,
    password_hash: Option<String>,
}

impl Attempt {
    /// What to check the given password against; `None` where there is no account.
    pub fn password_hash(&self) -> Option<String> {
        self.password_hash.clone()
    }
}

/// A fresh session.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn {
    pub session: SessionId,
    pub expires_at: Instant,
}

/// Counts the attempt and finds what to check the password against. The count stands whatever comes of it.
pub fn begin_sign_in(
    tx: &mut Tx<'_>,
    email: &Email,
    address: &str,
    agent: &str,
    now: Instant,
) -> Result<Begun, StorageError> {
    let person = people::by_email(tx.conn(), email.as_str())?;
    let (person, password_hash) = match person {
        Some(PersonRow { id, password_hash, .. }) => (Some(id), password_hash),
        None => (None, None),
    };
    // Asked for nobody as well, so that an address without an account takes as long.
    let id = person.unwrap_or_else(PersonId::new);
    let known = sessions::known_at(tx.conn(), id, address, now.minus(ADDRESS_KNOWN))?;
    let known = if known { Address::Known } else { Address::Strange };
    if let Some(minutes) = Limits::of_sign_in(email, address, known).count(tx, now)? {
        return Ok(Begun::Wait { minutes });
    }
    Ok(Begun::Go(Attempt {
        email: email.clone(),
        address: address.to_owned(),
        agent: agent.chars().take(200).collect(),
        known,
        person,
        password_hash,
    }))
}

/// Opens a session after the password was found right; always a new one, so that none can be planted.
/// Acts for the first of their bodies by name; they can change.
pub fn finish_sign_in(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    verified: bool,
    previous: Option<SessionId>,
    now: Instant,
) -> Result<SignedIn, AccessError> {
    let person = attempt.person.filter(|_| verified);
    let Some(row) = person.map(|id| people::by_id(tx.conn(), id)).transpose()?.flatten() else {
        return Err(AccessError::WrongPassword);
    };
    Limits::of_sign_in(&attempt.email, &attempt.address, attempt.known).forgive(tx)?;
    if let Some(previous) = previous {
        sessions::end_replaced(tx, previous, now)?;
    }
    let bodies = people::bodies_of(tx.conn(), row.id)?;
    let session = SessionRow {
        id: SessionId::new(),
        person_id: row.id,
        acting_body_id: bodies.first().map(|(id, _)| *id),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(ABSOLUTE),
        ended_at: None,
        address: attempt.address.clone(),
        agent: attempt.agent.clone(),
    };
    sessions::insert(tx, &session)?;
    people::note_sign_in(tx, row.id, now)?;
    let actor = Actor { kind: ActorKind::Person, id: Some(*row.id.as_uuid()), name: row.name, body: None };
    record(tx, actor, "session.opened", session.id, now)?;
    Ok(SignedIn { session: session.id, expires_at: session.expires_at })
}

/// Acts for another of one's bodies from now on.
pub fn choose_body(tx: &mut Tx<'_>, by: &Person, body: BodyId, now: Instant) -> Result<(), AccessError> {
    if people::roles(tx.conn(), by.id(), body)?.is_empty() {
        return Err(AccessError::NotFound);
    }
    sessions::set_acting_body(tx, by.session(), body)?;
    let event = Event {
        actor: by.actor(),
        action: "session.body_chosen",
        object: Object::new("session", by.session()),
        seen_by: vec![body],
        data: json!({}),
    };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Ends one of one's own sessions: this one, or one left open elsewhere.
pub fn end_session(tx: &mut Tx<'_>, by: &Person, id: SessionId, now: Instant) -> Result<(), AccessError> {
    if !sessions::end(tx, by.id(), id, now)? {
        return Err(AccessError::NotFound);
    }
    record(tx, by.actor(), "session.ended", id, now)?;
    Ok(())
}

/// Ends every session of one's own; answers how many ran.
pub fn sign_out_everywhere(tx: &mut Tx<'_>, by: &Person, now: Instant) -> Result<usize, AccessError> {
    let ended = sessions::end_all(tx, by.id(), now)?;
    record(tx, by.actor(), "session.all_ended", by.session(), now)?;
    Ok(ended)
}

/// Forgets counters of attempts whose window is over and links that nobody can use any more; for the worker.
pub fn sweep(tx: &mut Tx<'_>, _: System, now: Instant) -> Result<usize, StorageError> {
    Ok(throttles::forget_ended(tx, now)? + links::forget_ended(tx, now)?)
}

fn record(
    tx: &mut Tx<'_>,
    actor: Actor,
    action: &'static str,
    session: SessionId,
    now: Instant,
) -> Result<(), StorageError> {
    let event =
        Event { actor, action, object: Object::new("session", session), seen_by: vec![], data: json!({}) };
    audit::record(tx, event, now)?;
    Ok(())
}
