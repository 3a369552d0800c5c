//! What saved searches have found, in the database: an offer or a need once for each search, with the version that was
//! news last.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{count, max};
use diesel::prelude::*;

use crate::alerts::model::{FindFilter, Fresh, News, Owner};
use crate::catalogue::OfferState;
use crate::kernel::ids::{ListingId, SavedSearchId};
use crate::kernel::{Instant, PageRequest};
use crate::needs::NeedState;
use crate::storage::schema::{needs, offers, saved_searches, search_finds};
use crate::storage::{Conn, StorageError, Tx, among};

/// The most finds that one statement asks about.
const MOST_AT_ONCE: usize = 500;

/// The version of each of some listings that a search has found last.
pub(in crate::alerts) fn known(
    conn: &mut Conn,
    search: SavedSearchId,
    ids: &[ListingId],
) -> Result<BTreeMap<ListingId, i32>, StorageError> {
    let mut known = BTreeMap::new();
    for some in ids.chunks(MOST_AT_ONCE) {
        let rows: Vec<(ListingId, i32)> = search_finds::table
            .filter(search_finds::search_id.eq(search))
            .filter(among(search_finds::listing_id, some.to_vec()))
            .select((search_finds::listing_id, search_finds::listing_version))
            .load(conn)?;
        known.extend(rows);
    }
    Ok(known)
}

/// Those of some listings that a mail has told this owner of, each with the version it told of.
pub(in crate::alerts) fn mailed(
    conn: &mut Conn,
    owner: Owner,
    ids: &[ListingId],
) -> Result<BTreeSet<(ListingId, i32)>, StorageError> {
    let mut told = BTreeSet::new();
    for some in ids.chunks(MOST_AT_ONCE) {
        let rows: Vec<(ListingId, Option<i32>)> = search_finds::table
            .inner_join(saved_searches::table)
            .filter(saved_searches::person_id.eq(owner.person))
            .filter(saved_searches::body_id.eq(owner.body))
            .filter(search_finds::mailed_version.is_not_null())
            .filter(among(search_finds::listing_id, some.to_vec()))
            .select((search_finds::listing_id, search_finds::mailed_version))
            .load(conn)?;
        told.extend(rows.into_iter().filter_map(|(offer, version)| Some((offer, version?))));
    }
    Ok(told)
}

/// Writes down that a search has found a version of a listing. Answers whether that is news: it has found neither it nor a
/// later one before. The search is held by whoever asks.
pub(in crate::alerts) fn found(
    tx: &mut Tx<'_>,
    search: SavedSearchId,
    fresh: &Fresh,
    now: Instant,
) -> Result<bool, StorageError> {
    let known = known(tx.conn(), search, &[fresh.listing])?.remove(&fresh.listing);
    let before = fresh.before.as_ref().map(|(number, _)| *number);
    let news = (
        search_finds::listing_version.eq(fresh.version),
        search_finds::news.eq(fresh.news),
        search_finds::before_version.eq(before),
        search_finds::found_at.eq(now),
        search_finds::seen_at.eq(None::<Instant>),
    );
    match known {
        Some(known) if known >= fresh.version => return Ok(false),
        Some(_) => {
            diesel::update(search_finds::table.find((search, fresh.listing))).set(news).execute(tx.conn())?
        }
        None => diesel::insert_into(search_finds::table)
            .values((search_finds::search_id.eq(search), search_finds::listing_id.eq(fresh.listing), news))
            .execute(tx.conn())?,
    };
    Ok(true)
}

/// Notes that a mail told of these finds of a search.
pub(in crate::alerts) fn set_mailed(
    tx: &mut Tx<'_>,
    search: SavedSearchId,
    news: &[&Fresh],
    now: Instant,
) -> Result<(), StorageError> {
    let ids: Vec<ListingId> = news.iter().map(|one| one.listing).collect();
    for some in ids.chunks(MOST_AT_ONCE) {
        diesel::update(
            search_finds::table
                .filter(search_finds::search_id.eq(search))
                .filter(search_finds::listing_id.eq_any(some)),
        )
        .set((
            search_finds::mailed_at.eq(Some(now)),
            search_finds::mailed_version.eq(search_finds::listing_version.nullable()),
        ))
        .execute(tx.conn())?;
    }
    Ok(())
}

