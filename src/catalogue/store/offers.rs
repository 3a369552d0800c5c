//! Offers as their owners, readers and negotiators see them.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::versions;
use crate::catalogue::content::OfferContent;
use crate::catalogue::draft::OfferDraft;
use crate::catalogue::model::{OfferBrief, Takes};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};
use crate::storage::schema::{bodies, offers, services};
use crate::storage::{Conn, Json, LockExt, StorageError, Tx};

/// An offer as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = offers, treat_none_as_default_value = false)]
pub(in crate::catalogue) struct OfferRow {
    pub(in crate::catalogue) id: OfferId,
    pub(in crate::catalogue) body_id: BodyId,
    pub(in crate::catalogue) service_code: String,
    pub(in crate::catalogue) title: String,
    pub(in crate::catalogue) description: String,
    pub(in crate::catalogue) unit: String,
    pub(in crate::catalogue) quantity_per_month: Quantity,
    pub(in crate::catalogue) first_month: Month,
    pub(in crate::catalogue) last_month: Month,
    pub(in crate::catalogue) takes: Takes,
    pub(in crate::catalogue) price_kind: Option<PriceKind>,
    pub(in crate::catalogue) price: Option<Rate>,
    pub(in crate::catalogue) kpis: Json,
    pub(in crate::catalogue) calendar: Json,
    pub(in crate::catalogue) draft: Option<Json>,
    pub(in crate::catalogue) free_most: Quantity,
    pub(in crate::catalogue) state: OfferState,
    pub(in crate::catalogue) published_version: i32,
    pub(in crate::catalogue) published_at: Option<Instant>,
    pub(in crate::catalogue) version: i64,
    pub(in crate::catalogue) created_at: Instant,
    pub(in crate::catalogue) updated_at: Instant,
    pub(in crate::catalogue) confirmed_at: Option<Instant>,
    pub(in crate::catalogue) fresh_until: Option<NaiveDate>,
    /// How many reminders have gone out since it was confirmed.
    pub(in crate::catalogue) reminded: i32,
    /// The terms of what is published.
    pub(in crate::catalogue) terms: Json,
    /// From which day everybody sees what is published; `None` if they never do.
    pub(in crate::catalogue) public_from: Option<NaiveDate>,
    /// Since when nothing of it is left, where that is so.
    pub(in crate::catalogue) full_since: Option<Instant>,
    /// When it left the catalogue, where it has.
    pub(in crate::catalogue) left_at: Option<Instant>,
}

/// An offer with the names of its body and service.
pub(in crate::catalogue) type NamedRow = (OfferRow, String, String);

pub(in crate::catalogue) fn find(conn: &mut Conn, id: OfferId) -> Result<Option<NamedRow>, StorageError> {
    Ok(offers::table
        .inner_join(bodies::table)
        .inner_join(services::table)
        .filter(offers::id.eq(id))
        .select((OfferRow::as_select(), bodies::name, services::name))
        .first(conn)
        .optional()?)
}

