//! Where ledger lines stand against invoices, with totals that add up to the penny.

use std::collections::BTreeMap;

use super::names::body_names;
use crate::access::{Capability, Member};
use crate::charges;
use crate::charges::queries::InvoiceView;
use crate::kernel::ids::{BodyId, InvoiceId, MatchId};
use crate::kernel::{Month, Page, PageRequest, Pence};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::model::{LineFilter, LineView, MatchView, Standing, Tally, Totals};
use crate::reconciliation::store::matches::MatchRow;
use crate::reconciliation::store::{lines, matches as store, names};
use crate::storage::{Conn, StorageError};

/// What the lines come to by where they stand, and the invoices that no line pays.
pub fn totals<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    filter: &LineFilter,
) -> Result<Totals, StorageError> {
    let mut standings = Vec::new();
    for standing in Standing::ALL {
        standings.push((*standing, lines::tally(conn, by.body(), filter, Some(*standing))?));
    }
    let invoices = open_invoices(conn, by, filter)?;
    let total = Pence::sum(invoices.iter().map(InvoiceView::to_pay)).unwrap_or_default();
    let count = i64::try_from(invoices.len()).unwrap_or(i64::MAX);
    Ok(Totals {
        standings,
        all: lines::tally(conn, by.body(), filter, None)?,
        open_invoices: Tally { count, total },
    })
}

/// The lines in one standing.
pub fn standing_lines<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    filter: &LineFilter,
    standing: Standing,
    page: PageRequest,
) -> Result<Page<LineView>, StorageError> {
    let total = lines::tally(conn, by.body(), filter, Some(standing))?.count;
    Ok(Page::new(lines::list(conn, by.body(), filter, Some(standing), page)?, page, total))
}

/// The matches that stand.
pub fn matches<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    filter: &LineFilter,
    page: PageRequest,
) -> Result<Page<MatchView>, StorageError> {
    let total = lines::tally(conn, by.body(), filter, Some(Standing::Matched))?.count;
    let rows = store::list(conn, by.body(), filter, page)?;
    let owed = charges::queries::invoices_owed_by(conn, by.body(), filter.counterparty)?;
    let owed: BTreeMap<InvoiceId, InvoiceView> = owed.into_iter().map(|each| (each.id, each)).collect();
    let view = |(row, line): (MatchRow, LineView)| match_view(row, line, &owed);
    Ok(Page::new(rows.into_iter().filter_map(view).collect(), page, total))
}

/// One match that stands, of the member's own body.
pub fn match_of<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: MatchId,
) -> Result<MatchView, ReconciliationError> {
    let (row, line) = store::find(conn, by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    if row.undone_at.is_some() {
        return Err(ReconciliationError::UndoneAlready);
    }
    let invoice = charges::queries::invoice_of_party(conn, by.body(), row.invoice_id)?;
    let owed = invoice.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    match_view(row, line, &owed).ok_or(ReconciliationError::NotFound)
}

fn match_view(row: MatchRow, line: LineView, owed: &BTreeMap<InvoiceId, InvoiceView>) -> Option<MatchView> {
    let invoice = owed.get(&row.invoice_id)?;
    Some(MatchView {
        id: row.id,
        line,
        invoice: invoice.id,
        invoice_number: invoice.number.clone(),
        provider: invoice.provider,
        provider_name: invoice.provider_name.clone(),
        amount: row.amount,
        rule: row.rule,
        why: row.why,
        matched_by: row.matched_by,
        matched_at: row.matched_at,
    })
}

/// The invoices of which the body has something to pay and that no line of its ledger pays, by number. A month is the
/// one delivered in.
pub fn open_invoices<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    filter: &LineFilter,
) -> Result<Vec<InvoiceView>, StorageError> {
    let matched = store::matched_invoices(conn, by.body())?;
    let owed = charges::queries::invoices_owed_by(conn, by.body(), filter.counterparty)?;
    let in_month = |invoice: &InvoiceView| filter.month.is_none_or(|month| invoice.month == month);
    let is_open = |invoice: &InvoiceView| !invoice.to_pay().is_zero() && !matched.contains(&invoice.id);
    Ok(owed.into_iter().filter(|each| is_open(each) && in_month(each)).collect())
}

/// The bodies that a ledger's lines or a body's invoices are with, by name.
pub fn counterparties<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    let mut ids = names::counterparties(conn, by.body())?;
    let owed = charges::queries::invoices_owed_by(conn, by.body(), None)?;
    ids.extend(owed.into_iter().map(|invoice| invoice.provider));
    let names = body_names(conn)?;
    let mut by_name: Vec<(BodyId, String)> =
        ids.into_iter().filter_map(|id| Some((id, names.get(&id)?.clone()))).collect();
    by_name.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
    by_name.dedup();
    Ok(by_name)
}

/// The months that a body's lines fall in, the last first; at most ten years of them.
pub fn months<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<Month>, StorageError> {
    let Some((first, last)) = lines::dates(conn, by.body())? else { return Ok(Vec::new()) };
    Ok(Month::of(first).through(Month::of(last)).rev().take(120).collect())
}
