//! The catalogue.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::find_query::FindQuery;
use super::find_views::{self as views, Found, WayOut};
use crate::access::CapabilityKind;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::queries::{self, Findings};
use crate::catalogue::shelf::Shelf;
use crate::kernel::{Month, london};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// `GET /catalogue`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let query = FindQuery::of(cx.query());
    let this_month = Month::of(london::date(cx.now()));
    let shelves = Arc::clone(&cx.app().shelves);
    let found = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        search(conn, &shelf, query, this_month)
    });
    let found = Found { may_keep: cx.credential().can(CapabilityKind::ManageNeeds), ..found.await? };
    let about = About::new(
        urls::catalogue::FIND,
        "What public bodies can spare, for cash or for a service in return: \
        searched, filtered and sorted by service, place, month and price.",
    )
    .feed("New offers", urls::open_data::FEED);
    Ok(cx.public_page("Find a service", about, views::page(&found)))
}

fn search(
    conn: &mut Conn,
    shelf: &Shelf,
    query: FindQuery,
    this_month: Month,
) -> Result<Found, StorageError> {
    let (filter, errors) = query.filter();
    let findings = queries::find(conn, shelf, &filter, this_month, query.page_request())?;
    let (families, places) = (Arc::clone(shelf.families()), Arc::clone(shelf.places()));
    let ways_out = if findings.page.total == 0 {
        ways_out(conn, shelf, &query, &filter, &findings, this_month)?
    } else {
        vec![]
    };
    Ok(Found { query, errors, findings, families, places, ways_out, this_month, may_keep: false })
}

/// Where to go from a search that found nothing: each of its words and each of its choices left out.
fn ways_out(
    conn: &mut Conn,
    shelf: &Shelf,
    query: &FindQuery,
    filter: &CatalogueFilter,
    findings: &Findings,
    this_month: Month,
) -> Result<Vec<WayOut>, StorageError> {
    let mut ways = Vec::new();
    for word in queries::word_by_word(conn, shelf, filter, &findings.searched, this_month)? {
        let without_href = query.with_words(&word.others).page_href(1);
        ways.push(WayOut::Word { word: word.word, alone: word.alone, without_href, left: word.without });
    }
    for (name, value) in query.filters() {
        let (filter, _) = query.without(&name, &value).filter();
        let left = queries::count(conn, shelf, &filter, this_month)?;
        ways.push(WayOut::Choice { name, value, left });
    }
    Ok(ways)
}
