//! What pages and programs read of saved searches.

use std::collections::BTreeMap;

use super::error::AlertError;
use super::model::{Due, Find, Fresh, SavedSearch};
use super::store;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::FoundOffer;
use crate::catalogue::queries as catalogue;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{BodyId, OfferId, SavedSearchId};
use crate::kernel::{Instant, PageRequest, london};
use crate::storage::{Conn, StorageError};

/// The most finds that are listed.
const MOST_FINDS: i64 = 100;

/// The searches that the member keeps, the latest first.
pub fn saved(conn: &mut Conn, by: &Member<ManageNeeds>) -> Result<Vec<SavedSearch>, StorageError> {
    store::of_person(conn, by.person(), by.body())
}

/// One search that the member keeps.
pub fn search(
    conn: &mut Conn,
    by: &Member<ManageNeeds>,
    id: SavedSearchId,
) -> Result<SavedSearch, AlertError> {
    saved(conn, by)?.into_iter().find(|search| search.id == id).ok_or(AlertError::NotFound)
}

/// What the member's searches have found and is still in the catalogue, the latest first; 100 at most.
pub fn finds(conn: &mut Conn, by: &Member<ManageNeeds>, now: Instant) -> Result<Vec<Find>, StorageError> {
    let rows = store::finds(conn, (by.person(), by.body()), MOST_FINDS)?;
    let ids: Vec<OfferId> = rows.iter().map(|found| found.offer).collect();
    let offers: BTreeMap<OfferId, _> =
        catalogue::published(conn, View::of(Some(by.body()), london::date(now)), &ids)?
            .into_iter()
            .map(|offer| (offer.id, offer))
            .collect();
    let find = |found: store::FindRow| {
        let offer = offers.get(&found.offer)?.clone();
        let store::FindRow { search, search_name, found_at, is_new, .. } = found;
        Some(Find { search, search_name, offer, found_at, is_new })
    };
    Ok(rows.into_iter().filter_map(find).collect())
}

/// The name of the search that a link in a mail stops.
pub fn search_of_secret(conn: &mut Conn, secret: &str) -> Result<String, AlertError> {
    Ok(store::by_secret(conn, secret)?.ok_or(AlertError::NotFound)?.name)
}

/// Searches whose time has come, each with the offers that fit it and were published since it looked last. One that cannot
/// be read finds nothing, so that it keeps nobody else waiting.
pub fn look(
    conn: &mut Conn,
    shelf: &Shelf,
    now: Instant,
    most: i64,
) -> Result<Vec<(SavedSearchId, Vec<Fresh>)>, StorageError> {
    let mut looked = Vec::new();
    for Due { id, body, filter, since } in store::due(conn, now, most)? {
        let found = match filter {
            Ok(filter) => new_since(conn, shelf, (body, filter), since, now)?,
            Err(error) => {
                tracing::error!(search = %id, %error, "a saved search cannot be read");
                Vec::new()
            }
        };
        looked.push((id, found));
    }
    Ok(looked)
}

/// Page by page from the newest, until one is older than `since`; or to the end, if an offer has come into the body's sight
/// since then that was published long before.
fn new_since(
    conn: &mut Conn,
    shelf: &Shelf,
    (body, filter): (BodyId, CatalogueFilter),
    since: Instant,
    now: Instant,
) -> Result<Vec<Fresh>, StorageError> {
    let from = filter.near.unwrap_or(body);
    let filter = CatalogueFilter { sort: Some(Sort::Newest), ..filter };
    let view = View::of(Some(body), london::date(now));
    let last_day = london::date(since);
    let has_opened = shelf.opens_between(Some(body), last_day, view.today);
    let is_published = |offer: &FoundOffer| offer.published_at.is_some_and(|at| at > since);
    let is_opened = |offer: &FoundOffer| {
        let opens = offer.terms.audience.steps().and_then(|opening| opening.opens(Some(body)));
        opens.is_some_and(|day| day > last_day)
    };
    let mut found = Vec::new();
    for number in 1..=PageRequest::LAST {
        let page = PageRequest::new(number, PageRequest::MOST);
        let page = catalogue::find(conn, shelf, &filter, view, page)?.page;
        let fresh = page.items.iter().filter(|offer| is_published(offer) || is_opened(offer));
        found
            .extend(fresh.map(|offer| Fresh { offer: offer.id, distance: shelf.distance(from, offer.body) }));
        let is_over = !has_opened && !page.items.last().is_some_and(|offer| is_published(offer));
        if is_over || page.next_cursor().is_none() {
            break;
        }
    }
    Ok(found)
}
