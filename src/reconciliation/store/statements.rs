//! Statements and their lines. Both sides see them, nobody else.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::kernel::ids::{BodyId, InvoiceId, StatementId, StatementLineId};
use crate::kernel::{Instant, PageRequest, Pence};
use crate::reconciliation::mismatch::{LineReply, MismatchReason};
use crate::reconciliation::model::Tally;
use crate::reconciliation::state::{LineAnswer, StatementState};
use crate::storage::schema::{statement_lines, statements};
use crate::storage::{Conn, LockExt, MultiBackend, Native, StorageError, Tx, both, total};

/// A statement as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = statements, treat_none_as_default_value = false)]
pub(in crate::reconciliation) struct StatementRow {
    pub(in crate::reconciliation) id: StatementId,
    pub(in crate::reconciliation) sender_id: BodyId,
    pub(in crate::reconciliation) receiver_id: BodyId,
    pub(in crate::reconciliation) as_at: NaiveDate,
    pub(in crate::reconciliation) state: StatementState,
    pub(in crate::reconciliation) sent_by: String,
    pub(in crate::reconciliation) sent_at: Instant,
    pub(in crate::reconciliation) answered_at: Option<Instant>,
}

/// A line as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_lines, treat_none_as_default_value = false)]
pub(in crate::reconciliation) struct StatementLineRow {
    pub(in crate::reconciliation) id: StatementLineId,
    pub(in crate::reconciliation) statement_id: StatementId,
    pub(in crate::reconciliation) number: i32,
    pub(in crate::reconciliation) invoice_id: InvoiceId,
    pub(in crate::reconciliation) open_amount: Pence,
    pub(in crate::reconciliation) answer: LineAnswer,
    pub(in crate::reconciliation) reason_code: Option<MismatchReason>,
    pub(in crate::reconciliation) reason: Option<String>,
    pub(in crate::reconciliation) answered_by: Option<String>,
    pub(in crate::reconciliation) answered_at: Option<Instant>,
}

/// Keeps a statement unless one to the same body as at the same day exists; answers whether it was kept.
pub(in crate::reconciliation) fn insert(
    tx: &mut Tx<'_>,
    row: &StatementRow,
    lines: &[StatementLineRow],
) -> Result<bool, StorageError> {
    let inserted = Native(
        diesel::insert_into(statements::table)
            .values(row)
            .on_conflict((statements::sender_id, statements::receiver_id, statements::as_at))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    if inserted == 1 {
        both!(tx.conn(), |c| diesel::insert_into(statement_lines::table).values(lines).execute(c))?;
    }
    Ok(inserted == 1)
}

/// A statement that `body` sent or received.
pub(in crate::reconciliation) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: StatementId,
) -> Result<Option<StatementRow>, StorageError> {
    Ok(statements::table
        .find(id)
        .filter(statements::sender_id.eq(body).or(statements::receiver_id.eq(body)))
        .select(StatementRow::as_select())
        .first(conn)
        .optional()?)
}

/// A statement that `body` received, held so that it is answered once.
pub(in crate::reconciliation) fn received_locked(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: StatementId,
) -> Result<Option<StatementRow>, StorageError> {
    let query = statements::table
        .filter(statements::id.eq(id))
        .filter(statements::receiver_id.eq(body))
        .select(StatementRow::as_select())
        .locked();
    Ok(query.get_result(tx.conn()).optional()?)
}

pub(in crate::reconciliation) fn lines(
    conn: &mut Conn,
    id: StatementId,
) -> Result<Vec<StatementLineRow>, StorageError> {
    Ok(statement_lines::table
        .filter(statement_lines::statement_id.eq(id))
        .order(statement_lines::number)
        .select(StatementLineRow::as_select())
        .load(conn)?)
}

pub(in crate::reconciliation) fn tally(conn: &mut Conn, id: StatementId) -> Result<Tally, StorageError> {
    let (count, total): (i64, Option<i64>) = statement_lines::table
        .filter(statement_lines::statement_id.eq(id))
        .select((count_star(), total(statement_lines::open_amount)))
        .first(conn)?;
    Ok(Tally { count, total: Pence::from_i64(total.unwrap_or_default()) })
}

/// Statements that `body` sent or received, the latest first.
pub(in crate::reconciliation) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    page: PageRequest,
) -> Result<(Vec<StatementRow>, i64), StorageError> {
    let query = || -> statements::BoxedQuery<'static, MultiBackend> {
        statements::table
            .filter(statements::sender_id.eq(body).or(statements::receiver_id.eq(body)))
            .into_boxed()
    };
    let rows = query()
        .order(statements::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(StatementRow::as_select())
        .load(conn)?;
    Ok((rows, query().count().get_result(conn)?))
}

/// Statements that wait for an answer by `body`, the oldest first.
pub(in crate::reconciliation) fn unanswered(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<StatementRow>, StorageError> {
    Ok(statements::table
        .filter(statements::receiver_id.eq(body))
        .filter(statements::state.eq(StatementState::Sent))
        .order(statements::id)
        .limit(20)
        .select(StatementRow::as_select())
        .load(conn)?)
}

pub(in crate::reconciliation) fn answer_line(
    tx: &mut Tx<'_>,
    line: StatementLineId,
    reply: &LineReply,
    (by, now): (&str, Instant),
) -> Result<(), StorageError> {
    let (answer, code, reason) = match reply {
        LineReply::Confirmed => (LineAnswer::Confirmed, None, None),
        LineReply::Disputed { code, text } => (LineAnswer::Disputed, Some(*code), text.as_deref()),
    };
    diesel::update(statement_lines::table.find(line))
        .set((
            statement_lines::answer.eq(answer),
            statement_lines::reason_code.eq(code),
            statement_lines::reason.eq(reason),
            statement_lines::answered_by.eq(Some(by)),
            statement_lines::answered_at.eq(Some(now)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

pub(in crate::reconciliation) fn set_state(
    tx: &mut Tx<'_>,
    id: StatementId,
    from: StatementState,
    to: StatementState,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(statements::table.find(id))
        .filter(statements::state.eq(from))
        .set((statements::state.eq(to), statements::answered_at.eq(Some(now))))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
