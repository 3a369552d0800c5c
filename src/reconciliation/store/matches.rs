//! Matches of ledger lines with invoices. Two unique indexes make sure that neither is ever matched twice.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::lines::LineRow;
use crate::kernel::ids::{BodyId, InvoiceId, LedgerLineId, MatchId};
use crate::kernel::{Instant, PageRequest, Pence};
use crate::reconciliation::matching::{self, Pairing};
use crate::reconciliation::model::{LineFilter, LineView};
use crate::reconciliation::state::UndoneBecause;
use crate::storage::schema::{ledger_lines, ledger_matches, supplier_names};
use crate::storage::{Conn, MultiBackend, Native, StorageError, Tx};

/// A match as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = ledger_matches)]
pub(in crate::reconciliation) struct MatchRow {
    pub(in crate::reconciliation) id: MatchId,
    pub(in crate::reconciliation) invoice_id: InvoiceId,
    pub(in crate::reconciliation) amount: Pence,
    pub(in crate::reconciliation) rule: String,
    pub(in crate::reconciliation) why: String,
    pub(in crate::reconciliation) matched_by: String,
    pub(in crate::reconciliation) matched_at: Instant,
    pub(in crate::reconciliation) undone_at: Option<Instant>,
}

/// Makes a match unless the line or the invoice has one by now; answers whether it was made.
pub(in crate::reconciliation) fn insert(
    tx: &mut Tx<'_>,
    body: BodyId,
    pair: &Pairing,
    (by, now): (&str, Instant),
) -> Result<bool, StorageError> {
    let inserted = Native(
        diesel::insert_into(ledger_matches::table)
            .values((
                ledger_matches::id.eq(MatchId::new()),
                ledger_matches::body_id.eq(body),
                ledger_matches::line_id.eq(pair.line),
                ledger_matches::invoice_id.eq(pair.invoice),
                ledger_matches::amount.eq(pair.amount),
                ledger_matches::rule.eq(matching::EXACT),
                ledger_matches::why.eq(&pair.why),
                ledger_matches::matched_by.eq(by),
                ledger_matches::matched_at.eq(now),
            ))
            .on_conflict_do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(inserted == 1)
}

/// The invoices that lines of this body are matched with.
pub(in crate::reconciliation) fn matched_invoices(
    conn: &mut Conn,
    body: BodyId,
) -> Result<BTreeSet<InvoiceId>, StorageError> {
    let ids: Vec<InvoiceId> = ledger_matches::table
        .filter(ledger_matches::body_id.eq(body))
        .filter(ledger_matches::undone_at.is_null())
        .select(ledger_matches::invoice_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// The pairs that somebody took apart because they were wrong.
pub(in crate::reconciliation) fn wrong_pairs(
    conn: &mut Conn,
    body: BodyId,
) -> Result<BTreeSet<(LedgerLineId, InvoiceId)>, StorageError> {
    let pairs: Vec<(LedgerLineId, InvoiceId)> = ledger_matches::table
        .filter(ledger_matches::body_id.eq(body))
        .filter(ledger_matches::undone_because.eq(UndoneBecause::Wrong))
        .select((ledger_matches::line_id, ledger_matches::invoice_id))
        .load(conn)?;
    Ok(pairs.into_iter().collect())
}

pub(in crate::reconciliation) fn find(
    conn: &mut Conn,
    body: BodyId,
    id: MatchId,
) -> Result<Option<(MatchRow, LineView)>, StorageError> {
    let row: Option<(MatchRow, LineRow)> = ledger_matches::table
        .inner_join(ledger_lines::table)
        .filter(ledger_matches::id.eq(id))
        .filter(ledger_matches::body_id.eq(body))
        .select((MatchRow::as_select(), LineRow::as_select()))
        .first(conn)
        .optional()?;
    Ok(row.map(|(row, line)| (row, line.into())))
}

/// Undoes a match; answers whether it still stood.
pub(in crate::reconciliation) fn undo(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: MatchId,
    because: UndoneBecause,
    (by, now): (&str, Instant),
) -> Result<bool, StorageError> {
    let changed = diesel::update(ledger_matches::table.find(id))
        .filter(ledger_matches::body_id.eq(body))
        .filter(ledger_matches::undone_at.is_null())
        .set((
            ledger_matches::undone_at.eq(Some(now)),
            ledger_matches::undone_by.eq(Some(by)),
            ledger_matches::undone_because.eq(Some(because)),
        ))
        .execute(tx.conn())?;
    Ok(changed == 1)
}

type Joined<'a> = diesel::helper_types::IntoBoxed<
    'a,
    diesel::helper_types::InnerJoin<ledger_matches::table, ledger_lines::table>,
    MultiBackend,
>;

fn standing<'a>(body: BodyId, filter: &LineFilter) -> Joined<'a> {
    let mut query = ledger_matches::table.inner_join(ledger_lines::table).into_boxed();
    query = query.filter(ledger_matches::body_id.eq(body)).filter(ledger_matches::undone_at.is_null());
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
    query
}

/// The matches that stand, by the date of their line.
pub(in crate::reconciliation) fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &LineFilter,
    page: PageRequest,
) -> Result<Vec<(MatchRow, LineView)>, StorageError> {
    let rows: Vec<(MatchRow, LineRow)> = standing(body, filter)
        .order((ledger_lines::dated, ledger_lines::file_id, ledger_lines::line_number))
        .limit(page.limit())
        .offset(page.offset())
        .select((MatchRow::as_select(), LineRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, line)| (row, line.into())).collect())
}

/// The matches that stand for lines of one supplier name.
pub(in crate::reconciliation) fn of_name(
    conn: &mut Conn,
    body: BodyId,
    key: &str,
) -> Result<Vec<(MatchId, InvoiceId)>, StorageError> {
    Ok(standing(body, &LineFilter::default())
        .filter(ledger_lines::supplier_key.eq(key.to_owned()))
        .select((ledger_matches::id, ledger_matches::invoice_id))
        .load(conn)?)
}
