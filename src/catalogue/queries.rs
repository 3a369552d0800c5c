//! What pages, programs and negotiations read of the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::attachment::{Attachment, ListedDocument};
use super::audience::View;
use super::capacity;
use super::draft::OfferDraft;
use super::error::CatalogueError;
use super::filter::{CatalogueFilter, Facets, OwnFilter};
use super::model::{
    Family, FoundOffer, LedgerMonth, OfferBrief, OfferVersion, OfferView, Offered, OwnOffer, OwnTitle,
    Service, StaleOffer,
};
use super::reader::AsSeen;
use super::shape::WHOLE_SERVICE_UNIT;
use super::shelf::{Enough, Searched, Shelf};
use super::state::OfferState;
use super::store::offers::OfferRow;
use super::store::{attachments, find, ledger, offered, offers, open, own, shelf, taxonomy, versions};
use super::terms::OfferTerms;
use super::whole::WholeService;
pub use super::words::lookup::WordCount;
use crate::access::capability::ReadBody;
use crate::access::{Capability, Member};
use crate::kernel::ids::{AttachmentId, BodyId, OfferId};
use crate::kernel::{Month, Page, PageRequest, london};
use crate::storage::{Conn, StorageError};

/// One service of the taxonomy.
pub fn service(conn: &mut Conn, code: &str) -> Result<Option<Service>, StorageError> {
    taxonomy::find(conn, code)
}

/// The whole taxonomy: families in their order, each with its services.
pub fn families(conn: &mut Conn) -> Result<Vec<Family>, StorageError> {
    taxonomy::families(conn)
}

/// What is listed, held back and free of an offer in each month, for whoever already knows that they may see it.
pub fn months(conn: &mut Conn, id: OfferId) -> Result<Vec<LedgerMonth>, StorageError> {
    ledger::of_offer(conn, id)
}

/// An offer in any state, for whoever already knows that they may see it.
pub fn offer_brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    offers::brief(conn, id)
}

/// An offer that a reader finds in the catalogue now.
pub fn published_brief(conn: &mut Conn, view: View, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    let is_open = |offer: &OfferBrief| offer.terms.audience.is_open(offer.body, view);
    Ok(in_the_catalogue(conn, view.today, id)?.filter(is_open))
}

/// An offer that stands in the catalogue now and has something left, for somebody who is known to have the right to see it,
/// whoever it is open to.
pub fn in_the_catalogue(
    conn: &mut Conn,
    today: NaiveDate,
    id: OfferId,
) -> Result<Option<OfferBrief>, StorageError> {
    let found = offers::brief(conn, id)?.filter(|offer| offer.state == OfferState::Published);
    let is_left = found.is_some() && capacity::is_anything_left(conn, id, Month::of(today))?;
    Ok(found.filter(|_| is_left))
}

/// What a list shows of these offers, in the order of `ids`; those that the reader does not find in the catalogue now are
/// left out.
pub fn published(conn: &mut Conn, view: View, ids: &[OfferId]) -> Result<Vec<FoundOffer>, StorageError> {
    let mut found = find::by_ids(conn, ids)?;
    found.retain(|offer| offer.terms.audience.is_open(offer.body, view));
    Ok(found)
}

/// These offers with all that they say and all that is free, as far as they are in the catalogue now; in no order.
pub fn offered(conn: &mut Conn, ids: &[OfferId]) -> Result<Vec<Offered>, StorageError> {
    offered::by_ids(conn, ids)
}

/// The same of the offers of one body, `most` at most.
pub fn offered_of_body(conn: &mut Conn, body: BodyId, most: i64) -> Result<Vec<Offered>, StorageError> {
    let ids = offered::ids_of_body(conn, body, most)?;
    offered::by_ids(conn, &ids)
}

/// Every service, in the order of the taxonomy.
pub fn services(conn: &mut Conn) -> Result<Vec<Service>, StorageError> {
    Ok(taxonomy::families(conn)?.into_iter().flat_map(|family| family.services).collect())
}

/// An offer for whoever asks: its owner sees it in any state and with its draft, everybody else what was published to them.
/// An offer that was never published, or that is not for them to see, does not exist for them.
pub fn offer(conn: &mut Conn, view: View, id: OfferId) -> Result<OfferView, CatalogueError> {
    let (mut row, body_name, _) = offers::find(conn, id)?.ok_or(CatalogueError::NotFound)?;
    let is_own = view.reader == Some(row.body_id);
    let terms: OfferTerms = row.terms.clone().read()?;
    let view = view.until(row.left_at.map(london::date));
    if !is_own && (row.published_version == 0 || !terms.audience.is_open(row.body_id, view)) {
        return Err(CatalogueError::NotFound);
    }
    row.draft = row.draft.filter(|_| is_own);
    row.full_since = row.full_since.filter(|_| is_own);
    view_of(conn, row, body_name)
}

