//! The needs of one body, in lists.

use diesel::prelude::*;

use super::needs::NeedRow;
use crate::catalogue::words::Sought;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::needs::draft::NeedDraft;
use crate::needs::filter::{OwnFilter, OwnSort};
use crate::needs::model::OwnNeed;
use crate::needs::state::NeedState;
use crate::storage::schema::{need_versions, needs, services};
use crate::storage::{Conn, Json, StorageError};

/// The needs of `body` that fit the filter, and how many they are. One body's are few enough to be read.
pub(in crate::needs) fn page(
    conn: &mut Conn,
    body: BodyId,
    filter: &OwnFilter,
    page: PageRequest,
) -> Result<(Vec<OwnNeed>, i64), StorageError> {
    let mut query =
        needs::table
            .inner_join(services::table)
            .left_join(need_versions::table.on(
                need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version)),
            ))
            .filter(needs::body_id.eq(body))
            .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(needs::state.eq(state));
    }
    query = match filter.sort.unwrap_or(OwnSort::Updated) {
        OwnSort::Updated => query.order(needs::updated_at.desc()),
        OwnSort::Title => query.order(needs::title.asc()),
        OwnSort::State => query.order(needs::state.asc()),
    };
    let rows: Vec<(NeedRow, String, Option<Json>)> = query
        .then_order_by(needs::id.desc())
        .select((NeedRow::as_select(), services::name, need_versions::content.nullable()))
        .load(conn)?;
    let sought = Sought::parse(&filter.words);
    let mut fitting = Vec::new();
    for (row, service, content) in rows {
        let draft: NeedDraft = row.draft.clone().map(Json::read).transpose()?.unwrap_or_default();
        let texts = [&row.title, &row.description, &service, &draft.title, &draft.description];
        if !sought.is_empty() && !sought.is_in(&texts.map(String::as_str)) {
            continue;
        }
        fitting.push(OwnNeed {
            id: row.id,
            title: row.title,
            service_name: service,
            has_changes: row.draft.is_some() && row.state != NeedState::Draft,
            state: row.state,
            content: content.map(Json::read).transpose()?,
            updated_at: row.updated_at,
        });
    }
    Ok(super::cut(fitting, page))
}
