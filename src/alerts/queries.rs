//! What pages and programs read of saved searches.

use std::collections::BTreeMap;

use super::commands::owner;
use super::error::AlertError;
use super::model::{Find, FindFilter, FoundTogether, SavedSearch, ShortlistMail, Stop};
use super::store::{self, FindRow, settings};
use crate::access::Member;
use crate::access::capability::ManageNeeds;
use crate::catalogue::audience::View;
use crate::catalogue::model::FoundOffer;
use crate::catalogue::queries as catalogue;
use crate::kernel::ids::{OfferId, SavedSearchId};
use crate::kernel::{Instant, Page, PageRequest, london};
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

/// One page of what the member's searches have found and is still in the catalogue, each offer once, the latest find first.
pub fn finds(
    conn: &mut Conn,
    by: &Member<ManageNeeds>,
    filter: FindFilter,
    page: PageRequest,
    now: Instant,
) -> Result<Page<FoundTogether>, StorageError> {
    let (rows, total) = store::finds(conn, owner(by), filter, page)?;
    let ids: Vec<OfferId> = rows.iter().filter_map(|found| Some(found.first()?.offer)).collect();
    let mut offers: BTreeMap<OfferId, FoundOffer> =
        catalogue::published(conn, View::of(Some(by.body()), london::date(now)), &ids)?
            .into_iter()
            .map(|offer| (offer.id, offer))
            .collect();
    let together = |found: Vec<FindRow>| {
        let offer = offers.remove(&found.first()?.offer)?;
        let finds = found.into_iter().map(|row| Find {
            search: row.search,
            search_name: row.search_name,
            news: row.news,
            before_version: row.before_version,
            found_at: row.found_at,
            is_new: row.is_new,
        });
        Some(FoundTogether { finds: finds.collect(), offer })
    };
    // What has closed to the member's body meanwhile is counted with the others: nothing of it is told.
    Ok(Page::new(rows.into_iter().filter_map(together).collect(), page, total))
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
