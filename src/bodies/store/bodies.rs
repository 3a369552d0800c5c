//! Single bodies: looking one up, and moving it from state to state.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::bodies::kind::BodyKind;
use crate::bodies::model::{BodyBrief, IdentifierView};
use crate::bodies::state::BodyState;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::schema::{bodies, body_identifiers};
use crate::storage::{Conn, LockExt, StorageError, Tx, lower};

/// A body as stored, but for what only an import needs.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = bodies)]
pub(in crate::bodies) struct BodyRow {
    pub(in crate::bodies) id: BodyId,
    pub(in crate::bodies) name: String,
    pub(in crate::bodies) kind: BodyKind,
    pub(in crate::bodies) register_kind: String,
    pub(in crate::bodies) nation: String,
    pub(in crate::bodies) region: String,
    pub(in crate::bodies) website: Option<String>,
    pub(in crate::bodies) state: BodyState,
    pub(in crate::bodies) valid_from: Option<NaiveDate>,
    pub(in crate::bodies) valid_to: Option<NaiveDate>,
    pub(in crate::bodies) version: i64,
}

pub(in crate::bodies) fn find(conn: &mut Conn, id: BodyId) -> Result<Option<BodyRow>, StorageError> {
    Ok(bodies::table.find(id).select(BodyRow::as_select()).first(conn).optional()?)
}

/// A body, held until the transaction ends, so that its state and domains stay as they were read.
pub(in crate::bodies) fn lock(tx: &mut Tx<'_>, id: BodyId) -> Result<Option<BodyRow>, StorageError> {
    Ok(bodies::table.find(id).select(BodyRow::as_select()).locked().get_result(tx.conn()).optional()?)
}

pub(in crate::bodies) fn names_of(
    conn: &mut Conn,
    ids: Vec<BodyId>,
) -> Result<HashMap<BodyId, String>, StorageError> {
    let rows: Vec<(BodyId, String)> =
        bodies::table.filter(bodies::id.eq_any(ids)).select((bodies::id, bodies::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The bodies that exist and have one of these names, capitals or not, or one of these ids.
pub(in crate::bodies) fn called(
    conn: &mut Conn,
    names: &[String],
) -> Result<Vec<(BodyId, String)>, StorageError> {
    let ids: Vec<BodyId> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    Ok(bodies::table
        .filter(lower(bodies::name).eq_any(names).or(bodies::id.eq_any(ids)))
        .filter(bodies::valid_to.is_null())
        .order((bodies::name, bodies::id))
        .select((bodies::id, bodies::name))
        .load(conn)?)
}

/// The first few bodies that exist and whose name holds `part`, capitals or not.
pub(in crate::bodies) fn holding(
    conn: &mut Conn,
    part: &str,
    most: i64,
) -> Result<Vec<(BodyId, String)>, StorageError> {
    let literal = part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Ok(bodies::table
        .filter(lower(bodies::name).like(format!("%{literal}%")).escape('\\'))
        .filter(bodies::valid_to.is_null())
        .order((bodies::name, bodies::id))
        .limit(most)
        .select((bodies::id, bodies::name))
        .load(conn)?)
}

/// Bodies whose name, in small letters, fits a pattern. A word that more bodies hold than this says nothing of any.
pub(in crate::bodies) fn named_like(conn: &mut Conn, pattern: &str) -> Result<Vec<BodyId>, StorageError> {
    const MOST: i64 = 1_000;
    Ok(bodies::table
        .filter(lower(bodies::name).like(pattern))
        .order(bodies::id)
        .limit(MOST)
        .select(bodies::id)
        .load(conn)?)
}

pub(in crate::bodies) fn brief(conn: &mut Conn, id: BodyId) -> Result<Option<BodyBrief>, StorageError> {
    Ok(find(conn, id)?.map(|row| BodyBrief {
        id: row.id,
        name: row.name,
        kind: row.kind,
        state: row.state,
        region: row.region,
        nation: row.nation,
    }))
}

/// The id of the body with this import key.
pub(in crate::bodies) fn by_import_key(conn: &mut Conn, key: &str) -> Result<Option<BodyId>, StorageError> {
    Ok(bodies::table.filter(bodies::import_key.eq(key)).select(bodies::id).first(conn).optional()?)
}

/// Every body's name and the last day it exists, by name.
pub(in crate::bodies) fn names(
    conn: &mut Conn,
) -> Result<Vec<(BodyId, String, Option<NaiveDate>)>, StorageError> {
    Ok(bodies::table
        .order((bodies::name, bodies::id))
        .select((bodies::id, bodies::name, bodies::valid_to))
        .load(conn)?)
}

pub(in crate::bodies) fn identifiers(
    conn: &mut Conn,
    id: BodyId,
) -> Result<Vec<IdentifierView>, StorageError> {
    let rows: Vec<(String, String, Option<NaiveDate>, Option<NaiveDate>)> = body_identifiers::table
        .filter(body_identifiers::body_id.eq(id))
        .order((body_identifiers::scheme, body_identifiers::code))
        .select((
            body_identifiers::scheme,
            body_identifiers::code,
            body_identifiers::valid_from,
            body_identifiers::valid_to,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(scheme, code, valid_from, valid_to)| IdentifierView { scheme, code, valid_from, valid_to })
        .collect())
}

/// Moves a body to `state`, if it is still at `version`.
pub(in crate::bodies) fn set_state(
    tx: &mut Tx<'_>,
    id: BodyId,
    version: i64,
    state: BodyState,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(bodies::table.find(id))
        .filter(bodies::version.eq(version))
        .set((bodies::state.eq(state), bodies::version.eq(version + 1), bodies::updated_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
