//! Saved searches and their finds in the database.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::alerts::cadence::Cadence;
use crate::alerts::model::{Due, Kept, SavedSearch, SearchFilter, SearchKind, Sought};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, ListingId, PersonId, SavedSearchId};
use crate::storage::schema::{saved_searches, search_finds};
use crate::storage::{Conn, Json, LockExt, Native, StorageError, Tx};

/// The most finds that one statement asks about.
const MOST_AT_ONCE: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = saved_searches)]
struct SearchRow {
    id: SavedSearchId,
    name: String,
    kind: SearchKind,
    query: String,
    cadence: Cadence,
    created_at: Instant,
    version: i64,
}

/// Whose search it is, held until the transaction ends.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = saved_searches)]
pub(super) struct Owned {
    pub(super) id: SavedSearchId,
    pub(super) person_id: PersonId,
    pub(super) body_id: BodyId,
    pub(super) name: String,
    pub(super) kind: SearchKind,
    pub(super) query: String,
    pub(super) cadence: Cadence,
    pub(super) stop_secret: String,
    pub(super) next_at: Instant,
    pub(super) created_at: Instant,
    pub(super) version: i64,
}

pub(super) fn of_person(
    conn: &mut Conn,
    person: PersonId,
    body: BodyId,
) -> Result<Vec<SavedSearch>, StorageError> {
    let rows: Vec<SearchRow> = saved_searches::table
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .order((saved_searches::created_at.desc(), saved_searches::id))
        .select(SearchRow::as_select())
        .load(conn)?;
    let unseen: BTreeMap<SavedSearchId, i64> = search_finds::table
        .inner_join(saved_searches::table)
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .filter(search_finds::seen_at.is_null())
        .group_by(search_finds::search_id)
        .select((search_finds::search_id, count_star()))
        .load::<(SavedSearchId, i64)>(conn)?
        .into_iter()
        .collect();
    let search = |row: SearchRow| {
        let SearchRow { id, name, kind, query, cadence, created_at, version } = row;
        let unseen = unseen.get(&id).copied().unwrap_or_default();
        SavedSearch { id, name, kind, query, cadence, created_at, unseen, version }
    };
    Ok(rows.into_iter().map(search).collect())
}

pub(super) fn count(conn: &mut Conn, person: PersonId, body: BodyId) -> Result<i64, StorageError> {
    Ok(saved_searches::table
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .count()
        .get_result(conn)?)
}

/// What the searches of this person at this body look for.
pub(super) fn filters(
    conn: &mut Conn,
    (person, body): (PersonId, BodyId),
) -> Result<Vec<KeptFilter>, StorageError> {
    let rows: Vec<(SavedSearchId, String, SearchKind, Json)> = saved_searches::table
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .select((saved_searches::id, saved_searches::name, saved_searches::kind, saved_searches::filter))
        .load(conn)?;
    let filter = |(id, name, kind, kept)| (id, name, SearchFilter::of_store(kind, kept));
    Ok(rows.into_iter().map(filter).collect())
}

/// A search with its name and what it looks for.
type KeptFilter = (SavedSearchId, String, Result<SearchFilter, StorageError>);

