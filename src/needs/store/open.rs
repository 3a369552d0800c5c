//! The needs of one body that are not closed, with all that they say: to be written into a file, or told from what a file
//! brings.

use diesel::prelude::*;

use crate::catalogue::model::Service;
use crate::kernel::Month;
use crate::kernel::ids::{BodyId, NeedId};
use crate::needs::content::NeedContent;
use crate::needs::draft::NeedDraft;
use crate::needs::model::OwnTitle;
use crate::needs::state::NeedState;
use crate::storage::schema::{need_versions, needs};
use crate::storage::{Conn, Json, StorageError};

/// The most needs of one body that are read.
const MOST: i64 = 20_000;

fn closed() -> [NeedState; 3] {
    [NeedState::Met, NeedState::Withdrawn, NeedState::Expired]
}

/// What they are called: as it is published, as it is about to be, or both.
pub(in crate::needs) fn titles(conn: &mut Conn, body: BodyId) -> Result<Vec<OwnTitle>, StorageError> {
    type Found = (NeedId, String, String, Month, Month, i32, Option<Json>);
    let rows: Vec<Found> = needs::table
        .filter(needs::body_id.eq(body))
        .filter(needs::state.ne_all(closed()))
        .order(needs::id)
        .limit(MOST)
        .select((
            needs::id,
            needs::title,
            needs::service_code,
            needs::first_month,
            needs::last_month,
            needs::published_version,
            needs::draft,
        ))
        .load(conn)?;
    let mut titles = Vec::new();
    for (id, title, service_code, first, last, published, draft) in rows {
        if published > 0 {
            let (first_month, last_month) = (first.iso(), last.iso());
            titles.push(OwnTitle { id, title, service_code, first_month, last_month });
        }
        if let Some(draft) = draft.map(Json::read::<NeedDraft>).transpose()? {
            let NeedDraft { title, service, first_month, last_month, .. } = draft;
            titles.push(OwnTitle { id, title, service_code: service, first_month, last_month });
        }
    }
    Ok(titles)
}

/// What they say, oldest first; for one that was never published, what is prepared.
pub(in crate::needs) fn texts(
    conn: &mut Conn,
    body: BodyId,
    services: &[Service],
) -> Result<Vec<NeedDraft>, StorageError> {
    let current =
        need_versions::need_id.eq(needs::id).and(need_versions::number.eq(needs::published_version));
    let rows: Vec<(Option<Json>, Option<Json>)> = needs::table
        .left_join(need_versions::table.on(current))
        .filter(needs::body_id.eq(body))
        .filter(needs::state.ne_all(closed()))
        .order(needs::id)
        .limit(MOST)
        .select((needs::draft, need_versions::content.nullable()))
        .load(conn)?;
    let mut texts = Vec::new();
    for (draft, content) in rows {
        if let Some(content) = content.map(Json::read::<NeedContent>).transpose()? {
            let service = services.iter().find(|service| service.code == content.service_code);
            texts.push(NeedDraft::of_content(&content, service));
        } else if let Some(draft) = draft {
            texts.push(draft.read()?);
        }
    }
    Ok(texts)
}
