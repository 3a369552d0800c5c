//! Sending a statement of open items: by the provider, who is owed.

use serde_json::json;

use super::record;
use crate::access::capability::ManageFinance;
use crate::access::{CapabilityKind, Member, tell};
use crate::audit::Object;
use crate::kernel::ids::{StatementId, StatementLineId};
use crate::kernel::{FieldError, Instant, Pence, london};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::model::NewStatement;
use crate::reconciliation::queries::{MOST_STATEMENT_LINES, open_items};
use crate::reconciliation::state::{LineAnswer, StatementState};
use crate::reconciliation::store::statements::{self, StatementLineRow, StatementRow};
use crate::storage::Tx;

/// Sends a statement of everything that `receiver` has to pay.
pub fn send_statement(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    new: NewStatement,
    now: Instant,
) -> Result<StatementId, ReconciliationError> {
    if !by.body_is_verified() {
        return Err(ReconciliationError::NotVerified);
    }
    let items = open_items(tx.conn(), by, new)?;
    if items.is_empty() {
        return Err(nothing_open().into());
    }
    if items.len() > MOST_STATEMENT_LINES {
        return Err(too_many().into());
    }
    let row = StatementRow {
        id: StatementId::new(),
        sender_id: by.body(),
        receiver_id: new.receiver,
        as_at: new.as_at,
        state: StatementState::Sent,
        sent_by: by.name().to_owned(),
        sent_at: now,
        answered_at: None,
    };
    let lines: Vec<StatementLineRow> = (1..)
        .zip(&items)
        .map(|(number, item)| StatementLineRow {
            id: StatementLineId::new(),
            statement_id: row.id,
            number,
            invoice_id: item.invoice.id,
            open_amount: item.open_amount,
            answer: LineAnswer::Pending,
            reason_code: None,
            reason: None,
            answered_by: None,
            answered_at: None,
        })
        .collect();
    if !statements::insert(tx, &row, &lines)? {
        return Err(ReconciliationError::SentAlready);
    }
    announce(tx, by, &row, Pence::sum(lines.iter().map(|line| line.open_amount)).unwrap_or_default(), now)?;
    Ok(row.id)
}

fn nothing_open() -> FieldError {
    FieldError::invalid("with", "This body has no open items at that date, so there is nothing to send")
}

fn too_many() -> FieldError {
    FieldError::out_of_range("as_at", "A statement lists at most 300 items. Choose an earlier date")
}

fn announce(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    row: &StatementRow,
    total: Pence,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let data = json!({ "receiver": row.receiver_id, "as_at": row.as_at, "total_pence": total });
    let what = ("statement.sent", Object::new("statement", row.id));
    record(tx, by, what, vec![row.sender_id, row.receiver_id], data, now)?;
    let day = london::long_date(row.as_at);
    let subject = format!("{} sent a statement of open items", by.body_name());
    let text = format!(
        "{} says that {total} was open between you on {day}. Look at each line and confirm or dispute it:",
        by.body_name()
    );
    let path = format!("/finance/ledger/statements/{}", row.id);
    tell(tx, row.receiver_id, CapabilityKind::ManageFinance, &subject, &text, &path, now)?;
    Ok(())
}
