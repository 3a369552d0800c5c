//! The names of bodies as they are now.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::kernel::ids::BodyId;
use crate::storage::schema::bodies;
use crate::storage::{Conn, StorageError};

pub(in crate::negotiation) fn name(conn: &mut Conn, id: BodyId) -> Result<Option<String>, StorageError> {
    Ok(bodies::table.find(id).select(bodies::name).first(conn).optional()?)
}

pub(in crate::negotiation) fn names(
    conn: &mut Conn,
    ids: Vec<BodyId>,
) -> Result<HashMap<BodyId, String>, StorageError> {
    let rows: Vec<(BodyId, String)> =
        bodies::table.filter(bodies::id.eq_any(ids)).select((bodies::id, bodies::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
