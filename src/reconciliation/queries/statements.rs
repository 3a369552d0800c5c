//! Statements of open items, as either of their sides sees them.

use std::collections::{BTreeMap, BTreeSet};

use super::names::body_names;
use crate::access::{Capability, Member};
use crate::charges;
use crate::charges::queries::InvoiceView;
use crate::kernel::ids::{BodyId, InvoiceId, StatementId};
use crate::kernel::{Page, PageRequest, Pence};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::model::{NewStatement, StatementLineView, StatementView, Tally};
use crate::reconciliation::store::matches;
use crate::reconciliation::store::statements::{self as store, StatementRow};
use crate::storage::{Conn, StorageError};

/// The most lines of a statement, so that they can all be answered in one form.
pub const MOST_STATEMENT_LINES: usize = 300;

/// An invoice and what of it is open.
#[derive(Clone, Debug)]
pub struct OpenItem {
    pub invoice: InvoiceView,
    pub open_amount: Pence,
}

/// What another body has to pay the member's own, of what was issued by a day.
pub fn open_items<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    new: NewStatement,
) -> Result<Vec<OpenItem>, StorageError> {
    let due = charges::queries::invoices_due_to(conn, by.body(), Some(new.receiver))?;
    Ok(due.into_iter().filter(|invoice| invoice.issued_on <= new.as_at).filter_map(open_item).collect())
}

fn open_item(invoice: InvoiceView) -> Option<OpenItem> {
    let open_amount = invoice.to_pay();
    (open_amount > Pence::ZERO).then_some(OpenItem { invoice, open_amount })
}

/// The bodies that owe the member's own, by name, with what is open.
pub fn debtors<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<Vec<(BodyId, String, Tally)>, StorageError> {
    let mut debtors: BTreeMap<(String, BodyId), Tally> = BTreeMap::new();
    for item in charges::queries::invoices_due_to(conn, by.body(), None)?.into_iter().filter_map(open_item) {
        let tally = debtors.entry((item.invoice.consumer_name, item.invoice.consumer)).or_default();
        tally.count += 1;
        tally.total = tally.total.checked_add(item.open_amount).unwrap_or(tally.total);
    }
    Ok(debtors.into_iter().map(|((name, id), tally)| (id, name, tally)).collect())
}

/// The statements that the member's body sent or received, the latest first.
pub fn statements<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    page: PageRequest,
) -> Result<Page<StatementView>, StorageError> {
    let (rows, total) = store::of_body(conn, by.body(), page)?;
    Ok(Page::new(views(conn, rows)?, page, total))
}

/// The statements that the member's body has to answer, the oldest first.
pub fn statements_to_answer<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<Vec<StatementView>, StorageError> {
    let rows = store::unanswered(conn, by.body())?;
    if rows.is_empty() { Ok(Vec::new()) } else { views(conn, rows) }
}

fn views(conn: &mut Conn, rows: Vec<StatementRow>) -> Result<Vec<StatementView>, StorageError> {
    let names = body_names(conn)?;
    let name = |id: &BodyId| names.get(id).cloned().unwrap_or_default();
    let mut views = Vec::new();
    for row in rows {
        let tally = store::tally(conn, row.id)?;
        views.push(StatementView {
            id: row.id,
            sender_name: name(&row.sender_id),
            sender: row.sender_id,
            receiver_name: name(&row.receiver_id),
            receiver: row.receiver_id,
            as_at: row.as_at,
            state: row.state,
            sent_by: row.sent_by,
            sent_at: row.sent_at,
            answered_at: row.answered_at,
            count: tally.count,
            total: tally.total,
        });
    }
    Ok(views)
}

/// A statement that the member's body sent or received, with its lines.
pub fn statement<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: StatementId,
) -> Result<(StatementView, Vec<StatementLineView>), ReconciliationError> {
    let row = store::of_party(conn, by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    let invoices = charges::queries::invoices_owed_by(conn, row.receiver_id, Some(row.sender_id))?;
    let mut invoices: BTreeMap<InvoiceId, InvoiceView> =
        invoices.into_iter().map(|invoice| (invoice.id, invoice)).collect();
    let rows = store::lines(conn, id)?;
    let line = |row: store::StatementLineRow| {
        Some(StatementLineView {
            number: row.number,
            invoice: invoices.remove(&row.invoice_id)?,
            open_amount: row.open_amount,
            answer: row.answer,
            reason_code: row.reason_code,
            reason: row.reason,
            answered_by: row.answered_by,
        })
    };
    let lines = rows.into_iter().filter_map(line).collect();
    let view = views(conn, vec![row])?.pop().ok_or(ReconciliationError::NotFound)?;
    Ok((view, lines))
}

/// The invoices that lines of the member's own ledger pay: a help for answering, never shown to the other side.
pub fn matched_in_our_ledger<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<BTreeSet<InvoiceId>, StorageError> {
    matches::matched_invoices(conn, by.body())
}
