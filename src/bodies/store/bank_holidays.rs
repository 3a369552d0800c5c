//! Bank holidays by division.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::kernel::working_days::Division;
use crate::storage::schema::bank_holidays;
use crate::storage::{Conn, Native, StorageError, Tx};

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = bank_holidays)]
pub(in crate::bodies) struct BankHolidayRow {
    pub(in crate::bodies) division: Division,
    pub(in crate::bodies) date: NaiveDate,
    pub(in crate::bodies) title: String,
}

pub(in crate::bodies) fn all(conn: &mut Conn) -> Result<Vec<BankHolidayRow>, StorageError> {
    Ok(bank_holidays::table
        .order((bank_holidays::division, bank_holidays::date))
        .select((bank_holidays::division, bank_holidays::date, bank_holidays::title))
        .load(conn)?)
}

/// Writes a holiday, or gives one that is there another title.
pub(in crate::bodies) fn put(tx: &mut Tx<'_>, row: &BankHolidayRow) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(bank_holidays::table)
            .values(row)
            .on_conflict((bank_holidays::division, bank_holidays::date))
            .do_update()
            .set(bank_holidays::title.eq(excluded(bank_holidays::title))),
    )
    .execute(tx.conn())?;
    Ok(())
}
