//! What is listed, reserved, committed and free, month by month.

use std::collections::BTreeMap;

use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

use crate::catalogue::model::LedgerMonth;
use crate::catalogue::state::OfferState;
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, Quantity};
use crate::storage::schema::{offer_months, offers};
use crate::storage::{Conn, LockExt, StorageError, Tx, among, both};

#[derive(Queryable, Selectable)]
#[diesel(table_name = offer_months)]
struct MonthRow {
    month: Month,
    listed: Quantity,
    reserved: Quantity,
    committed: Quantity,
    free: Quantity,
}

impl From<MonthRow> for LedgerMonth {
    fn from(row: MonthRow) -> Self {
        let MonthRow { month, listed, reserved, committed, free } = row;
        Self { month, listed, reserved, committed, free }
    }
}

/// Every month of an offer, in order.
pub(in crate::catalogue) fn of_offer(
    conn: &mut Conn,
    offer: OfferId,
) -> Result<Vec<LedgerMonth>, StorageError> {
    let rows: Vec<MonthRow> = offer_months::table
        .filter(offer_months::offer_id.eq(offer))
        .order(offer_months::month)
        .select(MonthRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(LedgerMonth::from).collect())
}

/// For each of these offers, the months in which not just as much is free as in its best one, in order.
pub(in crate::catalogue) fn other_than_most(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<BTreeMap<OfferId, Vec<(Month, Quantity)>>, StorageError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(OfferId, Month, Quantity)> = offer_months::table
        .inner_join(offers::table)
        .filter(among(offer_months::offer_id, ids.to_vec()))
        .filter(offer_months::free.ne(offers::free_most))
        .order((offer_months::offer_id, offer_months::month))
        .select((offer_months::offer_id, offer_months::month, offer_months::free))
        .load(conn)?;
    let mut others: BTreeMap<OfferId, Vec<(Month, Quantity)>> = BTreeMap::new();
    for (id, month, free) in rows {
        others.entry(id).or_default().push((month, free));
    }
    Ok(others)
}

/// For each of these offers, the least and the most that a month of it lists.
pub(in crate::catalogue) fn least_and_most(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<BTreeMap<OfferId, (Quantity, Quantity)>, StorageError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(OfferId, Quantity)> = offer_months::table
        .filter(among(offer_months::offer_id, ids.to_vec()))
        .select((offer_months::offer_id, offer_months::listed))
        .distinct()
        .load(conn)?;
    let mut ranges: BTreeMap<OfferId, (Quantity, Quantity)> = BTreeMap::new();
    for (id, listed) in rows {
        let range = ranges.entry(id).or_insert((listed, listed));
        *range = (range.0.min(listed), range.1.max(listed));
    }
    Ok(ranges)
}

/// Every month of an offer, in order, held against everybody else until the transaction ends.
pub(in crate::catalogue) fn lock(tx: &mut Tx<'_>, offer: OfferId) -> Result<Vec<LedgerMonth>, StorageError> {
    let rows: Vec<MonthRow> = offer_months::table
        .filter(offer_months::offer_id.eq(offer))
        .order(offer_months::month)
        .select(MonthRow::as_select())
        .locked()
        .get_results(tx.conn())?;
    Ok(rows.into_iter().map(LedgerMonth::from).collect())
}

pub(in crate::catalogue) fn state(
    tx: &mut Tx<'_>,
    offer: OfferId,
) -> Result<Option<OfferState>, StorageError> {
    Ok(offers::table.find(offer).select(offers::state).first(tx.conn()).optional()?)
}

pub(in crate::catalogue) fn add_reserved(
    tx: &mut Tx<'_>,
    offer: OfferId,
    first: Month,
    last: Month,
    quantity: Quantity,
) -> Result<(), StorageError> {
    diesel::update(offer_months::table)
        .filter(offer_months::offer_id.eq(offer))
        .filter(offer_months::month.between(first, last))
        .set(offer_months::reserved.eq(offer_months::reserved + quantity))
        .execute(tx.conn())?;
    Ok(())
}

