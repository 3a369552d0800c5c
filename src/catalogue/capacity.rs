//! The capacity ledger: per offer and month, what is listed, what is reserved by proposals agreed in principle and
//! what is committed by signed agreements. What is free never goes below zero: every change first locks all months of
//! the offer, in their order, so that changes to one offer follow each other on either database.

use std::collections::BTreeMap;

use super::content::OfferContent;
use super::error::CatalogueError;
use super::model::LedgerMonth;
use super::store::{ledger, reservations};
use crate::kernel::ids::{OfferId, ProposalId};
use crate::kernel::{Month, Quantity};
use crate::storage::{StorageError, Tx};

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

/// Holds back `quantity` in each month from `first` to `last` for one leg of a proposal. Nothing is held back unless
/// every month has enough. A proposal that reserves from several offers takes them in the order of their ids, so that
/// two of them never wait for each other.
pub fn reserve(
    tx: &mut Tx<'_>,
    offer: OfferId,
    proposal: ProposalId,
    leg_number: i32,
    first: Month,
    last: Month,
    quantity: Quantity,
) -> Result<(), CapacityError> {
    let months = ledger::lock(tx, offer)?;
    if !ledger::state(tx, offer)?.is_some_and(super::OfferState::can_be_reserved) {
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
    Ok(ledger::note_free(tx, offer)?)
}

/// Turns what a proposal has reserved into committed: it has been signed by everybody.
pub fn commit(tx: &mut Tx<'_>, proposal: ProposalId) -> Result<(), StorageError> {
    settle(tx, proposal, reservations::State::Committed, ledger::commit)
}

/// Gives back what a proposal has reserved: it has come to nothing, or its terms are open again.
pub fn release(tx: &mut Tx<'_>, proposal: ProposalId) -> Result<(), StorageError> {
    settle(tx, proposal, reservations::State::Released, ledger::release)
}

/// Lists what a published offer says. What is reserved or committed already stays listed: to say less than that is
/// refused, and so is to count it in another unit. The caller holds the lock on `months`, as they stand.
pub(super) fn list(
    tx: &mut Tx<'_>,
    offer: OfferId,
    months: &[LedgerMonth],
    unit_before: &str,
    content: &OfferContent,
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
    Ok(ledger::note_free(tx, offer)?)
}

fn settle(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
    becomes: reservations::State,
    post: fn(&mut Tx<'_>, OfferId, Month, Quantity) -> Result<(), StorageError>,
) -> Result<(), StorageError> {
    let mut offers: BTreeMap<OfferId, Vec<(Month, Quantity)>> = BTreeMap::new();
    for (offer, month, quantity) in reservations::lock_reserved(tx, proposal)? {
        offers.entry(offer).or_default().push((month, quantity));
    }
    for (offer, held) in offers {
        ledger::lock(tx, offer)?;
        for (month, quantity) in held {
            post(tx, offer, month, quantity)?;
        }
        ledger::note_free(tx, offer)?;
    }
    reservations::set_state(tx, proposal, becomes)
}
