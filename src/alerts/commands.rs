//! Keeping searches, and saying what mails of them are wanted.

use serde_json::json;

use super::cadence::Cadence;
use super::error::AlertError;
use super::model::{FindFilter, Kept, MOST, Owner, ShortlistMail, Sought, Stop};
use super::store::{self, Owned, settings};
use crate::access::capability::ManageNeeds;
use crate::access::{Member, Secret};
use crate::audit::{self, Event, Object};
use crate::kernel::Instant;
use crate::kernel::ids::SavedSearchId;
use crate::storage::{StorageError, Tx};

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

/// Stops mails, for whoever holds the link that every such mail carries. The searches are kept. Answers of which search
/// there are no more mails, if they were one search's.
pub fn stop(tx: &mut Tx<'_>, what: Stop, secret: &str, now: Instant) -> Result<Option<String>, AlertError> {
    if what == Stop::Search {
        let found = store::by_secret(tx.conn(), secret)?.ok_or(AlertError::NotFound)?;
        let row = store::lock(tx, found.id)?.ok_or(AlertError::NotFound)?;
        if row.cadence != Cadence::Never {
            store::update(tx, &row, &Kept { name: row.name.clone(), cadence: Cadence::Never }, now)?;
        }
        return Ok(Some(row.name));
    }
    let owner = settings::owner(tx.conn(), secret)?.ok_or(AlertError::NotFound)?;
    if what == Stop::All {
        store::silence(tx, owner, now)?;
    }
    settings::set_shortlist_mail(tx, owner, ShortlistMail::Stopped, now)?;
    Ok(None)
}

/// Says whether the member gets mail when an offer on a shortlist changes that they have put there.
pub fn want_shortlist_mail(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    wanted: ShortlistMail,
    now: Instant,
) -> Result<(), AlertError> {
    settings::set_shortlist_mail(tx, owner(by), wanted, now)?;
    let object = Object::new("body", by.body());
    let data = json!({ "mail": wanted });
    let event =
        Event { actor: by.actor(), action: "shortlist_mail.chosen", object, seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}

/// Notes that the member has looked at what was found so far.
pub fn see(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    filter: FindFilter,
    now: Instant,
) -> Result<usize, AlertError> {
    Ok(store::set_seen(tx, owner(by), filter, now)?)
}

/// The member as the owner of searches.
pub(super) fn owner(by: &Member<ManageNeeds>) -> Owner {
    Owner { person: by.person(), body: by.body() }
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
