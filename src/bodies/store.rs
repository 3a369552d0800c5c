//! SQL of bodies.

use diesel::prelude::*;

use super::kind::BodyKind;
use super::model::BodyBrief;
use super::state::BodyState;
use crate::kernel::ids::BodyId;
use crate::kernel::working_days::BankHolidays;
use crate::storage::schema::{bank_holidays, bodies};
use crate::storage::{Conn, StorageError};

pub(super) fn brief(conn: &mut Conn, id: BodyId) -> Result<Option<BodyBrief>, StorageError> {
    let row: Option<(BodyId, String, BodyKind, BodyState, String, String)> = bodies::table
        .find(id)
        .select((bodies::id, bodies::name, bodies::kind, bodies::state, bodies::region, bodies::nation))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, name, kind, state, region, nation)| BodyBrief { id, name, kind, state, region, nation }))
}

pub(super) fn holidays(conn: &mut Conn) -> Result<BankHolidays, StorageError> {
    let rows: Vec<(String, chrono::NaiveDate)> =
        bank_holidays::table.select((bank_holidays::division, bank_holidays::date)).load(conn)?;
    rows.into_iter()
        .map(|(division, date)| {
            division.parse().map(|division| (division, date)).map_err(StorageError::Corrupt)
        })
        .collect()
}
