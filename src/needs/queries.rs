//! What pages and programs read of needs.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::draft::NeedDraft;
use super::error::NeedError;
use super::filter::{NeedFacets, NeedFilter, OwnFilter};
use super::model::{FoundNeed, NeedVersion, NeedView, OwnNeed, OwnTitle};
use super::shelf::{Found, NeedShelf};
use super::shortlist::{Considered, TakenOff};
use super::state::{NeedEvent, NeedState};
use super::store::needs::NeedRow;
use super::store::{dismissed, find, needs, open, own, shortlist as considered, versions};
use crate::access::capability::ReadBody;
use crate::access::{Capability, Member};
use crate::catalogue;
use crate::catalogue::audience::View;
use crate::catalogue::queries::WordCount;
use crate::catalogue::shelf::Searched;
use crate::kernel::ids::{NeedId, OfferId};
use crate::kernel::{Page, PageRequest, london};
use crate::storage::{Conn, Json, StorageError};

/// A need for whoever asks: its owner sees it in any state and with its draft, everybody else what was published to them.
/// A need that was never published, or that is not for them to see, does not exist for them.
pub fn need(conn: &mut Conn, view: View, id: NeedId) -> Result<NeedView, NeedError> {
    let (row, body_name) = needs::find(conn, id)?.ok_or(NeedError::NotFound)?;
    let seen = seen_versions(conn, &row, view)?;
    let is_own = view.reader == Some(row.body_id);
    let published = seen.first().filter(|version| version.number == row.published_version).cloned();
    if published.is_none() && !is_own {
        return Err(NeedError::NotFound);
    }
    view_of(row, body_name, published, &seen, is_own)
}

fn view_of(
    row: NeedRow,
    body_name: String,
    published: Option<NeedVersion>,
    seen: &[NeedVersion],
    is_own: bool,
) -> Result<NeedView, NeedError> {
    Ok(NeedView {
        id: row.id,
        body: row.body_id,
        body_name,
        state: row.state,
        version: row.version,
        published,
        draft: row.draft.filter(|_| is_own).map(Json::read).transpose()?,
        versions: seen.iter().map(|version| (version.number, version.published_at)).collect(),
        updated_at: row.updated_at,
    })
}

/// Every version of a need that the reader could see while it stood, newest first.
fn seen_versions(conn: &mut Conn, row: &NeedRow, view: View) -> Result<Vec<NeedVersion>, StorageError> {
    let mut stood_until = view.until(row.left_at.map(london::date)).today;
    let mut seen = Vec::new();
    for version in versions::all(conn, row.id)? {
        let then = View { today: stood_until, ..view };
        stood_until = london::date(version.published_at);
        if version.content.audience.is_open(row.body_id, then) {
            seen.push(version);
        }
    }
    Ok(seen)
}

/// Whether the reader finds this need among those that are open now.
pub fn is_open_to(conn: &mut Conn, view: View, id: NeedId) -> Result<bool, NeedError> {
    match need(conn, view, id) {
        Ok(need) => Ok(need.state == NeedState::Published),
        Err(NeedError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A need of the member's own body, in any state.
pub fn own_need<C: Capability>(conn: &mut Conn, by: &Member<C>, id: NeedId) -> Result<NeedView, NeedError> {
    // What is one's own is seen on any day.
    let view = need(conn, View::of(Some(by.body()), NaiveDate::MIN), id)?;
    if view.body == by.body() { Ok(view) } else { Err(NeedError::NotFound) }
}

/// What a need said when it was published for the `number`th time, and the need as far as this reader may see it now.
/// Whoever could see a version while it stood can see it always, even if the need has been closed to them since.
pub fn version(
    conn: &mut Conn,
    view: View,
    id: NeedId,
    number: i32,
) -> Result<(NeedView, NeedVersion), NeedError> {
    let (row, body_name) = needs::find(conn, id)?.ok_or(NeedError::NotFound)?;
    let seen = seen_versions(conn, &row, view)?;
    let version = seen.iter().find(|version| version.number == number).cloned().ok_or(NeedError::NotFound)?;
    let is_own = view.reader == Some(row.body_id);
    // The latest that this reader may see is what the version is held against.
    let latest = seen.first().cloned();
    Ok((view_of(row, body_name, latest, &seen, is_own)?, version))
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

/// What somebody finds among the open needs.
#[derive(Debug)]
pub struct Findings {
    pub page: Page<FoundNeed>,
    /// What each further choice would leave.
    pub facets: NeedFacets,
    pub searched: Searched,
}

/// The needs that are open for answers, as far as the reader may see them, and what each further choice would leave.
pub fn find(
    conn: &mut Conn,
    shelf: &NeedShelf,
    filter: &NeedFilter,
    view: View,
    page: PageRequest,
) -> Result<Findings, StorageError> {
    let Found { ids, total, facets, searched } = shelf.find(filter, view, page);
    let items = find::by_ids(conn, &ids)?;
    Ok(Findings { page: Page::new(items, page, total), facets, searched })
}

/// The needs that everybody sees, the latest that came into sight first; so many at most.
pub fn latest_public(
    conn: &mut Conn,
    shelf: &NeedShelf,
    filter: &NeedFilter,
    today: NaiveDate,
    most: usize,
) -> Result<Vec<FoundNeed>, StorageError> {
    find::by_ids(conn, &shelf.latest_public(filter, today, most))
}

/// What a list shows of these needs, in the order of `ids`; those that the reader does not find among the open ones now are
/// left out.
pub fn published(conn: &mut Conn, view: View, ids: &[NeedId]) -> Result<Vec<FoundNeed>, StorageError> {
    let mut found = find::by_ids(conn, ids)?;
    found.retain(|need| need.content.audience.is_open(need.body, view));
    Ok(found)
}

/// What each word of a search does to it, everything else as it is.
pub fn word_by_word(
    shelf: &NeedShelf,
    filter: &NeedFilter,
    searched: &Searched,
    view: View,
) -> Vec<WordCount> {
    searched.word_by_word(|words| shelf.count(&NeedFilter { words, ..filter.clone() }, view))
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
