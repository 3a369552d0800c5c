//! What a list shows of published offers, once it is known which.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::bodies::BodyKind;
use crate::catalogue::model::{FoundOffer, Takes};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};
use crate::storage::schema::{bodies, offers, services};
use crate::storage::{Conn, Json, StorageError, among};

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct FoundRow {
    id: OfferId,
    body_id: BodyId,
    title: String,
    description: String,
    service_code: String,
    unit: String,
    first_month: Month,
    last_month: Month,
    takes: Takes,
    price_kind: Option<PriceKind>,
    price: Option<Rate>,
    free_most: Quantity,
    published_at: Option<Instant>,
    terms: Json,
}

/// What a list shows of these offers, in the order of `ids`. One that has left the catalogue meanwhile is left out.
pub(in crate::catalogue) fn by_ids(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<Vec<FoundOffer>, StorageError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<(FoundRow, String, String, String, String)> = offers::table
        .inner_join(bodies::table)
        .inner_join(services::table)
        .filter(among(offers::id, ids.to_vec()))
        .filter(offers::state.eq(OfferState::Published))
        .select((FoundRow::as_select(), bodies::name, bodies::kind, bodies::region, services::name))
        .load(conn)?;
    let found = rows.into_iter().map(|(row, body_name, kind, region, service_name)| {
        let found = FoundOffer {
            terms: row.terms.read()?,
            id: row.id,
            body: row.body_id,
            body_name,
            body_kind: kind.parse().unwrap_or(BodyKind::Other),
            region,
            title: row.title,
            description: row.description,
            service_code: row.service_code,
            service_name,
            unit: row.unit,
            first_month: row.first_month,
            last_month: row.last_month,
            takes: row.takes,
            price_kind: row.price_kind,
            price: row.price,
            free_most: row.free_most,
            published_at: row.published_at,
        };
        Ok((found.id, found))
    });
    Ok(in_order(ids, found.collect::<Result<_, StorageError>>()?))
}

fn in_order<K: Ord + Copy, V>(keys: &[K], rows: Vec<(K, V)>) -> Vec<V> {
    let mut rows: BTreeMap<K, V> = rows.into_iter().collect();
    keys.iter().filter_map(|key| rows.remove(key)).collect()
}
