//! Offers of which nothing is left, or whose last month is over.

use diesel::prelude::*;

use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Instant, Month, Quantity};
use crate::storage::schema::{offer_months, offers};
use crate::storage::{Conn, StorageError, Tx};

/// Whose offer it is, what it is called, where it stands, and since when nothing of it is left.
pub(in crate::catalogue) struct Standing {
    pub(in crate::catalogue) body: BodyId,
    pub(in crate::catalogue) title: String,
    pub(in crate::catalogue) state: OfferState,
    pub(in crate::catalogue) full_since: Option<Instant>,
    pub(in crate::catalogue) last_month: Month,
}

pub(in crate::catalogue) fn standing(tx: &mut Tx<'_>, offer: OfferId) -> Result<Standing, StorageError> {
    let (body, title, state, full_since, last_month) = offers::table
        .find(offer)
        .select((offers::body_id, offers::title, offers::state, offers::full_since, offers::last_month))
        .first(tx.conn())?;
    Ok(Standing { body, title, state, full_since, last_month })
}

/// Whether anything of an offer is free in `month` or later.
pub(in crate::catalogue) fn has_free(
    conn: &mut Conn,
    offer: OfferId,
    month: Month,
) -> Result<bool, StorageError> {
    let months: i64 = offer_months::table
        .filter(offer_months::offer_id.eq(offer))
        .filter(offer_months::month.ge(month))
        .filter(offer_months::free.gt(Quantity::ZERO))
        .count()
        .get_result(conn)?;
    Ok(months > 0)
}

/// Offers that stand in the catalogue and are noted as having nothing left, `most` of them.
pub(in crate::catalogue) fn nothing_noted(conn: &mut Conn, most: i64) -> Result<Vec<OfferId>, StorageError> {
    Ok(offers::table
        .filter(offers::state.eq(OfferState::Published))
        .filter(offers::free_most.le(Quantity::ZERO))
        .order(offers::id)
        .limit(most)
        .select(offers::id)
        .load(conn)?)
}

/// Puts an offer into `state`, with the moment since which nothing of it is left.
pub(in crate::catalogue) fn set(
    tx: &mut Tx<'_>,
    offer: OfferId,
    state: OfferState,
    full_since: Option<Instant>,
    now: Instant,
) -> Result<(), StorageError> {
    // What was full and is not any more has left the catalogue long since.
    let left_at = full_since.map(|at| offers::left_at.eq(Some(at)));
    diesel::update(offers::table.find(offer))
        .set((
            offers::state.eq(state),
            offers::full_since.eq(full_since),
            left_at,
            offers::version.eq(offers::version + 1),
            offers::updated_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}
