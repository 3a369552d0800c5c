//! What has come into the catalogue, and what offers said at a moment.

use diesel::prelude::*;

use crate::catalogue::model::{OfferVersion, Standing};
use crate::catalogue::state::OfferState;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, OfferId};
use crate::storage::schema::{bodies, offer_versions, offers};
use crate::storage::{Conn, Json, StorageError, among};

/// The most offers that one statement asks about.
const MOST_AT_ONCE: usize = 500;

/// The offers that have entered the catalogue since a moment and stand in it, whether for the first time or again.
pub(in crate::catalogue) fn since(conn: &mut Conn, since: Instant) -> Result<Vec<OfferId>, StorageError> {
    Ok(offers::table
        .filter(offers::state.eq(OfferState::Published))
        .filter(offers::entered_at.gt(since))
        .order((offers::entered_at.desc(), offers::id))
        .select(offers::id)
        .load(conn)?)
}

/// What these offers say, as far as they stand in the catalogue; in no order.
pub(in crate::catalogue) fn standing(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<Vec<Standing>, StorageError> {
    type Row = (OfferId, BodyId, String, Option<Instant>, i32, Instant, Json);
    let latest =
        offer_versions::offer_id.eq(offers::id).and(offer_versions::number.eq(offers::published_version));
    let mut standing = Vec::new();
    for some in ids.chunks(MOST_AT_ONCE) {
        let rows: Vec<Row> = offers::table
            .inner_join(bodies::table)
            .inner_join(offer_versions::table.on(latest))
            .filter(among(offers::id, some.to_vec()))
            .filter(offers::state.eq(OfferState::Published))
            .select((
                offers::id,
                offers::body_id,
                bodies::name,
                offers::entered_at,
                offer_versions::number,
                offer_versions::published_at,
                offer_versions::content,
            ))
            .load(conn)?;
        for (id, body, body_name, entered_at, number, published_at, content) in rows {
            let version = OfferVersion { number, published_at, content: content.read()? };
            standing.push(Standing { id, body, body_name, entered_at, version });
        }
    }
    Ok(standing)
}

/// The version of an offer that was the latest at a moment.
pub(in crate::catalogue) fn at(
    conn: &mut Conn,
    offer: OfferId,
    at: Instant,
) -> Result<Option<OfferVersion>, StorageError> {
    let row: Option<(i32, Instant, Json)> = offer_versions::table
        .filter(offer_versions::offer_id.eq(offer))
        .filter(offer_versions::published_at.le(at))
        .order(offer_versions::number.desc())
        .select((offer_versions::number, offer_versions::published_at, offer_versions::content))
        .first(conn)
        .optional()?;
    row.map(|(number, published_at, content)| {
        Ok(OfferVersion { number, published_at, content: content.read()? })
    })
    .transpose()
}
