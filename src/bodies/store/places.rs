//! Where bodies are, and which there are in all.

use diesel::prelude::*;

use crate::bodies::kind::BodyKind;
use crate::bodies::model::BodyPlace;
use crate::bodies::register_row::Place;
use crate::kernel::ids::BodyId;
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::bodies;
use crate::storage::{Conn, StorageError};

/// How many ids one statement names: SQLite takes no more than some thousands.
const AT_ONCE: usize = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = bodies)]
struct PlaceRow {
    id: BodyId,
    name: String,
    kind: BodyKind,
    nation: String,
    region: String,
    latitude: Option<String>,
    longitude: Option<String>,
}

impl From<PlaceRow> for BodyPlace {
    fn from(row: PlaceRow) -> Self {
        let degrees = |text: Option<String>| text.and_then(|text| text.parse().ok());
        let place = degrees(row.latitude).zip(degrees(row.longitude));
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            nation: row.nation,
            region: row.region,
            place: place.map(|(latitude, longitude)| Place { latitude, longitude }),
        }
    }
}

/// These bodies, by name.
pub(in crate::bodies) fn of(conn: &mut Conn, ids: &[BodyId]) -> Result<Vec<BodyPlace>, StorageError> {
    let mut places = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let rows: Vec<PlaceRow> =
            bodies::table.filter(bodies::id.eq_any(ids)).select(PlaceRow::as_select()).load(conn)?;
        places.extend(rows.into_iter().map(BodyPlace::from));
    }
    places.sort_by(|one, other| one.name.cmp(&other.name).then(one.id.cmp(&other.id)));
    Ok(places)
}

/// One page of all bodies in the order of their ids, and when each was last changed.
pub(in crate::bodies) fn ids(
    conn: &mut Conn,
    page: PageRequest,
) -> Result<(Vec<(BodyId, Instant)>, i64), StorageError> {
    let total = bodies::table.count().get_result(conn)?;
    let ids = bodies::table
        .order(bodies::id)
        .limit(page.limit())
        .offset(page.offset())
        .select((bodies::id, bodies::updated_at))
        .load(conn)?;
    Ok((ids, total))
}
