//! Closed months, what the worker should close, and the purchase order references that invoices quote.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::kernel::ids::{AgreementId, BodyId, LegId};
use crate::kernel::{Instant, Month};
use crate::service_levels::state::LineState;
use crate::storage::schema::{agreements, invoices, legs, period_closes, return_lines, returns};
use crate::storage::{Conn, LockExt, Native, StorageError, Tx};

/// Locks an agreement until the transaction ends, so that two people who close the same month at once queue.
pub(in crate::charges) fn lock_agreement(tx: &mut Tx<'_>, id: AgreementId) -> Result<(), StorageError> {
    let _: AgreementId = agreements::table
        .filter(agreements::id.eq(id))
        .select(agreements::id)
        .locked()
        .get_result(tx.conn())?;
    Ok(())
}

/// Notes that every leg of a month has its invoice.
pub(in crate::charges) fn close(
    tx: &mut Tx<'_>,
    agreement: AgreementId,
    month: Month,
    by: &str,
    now: Instant,
) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(period_closes::table)
            .values((
                period_closes::agreement_id.eq(agreement),
                period_closes::month.eq(month),
                period_closes::closed_by.eq(by),
                period_closes::closed_at.eq(now),
            ))
            .on_conflict((period_closes::agreement_id, period_closes::month))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Months up to `last` of which something was accepted and has no invoice, the oldest first, each with the provider
/// of such a leg.
pub(in crate::charges) fn due(
    conn: &mut Conn,
    last: Month,
    most: i64,
) -> Result<Vec<(AgreementId, Month, BodyId)>, StorageError> {
    let invoiced = invoices::table
        .filter(invoices::leg_id.eq(returns::leg_id))
        .filter(invoices::month.eq(returns::month));
    Ok(returns::table
        .inner_join(legs::table)
        .inner_join(return_lines::table)
        .filter(returns::month.le(last))
        .filter(return_lines::quantity.is_not_null())
        .filter(return_lines::state.eq(LineState::Accepted))
        .filter(not(exists(invoiced)))
        .order((returns::month, legs::agreement_id, legs::number))
        .select((legs::agreement_id, returns::month, legs::provider_id))
        .limit(most)
        .load(conn)?)
}

/// Gives a leg of `consumer` a purchase order reference; answers whether it had none.
pub(in crate::charges) fn set_po_ref(
    tx: &mut Tx<'_>,
    consumer: BodyId,
    leg: LegId,
    po_ref: &str,
) -> Result<bool, StorageError> {
    let changed = diesel::update(legs::table.find(leg))
        .filter(legs::consumer_id.eq(consumer))
        .filter(legs::po_ref.is_null())
        .set(legs::po_ref.eq(Some(po_ref)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}
