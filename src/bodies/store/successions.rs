//! Who follows whom. The registers name successors by code alone; a code stays on record until a body with it is
//! known, however much later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::bodies::model::SuccessionView;
use crate::kernel::ids::BodyId;
use crate::storage::schema::{bodies, body_identifiers, successions, successor_codes};
use crate::storage::{Conn, StorageError, Tx, both};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Queryable, Insertable)]
#[diesel(table_name = successions, treat_none_as_default_value = false)]
struct SuccessionRow {
    predecessor_id: BodyId,
    successor_id: BodyId,
    vesting_date: Option<NaiveDate>,
}

/// A successor's code for which no body is known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bodies) struct Unresolved {
    pub(in crate::bodies) predecessor: String,
    pub(in crate::bodies) code: String,
}

/// Brings the successions in line with the successor codes on record; answers which codes nobody has.
pub(in crate::bodies) fn resolve(tx: &mut Tx<'_>) -> Result<Vec<Unresolved>, StorageError> {
    let holders = holders_of_successor_codes(tx.conn())?;
    let wanted: Vec<(BodyId, String, String, Option<NaiveDate>)> = successor_codes::table
        .inner_join(bodies::table)
        .order((bodies::name, successor_codes::code))
        .select((bodies::id, bodies::name, successor_codes::code, successor_codes::vesting_date))
        .load(tx.conn())?;
    let mut rows = Vec::new();
    let mut unresolved = Vec::new();
    for (predecessor_id, predecessor, code, vesting_date) in wanted {
        match holders.get(&code) {
            Some(successor_id) if *successor_id != predecessor_id => {
                rows.push(SuccessionRow { predecessor_id, successor_id: *successor_id, vesting_date });
            }
            _ => unresolved.push(Unresolved { predecessor, code }),
        }
    }
    rows.sort();
    rows.dedup_by_key(|row| (row.predecessor_id, row.successor_id));
    let mut before: Vec<SuccessionRow> = successions::table
        .select((successions::predecessor_id, successions::successor_id, successions::vesting_date))
        .load(tx.conn())?;
    before.sort();
    if before != rows {
        diesel::delete(successions::table).execute(tx.conn())?;
        for rows in rows.chunks(1_000) {
            both!(tx.conn(), |c| diesel::insert_into(successions::table).values(rows).execute(c))?;
        }
    }
    Ok(unresolved)
}

/// The body that has each code which somebody names as a successor. Where several have the same code in different
/// schemes, the one whose register goes by it.
fn holders_of_successor_codes(conn: &mut Conn) -> Result<BTreeMap<String, BodyId>, StorageError> {
    let found: Vec<(String, String, BodyId, String)> = body_identifiers::table
        .inner_join(bodies::table)
        .filter(body_identifiers::code.eq_any(successor_codes::table.select(successor_codes::code)))
        .order((body_identifiers::code, bodies::id))
        .select((body_identifiers::code, body_identifiers::scheme, bodies::id, bodies::import_key))
        .load(conn)?;
    let mut holders = BTreeMap::new();
    for (code, scheme, id, import_key) in found {
        if import_key == format!("{scheme}:{code}") {
            holders.insert(code, id);
        } else {
            holders.entry(code).or_insert(id);
        }
    }
    Ok(holders)
}

/// The bodies that came before `body`, by name.
pub(in crate::bodies) fn predecessors(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<SuccessionView>, StorageError> {
    let rows: Vec<(BodyId, String, Option<NaiveDate>)> = successions::table
        .inner_join(bodies::table.on(bodies::id.eq(successions::predecessor_id)))
        .filter(successions::successor_id.eq(body))
        .order(bodies::name)
        .select((bodies::id, bodies::name, successions::vesting_date))
        .load(conn)?;
    Ok(rows.into_iter().map(view).collect())
}

/// The bodies that come after `body`, by name.
pub(in crate::bodies) fn successors(
    conn: &mut Conn,
    body: BodyId,
) -> Result<Vec<SuccessionView>, StorageError> {
    let rows: Vec<(BodyId, String, Option<NaiveDate>)> = successions::table
        .inner_join(bodies::table.on(bodies::id.eq(successions::successor_id)))
        .filter(successions::predecessor_id.eq(body))
        .order(bodies::name)
        .select((bodies::id, bodies::name, successions::vesting_date))
        .load(conn)?;
    Ok(rows.into_iter().map(view).collect())
}

fn view((id, name, vesting_date): (BodyId, String, Option<NaiveDate>)) -> SuccessionView {
    SuccessionView { id, name, vesting_date }
}
