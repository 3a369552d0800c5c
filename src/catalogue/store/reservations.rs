//! Which proposal holds back how much of which offer.

use diesel::prelude::*;

use crate::kernel::ids::{OfferId, ProposalId};
use crate::kernel::{Month, Quantity, text_enum};
use crate::storage::schema::reservations;
use crate::storage::{LockExt, StorageError, Tx, both};

text_enum! {
    /// What became of a reservation.
    pub(in crate::catalogue) enum State {
        Reserved = "reserved",
        Committed = "committed",
        Released = "released",
    }
}

#[derive(Insertable)]
#[diesel(table_name = reservations)]
struct ReservationRow {
    proposal_id: ProposalId,
    leg_number: i32,
    offer_id: OfferId,
    month: Month,
    quantity: Quantity,
    state: State,
}

/// Notes what a leg holds back. What it held back before and gave up again makes room.
pub(in crate::catalogue) fn add(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
    leg_number: i32,
    offer: OfferId,
    months: impl Iterator<Item = Month>,
    quantity: Quantity,
) -> Result<(), StorageError> {
    diesel::delete(reservations::table)
        .filter(reservations::proposal_id.eq(proposal))
        .filter(reservations::leg_number.eq(leg_number))
        .filter(reservations::state.eq(State::Released))
        .execute(tx.conn())?;
    let rows: Vec<ReservationRow> = months
        .map(|month| ReservationRow {
            proposal_id: proposal,
            leg_number,
            offer_id: offer,
            month,
            quantity,
            state: State::Reserved,
        })
        .collect();
    both!(tx.conn(), |c| diesel::insert_into(reservations::table).values(&rows).execute(c))?;
    Ok(())
}

/// What a proposal has reserved, by offer and month, held against everybody else.
pub(in crate::catalogue) fn lock_reserved(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
) -> Result<Vec<(OfferId, Month, Quantity)>, StorageError> {
    Ok(reservations::table
        .filter(reservations::proposal_id.eq(proposal))
        .filter(reservations::state.eq(State::Reserved))
        .order((reservations::offer_id, reservations::month, reservations::leg_number))
        .select((reservations::offer_id, reservations::month, reservations::quantity))
        .locked()
        .get_results(tx.conn())?)
}

/// Says what became of everything a proposal has reserved.
pub(in crate::catalogue) fn set_state(
    tx: &mut Tx<'_>,
    proposal: ProposalId,
    state: State,
) -> Result<(), StorageError> {
    diesel::update(reservations::table)
        .filter(reservations::proposal_id.eq(proposal))
        .filter(reservations::state.eq(State::Reserved))
        .set(reservations::state.eq(state))
        .execute(tx.conn())?;
    Ok(())
}
