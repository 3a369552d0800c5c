//! Counters of attempts, each with a window after which it starts again.

use chrono::Duration;
use diesel::prelude::*;

use crate::kernel::Instant;
use crate::storage::schema::throttles;
use crate::storage::{LockExt, Native, StorageError, Tx};

/// Counts one more; answers the count and when the window ends. The row is made first and then locked, so that of
/// two first attempts at once each sees the other.
pub(in crate::access) fn count(
    tx: &mut Tx<'_>,
    key: &str,
    now: Instant,
    window: Duration,
) -> Result<(i32, Instant), StorageError> {
    Native(
        diesel::insert_into(throttles::table)
            .values((
                throttles::key.eq(key),
                throttles::failures.eq(0),
                throttles::window_ends_at.eq(now.plus(window)),
            ))
            .on_conflict(throttles::key)
            .do_nothing(),
    )
    .execute(tx.conn())?;
    let (counted, window_ends_at): (i32, Instant) = throttles::table
        .find(key)
        .select((throttles::failures, throttles::window_ends_at))
        .locked()
        .get_result(tx.conn())?;
    let next = if window_ends_at > now {
        (counted.saturating_add(1), window_ends_at)
    } else {
        (1, now.plus(window))
    };
    diesel::update(throttles::table.find(key))
        .set((throttles::failures.eq(next.0), throttles::window_ends_at.eq(next.1)))
        .execute(tx.conn())?;
    Ok(next)
}

/// Counts one less.
pub(in crate::access) fn take_one_off(tx: &mut Tx<'_>, key: &str) -> Result<(), StorageError> {
    diesel::update(throttles::table.find(key))
        .filter(throttles::failures.gt(0))
        .set(throttles::failures.eq(throttles::failures - 1))
        .execute(tx.conn())?;
    Ok(())
}

pub(in crate::access) fn forget(tx: &mut Tx<'_>, key: &str) -> Result<(), StorageError> {
    diesel::delete(throttles::table.find(key)).execute(tx.conn())?;
    Ok(())
}

/// Forgets every counter whose window is over.
pub(in crate::access) fn forget_ended(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StorageError> {
    Ok(diesel::delete(throttles::table.filter(throttles::window_ends_at.lt(now))).execute(tx.conn())?)
}
