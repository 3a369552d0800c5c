//! Saved searches in the database, and below what they have found.

mod finds;
pub(super) mod settings;

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::alerts::cadence::Cadence;
use crate::alerts::model::{Due, Kept, Owner, SavedSearch, SearchFilter, SearchKind, Sought};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId, SavedSearchId};
use crate::storage::schema::{saved_searches, search_finds};
use crate::storage::{Conn, Json, LockExt, StorageError, Tx};

pub(super) use finds::{FindRow, finds, found, known, mailed, set_mailed, set_seen};

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

/// Whose searches' time has come, in the order of their ids, after one of them.
pub(super) fn due_owners(
    conn: &mut Conn,
    now: Instant,
    after: Option<Owner>,
    most: i64,
) -> Result<Vec<Owner>, StorageError> {
    let mut due = saved_searches::table
        .filter(saved_searches::next_at.le(now))
        .order((saved_searches::person_id, saved_searches::body_id))
        .limit(most)
        .select((saved_searches::person_id, saved_searches::body_id))
        .distinct()
        .into_boxed();
    if let Some(Owner { person, body }) = after {
        let same = saved_searches::person_id.eq(person).and(saved_searches::body_id.gt(body));
        due = due.filter(saved_searches::person_id.gt(person).or(same));
    }
    let rows: Vec<(PersonId, BodyId)> = due.load(conn)?;
    Ok(rows.into_iter().map(|(person, body)| Owner { person, body }).collect())
}

/// The searches of one owner whose time has come.
pub(super) fn due(conn: &mut Conn, owner: Owner, now: Instant) -> Result<Vec<Due>, StorageError> {
    let rows: Vec<(SavedSearchId, Cadence, SearchKind, Json, Instant)> = saved_searches::table
        .filter(saved_searches::person_id.eq(owner.person))
        .filter(saved_searches::body_id.eq(owner.body))
        .filter(saved_searches::next_at.le(now))
        .order(saved_searches::id)
        .select((
            saved_searches::id,
            saved_searches::cadence,
            saved_searches::kind,
            saved_searches::filter,
            saved_searches::since,
        ))
        .load(conn)?;
    let due = |(id, cadence, kind, kept, since)| {
        let filter = SearchFilter::of_store(kind, kept);
        Due { id, cadence, filter, since }
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Sends no more mail of any search of this owner.
pub(super) fn silence(tx: &mut Tx<'_>, owner: Owner, now: Instant) -> Result<(), StorageError> {
    diesel::update(saved_searches::table)
        .filter(saved_searches::person_id.eq(owner.person))
        .filter(saved_searches::body_id.eq(owner.body))
        .filter(saved_searches::cadence.ne(Cadence::Never))
        .set((
            saved_searches::cadence.eq(Cadence::Never),
            saved_searches::next_at.eq(Cadence::Never.next(now)),
            saved_searches::version.eq(saved_searches::version + 1),
        ))
        .execute(tx.conn())?;
    Ok(())
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
