//! The catalogue.

use std::sync::Arc;

use actix_web::HttpResponse;
use chrono::NaiveDate;

use super::find_asked::Asked;
use super::find_near::meant;
use super::find_nothing::WayOut;
use super::find_query::FindQuery;
use super::find_views::{self as views, Found};
use crate::access::CapabilityKind;
use crate::catalogue::Shelves;
use crate::catalogue::audience::View;
use crate::catalogue::queries::{self, Findings};
use crate::catalogue::shelf::{Shelf, ShelfBody};
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, Month, london};
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls;

/// How many bodies are named to somebody who typed a part of a name.
pub(in crate::web) const MOST_NAMESAKES: usize = 20;

/// `GET /catalogue`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let query = FindQuery::of(cx.query());
    let (today, own) = (london::date(cx.now()), acting(&cx));
    let shelves = Arc::clone(&cx.app().shelves);
    let found = match cx.read(move |conn| answer(conn, &shelves, query, own, today)).await? {
        Answer::Elsewhere(href) => return Ok(cx.see_other(&href)),
        Answer::Found(found) => *found,
    };
    let found = Found { may_keep: cx.credential().can(CapabilityKind::ManageNeeds), ..found };
    let about = About::new(
        urls::catalogue::FIND,
        "What public bodies can spare, for cash or for a service in return: \
        searched, filtered and sorted by service, place, month and price.",
    )
    .feed("New offers", urls::open_data::FEED);
    Ok(cx.public_page("Find a service", about, views::page(&found)))
}

/// What becomes of a search.
enum Answer {
    /// The body was named that was meant: the same search, with its id.
    Elsewhere(String),
    Found(Box<Found>),
}

fn answer(
    conn: &mut Conn,
    shelves: &Arc<Shelves>,
    query: FindQuery,
    own: Option<BodyId>,
    today: NaiveDate,
) -> Result<Answer, StorageError> {
    let shelf = shelves.current(conn)?;
    let typed = query.near_name.trim();
    let named: Vec<ShelfBody> = shelf.bodies_named(typed, today).into_iter().cloned().collect();
    if let Some(id) = meant(&named, typed) {
        return Ok(Answer::Elsewhere(query.with_href(&[("near", &id.to_string())])));
    }
    let mut asked = query.asked(&shelf, own);
    if !typed.is_empty() && named.is_empty() {
        let message = format!("No body has “{typed}” in its name");
        asked.errors.push(FieldError::unknown("near_name", message));
    }
    let found = search(conn, shelves, &shelf, Search { query, asked, named, own, today })?;
    Ok(Answer::Found(Box::new(found)))
}

/// The body of whoever asks.
pub(super) fn acting(cx: &Cx) -> Option<BodyId> {
    cx.credential().acting().map(|acting| acting.body)
}

/// One reader's search.
struct Search {
    query: FindQuery,
    asked: Asked,
    /// The bodies that may have been meant by a name.
    named: Vec<ShelfBody>,
    own: Option<BodyId>,
    today: NaiveDate,
}

impl Search {
    const fn view(&self) -> View {
        View::of(self.own, self.today)
    }
}

fn search(conn: &mut Conn, shelves: &Shelves, shelf: &Shelf, search: Search) -> Result<Found, StorageError> {
    let page = search.query.page_request();
    let findings = shelves.find(conn, shelf, &search.asked.filter, search.view(), page)?;
    let ways_out = match findings.page.total {
        0 => ways_out(conn, shelf, &search, &findings)?,
        _ => vec![],
    };
    let view = search.view();
    let Search { query, asked, mut named, today, .. } = search;
    let namesakes = named.len();
    named.truncate(MOST_NAMESAKES);
    let picked = queries::published(conn, view, &query.picked())?;
    let (families, places) = (Arc::clone(shelf.families()), Arc::clone(shelf.places()));
    Ok(Found {
        query,
        asked,
        findings,
        families,
        places,
        ways_out,
        namesakes,
        named,
        this_month: Month::of(today),
        may_keep: false,
        picked,
    })
}

/// Where to go from a search that found nothing: each of its words and each of its choices left out.
fn ways_out(
    conn: &mut Conn,
    shelf: &Shelf,
    search: &Search,
    findings: &Findings,
) -> Result<Vec<WayOut>, StorageError> {
    let Search { query, asked, own, .. } = search;
    let mut ways = Vec::new();
    for word in queries::word_by_word(conn, shelf, &asked.filter, &findings.searched, search.view())? {
        let without_href = query.with_words(&word.others).page_href(1);
        ways.push(WayOut::Word { word: word.word, alone: word.alone, without_href, left: word.without });
    }
    for (name, value) in query.filters() {
        let without = query.without(&name, &value).asked(shelf, *own);
        let left = queries::count(conn, shelf, &without.filter, search.view())?;
        ways.push(WayOut::Choice { name, value, left });
    }
    Ok(ways)
}
