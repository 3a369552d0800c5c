//! Offers of which nothing is left.

use diesel::prelude::*;

use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Instant, Month, Quantity};
use crate::storage::schema::{offer_months, offers};
use crate::storage::{StorageError, Tx};

/// Whose offer it is, what it is called, where it stands, and since when nothing of it is left.
pub(in crate::catalogue) struct Standing {
    pub(in crate::catalogue) body: BodyId,
    pub(in crate::catalogue) title: String,
    pub(in crate::catalogue) state: OfferState,
    pub(in crate::catalogue) full_since: Option<Instant>,
}

pub(in crate::catalogue) fn standing(tx: &mut Tx<'_>, offer: OfferId) -> Result<Standing, StorageError> {
    let (body, title, state, full_since) = offers::table
        .find(offer)
        .select((offers::body_id, offers::title, offers::state, offers::full_since))
        .first(tx.conn())?;
    Ok(Standing { body, title, state, full_since })
}

/// Whether anything of an offer is free in `month` or later.
pub(in crate::catalogue) fn has_free(
    tx: &mut Tx<'_>,
    offer: OfferId,
    month: Month,
) -> Result<bool, StorageError> {
    let months: i64 = offer_months::table
        .filter(offer_months::offer_id.eq(offer))
        .filter(offer_months::month.ge(month))
        .filter(offer_months::free.gt(Quantity::ZERO))
        .count()
        .get_result(tx.conn())?;
    Ok(months > 0)
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
