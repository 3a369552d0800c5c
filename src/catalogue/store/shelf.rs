//! What the shelf is made of, and what has been touched since.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::find;
use crate::bodies::BodyKind;
use crate::bodies::model::Place;
use crate::catalogue::model::Takes;
use crate::catalogue::shape::WHOLE_SERVICE_UNIT;
use crate::catalogue::shelf::{Item, ShelfBody};
use crate::catalogue::state::OfferState;
use crate::catalogue::whole::Sizes;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};
use crate::storage::schema::{bodies, offer_changes, offer_months, offers};
use crate::storage::{Conn, Json, StorageError, Tx};

/// Of how many whole services the sizes are read at once.
const WHOLE_AT_ONCE: usize = 500;
/// How many of the latest changes are kept: a program that has missed more makes its shelf anew.
const KEPT_CHANGES: i64 = 10_000;

#[derive(Queryable)]
struct ItemRow {
    id: OfferId,
    body: BodyId,
    service: String,
    title: String,
    description: String,
    takes: Takes,
    first_month: Month,
    last_month: Month,
    price_kind: Option<PriceKind>,
    price: Option<Rate>,
    free_most: Quantity,
    published_at: Option<Instant>,
    unit: String,
    terms: Json,
}

impl ItemRow {
    fn item(self, full: Vec<Month>, sizes: Option<Sizes>) -> Result<Item, StorageError> {
        let row = self;
        Ok(Item {
            id: row.id,
            body: row.body,
            service: row.service,
            title: row.title,
            description: row.description,
            takes: row.takes,
            first_month: row.first_month,
            last_month: row.last_month,
            price_kind: row.price_kind,
            price: row.price,
            free_most: row.free_most,
            full,
            published_at: row.published_at,
            unit: row.unit,
            terms: row.terms.read()?,
            sizes,
        })
    }
}

/// How far the changes have come that a reader can see.
///
/// On PostgreSQL numbers are given when a change is made and seen when its transaction ends, so a change can be seen
/// after one with a higher number. There a mark counts, from the oldest transaction that had not ended on: whichever of
/// these ends later changes the count, and all of them are looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalogue) struct Mark {
    /// The oldest transaction that had not ended; 0 where changes are seen in their order.
    horizon: i64,
    /// The number of the latest change since then; 0 where there is none.
    seq: i64,
    /// How many changes were seen since then; 0 where nobody needs to count them.
    seen: i64,
}

/// How far the changes have come.
pub(in crate::catalogue) fn mark(conn: &mut Conn) -> Result<Mark, StorageError> {
    let horizon = conn.oldest_open_transaction()?;
    mark_from(conn, horizon)
}

/// Whether nothing has come into sight since a mark.
pub(in crate::catalogue) fn is_at(conn: &mut Conn, mark: Mark) -> Result<bool, StorageError> {
    Ok(mark_from(conn, mark.horizon)? == mark)
}

fn mark_from(conn: &mut Conn, horizon: i64) -> Result<Mark, StorageError> {
    if conn.numbers_appear_in_order() {
        return Ok(Mark { horizon, seq: latest(conn)?, seen: 0 });
    }
    let (seq, seen): (Option<i64>, i64) = offer_changes::table
        .filter(not_ended_at(horizon))
        .select((max(offer_changes::seq), count_star()))
        .first(conn)?;
    Ok(Mark { horizon, seq: seq.unwrap_or(0), seen })
}

/// Changes by transactions that had not ended. Two bounds rather than one: PostgreSQL then takes the index without
/// planning the question anew for each reader.
#[diesel::dsl::auto_type(no_type_alias)]
fn not_ended_at(horizon: i64) -> _ {
    let latest: i64 = i64::MAX;
    offer_changes::made_by.between(horizon, latest)
}

fn latest(conn: &mut Conn) -> Result<i64, StorageError> {
    let seq: Option<i64> = offer_changes::table.select(max(offer_changes::seq)).first(conn)?;
    Ok(seq.unwrap_or(0))
}

/// The offers touched by what may have come into sight since a mark, each once; `None` if that is too much.
pub(in crate::catalogue) fn touched_since(
    conn: &mut Conn,
    mark: Mark,
    most: i64,
) -> Result<Option<Vec<OfferId>>, StorageError> {
    let changes = offer_changes::table.select(offer_changes::offer_id).limit(most + 1);
    let changes: Vec<OfferId> = if conn.numbers_appear_in_order() {
        changes.filter(offer_changes::seq.gt(mark.seq)).load(conn)?
    } else {
        changes.filter(not_ended_at(mark.horizon)).load(conn)?
    };
    if i64::try_from(changes.len()).unwrap_or(i64::MAX) > most {
        return Ok(None);
    }
    let ids: HashSet<OfferId> = changes.into_iter().collect();
    Ok(Some(ids.into_iter().collect()))
}

