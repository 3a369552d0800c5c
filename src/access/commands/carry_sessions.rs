//! Taking sessions along when the demo's clock jumps.

use chrono::Duration;

use crate::access::member::System;
use crate::access::store::sessions;
use crate::storage::{StorageError, Tx};

/// Moves every running session `by` so much, as if nobody had been idle while the clock jumped. For the demo only: a
/// real clock does not jump.
pub fn carry_sessions(tx: &mut Tx<'_>, _: System, by: Duration) -> Result<(), StorageError> {
    for (id, last_seen_at, expires_at) in sessions::running_times(tx.conn())? {
        sessions::set_times(tx, id, last_seen_at.plus(by), expires_at.plus(by))?;
    }
    Ok(())
}
