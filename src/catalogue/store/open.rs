//! The offers of one body that are not closed, with all that they say: to be written into a file, or told from what a file
//! brings.

use diesel::prelude::*;

use super::taxonomy;
use crate::catalogue::content::OfferContent;
use crate::catalogue::draft::OfferDraft;
use crate::catalogue::model::{OwnTitle, Service};
use crate::catalogue::state::OfferState;
use crate::kernel::Month;
use crate::kernel::ids::{BodyId, OfferId};
use crate::storage::schema::{offer_versions, offers};
use crate::storage::{Conn, Json, StorageError};

/// The most offers of one body that are read.
const MOST: i64 = 20_000;

fn closed() -> [OfferState; 2] {
    [OfferState::Withdrawn, OfferState::Expired]
}

/// What they are called: as it is published, as it is about to be, or both.
pub(in crate::catalogue) fn titles(conn: &mut Conn, body: BodyId) -> Result<Vec<OwnTitle>, StorageError> {
    type Found = (OfferId, String, String, Month, Month, i32, Option<Json>);
    let rows: Vec<Found> = offers::table
        .filter(offers::body_id.eq(body))
        .filter(offers::state.ne_all(closed()))
        .order(offers::id)
        .limit(MOST)
        .select((
            offers::id,
            offers::title,
            offers::service_code,
            offers::first_month,
            offers::last_month,
            offers::published_version,
            offers::draft,
        ))
        .load(conn)?;
    let mut titles = Vec::new();
    for (id, title, service_code, first, last, published, draft) in rows {
        if published > 0 {
            let (first_month, last_month) = (first.iso(), last.iso());
            titles.push(OwnTitle { id, title, service_code, first_month, last_month });
        }
        if let Some(draft) = draft.map(Json::read::<OfferDraft>).transpose()? {
            let OfferDraft { title, service, first_month, last_month, .. } = draft;
            titles.push(OwnTitle { id, title, service_code: service, first_month, last_month });
        }
    }
    Ok(titles)
}

/// What they say, oldest first; for one that was never published, what is prepared.
pub(in crate::catalogue) fn texts(conn: &mut Conn, body: BodyId) -> Result<Vec<OfferDraft>, StorageError> {
    let services: Vec<Service> =
        taxonomy::families(conn)?.into_iter().flat_map(|family| family.services).collect();
    let current =
        offer_versions::offer_id.eq(offers::id).and(offer_versions::number.eq(offers::published_version));
    let rows: Vec<(Option<Json>, Option<Json>)> = offers::table
        .left_join(offer_versions::table.on(current))
        .filter(offers::body_id.eq(body))
        .filter(offers::state.ne_all(closed()))
        .order(offers::id)
        .limit(MOST)
        .select((offers::draft, offer_versions::content.nullable()))
        .load(conn)?;
    let mut texts = Vec::new();
    for (draft, content) in rows {
        if let Some(content) = content.map(Json::read::<OfferContent>).transpose()? {
            let service = services.iter().find(|service| service.code == content.service_code);
            texts.push(OfferDraft::of_content(&content, service));
        } else if let Some(draft) = draft {
            texts.push(draft.read()?);
        }
    }
    Ok(texts)
}
