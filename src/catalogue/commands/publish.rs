//! Showing an offer to everybody, hiding it for a while, and taking it back for good.

use serde_json::json;

use super::attachments::listed;
use super::drafts::{draft_of, whole};
use super::{own, record};
use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::catalogue::capacity;
use crate::catalogue::content::OfferContent;
use crate::catalogue::error::CatalogueError;
use crate::catalogue::state::{OfferEvent, OfferState};
use crate::catalogue::store::{ledger, offers, versions};
use crate::kernel::ids::OfferId;
use crate::kernel::{Instant, london};
use crate::storage::Tx;

/// Makes what was prepared the version that everybody sees, and lists its capacity. Answers the version's number. An offer
/// that keeps nothing that is not promised already leaves the catalogue; one that is not in it does not come back so.
pub fn publish(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<i32, CatalogueError> {
    let held = ledger::lock(tx, id)?;
    let row = own(tx, by, id, seen)?;
    let next = row.state.apply(OfferEvent::Publish)?;
    if !by.body_is_verified() {
        return Err(CatalogueError::NotVerified);
    }
    if row.state == OfferState::Published && row.draft.is_none() {
        return Err(CatalogueError::NothingChanged);
    }
    let draft = draft_of(tx, &row)?;
    let content = OfferContent { documents: listed(tx, id)?, ..whole(tx, &draft, now)? };
    offers::set_content(tx, &row, &content, next, now)?;
    capacity::list(tx, id, &held, &row.unit, &content, now)?;
    // What stands in the catalogue says less before it leaves it; what does not stand there is not put there for nothing.
    let is_left = capacity::is_anything_left(tx.conn(), id, london::month(now))?;
    if !is_left && row.state != OfferState::Published {
        return Err(CatalogueError::NothingLeft);
    }
    let number = row.published_version + 1;
    versions::add(tx, id, number, &content, by.person(), now)?;
    versions::set_wants(tx, id, &content.wants)?;
    record(tx, by, "offer.published", id, json!({ "version": number, "title": content.title }), now)?;
    capacity::close_if_full(tx, id, now)?;
    Ok(number)
}

/// Takes an offer off the catalogue until it is published again. Talks under way go on.
pub fn pause(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), CatalogueError> {
    leave(tx, by, id, seen, OfferEvent::Pause, now)
}

/// Takes an offer back for good. What is promised already stays promised.
pub fn withdraw(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    now: Instant,
) -> Result<(), CatalogueError> {
    leave(tx, by, id, seen, OfferEvent::Withdraw, now)
}

fn leave(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: OfferId,
    seen: Option<i64>,
    event: OfferEvent,
    now: Instant,
) -> Result<(), CatalogueError> {
    // The ledger first, as whoever reserves does: an offer is never reserved while it is being taken away.
    ledger::lock(tx, id)?;
    let row = own(tx, by, id, seen)?;
    let next = row.state.apply(event)?;
    offers::set_state(tx, &row, next, now)?;
    let action = if event == OfferEvent::Pause { "offer.paused" } else { "offer.withdrawn" };
    record(tx, by, action, id, json!({ "was": row.state }), now)
}
