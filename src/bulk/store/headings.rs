//! What the headings of files meant when a body last said so.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::bulk::model::Kind;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::schema::bulk_headings;
use crate::storage::{Conn, Native, StorageError, Tx};

/// The most headings that are remembered for one body and kind.
const MOST: i64 = 5_000;

/// The key of the column that each heading stood for; nothing for one that was left out.
pub(in crate::bulk) fn remembered(
    conn: &mut Conn,
    body: BodyId,
    kind: Kind,
) -> Result<BTreeMap<String, String>, StorageError> {
    let rows: Vec<(String, String)> = bulk_headings::table
        .filter(bulk_headings::body_id.eq(body))
        .filter(bulk_headings::kind.eq(kind))
        .order(bulk_headings::updated_at.desc())
        .limit(MOST)
        .select((bulk_headings::heading, bulk_headings::column_key))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub(in crate::bulk) fn remember(
    tx: &mut Tx<'_>,
    body: BodyId,
    kind: Kind,
    (heading, key): (&str, &str),
    now: Instant,
) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(bulk_headings::table)
            .values((
                bulk_headings::body_id.eq(body),
                bulk_headings::kind.eq(kind),
                bulk_headings::heading.eq(heading),
                bulk_headings::column_key.eq(key),
                bulk_headings::updated_at.eq(now),
            ))
            .on_conflict((bulk_headings::body_id, bulk_headings::kind, bulk_headings::heading))
            .do_update()
            .set((bulk_headings::column_key.eq(key), bulk_headings::updated_at.eq(now))),
    )
    .execute(tx.conn())?;
    Ok(())
}
