//! What finance officers do with ledgers, supplier names, matches and statements.

mod answer;
mod load;
mod matching;
mod names;
mod statements;
mod upload;

pub use answer::{answer_statement, parse_replies};
pub use load::{BATCH, Loaded, begin_load, finish_load, put_bad_rows, put_lines};
pub use matching::{match_body, match_due, match_own_lines, undo_match};
pub use names::{Decision, decide_names};
pub use statements::send_statement;
pub use upload::{Upload, Uploaded, choose_columns, discard_file, upload};

use serde_json::Value;

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::{StorageError, Tx};

/// Records what a finance officer did to something that the bodies `seen_by` may know of.
fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageFinance>,
    (action, object): (&'static str, Object),
    seen_by: Vec<BodyId>,
    data: Value,
    now: Instant,
) -> Result<(), StorageError> {
    audit::record(tx, Event { actor: by.actor(), action, object, seen_by, data }, now)?;
    Ok(())
}