/// What a search has found.
#[derive(Clone, Debug)]
pub(in crate::alerts) struct FindRow {
    pub(in crate::alerts) search: SavedSearchId,
    pub(in crate::alerts) search_name: String,
    pub(in crate::alerts) listing: ListingId,
    pub(in crate::alerts) news: News,
    pub(in crate::alerts) before_version: Option<i32>,
    pub(in crate::alerts) found_at: Instant,
    /// Whether its owner has not looked at it.
    pub(in crate::alerts) is_new: bool,
}

/// A find as the database has it.
type Row = (SavedSearchId, ListingId, News, Option<i32>, Instant, Option<Instant>);

/// One page of the offers and needs that this owner's searches have found and that are to be found still, the latest find
/// first, each with all its finds; and how many there are.
pub(in crate::alerts) fn finds(
    conn: &mut Conn,
    owner: Owner,
    filter: FindFilter,
    page: PageRequest,
) -> Result<(Vec<Vec<FindRow>>, i64), StorageError> {
    let own = own(conn, owner, filter)?;
    let ids: Vec<SavedSearchId> = own.keys().copied().collect();
    let in_catalogue = || offers::table.filter(offers::state.eq(OfferState::Published)).select(offers::id);
    let open = || needs::table.filter(needs::state.eq(NeedState::Published)).select(needs::id);
    let is_listed =
        || search_finds::listing_id.eq_any(in_catalogue()).or(search_finds::listing_id.eq_any(open()));
    let total: i64 = search_finds::table
        .filter(search_finds::search_id.eq_any(&ids))
        .filter(is_listed())
        .select(count(search_finds::listing_id).aggregate_distinct())
        .first(conn)?;
    let latest: Vec<ListingId> = search_finds::table
        .filter(search_finds::search_id.eq_any(&ids))
        .filter(is_listed())
        .group_by(search_finds::listing_id)
        .select(search_finds::listing_id)
        .order((max(search_finds::found_at).desc(), search_finds::listing_id))
        .limit(page.limit())
        .offset(page.offset())
        .load(conn)?;
    if latest.is_empty() {
        return Ok((Vec::new(), total));
    }
    let rows: Vec<Row> = search_finds::table
        .filter(search_finds::search_id.eq_any(&ids))
        .filter(among(search_finds::listing_id, latest.clone()))
        .order((search_finds::found_at.desc(), search_finds::search_id))
        .select((
            search_finds::search_id,
            search_finds::listing_id,
            search_finds::news,
            search_finds::before_version,
            search_finds::found_at,
            search_finds::seen_at,
        ))
        .load(conn)?;
    let mut by_listing: BTreeMap<ListingId, Vec<FindRow>> = BTreeMap::new();
    for (search, listing, news, before_version, found_at, seen) in rows {
        let (is_new, search_name) = (seen.is_none(), own.get(&search).cloned().unwrap_or_default());
        let row = FindRow { search, search_name, listing, news, before_version, found_at, is_new };
        by_listing.entry(listing).or_default().push(row);
    }
    Ok((latest.iter().filter_map(|listing| by_listing.remove(listing)).collect(), total))
}

/// Notes that this owner has looked at everything found so far, or at what one search has found.
pub(in crate::alerts) fn set_seen(
    tx: &mut Tx<'_>,
    owner: Owner,
    filter: FindFilter,
    now: Instant,
) -> Result<usize, StorageError> {
    let own: Vec<SavedSearchId> = own(tx.conn(), owner, filter)?.into_keys().collect();
    Ok(diesel::update(search_finds::table)
        .filter(search_finds::search_id.eq_any(own))
        .filter(search_finds::seen_at.is_null())
        .set(search_finds::seen_at.eq(Some(now)))
        .execute(tx.conn())?)
}

/// The names of this owner's searches, or of the one that is asked for.
fn own(
    conn: &mut Conn,
    owner: Owner,
    filter: FindFilter,
) -> Result<BTreeMap<SavedSearchId, String>, StorageError> {
    let rows: Vec<(SavedSearchId, String)> = saved_searches::table
        .filter(saved_searches::person_id.eq(owner.person))
        .filter(saved_searches::body_id.eq(owner.body))
        .select((saved_searches::id, saved_searches::name))
        .load(conn)?;
    let is_asked = |id: SavedSearchId| filter.search.is_none_or(|search| search == id);
    Ok(rows.into_iter().filter(|(id, _)| is_asked(*id)).collect())
}
