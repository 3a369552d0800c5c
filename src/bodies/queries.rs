//! What other capabilities ask about bodies.

use chrono::NaiveDate;

use super::store;
use crate::kernel::ids::BodyId;
use crate::storage::{Conn, StorageError};

/// Every body: its name, and whether it is in force today.
pub fn directory(conn: &mut Conn) -> Result<Vec<(BodyId, String, bool)>, StorageError> {
    let today = chrono::Utc::now().date_naive();
    let in_force = |valid_to: Option<NaiveDate>| valid_to.is_none_or(|last| last >= today);
    let rows = store::names(conn)?;
    Ok(rows.into_iter().map(|(id, name, valid_to)| (id, name, in_force(valid_to))).collect())
}