/// An offer of `body`, held against everybody else until the transaction ends.
pub(in crate::catalogue) fn lock_owned(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: OfferId,
) -> Result<Option<OfferRow>, StorageError> {
    Ok(offers::table
        .filter(offers::id.eq(id))
        .filter(offers::body_id.eq(body))
        .select(OfferRow::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

/// An offer in any state, as far as a negotiation needs it.
pub(in crate::catalogue) fn brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    let Some((row, body_name, service_name)) = find(conn, id)? else { return Ok(None) };
    Ok(Some(OfferBrief {
        id: row.id,
        body: row.body_id,
        body_name,
        title: row.title,
        service_code: row.service_code,
        service_name,
        unit: row.unit,
        quantity_per_month: row.quantity_per_month,
        first_month: row.first_month,
        last_month: row.last_month,
        takes: row.takes,
        price_kind: row.price_kind,
        price: row.price,
        kpis: row.kpis.read()?,
        calendar: row.calendar.read()?,
        state: row.state,
        terms: row.terms.read()?,
        whole: versions::content(conn, id, row.published_version)?.and_then(|version| version.content.whole),
    }))
}

pub(in crate::catalogue) fn insert(tx: &mut Tx<'_>, row: &OfferRow) -> Result<(), StorageError> {
    diesel::insert_into(offers::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Keeps what is being prepared. An offer that was never published is listed under what its draft says.
pub(in crate::catalogue) fn save_draft(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    draft: &OfferDraft,
    now: Instant,
) -> Result<(), StorageError> {
    let (title, service) = if row.state == OfferState::Draft {
        (draft.title.trim(), draft.service.as_str())
    } else {
        (row.title.as_str(), row.service_code.as_str())
    };
    one_changed(
        diesel::update(offers::table.find(row.id))
            .filter(offers::version.eq(row.version))
            .set((
                offers::draft.eq(Some(Json::of(draft)?)),
                offers::title.eq(title),
                offers::service_code.eq(service),
                offers::version.eq(row.version + 1),
                offers::updated_at.eq(now),
            ))
            .execute(tx.conn())?,
    )
}

/// Forgets what was being prepared.
pub(in crate::catalogue) fn drop_draft(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    now: Instant,
) -> Result<(), StorageError> {
    one_changed(
        diesel::update(offers::table.find(row.id))
            .filter(offers::version.eq(row.version))
            .set((
                offers::draft.eq(None::<Json>),
                offers::version.eq(row.version + 1),
                offers::updated_at.eq(now),
            ))
            .execute(tx.conn())?,
    )
}

/// Deletes an offer of which nothing was ever published.
pub(in crate::catalogue) fn delete(tx: &mut Tx<'_>, row: &OfferRow) -> Result<(), StorageError> {
    let same = offers::table.find(row.id).filter(offers::version.eq(row.version));
    one_changed(diesel::delete(same).execute(tx.conn())?)
}

/// Makes `content` what readers see.
pub(in crate::catalogue) fn set_content(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    content: &OfferContent,
    next: OfferState,
    now: Instant,
) -> Result<(), StorageError> {
    one_changed(
        diesel::update(offers::table.find(row.id))
            .filter(offers::version.eq(row.version))
            .set((
                (
                    offers::service_code.eq(&content.service_code),
                    offers::title.eq(&content.title),
                    offers::description.eq(&content.description),
                    offers::unit.eq(&content.unit),
                    offers::quantity_per_month.eq(content.quantity_per_month),
                    offers::first_month.eq(content.first_month),
                    offers::last_month.eq(content.last_month),
                    offers::takes.eq(content.takes),
                    offers::price_kind.eq(content.price_kind),
                    offers::price.eq(content.price),
                    offers::kpis.eq(Json::of(&content.kpis)?),
                    offers::calendar.eq(Json::of(&content.calendar)?),
                    offers::terms.eq(Json::of(&content.terms)?),
                ),
                (
                    offers::draft.eq(None::<Json>),
                    offers::state.eq(next),
                    offers::published_version.eq(row.published_version + 1),
                    offers::published_at.eq(Some(now)),
                    offers::version.eq(row.version + 1),
                    offers::updated_at.eq(now),
                    offers::confirmed_at.eq(Some(now)),
                    offers::fresh_until.eq(Some(content.terms.fresh_until(now))),
                    offers::reminded.eq(0),
                    offers::full_since.eq(None::<Instant>),
                    offers::public_from.eq(content.terms.audience.public_from()),
                    offers::left_at.eq(None::<Instant>),
                ),
            ))
            .execute(tx.conn())?,
    )
}

pub(in crate::catalogue) fn set_state(
    tx: &mut Tx<'_>,
    row: &OfferRow,
    next: OfferState,
    now: Instant,
) -> Result<(), StorageError> {
    one_changed(
        diesel::update(offers::table.find(row.id))
            .filter(offers::version.eq(row.version))
            .set((
                offers::state.eq(next),
                offers::version.eq(row.version + 1),
                offers::updated_at.eq(now),
                offers::left_at.eq(left_at(row, next, now)),
            ))
            .execute(tx.conn())?,
    )
}

/// A pause, an expiry or a withdrawal takes an offer out of the catalogue; what has left it leaves it no more.
fn left_at(row: &OfferRow, next: OfferState, now: Instant) -> Option<Instant> {
    match (row.state, next) {
        (_, OfferState::Published) => None,
        (OfferState::Published, _) => Some(now),
        _ => row.left_at,
    }
}

fn one_changed(changed: usize) -> Result<(), StorageError> {
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}
