//! Offers, as owners and negotiators read them.

use diesel::prelude::*;

use crate::catalogue::model::{OfferBrief, Takes};
use crate::catalogue::state::OfferState;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Month, Quantity, Rate};
use crate::storage::schema::{bodies, offers, services};
use crate::storage::{Conn, Json, StorageError};

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct BriefRow {
    id: OfferId,
    body_id: BodyId,
    title: String,
    service_code: String,
    unit: String,
    quantity_per_month: Quantity,
    first_month: Month,
    last_month: Month,
    takes: Takes,
    price_kind: Option<PriceKind>,
    price: Option<Rate>,
    kpis: Json,
    calendar: Json,
    state: OfferState,
}

/// An offer in any state, as far as a negotiation needs it.
pub(in crate::catalogue) fn brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    let found: Option<(BriefRow, String, String)> = offers::table
        .inner_join(bodies::table)
        .inner_join(services::table)
        .filter(offers::id.eq(id))
        .select((BriefRow::as_select(), bodies::name, services::name))
        .first(conn)
        .optional()?;
    let Some((row, body_name, service_name)) = found else { return Ok(None) };
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
    }))
}
