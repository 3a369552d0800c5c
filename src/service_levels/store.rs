//! The SQL of returns and their lines.

use diesel::prelude::*;

use super::state::{LineState, ReturnState};
use crate::kernel::ids::{AgreementId, BodyId, KpiId, LegId, ReturnId, ReturnLineId};
use crate::kernel::{Instant, Month, Quantity};
use crate::storage::schema::{leg_kpis, legs, return_lines, returns};
use crate::storage::{Conn, StorageError, Tx, both};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = returns, treat_none_as_default_value = false)]
pub(super) struct ReturnRow {
    pub(super) id: ReturnId,
    pub(super) leg_id: LegId,
    pub(super) month: Month,
    pub(super) state: ReturnState,
    pub(super) note: String,
    pub(super) submitted_by: String,
    pub(super) submitted_at: Instant,
    pub(super) version: i64,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = return_lines, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct LineRow {
    pub(super) id: ReturnLineId,
    pub(super) return_id: ReturnId,
    pub(super) number: i32,
    pub(super) kpi_id: Option<KpiId>,
    pub(super) quantity: Option<Quantity>,
    pub(super) numerator: Option<i64>,
    pub(super) denominator: Option<i64>,
    pub(super) state: LineState,
    pub(super) reason: Option<String>,
    pub(super) answered_by: Option<String>,
    pub(super) answered_at: Option<Instant>,
}

pub(super) fn insert(tx: &mut Tx<'_>, row: &ReturnRow, lines: &[LineRow]) -> Result<(), StorageError> {
    diesel::insert_into(returns::table).values(row).execute(tx.conn())?;
    both!(tx.conn(), |c| diesel::insert_into(return_lines::table).values(lines).execute(c))?;
    Ok(())
}

/// A return of a leg that `body` is a party of.
pub(super) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: ReturnId,
) -> Result<Option<ReturnRow>, StorageError> {
    Ok(returns::table
        .inner_join(legs::table)
        .filter(returns::id.eq(id))
        .filter(legs::provider_id.eq(body).or(legs::consumer_id.eq(body)))
        .select(ReturnRow::as_select())
        .first(conn)
        .optional()?)
}

pub(super) fn of_month(conn: &mut Conn, leg: LegId, month: Month) -> Result<Option<ReturnRow>, StorageError> {
    Ok(returns::table
        .filter(returns::leg_id.eq(leg))
        .filter(returns::month.eq(month))
        .select(ReturnRow::as_select())
        .first(conn)
        .optional()?)
}

/// Every return of a leg, oldest month first.
pub(super) fn of_leg(conn: &mut Conn, leg: LegId) -> Result<Vec<ReturnRow>, StorageError> {
    Ok(returns::table
        .filter(returns::leg_id.eq(leg))
        .order(returns::month)
        .select(ReturnRow::as_select())
        .load(conn)?)
}

/// Every return that `body` sent or was sent.
pub(super) fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<ReturnRow>, StorageError> {
    Ok(returns::table
        .inner_join(legs::table)
        .filter(legs::provider_id.eq(body).or(legs::consumer_id.eq(body)))
        .select(ReturnRow::as_select())
        .load(conn)?)
}

/// The lines of some returns, each return's in order.
pub(super) fn lines(conn: &mut Conn, of: Vec<ReturnId>) -> Result<Vec<LineRow>, StorageError> {
    Ok(return_lines::table
        .filter(return_lines::return_id.eq_any(of))
        .order((return_lines::return_id, return_lines::number))
        .select(LineRow::as_select())
        .load(conn)?)
}

/// One measure of an accepted month.
#[derive(Debug, Queryable)]
pub(super) struct AcceptedRow {
    pub(super) service_code: String,
    pub(super) agreement: AgreementId,
    pub(super) consumer: BodyId,
    pub(super) sent: ReturnId,
    pub(super) numerator: Option<i64>,
    pub(super) denominator: Option<i64>,
    pub(super) target: i32,
}

/// Every measure that was accepted of what `body` provides, from `first` on.
pub(super) fn accepted_kpis(
    conn: &mut Conn,
    body: BodyId,
    first: Month,
) -> Result<Vec<AcceptedRow>, StorageError> {
    Ok(return_lines::table
        .inner_join(returns::table)
        .inner_join(legs::table.on(legs::id.eq(returns::leg_id)))
        .inner_join(leg_kpis::table.on(return_lines::kpi_id.eq(leg_kpis::id.nullable())))
        .filter(legs::provider_id.eq(body))
        .filter(returns::state.eq(ReturnState::Accepted))
        .filter(returns::month.ge(first))
        .order((legs::service_code, returns::id))
        .select((
            legs::service_code,
            legs::agreement_id,
            legs::consumer_id,
            returns::id,
            return_lines::numerator,
            return_lines::denominator,
            leg_kpis::target,
        ))
        .load(conn)?)
}

/// Writes a line as it is now.
pub(super) fn set_line(tx: &mut Tx<'_>, row: &LineRow) -> Result<(), StorageError> {
    let changed = diesel::update(return_lines::table.find(row.id)).set(row).execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// Writes a return as it is now, unless somebody else did since `version`.
pub(super) fn set_return(tx: &mut Tx<'_>, row: &ReturnRow, version: i64) -> Result<(), StorageError> {
    let changed = diesel::update(returns::table.find(row.id))
        .filter(returns::version.eq(version))
        .set((
            returns::state.eq(row.state),
            returns::note.eq(&row.note),
            returns::version.eq(returns::version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

/// The quantity that the consumer accepted.
pub(super) fn accepted_quantity(
    conn: &mut Conn,
    leg: LegId,
    month: Month,
) -> Result<Option<Quantity>, StorageError> {
    let quantity: Option<Option<Quantity>> = return_lines::table
        .inner_join(returns::table)
        .filter(returns::leg_id.eq(leg))
        .filter(returns::month.eq(month))
        .filter(return_lines::state.eq(LineState::Accepted))
        .filter(return_lines::quantity.is_not_null())
        .select(return_lines::quantity)
        .first(conn)
        .optional()?;
    Ok(quantity.flatten())
}

/// Every quantity that was accepted of a leg that `body` is a party of.
pub(super) fn accepted_of_body(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<(LegId, Month, Option<Quantity>)>, StorageError> {
    Ok(return_lines::table
        .inner_join(returns::table.inner_join(legs::table))
        .filter(legs::provider_id.eq(body).or(legs::consumer_id.eq(body)))
        .filter(return_lines::state.eq(LineState::Accepted))
        .filter(return_lines::quantity.is_not_null())
        .select((returns::leg_id, returns::month, return_lines::quantity))
        .load(conn)?)
}
