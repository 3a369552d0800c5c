//! Counters of failed attempts, each with a window after which it starts again.

use chrono::Duration;
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::kernel::Instant;
use crate::storage::schema::throttles;
use crate::storage::{LockExt, Native, StorageError, Tx};

/// Counts one more; answers the count and when the window ends.
pub(in crate::access) fn count(
    tx: &mut Tx<'_>,
    key: &str,
    now: Instant,
    window: Duration,
) -> Result<(i32, Instant), StorageError> {
    let found: Option<(i32, Instant)> = throttles::table
        .find(key)
        .select((throttles::failures, throttles::window_ends_at))
        .locked()
        .get_result(tx.conn())
        .optional()?;
    let next = match found {
        Some((failures, window_ends_at)) if window_ends_at > now => {
            (failures.saturating_add(1), window_ends_at)
        }
        _ => (1, now.plus(window)),
    };
    Native(
        diesel::insert_into(throttles::table)
            .values((
                throttles::key.eq(key),
                throttles::failures.eq(next.0),
                throttles::window_ends_at.eq(next.1),
            ))
            .on_conflict(throttles::key)
            .do_update()
            .set((
                throttles::failures.eq(excluded(throttles::failures)),
                throttles::window_ends_at.eq(excluded(throttles::window_ends_at)),
            )),
    )
    .execute(tx.conn())?;
    Ok(next)
}

pub(in crate::access) fn forget(tx: &mut Tx<'_>, key: &str) -> Result<(), StorageError> {
    diesel::delete(throttles::table.find(key)).execute(tx.conn())?;
    Ok(())
}

/// Forgets every counter whose window is over.
pub(in crate::access) fn forget_ended(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StorageError> {
    Ok(diesel::delete(throttles::table.filter(throttles::window_ends_at.lt(now))).execute(tx.conn())?)
}
