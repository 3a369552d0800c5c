//! Agreements start and end with their months.

use serde_json::json;

use crate::access::System;
use crate::agreements::happening::AgreementHappening;
use crate::agreements::state::AgreementState;
use crate::agreements::store::agreements;
use crate::audit::{self, Event, Object};
use crate::kernel::{Instant, london};
use crate::storage::{StorageError, Tx};

/// How many are moved on in one transaction; the worker asks again while there are some.
const AT_ONCE: i64 = 200;

/// Starts agreements whose first month has come and ends those whose last has passed. Answers how many.
pub fn roll_states(tx: &mut Tx<'_>, by: System, now: Instant) -> Result<usize, StorageError> {
    let today = london::month(now);
    let behind = agreements::behind(tx, today, AT_ONCE)?;
    for row in &behind {
        let next = AgreementState::in_month(today, row.first_month, row.last_month);
        agreements::set_state(tx, row, next)?;
        let parties = agreements::parties(tx.conn(), vec![row.id])?;
        let happening = if next == AgreementState::Ended {
            AgreementHappening::Ended
        } else {
            AgreementHappening::Started
        };
        let event = Event {
            actor: by.actor(),
            action: happening.as_str(),
            object: Object::new("agreement", row.id),
            seen_by: parties.into_iter().map(|(_, body, _)| body).collect(),
            data: json!({ "reference": row.reference, "before": row.state, "after": next }),
        };
        audit::record(tx, event, now)?;
    }
    Ok(behind.len())
}
