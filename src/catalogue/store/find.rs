//! What a list shows of published offers, once it is known which.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::ledger;
use crate::bodies::BodyKind;
use crate::catalogue::OfferContent;
use crate::catalogue::model::{FoundOffer, Takes};
use crate::catalogue::state::OfferState;
use crate::catalogue::whole::WholeService;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};
use crate::storage::schema::{bodies, offer_versions, offers, services};
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
    let mut others = ledger::other_than_most(conn, ids)?;
    let found = rows.into_iter().map(|(row, body_name, kind, region, service_name)| {
        let found = FoundOffer {
            other_months: others.remove(&row.id).unwrap_or_default(),
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

/// What those of these offers say of a whole service that offer one, as it is published.
pub(in crate::catalogue) fn whole_services(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<BTreeMap<OfferId, WholeService>, StorageError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let latest =
        offer_versions::offer_id.eq(offers::id).and(offer_versions::number.eq(offers::published_version));
    let rows: Vec<(OfferId, Json)> = offers::table
        .inner_join(offer_versions::table.on(latest))
        .filter(among(offers::id, ids.to_vec()))
        .select((offers::id, offer_versions::content))
        .load(conn)?;
    let mut whole = BTreeMap::new();
    for (id, content) in rows {
        let content: OfferContent = content.read()?;
        whole.extend(content.whole.map(|said| (id, said)));
    }
    Ok(whole)
}

fn in_order<K: Ord + Copy, V>(keys: &[K], rows: Vec<(K, V)>) -> Vec<V> {
    let mut rows: BTreeMap<K, V> = rows.into_iter().collect();
    keys.iter().filter_map(|key| rows.remove(key)).collect()
}
