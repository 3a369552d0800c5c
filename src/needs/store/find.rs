//! What a list shows of open needs, once it is known which.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, NeedId};
use crate::needs::model::FoundNeed;
use crate::needs::state::NeedState;
use crate::storage::schema::{bodies, need_versions, needs};
use crate::storage::{Conn, Json, StorageError, among};

type Row = (NeedId, BodyId, String, String, Json, Instant);

/// These needs in the order of `ids`. One that has been closed meanwhile is left out.
pub(in crate::needs) fn by_ids(conn: &mut Conn, ids: &[NeedId]) -> Result<Vec<FoundNeed>, StorageError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let latest = need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version));
    let rows: Vec<Row> = needs::table
        .inner_join(bodies::table)
        .inner_join(need_versions::table.on(latest))
        .filter(needs::state.eq(NeedState::Published))
        .filter(among(needs::id, ids.to_vec()))
        .select((
            needs::id,
            needs::body_id,
            bodies::name,
            bodies::region,
            need_versions::content,
            need_versions::published_at,
        ))
        .load(conn)?;
    let found = rows.into_iter().map(need).map(|need| need.map(|need| (need.id, need)));
    let mut found: BTreeMap<NeedId, FoundNeed> = found.collect::<Result<_, StorageError>>()?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn need((id, body, body_name, region, content, published_at): Row) -> Result<FoundNeed, StorageError> {
    Ok(FoundNeed { id, body, body_name, region, content: content.read()?, published_at })
}
