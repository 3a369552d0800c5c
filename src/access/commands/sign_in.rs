//! Signing in and out. The password is checked between two short transactions, because argon2 is slow and nothing
//! slow happens inside one.

use chrono::Duration;
use serde_json::json;

use crate::access::error::AccessError;
use crate::access::member::{Person, System};
use crate::access::store::people::PersonRow;
use crate::access::store::sessions::SessionRow;
use crate::access::store::{people, sessions, throttles};
use crate::access::throttle;
use crate::audit::{self, Actor, ActorKind, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SessionId};
use crate::storage::{StorageError, Tx};

/// A session ends after this long, however busy.
const ABSOLUTE: Duration = Duration::hours(12);
/// An address somebody signed in from counts as known for this long.
const ADDRESS_KNOWN: Duration = Duration::days(30);

/// An attempt that was counted and may go on to the password.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub email: String,
    pub address: String,
    pub agent: String,
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

/// Counts the attempt and finds what to check the password against.
pub fn begin_sign_in(
    tx: &mut Tx<'_>,
    email: &str,
    address: &str,
    agent: &str,
    now: Instant,
) -> Result<Attempt, AccessError> {
    let email = email.trim().to_lowercase();
    let person = people::by_email(tx.conn(), &email)?;
    let known_here = match &person {
        Some(person) => sessions::known_at(tx.conn(), person.id, address, now.minus(ADDRESS_KNOWN))?,
        None => false,
    };
    throttle::count_attempt(tx, &email, address, known_here, now)?;
    let (person, password_hash) = match person {
        Some(PersonRow { id, password_hash, .. }) => (Some(id), password_hash),
        None => (None, None),
    };
    let agent = agent.chars().take(200).collect();
    Ok(Attempt { email, address: address.to_owned(), agent, person, password_hash })
}

/// Opens a session after the password was found right; always a new one, so that none can be planted.
/// Acts for the person's body at once where they have only one.
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
    throttle::forget(tx, &attempt.email, &attempt.address)?;
    if let Some(previous) = previous {
        sessions::end(tx, row.id, previous, now)?;
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

/// Forgets counters of attempts whose window is over; for the worker.
pub fn sweep(tx: &mut Tx<'_>, _: System, now: Instant) -> Result<usize, StorageError> {
    throttles::forget_ended(tx, now)
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
