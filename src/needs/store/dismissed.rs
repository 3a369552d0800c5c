//! Suggestions that stay away.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::storage::schema::dismissed_suggestions;
use crate::storage::{Conn, Native, StorageError, Tx};

/// The pairs that a body has dismissed.
pub(in crate::needs) fn of_body(
    conn: &mut Conn,
    body: BodyId,
) -> Result<BTreeSet<(NeedId, OfferId)>, StorageError> {
    let rows: Vec<(NeedId, OfferId)> = dismissed_suggestions::table
        .filter(dismissed_suggestions::body_id.eq(body))
        .select((dismissed_suggestions::need_id, dismissed_suggestions::offer_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub(in crate::needs) fn add(
    tx: &mut Tx<'_>,
    body: BodyId,
    (need, offer): (NeedId, OfferId),
    now: Instant,
) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(dismissed_suggestions::table)
            .values((
                dismissed_suggestions::body_id.eq(body),
                dismissed_suggestions::need_id.eq(need),
                dismissed_suggestions::offer_id.eq(offer),
                dismissed_suggestions::dismissed_at.eq(now),
            ))
            .on_conflict((
                dismissed_suggestions::body_id,
                dismissed_suggestions::need_id,
                dismissed_suggestions::offer_id,
            ))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Forgets everything that was dismissed for a need.
pub(in crate::needs) fn remove_of(tx: &mut Tx<'_>, need: NeedId) -> Result<(), StorageError> {
    diesel::delete(dismissed_suggestions::table.filter(dismissed_suggestions::need_id.eq(need)))
        .execute(tx.conn())?;
    Ok(())
}

/// Answers whether it was dismissed.
pub(in crate::needs) fn remove(
    tx: &mut Tx<'_>,
    body: BodyId,
    (need, offer): (NeedId, OfferId),
) -> Result<bool, StorageError> {
    let removed =
        diesel::delete(dismissed_suggestions::table.find((body, need, offer))).execute(tx.conn())?;
    Ok(removed > 0)
}
