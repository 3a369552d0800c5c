//! Until when offers are known to be true, and whose owners have to be asked.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::offers::{OfferRow, entered_at};
use crate::catalogue::state::OfferState;
use crate::kernel::Instant;
use crate::storage::schema::offers;
use crate::storage::{LockExt, StorageError, Tx};

/// Notes that an offer is still true.
pub(in crate::catalogue) fn confirm(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    state: OfferState,
    until: NaiveDate,
    published_at: Option<Instant>,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(offers::table.find(row.id))
        .filter(offers::version.eq(row.version))
        .set((
            offers::state.eq(state),
            offers::confirmed_at.eq(Some(now)),
            offers::fresh_until.eq(Some(until)),
            offers::published_at.eq(published_at),
            offers::reminded.eq(0),
            offers::left_at.eq(None::<Instant>),
            offers::entered_at.eq(entered_at(row, now)),
            offers::version.eq(row.version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Published offers whose time is up on `day` and whose owners have not been told `times` times, the oldest first, held
/// against everybody else until the transaction ends.
pub(in crate::catalogue) fn lock_due(
    tx: &mut Tx<'_>,
    day: NaiveDate,
    times: i32,
    most: i64,
) -> Result<Vec<OfferRow>, StorageError> {
    Ok(offers::table
        .filter(offers::state.eq(OfferState::Published))
        .filter(offers::fresh_until.le(day))
        .filter(offers::reminded.lt(times))
        .order((offers::fresh_until, offers::id))
        .limit(most)
        .select(OfferRow::as_select())
        .locked()
        .get_results(tx.conn())?)
}

/// Notes how many times the owner has been told.
pub(in crate::catalogue) fn set_reminded(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    times: i32,
) -> Result<(), StorageError> {
    diesel::update(offers::table.find(row.id)).set(offers::reminded.eq(times)).execute(tx.conn())?;
    Ok(())
}
