//! What became of each row of a file.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::bulk::model::{DoneRow, Outcome};
use crate::kernel::PageRequest;
use crate::kernel::ids::{BulkUploadId, ListingId};
use crate::storage::schema::bulk_rows;
use crate::storage::{Conn, Json, StorageError, Tx, both};

#[derive(Insertable)]
#[diesel(table_name = bulk_rows, treat_none_as_default_value = false)]
struct NewRow {
    upload_id: BulkUploadId,
    line_number: i32,
    outcome: Outcome,
    title: String,
    listing_id: Option<ListingId>,
    reason: String,
    cells: Json,
}

/// Keeps rows. One that is there already is an error: no row is done twice.
pub(in crate::bulk) fn add(
    tx: &mut Tx<'_>,
    upload: BulkUploadId,
    rows: &[DoneRow],
) -> Result<(), StorageError> {
    let rows: Vec<NewRow> = rows
        .iter()
        .map(|row| {
            Ok(NewRow {
                upload_id: upload,
                line_number: i32::try_from(row.line).unwrap_or(i32::MAX),
                outcome: row.outcome,
                title: row.title.clone(),
                listing_id: row.listing,
                reason: row.reason.clone(),
                cells: Json::of(&row.cells)?,
            })
        })
        .collect::<Result<_, StorageError>>()?;
    both!(tx.conn(), |c| diesel::insert_into(bulk_rows::table).values(&rows).execute(c))?;
    Ok(())
}

type Found = (i32, Outcome, String, Option<ListingId>, String, Json);

fn done((line, outcome, title, listing, reason, cells): Found) -> Result<DoneRow, StorageError> {
    Ok(DoneRow { line: line.unsigned_abs(), outcome, title, listing, reason, cells: cells.read()? })
}

/// The rows of an upload in the order of the file, and how many there are; of one outcome or of any. The caller has found
/// the upload through its body.
pub(in crate::bulk) fn page(
    conn: &mut Conn,
    upload: BulkUploadId,
    outcome: Option<Outcome>,
    page: PageRequest,
) -> Result<(Vec<DoneRow>, i64), StorageError> {
    let outcomes = outcome.map_or_else(|| Outcome::ALL.to_vec(), |outcome| vec![outcome]);
    let rows: Vec<Found> = bulk_rows::table
        .filter(bulk_rows::upload_id.eq(upload))
        .filter(bulk_rows::outcome.eq_any(&outcomes))
        .order(bulk_rows::line_number)
        .limit(page.limit())
        .offset(page.offset())
        .select((
            bulk_rows::line_number,
            bulk_rows::outcome,
            bulk_rows::title,
            bulk_rows::listing_id,
            bulk_rows::reason,
            bulk_rows::cells,
        ))
        .load(conn)?;
    let total = bulk_rows::table
        .filter(bulk_rows::upload_id.eq(upload))
        .filter(bulk_rows::outcome.eq_any(&outcomes))
        .count()
        .get_result(conn)?;
    Ok((rows.into_iter().map(done).collect::<Result<_, _>>()?, total))
}

/// What the rows of an upload became, and the line of each.
pub(in crate::bulk) fn made(
    conn: &mut Conn,
    upload: BulkUploadId,
) -> Result<HashMap<ListingId, u32>, StorageError> {
    let rows: Vec<(i32, Option<ListingId>)> = bulk_rows::table
        .filter(bulk_rows::upload_id.eq(upload))
        .filter(bulk_rows::outcome.eq(Outcome::Loaded))
        .select((bulk_rows::line_number, bulk_rows::listing_id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(line, id)| Some((id?, line.unsigned_abs()))).collect())
}

/// How many rows of some uploads had each outcome.
pub(in crate::bulk) fn counts_of(
    conn: &mut Conn,
    uploads: &[BulkUploadId],
) -> Result<Vec<(BulkUploadId, Outcome, i64)>, StorageError> {
    Ok(bulk_rows::table
        .filter(bulk_rows::upload_id.eq_any(uploads.to_vec()))
        .group_by((bulk_rows::upload_id, bulk_rows::outcome))
        .select((bulk_rows::upload_id, bulk_rows::outcome, diesel::dsl::count_star()))
        .load(conn)?)
}

/// How many rows of an upload had each outcome.
pub(in crate::bulk) fn counts(
    conn: &mut Conn,
    upload: BulkUploadId,
) -> Result<Vec<(Outcome, i64)>, StorageError> {
    Ok(bulk_rows::table
        .filter(bulk_rows::upload_id.eq(upload))
        .group_by(bulk_rows::outcome)
        .select((bulk_rows::outcome, diesel::dsl::count_star()))
        .load(conn)?)
}