/// Moves `quantity` from reserved to committed.
pub(in crate::catalogue) fn commit(
    tx: &mut Tx<'_>,
    offer: OfferId,
    month: Month,
    quantity: Quantity,
) -> Result<(), StorageError> {
    let changed = diesel::update(offer_months::table.find((offer, month)))
        .set((
            offer_months::reserved.eq(offer_months::reserved - quantity),
            offer_months::committed.eq(offer_months::committed + quantity),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Gives reserved `quantity` back.
pub(in crate::catalogue) fn release(
    tx: &mut Tx<'_>,
    offer: OfferId,
    month: Month,
    quantity: Quantity,
) -> Result<(), StorageError> {
    let changed = diesel::update(offer_months::table.find((offer, month)))
        .set(offer_months::reserved.eq(offer_months::reserved - quantity))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Notes with the offer how much it has free in its best month from `this_month` on, which the catalogue filters and sorts
/// by.
pub(in crate::catalogue) fn note_free(
    tx: &mut Tx<'_>,
    offer: OfferId,
    this_month: Month,
) -> Result<(), StorageError> {
    let most: Option<Quantity> = offer_months::table
        .filter(offer_months::offer_id.eq(offer))
        .filter(offer_months::month.ge(this_month))
        .select(max(offer_months::free))
        .first(tx.conn())?;
    diesel::update(offers::table.find(offer))
        .set(offers::free_most.eq(most.unwrap_or_default()))
        .execute(tx.conn())?;
    Ok(())
}

/// Offers that are not closed for good and say of a month that is over that it has most free, `most` of them.
pub(in crate::catalogue) fn best_month_is_over(
    conn: &mut Conn,
    this_month: Month,
    most: i64,
) -> Result<Vec<OfferId>, StorageError> {
    let as_free = offer_months::table
        .filter(offer_months::offer_id.eq(offers::id))
        .filter(offer_months::month.ge(this_month))
        .filter(offer_months::free.ge(offers::free_most));
    Ok(offers::table
        .filter(offers::state.eq_any([OfferState::Published, OfferState::Paused]))
        .filter(offers::first_month.lt(this_month))
        .filter(offers::free_most.gt(Quantity::ZERO))
        .filter(not(exists(as_free)))
        .order(offers::id)
        .limit(most)
        .select(offers::id)
        .load(conn)?)
}

#[derive(Insertable)]
#[diesel(table_name = offer_months)]
struct NewMonth {
    offer_id: OfferId,
    month: Month,
    listed: Quantity,
    reserved: Quantity,
    committed: Quantity,
}

/// Lists these quantities in these months, which follow each other, and nothing in any other. The caller holds the lock
/// and has seen to it that nothing promised is taken back.
pub(in crate::catalogue) fn set_listed(
    tx: &mut Tx<'_>,
    offer: OfferId,
    before: &[LedgerMonth],
    listed: &[(Month, Quantity)],
) -> Result<(), StorageError> {
    let (Some((first, _)), Some((last, _))) = (listed.first(), listed.last()) else { return Ok(()) };
    let of_offer = || offer_months::table.filter(offer_months::offer_id.eq(offer));
    diesel::delete(of_offer().filter(offer_months::month.lt(first).or(offer_months::month.gt(last))))
        .execute(tx.conn())?;
    for row in before {
        let now = listed.iter().find(|(month, _)| *month == row.month);
        if let Some((month, quantity)) = now.filter(|(_, quantity)| *quantity != row.listed) {
            let row = offer_months::table.find((offer, *month));
            diesel::update(row).set(offer_months::listed.eq(*quantity)).execute(tx.conn())?;
        }
    }
    let is_new = |month: &Month| !before.iter().any(|row| row.month == *month);
    let rows: Vec<NewMonth> = listed
        .iter()
        .filter(|(month, _)| is_new(month))
        .map(|(month, quantity)| NewMonth {
            offer_id: offer,
            month: *month,
            listed: *quantity,
            reserved: Quantity::ZERO,
            committed: Quantity::ZERO,
        })
        .collect();
    if !rows.is_empty() {
        both!(tx.conn(), |c| diesel::insert_into(offer_months::table).values(&rows).execute(c))?;
    }
    Ok(())
}
