//! The needs that are open for answers.

use diesel::prelude::*;

use crate::catalogue::words::Sought;
use crate::kernel::ids::{BodyId, NeedId};
use crate::kernel::{Instant, PageRequest};
use crate::needs::content::NeedContent;
use crate::needs::filter::{NeedFilter, Sort};
use crate::needs::model::FoundNeed;
use crate::needs::state::NeedState;
use crate::storage::schema::{bodies, need_versions, needs, services};
use crate::storage::{Conn, Json, StorageError};

type Row = (NeedId, BodyId, String, String, Json, Instant);

/// The open needs that fit the filter, and how many they are.
pub(in crate::needs) fn page(
    conn: &mut Conn,
    filter: &NeedFilter,
    page: PageRequest,
) -> Result<(Vec<FoundNeed>, i64), StorageError> {
    let mut query =
        needs::table
            .inner_join(bodies::table)
            .inner_join(services::table)
            .inner_join(need_versions::table.on(
                need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version)),
            ))
            .filter(needs::state.eq(NeedState::Published))
            .into_boxed();
    if let Some(family) = &filter.family {
        query = query.filter(services::family_code.eq(family));
    }
    if let Some(service) = &filter.service {
        query = query.filter(needs::service_code.eq(service));
    }
    if let Some(region) = &filter.region {
        query = query.filter(bodies::region.eq(region));
    }
    if let Some(body) = filter.body {
        query = query.filter(needs::body_id.eq(body));
    }
    query = match filter.sort.unwrap_or(Sort::Newest) {
        Sort::Newest => query.order(needs::published_at.desc()),
        Sort::Soonest => query.order(needs::first_month.asc()),
        Sort::Title => query.order(needs::title.asc()),
    };
    let rows: Vec<Row> = query
        .then_order_by(needs::id.desc())
        .select((
            needs::id,
            needs::body_id,
            bodies::name,
            bodies::region,
            need_versions::content,
            need_versions::published_at,
        ))
        .load(conn)?;
    let sought = Sought::parse(&filter.words);
    let mut fitting = Vec::new();
    for (id, body, body_name, region, content, published_at) in rows {
        let content: NeedContent = content.read()?;
        let texts =
            [&content.title, &content.description, &content.service_name, &content.family_name, &body_name];
        if sought.is_empty() || sought.is_in(&texts.map(String::as_str)) {
            fitting.push(FoundNeed { id, body, body_name, region, content, published_at });
        }
    }
    Ok(super::cut(fitting, page))
}
