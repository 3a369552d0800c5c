//! What was published, version by version.

use diesel::prelude::*;

use crate::catalogue::content::OfferContent;
use crate::catalogue::model::{NamedService, OfferVersion};
use crate::kernel::Instant;
use crate::kernel::ids::{OfferId, PersonId};
use crate::storage::schema::{offer_versions, offer_wants};
use crate::storage::{Conn, Json, StorageError, Tx, both};

#[derive(Insertable)]
#[diesel(table_name = offer_wants)]
struct WantRow<'a> {
    offer_id: OfferId,
    service_code: &'a str,
}

/// The content of one version.
pub(in crate::catalogue) fn content(
    conn: &mut Conn,
    offer: OfferId,
    number: i32,
) -> Result<Option<OfferVersion>, StorageError> {
    let found: Option<(Json, Instant)> = offer_versions::table
        .find((offer, number))
        .select((offer_versions::content, offer_versions::published_at))
        .first(conn)
        .optional()?;
    found
        .map(|(content, published_at)| Ok(OfferVersion { number, published_at, content: content.read()? }))
        .transpose()
}

/// The number and moment of every version, newest first.
pub(in crate::catalogue) fn numbers(
    conn: &mut Conn,
    offer: OfferId,
) -> Result<Vec<(i32, Instant)>, StorageError> {
    Ok(offer_versions::table
        .filter(offer_versions::offer_id.eq(offer))
        .order(offer_versions::number.desc())
        .limit(200)
        .select((offer_versions::number, offer_versions::published_at))
        .load(conn)?)
}

pub(in crate::catalogue) fn add(
    tx: &mut Tx<'_>,
    offer: OfferId,
    number: i32,
    content: &OfferContent,
    by: PersonId,
    now: Instant,
) -> Result<(), StorageError> {
    diesel::insert_into(offer_versions::table)
        .values((
            offer_versions::offer_id.eq(offer),
            offer_versions::number.eq(number),
            offer_versions::content.eq(Json::of(content)?),
            offer_versions::published_at.eq(now),
            offer_versions::published_by.eq(Some(by)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Which services an offer would take, for whoever looks for a swap.
pub(in crate::catalogue) fn set_wants(
    tx: &mut Tx<'_>,
    offer: OfferId,
    wants: &[NamedService],
) -> Result<(), StorageError> {
    diesel::delete(offer_wants::table.filter(offer_wants::offer_id.eq(offer))).execute(tx.conn())?;
    let rows: Vec<WantRow<'_>> =
        wants.iter().map(|want| WantRow { offer_id: offer, service_code: &want.code }).collect();
    if !rows.is_empty() {
        both!(tx.conn(), |c| diesel::insert_into(offer_wants::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Every version with its content, newest first.
pub(in crate::catalogue) fn all(conn: &mut Conn, offer: OfferId) -> Result<Vec<OfferVersion>, StorageError> {
    let rows: Vec<(i32, Json, Instant)> = offer_versions::table
        .filter(offer_versions::offer_id.eq(offer))
        .order(offer_versions::number.desc())
        .limit(200)
        .select((offer_versions::number, offer_versions::content, offer_versions::published_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(number, content, published_at)| {
            Ok(OfferVersion { number, published_at, content: content.read()? })
        })
        .collect()
}
