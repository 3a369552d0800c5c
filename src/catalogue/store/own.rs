//! The offers of one body, in lists.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ledger;
use crate::catalogue::draft::OfferDraft;
use crate::catalogue::filter::{OwnFilter, OwnSort};
use crate::catalogue::model::{OwnOffer, StaleOffer};
use crate::catalogue::state::OfferState;
use crate::catalogue::words::Sought;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Instant, Month, PageRequest, Quantity};
use crate::storage::schema::{offers, service_families, services};
use crate::storage::{Conn, Json, MultiBackend, StorageError};

type Condition<'f> =
    Box<dyn BoxableExpression<offers::table, MultiBackend, SqlType = diesel::sql_types::Bool> + 'f>;

#[derive(Queryable, Selectable)]
#[diesel(table_name = offers)]
struct OwnRow {
    id: OfferId,
    title: String,
    state: OfferState,
    unit: String,
    quantity_per_month: Quantity,
    free_most: Quantity,
    first_month: Month,
    last_month: Month,
    updated_at: Instant,
    published_version: i32,
}

/// The offers of `body` that fit the filter, and how many they are.
pub(in crate::catalogue) fn page(
    conn: &mut Conn,
    body: BodyId,
    filter: &OwnFilter,
    page: PageRequest,
) -> Result<(Vec<OwnOffer>, i64), StorageError> {
    let sought = Sought::parse(&filter.words);
    let found = if sought.is_empty() { None } else { Some(with_words(conn, body, &sought)?) };
    let condition = || condition(body, filter.state, found.as_deref());
    let total = offers::table.filter(condition()).count().get_result(conn)?;
    let mut query = offers::table.filter(condition()).into_boxed();
    query = match filter.sort.unwrap_or(OwnSort::Updated) {
        OwnSort::Updated => query.order(offers::updated_at.desc()),
        OwnSort::Title => query.order(offers::title.asc()),
        OwnSort::State => query.order(offers::state.asc()),
        OwnSort::Free => query.order(offers::free_most.desc()),
    };
    let rows: Vec<(OwnRow, bool, String)> = query
        .then_order_by(offers::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select((OwnRow::as_select(), offers::draft.is_not_null(), offers::service_code))
        .load(conn)?;
    let names: BTreeMap<String, String> = services::table
        .select((services::code, services::name))
        .load::<(String, String)>(conn)?
        .into_iter()
        .collect();
    let ids: Vec<OfferId> = rows.iter().map(|(row, ..)| row.id).collect();
    let mut others = ledger::other_than_most(conn, &ids)?;
    let listed = ledger::least_and_most(conn, &ids)?;
    let items = rows
        .into_iter()
        .map(|(row, has_draft, service)| OwnOffer {
            other_months: others.remove(&row.id).unwrap_or_default(),
            listed: listed.get(&row.id).copied().unwrap_or((row.quantity_per_month, row.quantity_per_month)),
            id: row.id,
            title: row.title,
            service_name: names.get(&service).cloned().unwrap_or(service),
            has_changes: has_draft && row.published_version > 0 && row.state != OfferState::Withdrawn,
            was_published: row.published_version > 0,
            state: row.state,
            unit: row.unit,
            quantity_per_month: row.quantity_per_month,
            free_most: row.free_most,
            first_month: row.first_month,
            last_month: row.last_month,
            updated_at: row.updated_at,
        })
        .collect();
    Ok((items, total))
}

/// The offers of `body` that hold until `day` at most, and those that have expired.
pub(in crate::catalogue) fn to_confirm(
    conn: &mut Conn,
    body: BodyId,
    day: NaiveDate,
    most: i64,
) -> Result<Vec<StaleOffer>, StorageError> {
    let rows: Vec<(OfferId, String, OfferState, Option<NaiveDate>)> = offers::table
        .filter(offers::body_id.eq(body))
        .filter(offers::state.eq_any([OfferState::Published, OfferState::Expired]))
        .filter(offers::fresh_until.le(day))
        .order((offers::fresh_until, offers::id))
        .limit(most)
        .select((offers::id, offers::title, offers::state, offers::fresh_until))
        .load(conn)?;
    let stale = |(id, title, state, fresh_until): (_, _, _, Option<NaiveDate>)| StaleOffer {
        id,
        title,
        state,
        fresh_until: fresh_until.unwrap_or(day),
    };
    Ok(rows.into_iter().map(stale).collect())
}

fn condition<'f>(body: BodyId, state: Option<OfferState>, found: Option<&'f [OfferId]>) -> Condition<'f> {
    let mut condition: Condition<'f> = Box::new(offers::body_id.eq(body));
    if let Some(state) = state {
        condition = Box::new(condition.and(offers::state.eq(state)));
    }
    if let Some(found) = found {
        condition = Box::new(condition.and(offers::id.eq_any(found)));
    }
    condition
}

/// The offers of a body that have every word, in what readers see or in what is being prepared. One body's are few enough to be read.
fn with_words(conn: &mut Conn, body: BodyId, sought: &Sought) -> Result<Vec<OfferId>, StorageError> {
    let with_family = services::table.inner_join(service_families::table);
    let names: BTreeMap<String, (String, String)> = with_family
        .select((services::code, services::name, service_families::name))
        .load::<(String, String, String)>(conn)?
        .into_iter()
        .map(|(code, service, family)| (code, (service, family)))
        .collect();
    let texts: Vec<(OfferId, String, String, String, Option<Json>)> = offers::table
        .filter(offers::body_id.eq(body))
        .select((offers::id, offers::title, offers::description, offers::service_code, offers::draft))
        .load(conn)?;
    let mut found = Vec::new();
    for (id, title, description, service, draft) in texts {
        let (service, family) =
            names.get(&service).map_or(("", ""), |(service, family)| (service.as_str(), family.as_str()));
        let draft: OfferDraft = draft.map(Json::read).transpose()?.unwrap_or_default();
        let drafted = [draft.title.as_str(), draft.description.as_str()];
        if sought.is_in(&[&[title.as_str(), &description, service, family][..], &drafted].concat()) {
            found.push(id);
        }
    }
    Ok(found)
}
