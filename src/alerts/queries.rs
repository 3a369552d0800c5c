//! What pages and programs read of saved searches.

use std::collections::BTreeMap;

use super::error::AlertError;
use super::model::{Due, Find, Fresh, Listed, SavedSearch, SearchFilter, SearchKind};
use super::store;
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::FoundOffer;
use crate::catalogue::queries as catalogue;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{BodyId, ListingId, NeedId, OfferId, SavedSearchId};
use crate::kernel::{Instant, PageRequest, london};
use crate::needs::queries as needs;
use crate::needs::shelf::NeedShelf;
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

/// What the member's searches have found and is still to be found, the latest first; 100 at most.
pub fn finds(conn: &mut Conn, by: &Member<ManageNeeds>, now: Instant) -> Result<Vec<Find>, StorageError> {
    let rows = store::finds(conn, (by.person(), by.body()), MOST_FINDS)?;
    let view = View::of(Some(by.body()), london::date(now));
    let of = |wanted| {
        let ids = rows.iter().filter(move |found| found.kind == wanted).map(|found| found.listing);
        ids.collect::<Vec<ListingId>>()
    };
    let (offers, open_needs) = (of(SearchKind::Offers), of(SearchKind::Needs));
    let mut listed: BTreeMap<ListingId, Listed> = BTreeMap::new();
    for found in [
        still_listed(conn, SearchKind::Offers, view, &offers)?,
        still_listed(conn, SearchKind::Needs, view, &open_needs)?,
    ] {
        listed.extend(found.into_iter().map(|listed| (listed.id(), listed)));
    }
    let find = |found: store::FindRow| {
        let listed = listed.get(&found.listing)?.clone();
        let store::FindRow { search, search_name, found_at, is_new, .. } = found;
        Some(Find { search, search_name, listed, found_at, is_new })
    };
    Ok(rows.into_iter().filter_map(find).collect())
}

/// Those of some finds that the reader finds now.
pub(super) fn still_listed(
    conn: &mut Conn,
    kind: SearchKind,
    view: View,
    listings: &[ListingId],
) -> Result<Vec<Listed>, StorageError> {
    match kind {
        SearchKind::Offers => {
            let ids: Vec<OfferId> = listings.iter().map(|id| OfferId::from_uuid(*id.as_uuid())).collect();
            let found = catalogue::published(conn, view, &ids)?.into_iter();
            Ok(found.map(|offer| Listed::Offer(Box::new(offer))).collect())
        }
        SearchKind::Needs => {
            let ids: Vec<NeedId> = listings.iter().map(|id| NeedId::from_uuid(*id.as_uuid())).collect();
            let found = needs::published(conn, view, &ids)?.into_iter();
            Ok(found.map(|need| Listed::Need(Box::new(need))).collect())
        }
    }
}

/// The name of the search that a link in a mail stops.
pub fn search_of_secret(conn: &mut Conn, secret: &str) -> Result<String, AlertError> {
    Ok(store::by_secret(conn, secret)?.ok_or(AlertError::NotFound)?.name)
}

/// Searches whose time has come, each with the offers or needs that fit it and were published since it looked last. One that cannot
/// be read finds nothing, so that it keeps nobody else waiting.
pub fn look(
    conn: &mut Conn,
    shelf: &NeedShelf,
    now: Instant,
    most: i64,
) -> Result<Vec<(SavedSearchId, Vec<Fresh>)>, StorageError> {
    let mut looked = Vec::new();
    for Due { id, body, filter, since } in store::due(conn, now, most)? {
        let found = match filter {
            Ok(SearchFilter::Offers(filter)) => {
                new_since(conn, shelf.catalogue(), (body, *filter), since, now)?
            }
            Ok(SearchFilter::Needs(filter)) => {
                let view = View::of(Some(body), london::date(now));
                let new = shelf.new_since(&filter, view, since).into_iter();
                let fresh = |(id, distance): (NeedId, _)| Fresh {
                    listing: ListingId::from_uuid(*id.as_uuid()),
                    distance,
                };
                new.map(fresh).collect()
            }
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
        found.extend(fresh.map(|offer| Fresh {
            listing: ListingId::from_uuid(*offer.id.as_uuid()),
            distance: shelf.distance(from, offer.body),
        }));
        let is_over = !has_opened && !page.items.last().is_some_and(|offer| is_published(offer));
        if is_over || page.next_cursor().is_none() {
            break;
        }
    }
    Ok(found)
}
