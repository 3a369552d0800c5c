//! The capacity ledger: per offer and month, what is listed, what is reserved by proposals agreed in principle and
//! what is committed by signed agreements. What is free never goes below zero: every change first locks all months of
//! the offer, in their order, so that changes to one offer follow each other on either database.

use std::collections::BTreeMap;

use super::content::OfferContent;
use super::error::CatalogueError;
use super::model::LedgerMonth;
use super::state::{OfferEvent, OfferState};
use super::store::{closing, ledger, reservations};
use crate::access::{CapabilityKind, System, tell};
use crate::audit::{self, Event, Object};
use crate::kernel::ids::{OfferId, ProposalId};
use crate::kernel::{Instant, Month, Quantity, london};
use crate::storage::{Conn, StorageError, Tx};

/// Why capacity was not reserved.
#[derive(Debug, thiserror::Error)]
pub enum CapacityError {
    #[error("this offer is no longer open")]
    NotOffered,
    #[error("the offer does not cover all of these months")]
    OutsideMonths,
    #[error("only {free} are still free in {month}")]
    NotEnough { month: Month, free: Quantity },
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Holds back `quantity` in each month from `first` to `last` for one leg of a proposal. An offer of which nothing is left
/// closes. Nothing is held back unless
/// every month has enough. A proposal that reserves from several offers takes them in the order of their ids, so that
/// two of them never wait for each other.
pub fn reserve(
    tx: &mut Tx<'_>,
    offer: OfferId,
    (proposal, leg_number): (ProposalId, i32),
    (first, last): (Month, Month),
    quantity: Quantity,
    now: Instant,
) -> Result<(), CapacityError> {
    let months = ledger::lock(tx, offer)?;
    if !ledger::state(tx, offer)?.is_some_and(OfferState::can_be_reserved) {
        return Err(CapacityError::NotOffered);
    }
    let wanted: Vec<_> = months.iter().filter(|row| (first..=last).contains(&row.month)).collect();
    if first > last || i32::try_from(wanted.len()) != Ok(last.since(first) + 1) {
        return Err(CapacityError::OutsideMonths);
    }
    if let Some(short) = wanted.iter().find(|row| row.free < quantity) {
        return Err(CapacityError::NotEnough { month: short.month, free: short.free });
    }
    ledger::add_reserved(tx, offer, first, last, quantity)?;
    reservations::add(tx, proposal, leg_number, offer, first.through(last), quantity)?;
    ledger::note_free(tx, offer, london::month(now))?;
    Ok(close_if_full(tx, offer, now)?)
}

/// Turns what a proposal has reserved into committed: it has been signed by everybody.
pub fn commit(tx: &mut Tx<'_>, proposal: ProposalId, now: Instant) -> Result<(), StorageError> {
    settle(tx, proposal, (reservations::State::Committed, ledger::commit), now).map(drop)
}

/// Gives back what a proposal has reserved: it has come to nothing, or its terms are open again. The owner of an offer that
/// had closed for it is asked whether to offer it again.
pub fn release(tx: &mut Tx<'_>, proposal: ProposalId, now: Instant) -> Result<(), StorageError> {
    for offer in settle(tx, proposal, (reservations::State::Released, ledger::release), now)? {
        ask_if_free_again(tx, offer, now)?;
    }
    Ok(())
}

/// How many offers are looked at in one transaction when a month is over; the worker asks again while there are some.
const AT_ONCE: i64 = 200;

/// Offers whose best month is over are noted with the best of those to come. Answers how many.
pub fn note_best_months(tx: &mut Tx<'_>, _: System, now: Instant) -> Result<usize, StorageError> {
    let this_month = london::month(now);
    let behind = ledger::best_month_is_over(tx.conn(), this_month, AT_ONCE)?;
    for offer in &behind {
        ledger::lock(tx, *offer)?;
        ledger::note_free(tx, *offer, this_month)?;
    }
    Ok(behind.len())
}

/// Takes offers out of the catalogue whose last month is over, or of which nothing is left because the months that had
/// something are over. Their owners are told. Answers how many were looked at.
pub fn close_what_is_over(tx: &mut Tx<'_>, _: System, now: Instant) -> Result<usize, StorageError> {
    let noted = closing::nothing_noted(tx.conn(), AT_ONCE)?;
    for offer in &noted {
        ledger::lock(tx, *offer)?;
        ledger::note_free(tx, *offer, london::month(now))?;
        close_if_full(tx, *offer, now)?;
    }
    Ok(noted.len())
}

/// Whether anything of an offer is left from this month on.
pub(super) fn is_anything_left(
    conn: &mut Conn,
    offer: OfferId,
    this_month: Month,
) -> Result<bool, StorageError> {
    closing::has_free(conn, offer, this_month)
}

/// An offer of which nothing is left from this month on leaves the catalogue, and its owner is told why and what to do.
pub(super) fn close_if_full(tx: &mut Tx<'_>, offer: OfferId, now: Instant) -> Result<(), StorageError> {
    let this_month = london::month(now);
    if closing::has_free(tx.conn(), offer, this_month)? {
        return Ok(());
    }
    let standing = closing::standing(tx, offer)?;
    let Ok(next) = standing.state.apply(OfferEvent::FillUp) else { return Ok(()) };
    closing::set(tx, offer, next, Some(now), now)?;
    let (title, last_month) = (&standing.title, standing.last_month);
    if last_month < this_month {
        let subject = format!("Your offer “{title}” is over");
        let text = format!(
            "The last month that “{title}” lists, {last_month}, is over, so it has left the catalogue. What you have \
             promised to partners stays promised. If you can go on, list the months to come and publish it again. If \
             not, there is nothing to do.",
        );
        return note(tx, offer, &standing, "offer.over", (&subject, &text), now);
    }
    let subject = format!("Nothing is left of your offer “{title}”");
    let text = format!(
        "Everything that “{title}” lists from this month on is promised to partners, or listed as nothing, so it has left \
         the catalogue. If some of it comes back, you will be asked whether to offer it again. If you have more to give, \
         list more and publish again.",
    );
    note(tx, offer, &standing, "offer.filled_up", (&subject, &text), now)
}

/// The owner of an offer that had nothing left is asked whether to offer it again.
fn ask_if_free_again(tx: &mut Tx<'_>, offer: OfferId, now: Instant) -> Result<(), StorageError> {
    let standing = closing::standing(tx, offer)?;
    let was_full = standing.full_since.is_some() && standing.state == OfferState::Paused;
    if !was_full || !closing::has_free(tx.conn(), offer, london::month(now))? {
        return Ok(());
    }
    closing::set(tx, offer, standing.state, None, now)?;
    let subject = format!("Capacity of your offer “{}” has come back", standing.title);
    let text = format!(
        "A promise has come to nothing, so some of “{}” is free again. It is not in the catalogue: look at it and publish \
         it again if you want to offer it.",
        standing.title
    );
    note(tx, offer, &standing, "offer.free_again", (&subject, &text), now)
}

fn note(
    tx: &mut Tx<'_>,
    offer: OfferId,
    standing: &closing::Standing,
    action: &'static str,
    (subject, text): (&str, &str),
    now: Instant,
) -> Result<(), StorageError> {
    let event = Event {
        actor: System::of_this_process().actor(),
        action,
        object: Object::new("offer", offer),
        seen_by: vec![standing.body],
        data: serde_json::json!({ "was": standing.state }),
    };
    audit::record(tx, event, now)?;
    let path = format!("/offers/{offer}/check");
    tell(tx, standing.body, CapabilityKind::ManageOffers, subject, text, &path, now).map(drop)
}

/// Lists what a published offer says. What is reserved or committed already stays listed: to say less than that is
/// refused, and so is to count it in another unit. The caller holds the lock on `months`, as they stand.
pub(super) fn list(
    tx: &mut Tx<'_>,
    offer: OfferId,
    months: &[LedgerMonth],
    unit_before: &str,
    content: &OfferContent,
    now: Instant,
) -> Result<(), CatalogueError> {
    let (first, last) = (content.first_month, content.last_month);
    for row in months {
        let promised = row.reserved.checked_add(row.committed).unwrap_or(row.listed);
        if promised.is_zero() {
            continue;
        }
        if !(first..=last).contains(&row.month) || content.quantity_in(row.month) < promised {
            return Err(CatalogueError::PromisedAlready { month: row.month, promised });
        }
        if content.unit != unit_before {
            return Err(CatalogueError::UnitPromised(unit_before.to_owned()));
        }
    }
    let listed: Vec<_> = first.through(last).map(|month| (month, content.quantity_in(month))).collect();
    ledger::set_listed(tx, offer, months, &listed)?;
    Ok(ledger::note_free(tx, offer, london::month(now))?)
}

/// How one month of what a proposal holds is posted.
type Posting = fn(&mut Tx<'_>, OfferId, Month, Quantity) -> Result<(), StorageError>;

/// Posts what a proposal holds, and answers of which offers.
fn settle(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
    (becomes, post): (reservations::State, Posting),
    now: Instant,
) -> Result<Vec<OfferId>, StorageError> {
    let mut offers: BTreeMap<OfferId, Vec<(Month, Quantity)>> = BTreeMap::new();
    for (offer, month, quantity) in reservations::lock_reserved(tx, proposal)? {
        offers.entry(offer).or_default().push((month, quantity));
    }
    let touched = offers.keys().copied().collect();
    for (offer, held) in offers {
        ledger::lock(tx, offer)?;
        for (month, quantity) in held {
            post(tx, offer, month, quantity)?;
        }
        ledger::note_free(tx, offer, london::month(now))?;
    }
    reservations::set_state(tx, proposal, becomes)?;
    Ok(touched)
}
