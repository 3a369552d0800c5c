//! Doing a repeated request once. A key is reserved before the command, marked applied **inside the command's own
//! transaction**, and given its answer afterwards. A crash before the commit leaves a reservation that lapses; a
//! crash after it leaves an applied key, which is never carried out again.

use chrono::Duration;
use diesel::prelude::*;

use super::conn::Native;
use super::error::StorageError;
use super::schema::idempotency_keys;
use super::tx::Tx;
use crate::kernel::{Instant, text_enum};

/// How long a running request holds its key before another may take over: longer than any request lives.
const RUNNING_FOR: Duration = Duration::seconds(120);
/// How long an answer is replayed.
const KEPT_FOR: Duration = Duration::hours(24);
/// The longest answer worth keeping; a longer one is answered to a repeat as "already done".
pub const LONGEST_ANSWER: usize = 64 * 1024;

text_enum! {
    /// How far the request of a key has come.
    pub enum KeyState { Running = "running", Applied = "applied", Answered = "answered" }
}

/// A key, within the scope of whoever sent it: nobody can replay or block another's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnceKey {
    pub scope: String,
    pub key: String,
    /// Until when a key whose command was carried out is remembered.
    pub kept_until: Instant,
}

impl OnceKey {
    pub fn new(scope: String, key: String, now: Instant) -> Self {
        Self { scope, key, kept_until: now.plus(KEPT_FOR) }
    }
}

/// What a finished request answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: i32,
    /// The `Location` header, for a redirect or a created thing.
    pub location: Option<String>,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// What became of a reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The key is ours: carry the request out.
    Ours,
    /// It was carried out before: this is what it answered.
    Replay(Answer),
    /// It was carried out, but its answer was never kept (a crash, or too long).
    AppliedWithoutAnswer,
    /// The first request with this key is still running.
    Running,
    /// The key was used for something else.
    OtherRequest,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct KeyRow {
    state: KeyState,
    request_hash: String,
    status: Option<i32>,
    location: Option<String>,
    content_type: Option<String>,
    body: Option<Vec<u8>>,
    expires_at: Instant,
}

/// Reserves `once` for a request whose method, path and body hash to `request_hash`.
pub fn reserve(
    tx: &mut Tx<'_>,
    once: &OnceKey,
    request_hash: &str,
    now: Instant,
) -> Result<Reservation, StorageError> {
    let inserted = Native(
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::scope.eq(&once.scope),
                idempotency_keys::key.eq(&once.key),
                idempotency_keys::request_hash.eq(request_hash),
                idempotency_keys::state.eq(KeyState::Running),
                idempotency_keys::expires_at.eq(now.plus(RUNNING_FOR)),
            ))
            .on_conflict((idempotency_keys::scope, idempotency_keys::key))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    if inserted == 1 {
        return Ok(Reservation::Ours);
    }
    let row: Option<KeyRow> = idempotency_keys::table
        .find((&once.scope, &once.key))
        .select(KeyRow::as_select())
        .first(tx.conn())
        .optional()?;
    // Released between the two statements: as good as still running, and free when asked for again.
    let Some(row) = row else { return Ok(Reservation::Running) };
    if row.expires_at < now {
        return take_over(tx, once, request_hash, now);
    }
    if row.request_hash != request_hash {
        return Ok(Reservation::OtherRequest);
    }
    Ok(match (row.state, row.status) {
        (KeyState::Running, _) => Reservation::Running,
        (KeyState::Answered, Some(status)) => Reservation::Replay(Answer {
            status,
            location: row.location,
            content_type: row.content_type,
            body: row.body.unwrap_or_default(),
        }),
        (KeyState::Applied | KeyState::Answered, _) => Reservation::AppliedWithoutAnswer,
    })
}

/// An expired key is as good as a new one.
fn take_over(
    tx: &mut Tx<'_>,
    once: &OnceKey,
    request_hash: &str,
    now: Instant,
) -> Result<Reservation, StorageError> {
    let taken = diesel::update(idempotency_keys::table.find((&once.scope, &once.key)))
        .filter(idempotency_keys::expires_at.lt(now))
        .set((
            idempotency_keys::request_hash.eq(request_hash),
            idempotency_keys::state.eq(KeyState::Running),
            idempotency_keys::expires_at.eq(now.plus(RUNNING_FOR)),
            idempotency_keys::status.eq(None::<i32>),
            idempotency_keys::location.eq(None::<String>),
            idempotency_keys::content_type.eq(None::<String>),
            idempotency_keys::body.eq(None::<Vec<u8>>),
        ))
        .execute(tx.conn())?;
    Ok(if taken == 1 { Reservation::Ours } else { Reservation::Running })
}

/// Spends the key in the transaction of the command itself. A key that lapsed meanwhile and was taken over and
/// spent by another request stops the command here.
pub(super) fn mark_applied(tx: &mut Tx<'_>, once: &OnceKey) -> Result<(), StorageError> {
    let marked = diesel::update(idempotency_keys::table.find((&once.scope, &once.key)))
        .filter(idempotency_keys::state.eq(KeyState::Running))
        .set((
            idempotency_keys::state.eq(KeyState::Applied),
            idempotency_keys::expires_at.eq(once.kept_until),
        ))
        .execute(tx.conn())?;
    if marked == 1 { Ok(()) } else { Err(StorageError::AlreadyApplied) }
}

/// Keeps the answer of a request that went well, for a repeat.
pub fn keep_answer(tx: &mut Tx<'_>, once: &OnceKey, answer: &Answer) -> Result<(), StorageError> {
    diesel::update(idempotency_keys::table.find((&once.scope, &once.key)))
        .set((
            idempotency_keys::state.eq(KeyState::Answered),
            idempotency_keys::status.eq(Some(answer.status)),
            idempotency_keys::location.eq(&answer.location),
            idempotency_keys::content_type.eq(&answer.content_type),
            idempotency_keys::body.eq(Some(&answer.body)),
            idempotency_keys::expires_at.eq(once.kept_until),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Gives the key of a request back that changed nothing, so that a mended form can be sent with the same key.
pub fn release(tx: &mut Tx<'_>, once: &OnceKey) -> Result<(), StorageError> {
    diesel::delete(idempotency_keys::table.find((&once.scope, &once.key)))
        .filter(idempotency_keys::state.eq(KeyState::Running))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets keys whose time is over; answers how many.
pub fn forget_expired(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StorageError> {
    Ok(diesel::delete(idempotency_keys::table.filter(idempotency_keys::expires_at.lt(now)))
        .execute(tx.conn())?)
}