/// Those of some finds that a mail has told this person at this body of.
pub(super) fn mailed(
    conn: &mut Conn,
    (person, body): (PersonId, BodyId),
    listings: &[ListingId],
) -> Result<BTreeSet<ListingId>, StorageError> {
    let mut told = BTreeSet::new();
    for some in listings.chunks(MOST_AT_ONCE) {
        let found: Vec<ListingId> = search_finds::table
            .inner_join(saved_searches::table)
            .filter(saved_searches::person_id.eq(person))
            .filter(saved_searches::body_id.eq(body))
            .filter(search_finds::mailed_at.is_not_null())
            .filter(search_finds::listing_id.eq_any(some))
            .select(search_finds::listing_id)
            .load(conn)?;
        told.extend(found);
    }
    Ok(told)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    (person, body): (PersonId, BodyId),
    kept: &Kept,
    sought: &Sought,
    stop_secret: &str,
    now: Instant,
) -> Result<SavedSearchId, StorageError> {
    let id = SavedSearchId::new();
    diesel::insert_into(saved_searches::table)
        .values((
            saved_searches::id.eq(id),
            saved_searches::person_id.eq(person),
            saved_searches::body_id.eq(body),
            saved_searches::name.eq(&kept.name),
            saved_searches::query.eq(&sought.query),
            saved_searches::kind.eq(sought.filter.kind()),
            saved_searches::filter.eq(sought.filter.to_store()?),
            saved_searches::cadence.eq(kept.cadence),
            saved_searches::stop_secret.eq(stop_secret),
            saved_searches::since.eq(now),
            saved_searches::next_at.eq(kept.cadence.next(now)),
            saved_searches::created_at.eq(now),
            saved_searches::version.eq(1_i64),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// A search of this person at this body.
pub(super) fn lock_owned(
    tx: &mut Tx<'_>,
    (person, body): (PersonId, BodyId),
    id: SavedSearchId,
) -> Result<Option<Owned>, StorageError> {
    Ok(saved_searches::table
        .filter(saved_searches::id.eq(id))
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .select(Owned::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

/// The search that a link in a mail stops.
pub(super) fn by_secret(conn: &mut Conn, secret: &str) -> Result<Option<Owned>, StorageError> {
    Ok(saved_searches::table
        .filter(saved_searches::stop_secret.eq(secret))
        .select(Owned::as_select())
        .first(conn)
        .optional()?)
}

pub(super) fn lock(tx: &mut Tx<'_>, id: SavedSearchId) -> Result<Option<Owned>, StorageError> {
    Ok(saved_searches::table
        .filter(saved_searches::id.eq(id))
        .select(Owned::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

pub(super) fn update(tx: &mut Tx<'_>, row: &Owned, kept: &Kept, now: Instant) -> Result<(), StorageError> {
    diesel::update(saved_searches::table.find(row.id))
        .set((
            saved_searches::name.eq(&kept.name),
            saved_searches::cadence.eq(kept.cadence),
            saved_searches::next_at.eq(kept.cadence.next(now)),
            saved_searches::version.eq(row.version + 1),
        ))
        .execute(tx.conn())?;
    Ok(())
}

pub(super) fn delete(tx: &mut Tx<'_>, id: SavedSearchId) -> Result<(), StorageError> {
    diesel::delete(search_finds::table.filter(search_finds::search_id.eq(id))).execute(tx.conn())?;
    diesel::delete(saved_searches::table.find(id)).execute(tx.conn())?;
    Ok(())
}

/// Searches whose time has come, the oldest first.
pub(super) fn due(conn: &mut Conn, now: Instant, most: i64) -> Result<Vec<Due>, StorageError> {
    let rows: Vec<(SavedSearchId, BodyId, SearchKind, Json, Instant)> = saved_searches::table
        .filter(saved_searches::next_at.le(now))
        .order((saved_searches::next_at, saved_searches::id))
        .limit(most)
        .select((
            saved_searches::id,
            saved_searches::body_id,
            saved_searches::kind,
            saved_searches::filter,
            saved_searches::since,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, body, kind, kept, since)| Due {
            id,
            body,
            filter: SearchFilter::of_store(kind, kept),
            since,
        })
        .collect())
}

/// Plans the next look, and what counts as new then.
pub(super) fn set_next(
    tx: &mut Tx<'_>,
    id: SavedSearchId,
    next: Instant,
    since: Instant,
) -> Result<(), StorageError> {
    diesel::update(saved_searches::table.find(id))
        .set((saved_searches::next_at.eq(next), saved_searches::since.eq(since)))
        .execute(tx.conn())?;
    Ok(())
}

/// Writes down that a search has found something. Answers whether that is new.
pub(super) fn found(
    tx: &mut Tx<'_>,
    search: SavedSearchId,
    listing: ListingId,
    now: Instant,
) -> Result<bool, StorageError> {
    let added = Native(
        diesel::insert_into(search_finds::table)
            .values((
                search_finds::search_id.eq(search),
                search_finds::listing_id.eq(listing),
                search_finds::found_at.eq(now),
            ))
            .on_conflict((search_finds::search_id, search_finds::listing_id))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(added > 0)
}

/// Notes that a mail told of these finds of a search.
pub(super) fn set_mailed(
    tx: &mut Tx<'_>,
    search: SavedSearchId,
    listings: &[ListingId],
    now: Instant,
) -> Result<(), StorageError> {
    for some in listings.chunks(MOST_AT_ONCE) {
        diesel::update(
            search_finds::table
                .filter(search_finds::search_id.eq(search))
                .filter(search_finds::listing_id.eq_any(some)),
        )
        .set(search_finds::mailed_at.eq(Some(now)))
        .execute(tx.conn())?;
    }
    Ok(())
}

/// What a search has found.
pub(super) struct FindRow {
    pub(super) search: SavedSearchId,
    pub(super) search_name: String,
    pub(super) kind: SearchKind,
    pub(super) listing: ListingId,
    pub(super) found_at: Instant,
    /// Whether its owner has not looked at it.
    pub(super) is_new: bool,
}

/// The finds of this person at this body, the latest first.
pub(super) fn finds(
    conn: &mut Conn,
    (person, body): (PersonId, BodyId),
    most: i64,
) -> Result<Vec<FindRow>, StorageError> {
    let rows: Vec<(SavedSearchId, String, SearchKind, ListingId, Instant, Option<Instant>)> =
        search_finds::table
            .inner_join(saved_searches::table)
            .filter(saved_searches::person_id.eq(person))
            .filter(saved_searches::body_id.eq(body))
            .order((search_finds::found_at.desc(), search_finds::listing_id))
            .limit(most)
            .select((
                saved_searches::id,
                saved_searches::name,
                saved_searches::kind,
                search_finds::listing_id,
                search_finds::found_at,
                search_finds::seen_at,
            ))
            .load(conn)?;
    let found = |(search, search_name, kind, listing, found_at, seen): (_, _, _, _, _, Option<Instant>)| {
        FindRow { search, search_name, kind, listing, found_at, is_new: seen.is_none() }
    };
    Ok(rows.into_iter().map(found).collect())
}

/// Notes that this person has looked at everything found so far.
pub(super) fn set_seen(
    tx: &mut Tx<'_>,
    (person, body): (PersonId, BodyId),
    now: Instant,
) -> Result<usize, StorageError> {
    let own = saved_searches::table
        .filter(saved_searches::person_id.eq(person))
        .filter(saved_searches::body_id.eq(body))
        .select(saved_searches::id);
    let own: Vec<SavedSearchId> = own.load(tx.conn())?;
    let mut count = 0;
    for id in own {
        count += diesel::update(
            search_finds::table
                .filter(search_finds::search_id.eq(id))
                .filter(search_finds::seen_at.is_null()),
        )
        .set(search_finds::seen_at.eq(Some(now)))
        .execute(tx.conn())?;
    }
    Ok(count)
}
