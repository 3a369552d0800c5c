//! Keeping the catalogue true: offers are confirmed, their owners reminded, and what nobody confirms expires.

use chrono::Days;
use serde_json::json;

use super::{own, record};
use crate::access::capability::ManageOffers;
use crate::access::{CapabilityKind, Member, Secret, System, tell_each};
use crate::audit::{self, Event, Object};
use crate::catalogue::capacity;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::reminder_link::{self, REMINDED_DAYS};
use crate::catalogue::state::{OfferEvent, OfferState};
use crate::catalogue::store::freshness as store;
use crate::catalogue::store::offers::{self, OfferRow};
use crate::catalogue::store::{ledger, versions};
use crate::kernel::ids::OfferId;
use crate::kernel::{Instant, london};
use crate::notify;
use crate::storage::Tx;

/// How many offers are looked at in one transaction; the worker asks again while there are some.
const AT_ONCE: i64 = 100;
/// So many days before an offer expires its owner is reminded: a week, and then a day.
const REMINDERS: [(i32, u64); 2] = [(2, 1), (1, REMINDED_DAYS)];

/// Says that an offer is still true, for as long as its terms say. One that has expired is in the catalogue again, and counts as
/// new there. What nobody can have any more is not confirmed.
pub fn confirm(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), CatalogueError> {
    ledger::lock(tx, id)?;
    let row = own(tx, by, id, seen)?;
    let next = row.state.apply(OfferEvent::Confirm)?;
    if !capacity::is_anything_left(tx.conn(), id, london::month(now))? {
        return Err(CatalogueError::NothingLeft);
    }
    let version = versions::content(tx.conn(), id, row.published_version)?.ok_or(CatalogueError::NotFound)?;
    let until = version.content.terms.fresh_until(now);
    // Who began to search while it was away has never seen it: to them it is new.
    let published_at = if row.state == OfferState::Expired { Some(now) } else { row.published_at };
    store::confirm(tx, &row, next, until, published_at, now)?;
    record(tx, by, "offer.confirmed", id, json!({ "was": row.state, "until": until }), now)
}

/// [`confirm`], for whoever holds the link of a reminder. Answers which offer it was.
pub fn confirm_by_link(tx: &mut Tx<'_>, secret: &Secret, now: Instant) -> Result<OfferId, CatalogueError> {
    let (id, member) = reminder_link::follow(tx.conn(), secret, now)?;
    confirm(tx, &member, id, None, now)?;
    Ok(id)
}

/// Expires what nobody has confirmed in time, and reminds the owners of what will expire in a day or a week. Answers how
/// many offers it dealt with; none means that there is nothing left to do today.
pub fn keep_fresh(tx: &mut Tx<'_>, by: System, now: Instant) -> Result<usize, CatalogueError> {
    let today = london::date(now);
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let expired = store::lock_due(tx, yesterday, i32::MAX, AT_ONCE)?;
    for row in &expired {
        expire(tx, by, row, now)?;
    }
    let mut count = expired.len();
    for (times, days) in REMINDERS {
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        let due = store::lock_due(tx, day, times, AT_ONCE)?;
        for row in &due {
            remind(tx, row, times, now)?;
        }
        count += due.len();
    }
    Ok(count)
}

fn expire(tx: &mut Tx<'_>, by: System, row: &OfferRow, now: Instant) -> Result<(), CatalogueError> {
    let next = row.state.apply(OfferEvent::Expire)?;
    offers::set_state(tx, row, next, now)?;
    let event = Event {
        actor: by.actor(),
        action: "offer.expired",
        object: Object::new("offer", row.id),
        seen_by: vec![row.body_id],
        data: json!({ "until": row.fresh_until }),
    };
    audit::record(tx, event, now)?;
    let text = format!(
        "“{}” has left the catalogue, because nobody has confirmed for a while that it is still true. Talks that are \
         under way go on.\n\nIf it is still true, one click brings it back, without signing in:",
        row.title
    );
    ask(tx, row, "has expired", &text, now)
}

fn remind(tx: &mut Tx<'_>, row: &OfferRow, times: i32, now: Instant) -> Result<(), CatalogueError> {
    store::set_reminded(tx, row, times)?;
    let Some(until) = row.fresh_until else { return Ok(()) };
    let text = format!(
        "“{}” leaves the catalogue after {}, unless you confirm that it is still true. If it is, one click is enough, \
         without signing in:",
        row.title,
        london::long_date(until)
    );
    ask(tx, row, "will expire", &text, now)
}

fn ask(tx: &mut Tx<'_>, row: &OfferRow, what: &str, text: &str, now: Instant) -> Result<(), CatalogueError> {
    let subject = format!("Your offer “{}” {what}", row.title);
    let fresh_until = row.fresh_until.unwrap_or_else(|| london::date(now));
    let text = |tx: &mut Tx<'_>, email: &str| {
        let path = reminder_link::make(tx, row.id, fresh_until, email, now)?;
        let (confirm, change) = (notify::link(&path), notify::link(&format!("/offers/{}", row.id)));
        Ok(format!("{text}\n\n{confirm}\n\nIf something has changed, change it instead:\n\n{change}"))
    };
    tell_each(tx, row.body_id, CapabilityKind::ManageOffers, &subject, text, now)?;
    Ok(())
}
