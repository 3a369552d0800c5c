//! Matching a body's ledger lines with the invoices it owes, and undoing a match.

use serde_json::json;

use super::record;
use crate::access::capability::ManageFinance;
use crate::access::{Member, System};
use crate::audit::{self, Actor, Event, Object};
use crate::charges;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, MatchId};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::matching::{self, OpenInvoice};
use crate::reconciliation::state::UndoneBecause;
use crate::reconciliation::store::lines;
use crate::reconciliation::store::matches;
use crate::storage::{Db, StorageError, Tx};

/// Matches what can be matched for the member's own body; answers how many lines were.
pub fn match_own_lines(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    now: Instant,
) -> Result<usize, StorageError> {
    run(tx, by.actor(), by.body(), now)
}

/// [`match_own_lines`] for the worker, after new invoices.
pub fn match_body(tx: &mut Tx<'_>, by: System, body: BodyId, now: Instant) -> Result<usize, StorageError> {
    run(tx, by.actor(), body, now)
}

/// Matches every body's lines that were in its ledger before their invoices were issued. Each body in a transaction of
/// its own; running it again matches nothing twice.
pub async fn match_due(db: &Db, by: System, now: Instant) -> Result<(), StorageError> {
    for body in db.read(lines::bodies_with_matchable_lines).await? {
        db.write(move |tx| match_body(tx, by, body, now)).await?;
    }
    Ok(())
}

fn run(tx: &mut Tx<'_>, actor: Actor, body: BodyId, now: Instant) -> Result<usize, StorageError> {
    let open_lines = lines::matchable(tx.conn(), body)?;
    if open_lines.is_empty() {
        return Ok(0);
    }
    let matched = matches::matched_invoices(tx.conn(), body)?;
    let invoices: Vec<OpenInvoice> = charges::queries::invoices_owed_by(tx.conn(), body, None)?
        .into_iter()
        .filter(|invoice| !matched.contains(&invoice.id))
        .map(|invoice| OpenInvoice {
            id: invoice.id,
            provider: invoice.provider,
            number: invoice.number,
            gross: invoice.gross,
        })
        .collect();
    let wrong = matches::wrong_pairs(tx.conn(), body)?;
    let mut made = Vec::new();
    for pair in matching::exact_pairs(&open_lines, &invoices, &wrong) {
        // Somebody else may have matched either a moment ago: then it is theirs.
        if matches::insert(tx, body, &pair, (&actor.name, now))? {
            made.push(json!({ "line": pair.line, "invoice": pair.invoice, "amount_pence": pair.amount }));
        }
    }
    let count = made.len();
    if count > 0 {
        let data = json!({ "rule": matching::EXACT, "matches": made });
        let object = Object::new("ledger", body);
        let event = Event { actor, action: "ledger.matched", object, seen_by: vec![body], data };
        audit::record(tx, event, now)?;
    }
    Ok(count)
}

/// Takes a match apart because it is wrong: no rule makes it again.
pub fn undo_match(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    id: MatchId,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let (row, line) = matches::find(tx.conn(), by.body(), id)?.ok_or(ReconciliationError::NotFound)?;
    if !matches::undo(tx, by.body(), id, UndoneBecause::Wrong, (by.name(), now))? {
        return Err(ReconciliationError::UndoneAlready);
    }
    let data = json!({ "line": line.id, "invoice": row.invoice_id, "amount_pence": row.amount,
        "rule": row.rule, "why": row.why });
    let what = ("ledger_match.undone", Object::new("ledger_match", id));
    record(tx, by, what, vec![by.body()], data, now)?;
    Ok(())
}
