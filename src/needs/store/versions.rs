//! What was published of a need, version by version.

use diesel::prelude::*;

use crate::kernel::Instant;
use crate::kernel::ids::{NeedId, PersonId};
use crate::needs::content::NeedContent;
use crate::needs::model::NeedVersion;
use crate::storage::schema::need_versions;
use crate::storage::{Conn, Json, StorageError, Tx};

/// The most versions that are told of.
const MOST: i64 = 200;

/// The content of one version.
pub(in crate::needs) fn content(
    conn: &mut Conn,
    need: NeedId,
    number: i32,
) -> Result<Option<NeedVersion>, StorageError> {
    let found: Option<(Json, Instant)> = need_versions::table
        .find((need, number))
        .select((need_versions::content, need_versions::published_at))
        .first(conn)
        .optional()?;
    found
        .map(|(content, published_at)| Ok(NeedVersion { number, published_at, content: content.read()? }))
        .transpose()
}

/// Every version with all that it says, newest first.
pub(in crate::needs) fn all(conn: &mut Conn, need: NeedId) -> Result<Vec<NeedVersion>, StorageError> {
    let rows: Vec<(i32, Json, Instant)> = need_versions::table
        .filter(need_versions::need_id.eq(need))
        .order(need_versions::number.desc())
        .limit(MOST)
        .select((need_versions::number, need_versions::content, need_versions::published_at))
        .load(conn)?;
    let version =
        |(number, content, published_at): (i32, Json, Instant)| -> Result<NeedVersion, StorageError> {
            Ok(NeedVersion { number, published_at, content: content.read()? })
        };
    rows.into_iter().map(version).collect()
}

pub(in crate::needs) fn add(
    tx: &mut Tx<'_>,
    need: NeedId,
    number: i32,
    content: &NeedContent,
    by: PersonId,
    now: Instant,
) -> Result<(), StorageError> {
    diesel::insert_into(need_versions::table)
        .values((
            need_versions::need_id.eq(need),
            need_versions::number.eq(number),
            need_versions::content.eq(Json::of(content)?),
            need_versions::published_at.eq(now),
            need_versions::published_by.eq(Some(by)),
        ))
        .execute(tx.conn())?;
    Ok(())
}
