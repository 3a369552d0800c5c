//! What pages and programs read of saved searches.

use std::collections::BTreeMap;

use super::commands::owner;
use super::error::AlertError;
use super::model::{Find, FindFilter, FoundTogether, Listed, SavedSearch, ShortlistMail, Stop};
use super::store::{self, FindRow, settings};
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::audience::View;
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::{ListingId, NeedId, OfferId, SavedSearchId};
use crate::kernel::{Instant, Page, PageRequest, london};
use crate::needs::queries as needs;
use crate::storage::{Conn, StorageError};

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

/// One page of what the member's searches have found and is still to be found, each listing once, the latest find first.
pub fn finds(
    conn: &mut Conn,
    by: &Member<ManageNeeds>,
    filter: FindFilter,
    page: PageRequest,
    now: Instant,
) -> Result<Page<FoundTogether>, StorageError> {
    let (rows, total) = store::finds(conn, owner(by), filter, page)?;
    let ids: Vec<ListingId> = rows.iter().filter_map(|found| Some(found.first()?.listing)).collect();
    let mut listed = still_listed(conn, View::of(Some(by.body()), london::date(now)), &ids)?;
    let together = |found: Vec<FindRow>| {
        let listed = listed.remove(&found.first()?.listing)?;
        let finds = found.into_iter().map(|row| Find {
            search: row.search,
            search_name: row.search_name,
            news: row.news,
            before_version: row.before_version,
            found_at: row.found_at,
            is_new: row.is_new,
        });
        Some(FoundTogether { finds: finds.collect(), listed })
    };
    // What has closed to the member's body meanwhile is counted with the others: nothing of it is told.
    Ok(Page::new(rows.into_iter().filter_map(together).collect(), page, total))
}

/// Those of some finds that the reader finds now.
pub(super) fn still_listed(
    conn: &mut Conn,
    view: View,
    listings: &[ListingId],
) -> Result<BTreeMap<ListingId, Listed>, StorageError> {
    let offers: Vec<OfferId> = listings.iter().map(|id| OfferId::from_uuid(*id.as_uuid())).collect();
    let offers = catalogue::published(conn, view, &offers)?;
    let mut listed: BTreeMap<ListingId, Listed> =
        offers.into_iter().map(|offer| Listed::Offer(Box::new(offer))).map(|one| (one.id(), one)).collect();
    // What is no offer is a need, if anything.
    let rest = listings.iter().filter(|id| !listed.contains_key(id));
    let open: Vec<NeedId> = rest.map(|id| NeedId::from_uuid(*id.as_uuid())).collect();
    let open = needs::published(conn, view, &open)?;
    listed.extend(open.into_iter().map(|need| Listed::Need(Box::new(need))).map(|one| (one.id(), one)));
    Ok(listed)
}

/// Whether the member gets mail when an offer on a shortlist changes.
pub fn shortlist_mail(conn: &mut Conn, by: &Member<ManageNeeds>) -> Result<ShortlistMail, StorageError> {
    settings::shortlist_mail(conn, owner(by))
}

/// What a link in a mail stops: the name of the search, where it is one search's.
pub fn stopped_by(conn: &mut Conn, what: Stop, secret: &str) -> Result<Option<String>, AlertError> {
    match what {
        Stop::Search => Ok(Some(store::by_secret(conn, secret)?.ok_or(AlertError::NotFound)?.name)),
        Stop::All | Stop::Shortlists => {
            settings::owner(conn, secret)?.ok_or(AlertError::NotFound)?;
            Ok(None)
        }
    }
}
