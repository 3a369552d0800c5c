//! The SQL of bodies.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::kernel::ids::BodyId;
use crate::storage::schema::bodies;
use crate::storage::{Conn, StorageError};

/// Every body by name, with the last day it was in force.
pub(super) fn names(conn: &mut Conn) -> Result<Vec<(BodyId, String, Option<NaiveDate>)>, StorageError> {
    Ok(bodies::table.order(bodies::name).select((bodies::id, bodies::name, bodies::valid_to)).load(conn)?)
}
