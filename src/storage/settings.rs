//! A few values that belong to the whole site: when it last proved that it can write, and the demo's clock.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::conn::{Conn, Native};
use super::error::StorageError;
use super::schema::settings;
use super::tx::Tx;
use crate::kernel::Instant;

/// The value of a setting.
pub fn setting(conn: &mut Conn, name: &str) -> Result<Option<String>, StorageError> {
    Ok(settings::table.find(name).select(settings::value).first(conn).optional()?)
}

/// Sets it, whether it had a value or not.
pub fn set_setting(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .on_conflict(settings::name)
            .do_update()
            .set(settings::value.eq(excluded(settings::value))),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Proves that the database takes a write.
pub fn note_readiness(tx: &mut Tx<'_>, now: Instant) -> Result<(), StorageError> {
    set_setting(tx, "last_ready", &now.to_rfc3339())
}
