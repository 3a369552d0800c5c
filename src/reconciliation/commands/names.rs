//! Deciding which body a supplier name means. A person decides, and the decision is remembered.

use serde_json::json;

use super::matching::match_own_lines;
use super::record;
use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::audit::Object;
use crate::bodies;
use crate::charges;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, Instant};
use crate::reconciliation::ReconciliationError;
use crate::reconciliation::model::Meaning;
use crate::reconciliation::state::UndoneBecause;
use crate::reconciliation::store::lines;
use crate::reconciliation::store::matches;
use crate::reconciliation::store::names::{self, NameRow};
use crate::storage::{StorageError, Tx};

/// The most names that one request decides about.
const MOST_AT_ONCE: usize = 200;

/// A supplier name, in whatever spelling, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub supplier_name: String,
    pub meaning: Meaning,
}

/// Decides about names of the body's own ledger lines, all of them or none, and matches with what is known now;
/// answers how many lines were matched.
pub fn decide_names(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    decisions: &[Decision],
    now: Instant,
) -> Result<usize, ReconciliationError> {
    if decisions.is_empty() {
        return Err(invalid("Choose at least one supplier name"));
    }
    if decisions.len() > MOST_AT_ONCE {
        return Err(invalid("Decide about at most 200 supplier names at a time"));
    }
    let known = bodies::queries::directory(tx.conn())?;
    for decision in decisions {
        if let Meaning::Body(body) = decision.meaning {
            if body == by.body() {
                return Err(invalid("A body cannot be its own supplier"));
            }
            if !known.iter().any(|(id, ..)| *id == body) {
                return Err(invalid("Choose a body from the list"));
            }
        }
        decide(tx, by, decision, now)?;
    }
    Ok(match_own_lines(tx, by, now)?)
}

fn invalid(message: &str) -> ReconciliationError {
    FieldError::invalid("meaning", message).into()
}

fn decide(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    decision: &Decision,
    now: Instant,
) -> Result<(), ReconciliationError> {
    let key = lines::stored_key(&decision.supplier_name);
    if key.is_empty() {
        return Err(invalid("Choose a supplier name of your ledger"));
    }
    let before = names::find(tx.conn(), by.body(), &key)?;
    let spelling = if let Some(row) = &before {
        row.supplier_name.clone()
    } else {
        let found = lines::name_of_key(tx.conn(), by.body(), &key)?;
        found.map(|(name, _)| name).ok_or(ReconciliationError::NotFound)?
    };
    let before = before.map(|row| row.meaning());
    if before == Some(decision.meaning) {
        return Ok(());
    }
    let row = NameRow::new(by.body(), (key.clone(), spelling.clone()), decision.meaning, (by.name(), now));
    names::put(tx, &row)?;
    let undone = undo_what_no_longer_fits(tx, by, &key, decision.meaning, now)?;
    let data = json!({ "name": spelling, "before": before.map(word), "after": word(decision.meaning),
        "matches_undone": undone });
    let what = ("supplier_name.decided", Object::new("supplier_name", key));
    record(tx, by, what, vec![by.body()], data, now)?;
    Ok(())
}

/// A match rests on the supplier's being the invoice's provider. When that turns out otherwise it falls, and may
/// be made again if the name is changed back.
fn undo_what_no_longer_fits(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    key: &str,
    meaning: Meaning,
    now: Instant,
) -> Result<usize, StorageError> {
    let standing = matches::of_name(tx.conn(), by.body(), key)?;
    let mut undone = 0;
    for (id, invoice) in standing {
        let invoice = charges::queries::invoice_of_party(tx.conn(), by.body(), invoice)?;
        if invoice.is_some_and(|invoice| meaning == Meaning::Body(invoice.provider)) {
            continue;
        }
        let because = UndoneBecause::NameChanged;
        undone += usize::from(matches::undo(tx, by.body(), id, because, (by.name(), now))?);
    }
    Ok(undone)
}

/// What the audit trail says of a meaning: the body's id, or that it is none.
fn word(meaning: Meaning) -> Option<BodyId> {
    match meaning {
        Meaning::Body(id) => Some(id),
        Meaning::NotABody => None,
    }
}
