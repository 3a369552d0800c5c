//! The SQL of the outbox.

use diesel::prelude::*;

use super::model::{Mail, MailState, MailView};
use crate::kernel::ids::MailId;
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::mails;
use crate::storage::{Conn, LockExt, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mails, treat_none_as_default_value = false)]
struct MailRow {
    id: MailId,
    to_address: String,
    subject: String,
    text: String,
    state: MailState,
    attempts: i32,
    next_attempt_at: Instant,
    last_error: Option<String>,
    created_at: Instant,
    sent_at: Option<Instant>,
    stop_path: Option<String>,
}

impl From<MailRow> for MailView {
    fn from(row: MailRow) -> Self {
        Self {
            id: row.id,
            to: row.to_address,
            subject: row.subject,
            text: row.text,
            state: row.state,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at,
            last_error: row.last_error,
            created_at: row.created_at,
            sent_at: row.sent_at,
            stop_path: row.stop_path,
        }
    }
}

/// Queues a mail in the transaction of the command that wants it sent: no command, no mail.
pub fn enqueue(tx: &mut Tx<'_>, mail: Mail, now: Instant) -> Result<MailId, StorageError> {
    insert(tx, mail, None, now)
}

/// [`enqueue`], for mail that people get because they once asked for it: their mail program shows a button that stops it
/// at `stop_path` (RFC 2369, section 3.2; RFC 8058).
pub fn enqueue_stoppable(
    tx: &mut Tx<'_>,
    mail: Mail,
    stop_path: String,
    now: Instant,
) -> Result<MailId, StorageError> {
    insert(tx, mail, Some(stop_path), now)
}

fn insert(
    tx: &mut Tx<'_>,
    mail: Mail,
    stop_path: Option<String>,
    now: Instant,
) -> Result<MailId, StorageError> {
    let id = MailId::new();
    let row = MailRow {
        id,
        to_address: mail.to,
        subject: mail.subject,
        text: mail.text,
        state: MailState::Queued,
        attempts: 0,
        next_attempt_at: now,
        last_error: None,
        created_at: now,
        sent_at: None,
        stop_path,
    };
    diesel::insert_into(mails::table).values(&row).execute(tx.conn())?;
    Ok(id)
}

/// The oldest mail that is due and that no other worker holds.
pub(super) fn next_due(tx: &mut Tx<'_>, now: Instant) -> Result<Option<MailView>, StorageError> {
    let row: Option<MailRow> = mails::table
        .filter(mails::state.eq(MailState::Queued))
        .filter(mails::next_attempt_at.le(now))
        .order((mails::next_attempt_at, mails::id))
        .limit(1)
        .select(MailRow::as_select())
        .locked_skipping()
        .get_result(tx.conn())
        .optional()?;
    Ok(row.map(MailView::from))
}

/// Notes an attempt: counts it and says when the next would be, should this one not be heard of again.
pub(super) fn note_attempt(
    tx: &mut Tx<'_>,
    id: MailId,
    attempts: i32,
    next_attempt_at: Instant,
) -> Result<(), StorageError> {
    diesel::update(mails::table.find(id))
        .set((mails::attempts.eq(attempts), mails::next_attempt_at.eq(next_attempt_at)))
        .execute(tx.conn())?;
    Ok(())
}

pub(super) fn note_sent(tx: &mut Tx<'_>, id: MailId, now: Instant) -> Result<(), StorageError> {
    diesel::update(mails::table.find(id))
        .set((
            mails::state.eq(MailState::Sent),
            mails::sent_at.eq(Some(now)),
            mails::last_error.eq(None::<String>),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Notes how the `attempts`-th attempt failed, unless another worker has taken the mail over meanwhile.
pub(super) fn note_failed(
    tx: &mut Tx<'_>,
    id: MailId,
    attempts: i32,
    state: MailState,
    error: &str,
    next_attempt_at: Instant,
) -> Result<(), StorageError> {
    diesel::update(mails::table.find(id))
        .filter(mails::state.eq(MailState::Queued))
        .filter(mails::attempts.eq(attempts))
        .set((
            mails::state.eq(state),
            mails::last_error.eq(Some(error)),
            mails::next_attempt_at.eq(next_attempt_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Puts a mail that is stuck, or waits after a failure, to the front of the queue; answers whether there was one.
pub(super) fn requeue(tx: &mut Tx<'_>, id: MailId, now: Instant) -> Result<bool, StorageError> {
    let changed = diesel::update(mails::table.find(id))
        .filter(mails::state.ne(MailState::Sent))
        .filter(mails::last_error.is_not_null())
        .set((mails::state.eq(MailState::Queued), mails::attempts.eq(0), mails::next_attempt_at.eq(now)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Mails in one of `states`, newest first, and how many there are.
pub(super) fn list(
    conn: &mut Conn,
    states: &[MailState],
    page: PageRequest,
) -> Result<(Vec<MailView>, i64), StorageError> {
    let rows: Vec<MailRow> = mails::table
        .filter(mails::state.eq_any(states.to_vec()))
        .order(mails::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(MailRow::as_select())
        .load(conn)?;
    let total = mails::table.filter(mails::state.eq_any(states.to_vec())).count().get_result(conn)?;
    Ok((rows.into_iter().map(MailView::from).collect(), total))
}

/// How many mails are in one state.
pub(super) fn count(conn: &mut Conn, state: MailState) -> Result<i64, StorageError> {
    Ok(mails::table.filter(mails::state.eq(state)).count().get_result(conn)?)
}

pub(super) fn find(conn: &mut Conn, id: MailId) -> Result<Option<MailView>, StorageError> {
    let row: Option<MailRow> = mails::table.find(id).select(MailRow::as_select()).first(conn).optional()?;
    Ok(row.map(MailView::from))
}
