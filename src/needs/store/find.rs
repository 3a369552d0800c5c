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

/// The open needs that fit the filter, and how many they are. Without words the database cuts out the page; words are
/// looked for in every need that fits the rest.
pub(in crate::needs) fn page(
    conn: &mut Conn,
    filter: &NeedFilter,
    page: PageRequest,
) -> Result<(Vec<FoundNeed>, i64), StorageError> {
    let fitting = || {
        let latest =
            need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version));
        let mut query = needs::table
            .inner_join(bodies::table)
            .inner_join(services::table)
            .inner_join(need_versions::table.on(latest))
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
        query
    };
    let mut ordered = match filter.sort.unwrap_or(Sort::Newest) {
        Sort::Newest => fitting().order(needs::published_at.desc()),
        Sort::Soonest => fitting().order(needs::first_month.asc()),
        Sort::Title => fitting().order(needs::title.asc()),
    };
    let sought = Sought::parse(&filter.words);
    if sought.is_empty() {
        ordered = ordered.limit(page.limit()).offset(page.offset());
    }
    let rows: Vec<Row> = ordered
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
    let found: Result<Vec<FoundNeed>, StorageError> = rows.into_iter().map(need).collect();
    if sought.is_empty() {
        return Ok((found?, fitting().count().get_result(conn)?));
    }
    let is_meant = |need: &FoundNeed| {
        let NeedContent { title, description, service_name, family_name, .. } = &need.content;
        let texts = [title, description, service_name, family_name, &need.body_name];
        sought.is_in(&texts.map(String::as_str))
    };
    Ok(super::cut(found?.into_iter().filter(is_meant).collect(), page))
}

fn need((id, body, body_name, region, content, published_at): Row) -> Result<FoundNeed, StorageError> {
    Ok(FoundNeed { id, body, body_name, region, content: content.read()?, published_at })
}

/// A need and when it was published.
pub(in crate::needs) type Published = (NeedId, Option<Instant>);

/// One page of the open needs in the order of their ids, each with when it was published, and how many there are.
pub(in crate::needs) fn ids(
    conn: &mut Conn,
    page: PageRequest,
) -> Result<(Vec<Published>, i64), StorageError> {
    let open = || needs::table.filter(needs::state.eq(NeedState::Published));
    let total = open().count().get_result(conn)?;
    let ids = open()
        .order(needs::id)
        .limit(page.limit())
        .offset(page.offset())
        .select((needs::id, needs::published_at))
        .load(conn)?;
    Ok((ids, total))
}