/// An offer as it was published, for somebody who is known to have the right to see it, whoever it is open to now.
pub fn offer_as_published(conn: &mut Conn, id: OfferId) -> Result<OfferView, CatalogueError> {
    let (row, body_name, _) = offers::find(conn, id)?.ok_or(CatalogueError::NotFound)?;
    if row.published_version == 0 {
        return Err(CatalogueError::NotFound);
    }
    view_of(conn, OfferRow { draft: None, full_since: None, ..row }, body_name)
}

fn view_of(conn: &mut Conn, row: OfferRow, body_name: String) -> Result<OfferView, CatalogueError> {
    let draft = row.draft.map(crate::storage::Json::read).transpose()?;
    Ok(OfferView {
        id: row.id,
        body: row.body_id,
        body_name,
        state: row.state,
        version: row.version,
        published: versions::content(conn, row.id, row.published_version)?,
        draft,
        months: ledger::of_offer(conn, row.id)?,
        versions: versions::numbers(conn, row.id)?,
        updated_at: row.updated_at,
        confirmed_at: row.confirmed_at,
        fresh_until: row.fresh_until,
        full_since: row.full_since,
        left_at: row.left_at,
    })
}

/// The documents of an offer that somebody sees.
pub fn attachments(conn: &mut Conn, seen: &OfferView) -> Result<Vec<Attachment>, StorageError> {
    attachments::of_offer(conn, seen.id)
}

/// One document of an offer that somebody sees.
pub fn attachment(
    conn: &mut Conn,
    seen: &OfferView,
    attachment: AttachmentId,
) -> Result<Attachment, CatalogueError> {
    let found = attachments(conn, seen)?.into_iter().find(|one| one.id == attachment);
    found.ok_or(CatalogueError::NotFound)
}

/// What a document holds that somebody sees.
pub fn content(conn: &mut Conn, seen: &Attachment) -> Result<Vec<u8>, CatalogueError> {
    attachments::content(conn, seen.id)?.ok_or(CatalogueError::NotFound)
}

/// A document that a version lists, and what it holds, for whoever could see the version.
pub fn listed_document(
    conn: &mut Conn,
    view: View,
    (id, number): (OfferId, i32),
    sha256: &str,
) -> Result<(ListedDocument, Vec<u8>), CatalogueError> {
    let listed = version(conn, view, id, number)?.content.documents;
    let document = listed.into_iter().find(|one| one.sha256 == sha256).ok_or(CatalogueError::NotFound)?;
    let bytes = attachments::listed_content(conn, id, sha256)?.ok_or(CatalogueError::NotFound)?;
    Ok((document, bytes))
}

/// An offer of the member's own body, in any state.
pub fn own_offer<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: OfferId,
) -> Result<OfferView, CatalogueError> {
    // What is one's own is seen on any day.
    let view = offer(conn, View::of(Some(by.body()), NaiveDate::MIN), id)?;
    if view.body == by.body() { Ok(view) } else { Err(CatalogueError::NotFound) }
}

/// What an offer said when it was published for the `number`th time. Whoever could see it while it stood can see it always.
pub fn version(
    conn: &mut Conn,
    view: View,
    id: OfferId,
    number: i32,
) -> Result<OfferVersion, CatalogueError> {
    let versions = all_versions(conn, view, id)?.into_iter();
    versions.into_iter().find(|version| version.number == number).ok_or(CatalogueError::NotFound)
}

/// The offers of the member's own body.
pub fn own_offers(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    filter: &OwnFilter,
    page: PageRequest,
) -> Result<Page<OwnOffer>, StorageError> {
    let (items, total) = own::page(conn, by.body(), filter, page)?;
    Ok(Page::new(items, page, total))
}

/// What the offers of the member's own body are called that are not withdrawn or expired; twice where changes are not published.
pub fn own_titles<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<OwnTitle>, StorageError> {
    open::titles(conn, by.body())
}

/// What those offers say, oldest first, as somebody would have typed it; for one that was never published, what is
/// prepared.
pub fn own_texts<C: Capability>(conn: &mut Conn, by: &Member<C>) -> Result<Vec<OfferDraft>, StorageError> {
    open::texts(conn, by.body())
}

