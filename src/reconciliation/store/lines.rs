//! Ledger lines, and where each stands. Only lines of loaded files count: a half-loaded file shows nothing.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::kernel::ids::{BodyId, LedgerFileId, LedgerLineId};
use crate::kernel::{PageRequest, Pence};
use crate::reconciliation::extract::Line;
use crate::reconciliation::matching::OpenLine;
use crate::reconciliation::model::{LineFilter, LineView, Standing, Tally};
use crate::reconciliation::names::supplier_key;
use crate::reconciliation::state::{Decision, FileState};
use crate::storage::schema::{ledger_files, ledger_lines, ledger_matches, supplier_names};
use crate::storage::{Conn, MultiBackend, StorageError, Tx, both, total};

/// Longer names are cut for the index; no two real names differ only after so many letters.
const LONGEST_KEY: usize = 200;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_lines, treat_none_as_default_value = false)]
pub(super) struct LineRow {
    id: LedgerLineId,
    file_id: LedgerFileId,
    line_number: i32,
    dated: NaiveDate,
    reference: String,
    supplier_name: String,
    supplier_key: String,
    amount: Pence,
}

impl From<LineRow> for LineView {
    fn from(row: LineRow) -> Self {
        Self {
            id: row.id,
            file: row.file_id,
            number: row.line_number,
            dated: row.dated,
            reference: row.reference,
            supplier_name: row.supplier_name,
            supplier_key: row.supplier_key,
            amount: row.amount,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = ledger_lines, treat_none_as_default_value = false)]
struct NewLine {
    body_id: BodyId,
    #[diesel(embed)]
    line: LineRow,
}

/// The spelling a supplier name is stored and asked for under.
pub(in crate::reconciliation) fn stored_key(supplier_name: &str) -> String {
    supplier_key(supplier_name).chars().take(LONGEST_KEY).collect()
}

/// A line number as it is stored. A file has at most 16 MiB, so its lines can be counted in an `i32`.
pub(super) fn stored_number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Keeps lines of a file; those that are there already, by their line number, stay as they are.
pub(in crate::reconciliation) fn put(
    tx: &mut Tx<'_>,
    body: BodyId,
    file: LedgerFileId,
    lines: &[Line],
) -> Result<(), StorageError> {
    let new = |line: &Line| NewLine {
        body_id: body,
        line: LineRow {
            id: LedgerLineId::new(),
            file_id: file,
            line_number: stored_number(line.number),
            dated: line.date,
            reference: line.reference.clone(),
            supplier_name: line.supplier_name.clone(),
            supplier_key: stored_key(&line.supplier_name),
            amount: line.amount,
        },
    };
    let rows: Vec<NewLine> = lines.iter().map(new).collect();
    both!(tx.conn(), |c| {
        diesel::insert_into(ledger_lines::table).values(&rows).on_conflict_do_nothing().execute(c)
    })?;
    Ok(())
}

/// How many lines of a file are stored, and what they come to.
pub(in crate::reconciliation) fn tally_of_file(
    conn: &mut Conn,
    file: LedgerFileId,
) -> Result<Tally, StorageError> {
    let (count, total): (i64, Option<i64>) = ledger_lines::table
        .filter(ledger_lines::file_id.eq(file))
        .select((count_star(), total(ledger_lines::amount)))
        .first(conn)?;
    Ok(Tally { count, total: Pence::from_i64(total.unwrap_or_default()) })
}

type Lines<'a> = ledger_lines::BoxedQuery<'a, MultiBackend>;

/// The lines that a filter leaves, in one standing or in any.
fn lines<'a>(body: BodyId, filter: &LineFilter, standing: Option<Standing>) -> Lines<'a> {
    let loaded = ledger_files::table
        .filter(ledger_files::body_id.eq(body))
        .filter(ledger_files::state.eq(FileState::Loaded))
        .select(ledger_files::id);
    let mut query = ledger_lines::table
        .filter(ledger_lines::body_id.eq(body))
        .filter(ledger_lines::file_id.eq_any(loaded))
        .into_boxed();
    if let Some(file) = filter.file {
        query = query.filter(ledger_lines::file_id.eq(file));
    }
    if let Some(month) = filter.month {
        query = query.filter(ledger_lines::dated.between(month.first_day(), month.last_day()));
    }
    if let Some(counterparty) = filter.counterparty {
        let names = supplier_names::table
            .filter(supplier_names::body_id.eq(body))
            .filter(supplier_names::counterparty_id.eq(counterparty))
            .select(supplier_names::supplier_key);
        query = query.filter(ledger_lines::supplier_key.eq_any(names));
    }
    match standing {
        Some(standing) => stands(query, body, standing),
        None => query,
    }
}

/// The four standings exclude each other and leave nothing out.
fn stands(query: Lines<'_>, body: BodyId, standing: Standing) -> Lines<'_> {
    let matched = ledger_matches::table
        .filter(ledger_matches::body_id.eq(body))
        .filter(ledger_matches::undone_at.is_null())
        .select(ledger_matches::line_id);
    let decided =
        supplier_names::table.filter(supplier_names::body_id.eq(body)).select(supplier_names::supplier_key);
    let decided_as = |decision: Decision| decided.filter(supplier_names::decision.eq(decision));
    match standing {
        Standing::Matched => query.filter(ledger_lines::id.eq_any(matched)),
        Standing::Open => query
            .filter(ledger_lines::id.ne_all(matched))
            .filter(ledger_lines::supplier_key.eq_any(decided_as(Decision::Body))),
        Standing::NotABody => query
            .filter(ledger_lines::id.ne_all(matched))
            .filter(ledger_lines::supplier_key.eq_any(decided_as(Decision::NotABody))),
        Standing::Undecided => {
            query.filter(ledger_lines::id.ne_all(matched)).filter(ledger_lines::supplier_key.ne_all(decided))
        }
    }
}

pub(in crate::reconciliation) fn tally(
    conn: &mut Conn,
    body: BodyId,
    filter: &LineFilter,
    standing: Option<Standing>,
) -> Result<Tally, StorageError> {
    let (count, total): (i64, Option<i64>) =
        lines(body, filter, standing).select((count_star(), total(ledger_lines::amount))).first(conn)?;
    Ok(Tally { count, total: Pence::from_i64(total.unwrap_or_default()) })
}

/// Lines by date, in the order of their file.
pub(in crate::reconciliation) fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &LineFilter,
    standing: Option<Standing>,
    page: PageRequest,
) -> Result<Vec<LineView>, StorageError> {
    let rows: Vec<LineRow> = lines(body, filter, standing)
        .order((ledger_lines::dated, ledger_lines::file_id, ledger_lines::line_number))
        .limit(page.limit())
        .offset(page.offset())
        .select(LineRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(LineView::from).collect())
}

/// The lines that could be matched: of public bodies, positive, not matched, the earliest first.
pub(in crate::reconciliation) fn matchable(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<OpenLine>, StorageError> {
    let names: std::collections::BTreeMap<String, BodyId> = supplier_names::table
        .filter(supplier_names::body_id.eq(body))
        .filter(supplier_names::decision.eq(Decision::Body))
        .select((supplier_names::supplier_key, supplier_names::counterparty_id.assume_not_null()))
        .load(conn)?
        .into_iter()
        .collect();
    let rows: Vec<LineRow> = lines(body, &LineFilter::default(), Some(Standing::Open))
        .filter(ledger_lines::amount.gt(Pence::ZERO))
        .order((ledger_lines::dated, ledger_lines::file_id, ledger_lines::line_number))
        .select(LineRow::as_select())
        .load(conn)?;
    let line = |row: LineRow| {
        let counterparty = *names.get(&row.supplier_key)?;
        Some(OpenLine { id: row.id, counterparty, reference: row.reference, amount: row.amount })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// The bodies that have lines which could be matched.
pub(in crate::reconciliation) fn bodies_with_matchable_lines(
    conn: &mut Conn,
) -> Result<Vec<BodyId>, StorageError> {
    let loaded = ledger_files::table.filter(ledger_files::state.eq(FileState::Loaded));
    let matched = ledger_matches::table.filter(ledger_matches::undone_at.is_null());
    let public = supplier_names::table
        .filter(supplier_names::body_id.eq(ledger_lines::body_id))
        .filter(supplier_names::supplier_key.eq(ledger_lines::supplier_key))
        .filter(supplier_names::decision.eq(Decision::Body));
    let bodies = ledger_lines::table
        .filter(ledger_lines::amount.gt(Pence::ZERO))
        .filter(ledger_lines::file_id.eq_any(loaded.select(ledger_files::id)))
        .filter(ledger_lines::id.ne_all(matched.select(ledger_matches::line_id)))
        .filter(diesel::dsl::exists(public))
        .select(ledger_lines::body_id)
        .distinct()
        .load(conn)?;
    Ok(bodies)
}

/// Supplier names that nobody decided about, with how many lines they have and what those come to.
pub(in crate::reconciliation) fn undecided_names(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<(String, String, Tally)>, StorageError> {
    /// More names than any ledger here has.
    const MOST_NAMES: i64 = 20_000;
    let loaded = ledger_files::table
        .filter(ledger_files::body_id.eq(body))
        .filter(ledger_files::state.eq(FileState::Loaded))
        .select(ledger_files::id);
    let decided =
        supplier_names::table.filter(supplier_names::body_id.eq(body)).select(supplier_names::supplier_key);
    let rows: Vec<(String, Option<String>, i64, Option<i64>)> = ledger_lines::table
        .filter(ledger_lines::body_id.eq(body))
        .filter(ledger_lines::supplier_key.ne(""))
        .filter(ledger_lines::file_id.eq_any(loaded))
        .filter(ledger_lines::supplier_key.ne_all(decided))
        .group_by(ledger_lines::supplier_key)
        .order((total(ledger_lines::amount).desc(), ledger_lines::supplier_key))
        .select((
            ledger_lines::supplier_key,
            diesel::dsl::min(ledger_lines::supplier_name),
            count_star(),
            total(ledger_lines::amount),
        ))
        .limit(MOST_NAMES)
        .load(conn)?;
    let name = |(key, name, count, total): (String, Option<String>, i64, Option<i64>)| {
        let tally = Tally { count, total: Pence::from_i64(total.unwrap_or_default()) };
        (key.clone(), name.unwrap_or(key), tally)
    };
    Ok(rows.into_iter().map(name).collect())
}

/// The months in which a body has lines, the last first.
pub(in crate::reconciliation) fn dates(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Option<(NaiveDate, NaiveDate)>, StorageError> {
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = lines(body, &LineFilter::default(), None)
        .select((diesel::dsl::min(ledger_lines::dated), diesel::dsl::max(ledger_lines::dated)))
        .first(conn)?;
    Ok(first.zip(last))
}

/// The spelling of one supplier name of a body's own lines, if it has any.
pub(in crate::reconciliation) fn name_of_key(
    conn: &mut Conn,
    body: BodyId,
    key: &str,
) -> Result<Option<(String, Tally)>, StorageError> {
    let (name, count, sum): (Option<String>, i64, Option<i64>) = lines(body, &LineFilter::default(), None)
        .filter(ledger_lines::supplier_key.eq(key.to_owned()))
        .select((diesel::dsl::min(ledger_lines::supplier_name), count_star(), total(ledger_lines::amount)))
        .first(conn)?;
    let tally = Tally { count, total: Pence::from_i64(sum.unwrap_or_default()) };
    Ok(name.map(|name| (name, tally)))
}
