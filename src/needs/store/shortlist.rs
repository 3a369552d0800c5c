//! Shortlists in the database.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::catalogue::{OfferContent, OfferState, model::OfferVersion};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, NeedId, OfferId, PersonId};
use crate::needs::shortlist::{Considered, Decision, Noted};
use crate::storage::schema::{bodies, needs, offer_versions, offers, shortlist_items};
use crate::storage::{Conn, Json, LockExt, StorageError, Tx};

#[derive(Queryable, Selectable)]
#[diesel(table_name = shortlist_items)]
struct ItemRow {
    offer_id: OfferId,
    offer_version: i32,
    note: String,
    decision: Decision,
    reason: String,
    added_at: Instant,
    updated_at: Instant,
    version: i64,
}

type Joined = (ItemRow, BodyId, String, String, i32, OfferState, Json, Instant, Option<PersonId>);

/// Everything on the shortlist of a need, with who put it there: what is chosen first, then in the order in which it was
/// put there.
pub(in crate::needs) fn items(conn: &mut Conn, need: NeedId) -> Result<Vec<Considered>, StorageError> {
    let held = offer_versions::offer_id
        .eq(shortlist_items::offer_id)
        .and(offer_versions::number.eq(shortlist_items::offer_version));
    let rows: Vec<Joined> = shortlist_items::table
        .inner_join(offers::table.on(offers::id.eq(shortlist_items::offer_id)))
        .inner_join(bodies::table.on(bodies::id.eq(offers::body_id)))
        .inner_join(offer_versions::table.on(held))
        .filter(shortlist_items::need_id.eq(need))
        .order((shortlist_items::added_at, shortlist_items::offer_id))
        .select((
            ItemRow::as_select(),
            offers::body_id,
            bodies::name,
            bodies::region,
            offers::published_version,
            offers::state,
            offer_versions::content,
            offer_versions::published_at,
            shortlist_items::added_by,
        ))
        .load(conn)?;
    let mut items = rows.into_iter().map(considered).collect::<Result<Vec<Considered>, StorageError>>()?;
    items.sort_by_key(|item| item.noted.decision != Decision::Chosen);
    Ok(items)
}

/// The needs of a body with the offers on their shortlists.
pub(in crate::needs) fn of_body(
    conn: &mut Conn,
    body: BodyId,
) -> Result<BTreeSet<(NeedId, OfferId)>, StorageError> {
    let own = needs::table.filter(needs::body_id.eq(body)).select(needs::id);
    let pairs: Vec<(NeedId, OfferId)> = shortlist_items::table
        .filter(shortlist_items::need_id.eq_any(own))
        .select((shortlist_items::need_id, shortlist_items::offer_id))
        .load(conn)?;
    Ok(pairs.into_iter().collect())
}

fn considered(row: Joined) -> Result<Considered, StorageError> {
    let (row, body, body_name, region, latest, state, content, published_at, added_by) = row;
    let content: OfferContent = content.read()?;
    Ok(Considered {
        offer: row.offer_id,
        body,
        body_name,
        region,
        held: OfferVersion { number: row.offer_version, published_at, content },
        latest,
        state,
        noted: Noted { decision: row.decision, note: row.note, reason: row.reason },
        added_by,
        added_at: row.added_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

/// How many offers are on the shortlist, and whether this one is.
pub(in crate::needs) fn count(
    conn: &mut Conn,
    need: NeedId,
    offer: OfferId,
) -> Result<(i64, bool), StorageError> {
    let of_need = shortlist_items::table.filter(shortlist_items::need_id.eq(need));
    let all = of_need.count().get_result(conn)?;
    let this: i64 = of_need.filter(shortlist_items::offer_id.eq(offer)).count().get_result(conn)?;
    Ok((all, this > 0))
}

/// Puts the version of an offer that readers see now on the shortlist.
pub(in crate::needs) fn add(
    tx: &mut Tx<'_>,
    need: NeedId,
    offer: OfferId,
    by: PersonId,
    now: Instant,
) -> Result<(), StorageError> {
    let version: i32 = offers::table.find(offer).select(offers::published_version).first(tx.conn())?;
    diesel::insert_into(shortlist_items::table)
        .values((
            shortlist_items::need_id.eq(need),
            shortlist_items::offer_id.eq(offer),
            shortlist_items::offer_version.eq(version),
            shortlist_items::note.eq(""),
            shortlist_items::decision.eq(Decision::Considering),
            shortlist_items::reason.eq(""),
            shortlist_items::added_by.eq(Some(by)),
            shortlist_items::added_at.eq(now),
            shortlist_items::updated_at.eq(now),
            shortlist_items::version.eq(1_i64),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The version of what is noted of an offer, held until the transaction ends; nothing if it is not on the list.
pub(in crate::needs) fn lock(
    tx: &mut Tx<'_>,
    need: NeedId,
    offer: OfferId,
) -> Result<Option<i64>, StorageError> {
    Ok(shortlist_items::table
        .filter(shortlist_items::need_id.eq(need))
        .filter(shortlist_items::offer_id.eq(offer))
        .select(shortlist_items::version)
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

pub(in crate::needs) fn note(
    tx: &mut Tx<'_>,
    need: NeedId,
    offer: OfferId,
    noted: &Noted,
    version: i64,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(shortlist_items::table.find((need, offer)))
        .filter(shortlist_items::version.eq(version))
        .set((
            shortlist_items::note.eq(&noted.note),
            shortlist_items::decision.eq(noted.decision),
            shortlist_items::reason.eq(&noted.reason),
            shortlist_items::updated_at.eq(now),
            shortlist_items::version.eq(version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Empties a shortlist.
pub(in crate::needs) fn remove_of(tx: &mut Tx<'_>, need: NeedId) -> Result<(), StorageError> {
    diesel::delete(shortlist_items::table.filter(shortlist_items::need_id.eq(need))).execute(tx.conn())?;
    Ok(())
}

pub(in crate::needs) fn remove(tx: &mut Tx<'_>, need: NeedId, offer: OfferId) -> Result<(), StorageError> {
    diesel::delete(shortlist_items::table.find((need, offer))).execute(tx.conn())?;
    Ok(())
}