/// The offers of the member's own body that hold until `day` at most and those that have expired, the oldest first; 20 at
/// most. What is over by `today` needs no confirming.
pub fn to_confirm(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<StaleOffer>, StorageError> {
    own::to_confirm(conn, by.body(), (day, today), 20)
}

/// What a reader finds of a body in the catalogue this month, newest first.
pub fn published_of_body(
    conn: &mut Conn,
    shelf: &Shelf,
    body: BodyId,
    view: View,
    page: PageRequest,
) -> Result<Page<FoundOffer>, StorageError> {
    let ids = shelf.of_body(body, view);
    let total = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let (skipped, most) = (usize::try_from(page.offset()), usize::try_from(page.limit()));
    let here: Vec<OfferId> =
        ids.into_iter().skip(skipped.unwrap_or(usize::MAX)).take(most.unwrap_or(0)).collect();
    Ok(Page::new(find::by_ids(conn, &here)?, page, total))
}

/// What somebody finds in the catalogue.
#[derive(Debug)]
pub struct Findings {
    pub page: Page<Arc<FoundOffer>>,
    /// What each offer of the page is to whoever searches, in the same order.
    pub seen: Vec<AsSeen>,
    /// What each further choice would leave.
    pub facets: Facets,
    pub searched: Searched,
}

/// What is in the catalogue today and fits the filter, and what each further choice would leave.
pub fn find(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    view: View,
    page: PageRequest,
) -> Result<Findings, StorageError> {
    let read = |conn: &mut Conn, ids: &[OfferId]| {
        Ok(find::by_ids(conn, ids)?.into_iter().map(Arc::new).collect::<Vec<_>>())
    };
    find_with(conn, shelf, filter, view, page, read)
}

/// The same, with what a list shows of offers from wherever it is had.
pub(super) fn find_with(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    view: View,
    page: PageRequest,
    cards: impl FnOnce(&mut Conn, &[OfferId]) -> Result<Vec<Arc<FoundOffer>>, StorageError>,
) -> Result<Findings, StorageError> {
    let found = shelf.find(filter, &enough(conn, filter, view)?, view, page);
    let items = cards(conn, &found.ids)?;
    let seen = items.iter().map(|offer| AsSeen::of(offer, shelf, filter, view.today)).collect();
    Ok(Findings {
        page: Page::new(items, page, found.total),
        seen,
        facets: found.facets,
        searched: found.searched,
    })
}

/// What those offers say of a whole service that offer one.
pub fn whole_services(
    conn: &mut Conn,
    offers: &[Arc<FoundOffer>],
) -> Result<BTreeMap<OfferId, WholeService>, StorageError> {
    let is_whole = |offer: &&Arc<FoundOffer>| offer.unit == WHOLE_SERVICE_UNIT;
    let ids: Vec<OfferId> = offers.iter().filter(is_whole).map(|offer| offer.id).collect();
    find::whole_services(conn, &ids)
}

/// What one open offer is to whoever searches with this filter, and in which unit.
pub fn as_seen(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    view: View,
    id: OfferId,
) -> Result<Option<(String, AsSeen)>, StorageError> {
    let Some(offer) = published(conn, view, &[id])?.into_iter().next() else { return Ok(None) };
    let seen = AsSeen::of(&offer, shelf, filter, view.today);
    Ok(Some((offer.unit, seen)))
}

/// How many offers fit the filter.
pub fn count(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    view: View,
) -> Result<i64, StorageError> {
    Ok(shelf.count(filter, &enough(conn, filter, view)?, view))
}

/// What each word of a search does to it, everything else as it is.
pub fn word_by_word(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    searched: &Searched,
    view: View,
) -> Result<Vec<WordCount>, StorageError> {
    let enough = enough(conn, filter, view)?;
    let count = |words: String| shelf.count(&CatalogueFilter { words, ..filter.clone() }, &enough, view);
    Ok(searched.word_by_word(count))
}

/// What the shelf cannot know of a search.
pub(super) fn enough(conn: &mut Conn, filter: &CatalogueFilter, view: View) -> Result<Enough, StorageError> {
    let Some(least) = filter.least else { return Ok(None) };
    let months = match (filter.from, filter.start_by) {
        (Some(month), _) => (month, month),
        (None, Some(start_by)) => (Month::of(view.today), start_by),
        (None, None) => return Ok(None),
    };
    shelf::with_free(conn, months, least).map(Some)
}

/// Every version of an offer that the reader could see while it stood, newest first.
pub fn all_versions(conn: &mut Conn, view: View, id: OfferId) -> Result<Vec<OfferVersion>, CatalogueError> {
    let (row, ..) = offers::find(conn, id)?.ok_or(CatalogueError::NotFound)?;
    let mut stood_until = view.until(row.left_at.map(london::date)).today;
    let mut seen = Vec::new();
    for version in versions::all(conn, id)? {
        let then = View { today: stood_until, ..view };
        // A version that only lists other documents may follow when the offer has left: it opens none before it.
        stood_until = stood_until.min(london::date(version.published_at));
        if version.content.terms.audience.is_open(row.body_id, then) {
            seen.push(version);
        }
    }
    if seen.is_empty() { Err(CatalogueError::NotFound) } else { Ok(seen) }
}
