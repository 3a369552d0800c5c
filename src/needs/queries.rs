//! What pages and programs read of needs.

use std::collections::BTreeSet;

use super::draft::NeedDraft;
use super::error::NeedError;
use super::filter::{NeedFilter, OwnFilter};
use super::model::{FoundNeed, NeedVersion, NeedView, OwnNeed, OwnTitle};
use super::shortlist::{Considered, TakenOff};
use super::state::NeedEvent;
use super::store::{dismissed, find, needs, open, own, shortlist as considered, versions};
use crate::access::capability::ReadBody;
use crate::access::{Capability, Member};
use crate::catalogue;
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::kernel::{Instant, Page, PageRequest};
use crate::storage::{Conn, Json, StorageError};

/// A need for whoever asks: its owner sees it in any state and with its draft, everybody else what was published. A need
/// that was never published does not exist for them.
pub fn need(conn: &mut Conn, reader: Option<BodyId>, id: NeedId) -> Result<NeedView, NeedError> {
    let (row, body_name) = needs::find(conn, id)?.ok_or(NeedError::NotFound)?;
    let is_own = reader == Some(row.body_id);
    if row.published_version == 0 && !is_own {
        return Err(NeedError::NotFound);
    }
    Ok(NeedView {
        id,
        body: row.body_id,
        body_name,
        state: row.state,
        version: row.version,
        published: versions::content(conn, id, row.published_version)?,
        draft: row.draft.filter(|_| is_own).map(Json::read).transpose()?,
        versions: versions::numbers(conn, id)?,
        updated_at: row.updated_at,
    })
}

/// A need of the member's own body, in any state.
pub fn own_need<C: Capability>(conn: &mut Conn, by: &Member<C>, id: NeedId) -> Result<NeedView, NeedError> {
    let view = need(conn, Some(by.body()), id)?;
    if view.body == by.body() { Ok(view) } else { Err(NeedError::NotFound) }
}

/// What a need said when it was published for the `number`th time. Whoever could see it then can see it always.
pub fn version(conn: &mut Conn, id: NeedId, number: i32) -> Result<NeedVersion, NeedError> {
    versions::content(conn, id, number)?.ok_or(NeedError::NotFound)
}

/// The needs of the member's own body.
pub fn own_needs(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    filter: &OwnFilter,
    page: PageRequest,
) -> Result<Page<OwnNeed>, StorageError> {
    let (items, total) = own::page(conn, by.body(), filter, page)?;
    Ok(Page::new(items, page, total))
}

/// The needs and offers that the member's body does not want suggested to each other.
pub fn dismissed<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
) -> Result<BTreeSet<(NeedId, OfferId)>, StorageError> {
    dismissed::of_body(conn, by.body())
}

/// The open needs in the order of their ids, each with when it was published.
pub fn ids(conn: &mut Conn, page: PageRequest) -> Result<Page<(NeedId, Option<Instant>)>, StorageError> {
    let (items, total) = find::ids(conn, page)?;
    Ok(Page::new(items, page, total))
}

/// What the needs of the member's own body are called that are not closed; twice where changes are not published.
pub fn own_titles<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<OwnTitle>, StorageError> {
    open::titles(conn, by.body())
}

/// What those needs say, oldest first, as somebody would have typed it; for one that was never published, what is
/// prepared.
pub fn own_texts<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<NeedDraft>, StorageError> {
    let services = catalogue::queries::services(conn)?;
    open::texts(conn, by.body(), &services)
}

/// The needs that are open for answers.
pub fn find(
    conn: &mut Conn,
    filter: &NeedFilter,
    page: PageRequest,
) -> Result<Page<FoundNeed>, StorageError> {
    let (items, total) = find::page(conn, filter, page)?;
    Ok(Page::new(items, page, total))
}

/// A need of the member's own body and everything on its shortlist.
pub fn shortlist<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: NeedId,
) -> Result<(NeedView, Vec<Considered>), NeedError> {
    let need = own_need(conn, by, id)?;
    Ok((need, considered::items(conn, id)?))
}

/// What was taken off the shortlist of a need of the member's own body.
pub fn taken_off<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: NeedId,
) -> Result<Vec<TakenOff>, NeedError> {
    own_need(conn, by, id)?;
    Ok(considered::taken_off(conn, id)?)
}

/// The needs of the member's own body that an offer could be considered for: those that are not closed.
pub fn undecided(conn: &mut Conn, by: &Member<ReadBody>) -> Result<Vec<OwnNeed>, StorageError> {
    let (mut needs, _) =
        own::page(conn, by.body(), &OwnFilter::default(), PageRequest::first(PageRequest::MOST))?;
    needs.retain(|need| need.state.allows(NeedEvent::Edit));
    Ok(needs)
}
