//! What other capabilities read of bodies.

use super::model::BodyBrief;
use super::store;
use crate::kernel::ids::BodyId;
use crate::kernel::working_days::BankHolidays;
use crate::storage::{Conn, StorageError};

pub fn brief(conn: &mut Conn, id: BodyId) -> Result<Option<BodyBrief>, StorageError> {
    store::brief(conn, id)
}

pub fn bank_holidays(conn: &mut Conn) -> Result<BankHolidays, StorageError> {
    store::holidays(conn)
}
