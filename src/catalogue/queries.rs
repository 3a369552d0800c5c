//! What pages, programs and negotiations read of the catalogue.

use chrono::NaiveDate;

use super::error::CatalogueError;
use super::filter::{CatalogueFilter, Facets, OwnFilter};
use super::model::{Family, FoundOffer, OfferBrief, OfferVersion, OfferView, OwnOffer, Service, StaleOffer};
use super::shelf::{Found, Shelf};
use super::state::OfferState;
use super::store::{find, ledger, offers, own, shelf, taxonomy, versions};
use crate::access::capability::ReadBody;
use crate::access::{Capability, Member};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::{Month, Page, PageRequest};
use crate::storage::search::{self, Index, Words};
use crate::storage::{Conn, StorageError};

/// One service of the taxonomy.
pub fn service(conn: &mut Conn, code: &str) -> Result<Option<Service>, StorageError> {
    taxonomy::find(conn, code)
}

/// The whole taxonomy: families in their order, each with its services.
pub fn families(conn: &mut Conn) -> Result<Vec<Family>, StorageError> {
    taxonomy::families(conn)
}

/// An offer in any state, for whoever already knows that they may see it.
pub fn offer_brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    offers::brief(conn, id)
}

/// An offer that is in the catalogue now.
pub fn published_brief(conn: &mut Conn, id: OfferId) -> Result<Option<OfferBrief>, StorageError> {
    Ok(offers::brief(conn, id)?.filter(|offer| offer.state == OfferState::Published))
}

/// Every service, in the order of the taxonomy.
pub fn services(conn: &mut Conn) -> Result<Vec<Service>, StorageError> {
    Ok(taxonomy::families(conn)?.into_iter().flat_map(|family| family.services).collect())
}

/// An offer for whoever asks: its owner sees it in any state and with its draft, everybody else what was published.
/// An offer that was never published does not exist for them.
pub fn offer(conn: &mut Conn, reader: Option<BodyId>, id: OfferId) -> Result<OfferView, CatalogueError> {
    let (row, body_name, _) = offers::find(conn, id)?.ok_or(CatalogueError::NotFound)?;
    let is_own = reader == Some(row.body_id);
    if row.published_version == 0 && !is_own {
        return Err(CatalogueError::NotFound);
    }
    let draft = row.draft.filter(|_| is_own).map(crate::storage::Json::read).transpose()?;
    Ok(OfferView {
        id,
        body: row.body_id,
        body_name,
        state: row.state,
        version: row.version,
        published: versions::content(conn, id, row.published_version)?,
        draft,
        months: ledger::of_offer(conn, id)?,
        versions: versions::numbers(conn, id)?,
        updated_at: row.updated_at,
        confirmed_at: row.confirmed_at,
        fresh_until: row.fresh_until,
    })
}

/// An offer of the member's own body, in any state.
pub fn own_offer<C: Capability>(
    conn: &mut Conn,
    by: &Member<C>,
    id: OfferId,
) -> Result<OfferView, CatalogueError> {
    let view = offer(conn, Some(by.body()), id)?;
    if view.body == by.body() { Ok(view) } else { Err(CatalogueError::NotFound) }
}

/// What an offer said when it was published for the `number`th time. Whoever could see it then can see it always.
pub fn version(conn: &mut Conn, id: OfferId, number: i32) -> Result<OfferVersion, CatalogueError> {
    versions::content(conn, id, number)?.ok_or(CatalogueError::NotFound)
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

/// The offers of the member's own body that hold until `day` at most and those that have expired, the oldest first; 20 at
/// most.
pub fn to_confirm(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    day: NaiveDate,
) -> Result<Vec<StaleOffer>, StorageError> {
    own::to_confirm(conn, by.body(), day, 20)
}

/// What a body has in the catalogue this month, newest first.
pub fn published_of_body(
    conn: &mut Conn,
    body: BodyId,
    this_month: Month,
    page: PageRequest,
) -> Result<Page<FoundOffer>, StorageError> {
    let (items, total) = find::of_body(conn, body, this_month, page)?;
    Ok(Page::new(items, page, total))
}

/// What is in the catalogue this month and fits the filter, and what each further choice would leave.
pub fn find(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    this_month: Month,
    page: PageRequest,
) -> Result<(Page<FoundOffer>, Facets), StorageError> {
    let (ids, total, facets) = shelf.find(filter, &look_up(conn, filter)?, this_month, page);
    let items = find::by_ids(conn, &ids)?;
    Ok((Page::new(items, page, total), facets))
}

/// How many offers fit the filter.
pub fn count(
    conn: &mut Conn,
    shelf: &Shelf,
    filter: &CatalogueFilter,
    this_month: Month,
) -> Result<i64, StorageError> {
    Ok(shelf.count(filter, &look_up(conn, filter)?, this_month))
}

/// What the shelf cannot know of a search.
fn look_up(conn: &mut Conn, filter: &CatalogueFilter) -> Result<Found, StorageError> {
    /// The most finds that are put in order of relevance; nobody reads further than that.
    const MOST_RANKED: i64 = 1_000;
    let words = Words::parse(Index::Offers, &filter.words);
    let enough = filter.from.zip(filter.least);
    Ok(Found {
        matches: words.map(|words| search::matching(conn, &words, MOST_RANKED)).transpose()?,
        enough: enough.map(|(month, least)| shelf::with_free(conn, month, least)).transpose()?,
    })
}

/// Every published version of an offer, newest first.
pub fn all_versions(conn: &mut Conn, id: OfferId) -> Result<Vec<OfferVersion>, CatalogueError> {
    let versions = versions::all(conn, id)?;
    if versions.is_empty() { Err(CatalogueError::NotFound) } else { Ok(versions) }
}
