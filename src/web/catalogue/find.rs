//! The catalogue.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::find_query::FindQuery;
use super::find_views::{self as views, Found};
use crate::catalogue::queries;
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
    let found = found.await?;
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
    let (page, facets) = queries::find(conn, shelf, &filter, this_month, query.page_request())?;
    let (families, places) = (shelf.families().to_vec(), shelf.places().to_vec());
    let mut relaxed = Vec::new();
    if page.total == 0 {
        for (name, value) in query.filters() {
            let (filter, _) = query.without(&name, &value).filter();
            relaxed.push((name, value, queries::count(conn, shelf, &filter, this_month)?));
        }
    }
    Ok(Found { query, errors, page, facets, families, places, relaxed, this_month })
}