/// Forgets changes that every running program has long seen.
pub(in crate::catalogue) fn forget_changes(tx: &mut Tx<'_>) -> Result<usize, StorageError> {
    let latest = latest(tx.conn())?;
    let old = offer_changes::table.filter(offer_changes::seq.le(latest - KEPT_CHANGES));
    Ok(diesel::delete(old).execute(tx.conn())?)
}

/// Every published offer, or those of them with these ids.
pub(in crate::catalogue) fn items(
    conn: &mut Conn,
    ids: Option<&[OfferId]>,
) -> Result<Vec<Item>, StorageError> {
    let mut query = offers::table
        .filter(offers::state.eq(OfferState::Published))
        .select((
            offers::id,
            offers::body_id,
            offers::service_code,
            offers::title,
            offers::description,
            offers::takes,
            offers::first_month,
            offers::last_month,
            offers::price_kind,
            offers::price,
            offers::free_most,
            offers::published_at,
            offers::unit,
            offers::terms,
        ))
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(offers::id.eq_any(ids));
    }
    let rows: Vec<ItemRow> = query.load(conn)?;
    let mut full = full_months(conn, ids)?;
    let whole =
        rows.iter().filter(|row| row.unit == WHOLE_SERVICE_UNIT).map(|row| row.id).collect::<Vec<_>>();
    let mut sizes = HashMap::new();
    for some in whole.chunks(WHOLE_AT_ONCE) {
        let said = find::whole_services(conn, some)?.into_iter();
        sizes.extend(said.map(|(id, whole)| (id, whole.sizes())));
    }
    rows.into_iter()
        .map(|row| {
            let full = full.remove(&row.id).unwrap_or_default();
            let sizes = sizes.remove(&row.id);
            row.item(full, sizes)
        })
        .collect()
}

/// The months, in order, of which nothing is left, of every published offer or of those with these ids.
fn full_months(
    conn: &mut Conn,
    ids: Option<&[OfferId]>,
) -> Result<HashMap<OfferId, Vec<Month>>, StorageError> {
    let mut query = offer_months::table
        .inner_join(offers::table)
        .filter(offers::state.eq(OfferState::Published))
        .filter(offer_months::free.le(Quantity::ZERO))
        .order(offer_months::month)
        .select((offer_months::offer_id, offer_months::month))
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(offer_months::offer_id.eq_any(ids));
    }
    let mut full: HashMap<OfferId, Vec<Month>> = HashMap::new();
    for (id, month) in query.load::<(OfferId, Month)>(conn)? {
        full.entry(id).or_default().push(month);
    }
    Ok(full)
}

pub(in crate::catalogue) fn bodies(conn: &mut Conn) -> Result<Vec<ShelfBody>, StorageError> {
    type Row = (BodyId, String, String, String, String, Option<String>, Option<String>, Option<NaiveDate>);
    let rows: Vec<Row> = bodies::table
        .select((
            bodies::id,
            bodies::name,
            bodies::kind,
            bodies::nation,
            bodies::region,
            bodies::latitude,
            bodies::longitude,
            bodies::valid_to,
        ))
        .load(conn)?;
    let degrees = |text: Option<String>| text.and_then(|text| text.parse().ok());
    let body = |(id, name, kind, nation, region, latitude, longitude, valid_to): Row| ShelfBody {
        id,
        name,
        kind: kind.parse().unwrap_or(BodyKind::Other),
        nation,
        region,
        valid_to,
        place: degrees(latitude)
            .zip(degrees(longitude))
            .map(|(latitude, longitude)| Place { latitude, longitude }),
    };
    Ok(rows.into_iter().map(body).collect())
}

/// The offers that have at least so much free in one of these months, each with the last of them.
pub(in crate::catalogue) fn with_free(
    conn: &mut Conn,
    (from, until): (Month, Month),
    least: Quantity,
) -> Result<HashMap<OfferId, Month>, StorageError> {
    let rows: Vec<(OfferId, Option<Month>)> = offer_months::table
        .filter(offer_months::month.between(from, until))
        .filter(offer_months::free.ge(least))
        .group_by(offer_months::offer_id)
        .select((offer_months::offer_id, max(offer_months::month)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, month)| Some((id, month?))).collect())
}
