//! Keeping searches, and telling their owners what is new.

use chrono::Duration;
use serde_json::json;

use super::cadence::Cadence;
use super::error::AlertError;
use super::model::{Fresh, Kept, MOST, Sought};
use super::store::{self, Owned};
use crate::access::capability::ManageNeeds;
use crate::access::{self, CapabilityKind, Member, Secret, System};
use crate::audit::{self, Event, Object};
use crate::bodies::Distance;
use crate::catalogue::audience::View;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::model::FoundOffer;
use crate::catalogue::price_words::asked;
use crate::catalogue::queries as catalogue;
use crate::catalogue::shape::free_a_month;
use crate::kernel::ids::{OfferId, SavedSearchId};
use crate::kernel::{Instant, london};
use crate::notify::{self, Mail};
use crate::storage::{StorageError, Tx};

/// How far a look reaches back behind the one before it.
const OVERLAP: Duration = Duration::minutes(10);
/// The most offers that a mail lists one by one.
const MOST_IN_MAIL: usize = 20;

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
        if filter.is_ok_and(|filter: CatalogueFilter| filter.finds_the_same(&sought.filter)) {
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
/// how many offers are new. A search that another process has just looked after is left alone.
pub fn take_in(
    tx: &mut Tx<'_>,
    _: System,
    id: SavedSearchId,
    offers: &[Fresh],
    now: Instant,
) -> Result<usize, AlertError> {
    let Some(row) = store::lock(tx, id)?.filter(|row| row.next_at <= now) else { return Ok(0) };
    let mut new = Vec::new();
    for Fresh { offer, .. } in offers {
        if store::found(tx, id, *offer, now)? {
            new.push(*offer);
        }
    }
    if !new.is_empty() && row.cadence != Cadence::Never {
        // What another search of the same person has told of is no news.
        let told = store::mailed(tx.conn(), (row.person_id, row.body_id), &new)?;
        let untold: Vec<OfferId> = new.iter().copied().filter(|offer| !told.contains(offer)).collect();
        let view = View::of(Some(row.body_id), london::date(now));
        let found = catalogue::published(tx.conn(), view, &untold)?;
        let news: Vec<(&FoundOffer, Option<Distance>)> = found
            .iter()
            .map(|found| {
                let fresh = offers.iter().find(|fresh| fresh.offer == found.id);
                (found, fresh.and_then(|fresh| fresh.distance))
            })
            .collect();
        if tell(tx, &row, &news, now)? {
            store::set_mailed(tx, id, &untold, now)?;
        }
    }
    // A command that began before this look may commit after it: what it publishes is not to be missed.
    let since = now.minus(OVERLAP).max(row.created_at);
    store::set_next(tx, id, row.cadence.next(now), since)?;
    Ok(new.len())
}

/// Answers whether a mail is on its way: not to somebody who has left, and not of offers that are gone already.
fn tell(
    tx: &mut Tx<'_>,
    row: &Owned,
    offers: &[(&FoundOffer, Option<Distance>)],
    now: Instant,
) -> Result<bool, AlertError> {
    let owner = access::recipient(tx, row.person_id, row.body_id, CapabilityKind::ManageNeeds)?;
    let (Some((name, to)), false) = (owner, offers.is_empty()) else { return Ok(false) };
    let subject = match offers.len() {
        1 => format!("A new offer fits “{}”", row.name),
        count => format!("{count} new offers fit “{}”", row.name),
    };
    let lines: Vec<String> =
        offers.iter().take(MOST_IN_MAIL).map(|(offer, away)| in_mail(offer, *away)).collect();
    let more = match offers.len().saturating_sub(MOST_IN_MAIL) {
        0 => String::new(),
        count => format!("… and {count} more.\n\n"),
    };
    let text = format!(
        "Dear {name},\n\n{}\n\n{more}See everything that fits:\n{}\n\nStop these mails with one click:\n{}\n\nSymbiosis\n",
        lines.join("\n\n"),
        notify::link(&format!("/catalogue?{}", row.query)),
        notify::link(&format!("/alerts/stop/{}", row.stop_secret)),
    );
    notify::enqueue(tx, Mail { to, subject, text }, now)?;
    Ok(true)
}

/// Enough of an offer to know whether to open it: who, where, for how much, and how much is free.
fn in_mail(offer: &FoundOffer, away: Option<Distance>) -> String {
    let away = away.map(|distance| format!(", {distance} away")).unwrap_or_default();
    let cash = offer.price_kind.zip(offer.price);
    let price = cash.map(|(kind, rate)| asked(kind, rate, &offer.unit, &offer.terms.tariff));
    let price = match (price, offer.takes.takes_in_kind()) {
        (Some(price), false) => price,
        (Some(price), true) => format!("{price}, or a service in return"),
        (None, _) => offer.takes.label().to_owned(),
    };
    let free = if offer.free_most.is_zero() {
        "nothing free now".to_owned()
    } else {
        free_a_month(offer.free_most, &offer.unit)
    };
    format!(
        "{}\n{}, {}{away}\n{price}; {free}; {} to {}\n{}",
        offer.title,
        offer.body_name,
        offer.region,
        offer.first_month,
        offer.last_month,
        notify::link(&format!("/offers/{}", offer.id))
    )
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
