//! Offers with all that they say and all that is free, several at once.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::catalogue::model::{LedgerMonth, Offered};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Month, Quantity};
use crate::storage::schema::{bodies, offer_months, offer_versions, offers};
use crate::storage::{Conn, Json, StorageError, among};

type MonthRow = (OfferId, Month, Quantity, Quantity, Quantity, Quantity);

/// These offers as far as they are in the catalogue, in no order.
pub(in crate::catalogue) fn by_ids(conn: &mut Conn, ids: &[OfferId]) -> Result<Vec<Offered>, StorageError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let latest =
        offer_versions::offer_id.eq(offers::id).and(offer_versions::number.eq(offers::published_version));
    let rows: Vec<(OfferId, BodyId, String, String, Json)> = offers::table
        .inner_join(bodies::table)
        .inner_join(offer_versions::table.on(latest))
        .filter(among(offers::id, ids.to_vec()))
        .filter(offers::state.eq(OfferState::Published))
        .select((offers::id, offers::body_id, bodies::name, bodies::region, offer_versions::content))
        .load(conn)?;
    let mut months: BTreeMap<OfferId, Vec<LedgerMonth>> = BTreeMap::new();
    let ledger: Vec<MonthRow> = offer_months::table
        .filter(among(offer_months::offer_id, ids.to_vec()))
        .order(offer_months::month)
        .select((
            offer_months::offer_id,
            offer_months::month,
            offer_months::listed,
            offer_months::reserved,
            offer_months::committed,
            offer_months::free,
        ))
        .load(conn)?;
    for (id, month, listed, reserved, committed, free) in ledger {
        months.entry(id).or_default().push(LedgerMonth { month, listed, reserved, committed, free });
    }
    rows.into_iter()
        .map(|(id, body, body_name, region, content)| {
            let months = months.remove(&id).unwrap_or_default();
            Ok(Offered { id, body, body_name, region, content: content.read()?, months })
        })
        .collect()
}

/// The offers of a body that are in the catalogue, the latest first.
pub(in crate::catalogue) fn ids_of_body(
    conn: &mut Conn,
    body: BodyId,
    most: i64,
) -> Result<Vec<OfferId>, StorageError> {
    Ok(offers::table
        .filter(offers::body_id.eq(body))
        .filter(offers::state.eq(OfferState::Published))
        .order((offers::published_at.desc(), offers::id))
        .limit(most)
        .select(offers::id)
        .load(conn)?)
}
