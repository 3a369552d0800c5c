//! Answering a statement: by the consumer, every line at once.

use std::collections::BTreeMap;

use serde_json::json;

use super::record;
use crate::access::capability::ManageFinance;
use crate::access::{CapabilityKind, Member, tell};
use crate::audit::Object;
use crate::kernel::ids::StatementId;
use crate::kernel::{FieldError, FieldErrors, Instant, Pence};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::mismatch::{LineReply, ReplyForm};
use crate::reconciliation::store::statements::{self, StatementLineRow, StatementRow};
use crate::storage::Tx;

/// Reads the answers to the lines numbered `numbers`; every mistake of every line is told.
pub fn parse_replies(
    numbers: impl IntoIterator<Item = i32>,
    form_of: impl Fn(i32) -> ReplyForm,
) -> Result<BTreeMap<i32, LineReply>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut replies = BTreeMap::new();
    for number in numbers {
        match LineReply::parse(number, &form_of(number)) {
            Ok(reply) => {
                replies.insert(number, reply);
            }
            Err(mistakes) => errors.0.extend(mistakes.0),
        }
    }
    errors.finish(Some(replies))
}

/// Confirms or disputes each line of a statement that the member's body received.
pub fn answer_statement(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: StatementId,
    replies: &BTreeMap<i32, LineReply>,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let row = statements::received_locked(tx, by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    let next = row.state.answer()?;
    let lines = statements::lines(tx.conn(), id)?;
    if replies.len() != lines.len() || lines.iter().any(|line| !replies.contains_key(&line.number)) {
        let error = FieldError::required("", "Confirm or dispute every line of the statement");
        return Err(ReconciliationError::Invalid(error.into()));
    }
    for line in &lines {
        if let Some(reply) = replies.get(&line.number) {
            statements::answer_line(tx, line.id, reply, (by.name(), now))?;
        }
    }
    statements::set_state(tx, id, row.state, next, now)?;
    announce(tx, by, &row, &lines, replies, now)
}

fn announce(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    row: &StatementRow,
    lines: &[StatementLineRow],
    replies: &BTreeMap<i32, LineReply>,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let is_disputed =
        |line: &&StatementLineRow| matches!(replies.get(&line.number), Some(LineReply::Disputed { .. }));
    let disputed = lines.iter().filter(is_disputed);
    let total = Pence::sum(disputed.clone().map(|line| line.open_amount)).unwrap_or_default();
    let numbers: Vec<i32> = disputed.map(|line| line.number).collect();
    let data = json!({ "lines": lines.len(), "disputed_lines": numbers, "disputed_pence": total });
    let what = ("statement.answered", Object::new("statement", row.id));
    record(tx, by, what, vec![row.sender_id, row.receiver_id], data, now)?;
    let subject = format!("{} answered your statement of open items", by.body_name());
    let text = match numbers.len() {
        0 => format!("{} confirms every line. Both of your books agree:", by.body_name()),
        1 => format!("{} disputes one line, {total} in all, and says why:", by.body_name()),
        many => format!("{} disputes {many} lines, {total} in all, and says why:", by.body_name()),
    };
    let path = format!("/finance/ledger/statements/{}", row.id);
    tell(tx, row.sender_id, CapabilityKind::ManageFinance, &subject, &text, &path, now)?;
    Ok(())
}
