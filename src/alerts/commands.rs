//! Keeping searches, and telling their owners what is new.

use chrono::Duration;
use serde_json::json;

use super::cadence::Cadence;
use super::error::AlertError;
use super::in_mail::{self, told_of};
use super::model::{Fresh, Kept, MOST, Sought};
use super::queries;
use super::store::{self, Owned};
use crate::access::capability::ManageNeeds;
use crate::access::{self, CapabilityKind, Member, Secret, System};
use crate::audit::{self, Event, Object};
use crate::catalogue::audience::View;
use crate::kernel::ids::{ListingId, SavedSearchId};
use crate::kernel::{Instant, london};
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

/// How far a look reaches back behind the one before it.
const OVERLAP: Duration = Duration::minutes(10);

/// Keeps a search. What is in the catalogue already is not news.
pub fn save(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    kept: &Kept,
    sought: &Sought,
    now: Instant,
) -> Result<SavedSearchId, AlertError> {
    let owner = (by.person(), by.body());
    if store::count(tx.conn(), owner.0, owner.1)? >= MOST {
        return Err(AlertError::TooMany);
    }
    for (id, name, filter) in store::filters(tx.conn(), owner)? {
        // What cannot be read any more is no reason to refuse anything.
        if filter.is_ok_and(|filter| filter.finds_the_same(&sought.filter)) {
            return Err(AlertError::Kept { id, name });
        }
    }
    let secret = Secret::generate("")?;
    let id = store::insert(tx, owner, kept, sought, secret.expose(), now)?;
    record(tx, by, "search.saved", id, json!({ "name": kept.name, "cadence": kept.cadence }), now)?;
    Ok(id)
}

/// Gives a search another name, or tells its owner more or less often.
pub fn change(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: SavedSearchId,
    seen: Option<i64>,
    kept: &Kept,
    now: Instant,
) -> Result<(), AlertError> {
    let row = own(tx, by, id)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(StorageError::Stale.into());
    }
    store::update(tx, &row, kept, now)?;
    record(tx, by, "search.changed", id, json!({ "name": kept.name, "cadence": kept.cadence }), now)
}

/// Forgets a search and what it found.
pub fn delete(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    id: SavedSearchId,
    now: Instant,
) -> Result<(), AlertError> {
    let row = own(tx, by, id)?;
    store::delete(tx, row.id)?;
    record(tx, by, "search.deleted", id, json!({ "name": row.name }), now)
}

/// Stops the mails of a search, for whoever holds the link that every such mail carries. The search is kept.
pub fn stop(tx: &mut Tx<'_>, secret: &str, now: Instant) -> Result<String, AlertError> {
    let found = store::by_secret(tx.conn(), secret)?.ok_or(AlertError::NotFound)?;
    let row = store::lock(tx, found.id)?.ok_or(AlertError::NotFound)?;
    if row.cadence != Cadence::Never {
        store::update(tx, &row, &Kept { name: row.name.clone(), cadence: Cadence::Never }, now)?;
    }
    Ok(row.name)
}

/// Notes that the member has looked at everything found so far.
pub fn see(tx: &mut Tx<'_>, by: &Member<ManageNeeds>, now: Instant) -> Result<usize, AlertError> {
    Ok(store::set_seen(tx, (by.person(), by.body()), now)?)
}

/// Writes down what a search has found, tells its owner of what is new, and plans the next look: all or nothing. Answers
/// how many finds are new. A search that another process has just looked after is left alone.
pub fn take_in(
    tx: &mut Tx<'_>,
    _: System,
    id: SavedSearchId,
    fresh: &[Fresh],
    now: Instant,
) -> Result<usize, AlertError> {
    let Some(row) = store::lock(tx, id)?.filter(|row| row.next_at <= now) else { return Ok(0) };
    let mut new = Vec::new();
    for Fresh { listing, .. } in fresh {
        if store::found(tx, id, *listing, now)? {
            new.push(*listing);
        }
    }
    if !new.is_empty() && row.cadence != Cadence::Never {
        // What another search of the same person has told of is no news.
        let told = store::mailed(tx.conn(), (row.person_id, row.body_id), &new)?;
        let untold: Vec<ListingId> = new.iter().copied().filter(|listing| !told.contains(listing)).collect();
        let view = View::of(Some(row.body_id), london::date(now));
        let news = queries::still_listed(tx.conn(), row.kind, view, &untold)?;
        let lines: Vec<String> = news
            .iter()
            .map(|listed| {
                let found = fresh.iter().find(|fresh| fresh.listing == listed.id());
                told_of(listed, found.and_then(|found| found.distance))
            })
            .collect();
        if tell(tx, &row, &lines, now)? {
            store::set_mailed(tx, id, &untold, now)?;
        }
    }
    // A command that began before this look may commit after it: what it publishes is not to be missed.
    let since = now.minus(OVERLAP).max(row.created_at);
    store::set_next(tx, id, row.cadence.next(now), since)?;
    Ok(new.len())
}

/// Answers whether a mail is on its way: not to somebody who has left, and not of what is gone already.
fn tell(tx: &mut Tx<'_>, row: &Owned, lines: &[String], now: Instant) -> Result<bool, AlertError> {
    let owner = access::recipient(tx, row.person_id, row.body_id, CapabilityKind::ManageNeeds)?;
    let (Some((name, to)), false) = (owner, lines.is_empty()) else { return Ok(false) };
    let subject = in_mail::subject(row.kind, lines.len(), &row.name);
    let text = in_mail::text(row.kind, (&name, lines), (&row.query, &row.stop_secret));
    notify::enqueue(tx, Mail { to, subject, text }, now)?;
    Ok(true)
}

fn own(tx: &mut Tx<'_>, by: &Member<ManageNeeds>, id: SavedSearchId) -> Result<Owned, AlertError> {
    store::lock_owned(tx, (by.person(), by.body()), id)?.ok_or(AlertError::NotFound)
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    action: &'static str,
    id: SavedSearchId,
    data: serde_json::Value,
    now: Instant,
) -> Result<(), AlertError> {
    let object = Object::new("saved_search", id);
    let event = Event { actor: by.actor(), action, object, seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}
