//! What of needs is kept in memory.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, NeedId};
use crate::needs::shelf::Item;
use crate::needs::state::NeedState;
use crate::storage::schema::{need_versions, needs};
use crate::storage::{Conn, Json, StorageError, among, total};

/// How many needs one statement reads with all that they say.
const AT_ONCE: usize = 1_000;

/// How far the changes have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::needs) struct Mark {
    needs: i64,
    versions: Option<i64>,
}

pub(in crate::needs) fn mark(conn: &mut Conn) -> Result<Mark, StorageError> {
    let (needs, versions) = needs::table.select((count_star(), total(needs::version))).first(conn)?;
    Ok(Mark { needs, versions })
}

/// Every open need and its version.
pub(in crate::needs) fn versions(conn: &mut Conn) -> Result<Vec<(NeedId, i64)>, StorageError> {
    Ok(needs::table
        .filter(needs::state.eq(NeedState::Published))
        .order(needs::id)
        .select((needs::id, needs::version))
        .load(conn)?)
}

/// Those of some needs that are open, with what they say.
pub(in crate::needs) fn items(conn: &mut Conn, ids: &[NeedId]) -> Result<Vec<Item>, StorageError> {
    type Row = (NeedId, i64, BodyId, Json, Instant);
    let latest =
        || need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version));
    let mut items = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = needs::table
            .inner_join(need_versions::table.on(latest()))
            .filter(needs::state.eq(NeedState::Published))
            .filter(among(needs::id, some.to_vec()))
            .select((
                needs::id,
                needs::version,
                needs::body_id,
                need_versions::content,
                need_versions::published_at,
            ))
            .load(conn)?;
        for (id, version, body, content, published_at) in rows {
            items.push(Item { id, version, body, content: content.read()?, published_at });
        }
    }
    Ok(items)
}
