//! What a list shows of published offers, once it is known which.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::bodies::BodyKind;
use crate::catalogue::model::{FoundOffer, Takes};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, PageRequest, Quantity, Rate};
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

/// One page of what a body has in the catalogue, newest first, and how many they are.
pub(in crate::catalogue) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    now: Month,
    page: PageRequest,
) -> Result<(Vec<FoundOffer>, i64), StorageError> {
    let theirs = || {
        let open = offers::state.eq(OfferState::Published).and(offers::last_month.ge(now));
        open.and(offers::body_id.eq(body))
    };
    let total = offers::table.filter(theirs()).count().get_result(conn)?;
    let ids: Vec<OfferId> = offers::table
        .filter(theirs())
        .order((offers::published_at.desc(), offers::id.asc()))
        .limit(page.limit())
        .offset(page.offset())
        .select(offers::id)
        .load(conn)?;
    Ok((by_ids(conn, &ids)?, total))
}

fn in_order<K: Ord + Copy, V>(keys: &[K], rows: Vec<(K, V)>) -> Vec<V> {
    let mut rows: BTreeMap<K, V> = rows.into_iter().collect();
    keys.iter().filter_map(|key| rows.remove(key)).collect()
}
