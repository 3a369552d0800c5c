//! What others need: the open needs, searched and filtered, as a page and as a file.

use std::sync::Arc;

use actix_web::HttpResponse;

use super::find_query::{NeedQuery, NeedsAsked};
use super::find_views::{self as views, Found};
use super::words;
use crate::access::CapabilityKind;
use crate::catalogue::audience::View;
use crate::catalogue::shape::Size;
use crate::catalogue::shelf::ShelfBody;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors, Month, Rate, london};
use crate::needs::filter::{NeedFilter, Sort};
use crate::needs::model::FoundNeed;
use crate::needs::queries::{self, Findings};
use crate::needs::shelf::NeedShelf;
use crate::needs::{NeedError, NeedShelves};
use crate::storage::{Conn, StorageError};
use crate::web::answer;
use crate::web::catalogue::{MOST_NAMESAKES, WayOut, listed, meant};
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::metadata::About;
use crate::web::urls::{needs as urls, open_data};

/// `GET /catalogue/needs`
pub(super) async fn page(cx: Cx) -> WebResult<HttpResponse> {
    let (query, view) = (NeedQuery::of(cx.query()), cx.view());
    let shelves = Arc::clone(&cx.app().need_shelves);
    let found = match cx.read(move |conn| answer_of(conn, &shelves, query, view)).await? {
        Answer::Elsewhere(href) => return Ok(cx.see_other(&href)),
        Answer::Found(found) => *found,
    };
    let found = Found { may_keep: cx.credential().can(CapabilityKind::ManageNeeds), ..found };
    let about = About::new(
        urls::FIND,
        "What public bodies look for: services they need, how much of them, from when, and what they would give in return.",
    )
    .feed("New needs", open_data::NEEDS_FEED);
    Ok(cx.public_page("What others need", about, views::page(&found)))
}

/// What becomes of a search.
enum Answer {
    /// The body was named that was meant: the same search, with its id.
    Elsewhere(String),
    Found(Box<Found>),
}

fn answer_of(
    conn: &mut Conn,
    shelves: &NeedShelves,
    query: NeedQuery,
    view: View,
) -> Result<Answer, StorageError> {
    let shelf = shelves.current(conn)?;
    let catalogue = Arc::clone(shelf.catalogue());
    let typed = query.near_name.trim();
    let mut named: Vec<ShelfBody> = catalogue.bodies_named(typed, view.today).into_iter().cloned().collect();
    if let Some(id) = meant(&named, typed) {
        return Ok(Answer::Elsewhere(query.with_href("near", &id.to_string())));
    }
    let mut asked = query.asked(&catalogue, view.reader);
    if !typed.is_empty() && named.is_empty() {
        let message = format!("No body has “{typed}” in its name");
        asked.errors.push(FieldError::unknown("near_name", message));
    }
    let findings = queries::find(conn, &shelf, &asked.filter, view, query.page_request())?;
    let ways_out = match findings.page.total {
        0 => ways_out(&shelf, &query, &asked, &findings, view),
        _ => vec![],
    };
    let namesakes = named.len();
    named.truncate(MOST_NAMESAKES);
    Ok(Answer::Found(Box::new(Found {
        query,
        asked,
        findings,
        catalogue,
        ways_out,
        namesakes,
        named,
        this_month: Month::of(view.today),
        may_keep: false,
    })))
}

/// Where to go from a search that found nothing: each of its words and each of its choices left out.
fn ways_out(
    shelf: &NeedShelf,
    query: &NeedQuery,
    asked: &NeedsAsked,
    findings: &Findings,
    view: View,
) -> Vec<WayOut> {
    let words = queries::word_by_word(shelf, &asked.filter, &findings.searched, view).into_iter();
    let words = words.map(|word| WayOut::Word {
        without_href: query.with_words(&word.others).page_href(1),
        word: word.word,
        alone: word.alone,
        left: word.without,
    });
    let choices = query.filters().into_iter().map(|(name, value)| {
        let without = query.without(&name, &value).asked(shelf.catalogue(), view.reader);
        let left = shelf.count(&without.filter, view);
        WayOut::Choice { name, value, left }
    });
    words.chain(choices).collect()
}

/// What a program asks for, for everybody or for the body of whoever asks; or everything that is wrong with it.
pub(super) fn strictly(
    query: &NeedQuery,
    shelf: &NeedShelf,
    own: Option<BodyId>,
) -> Result<NeedFilter, FieldErrors> {
    let asked = query.asked(shelf.catalogue(), own);
    if asked.errors.is_empty() { Ok(asked.filter) } else { Err(asked.errors) }
}

/// Every column of the file, in order.
const COLUMNS: [&str; 24] = [
    "Need",
    "Body",
    "Region",
    "Service",
    "Title",
    "Unit",
    "Quantity a month",
    "First month",
    "Last month",
    "Would give",
    "Highest price",
    "What is needed",
    "Size",
    "Id",
    "Address",
    "Body id",
    "Family",
    "Service code",
    "Description",
    "Services given in return",
    "Standards a provider must meet",
    "Where providers can be",
    "Public since",
    "Kind of body",
];

/// `GET /catalogue/needs.csv`
pub(super) async fn csv(cx: Cx) -> WebResult<HttpResponse> {
    let query = NeedQuery::strictly(cx.query()).map_err(FieldErrors::from)?;
    let (shelves, today) = (Arc::clone(&cx.app().need_shelves), london::date(cx.now()));
    // The file is the same for everybody: it is for the body that its address names, never for the reader's own.
    let (shelf, needs) = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            let filter = strictly(&query, &shelf, None)?;
            let filter = NeedFilter { sort: filter.sort.or(Some(Sort::Newest)), ..filter };
            let view = View::public(today);
            let needs = every_page(|page| Ok(queries::find(conn, &shelf, &filter, view, page)?.page))?;
            Ok::<_, NeedError>((shelf, needs))
        })
        .await?;
    let base_url = &cx.app().settings.base_url;
    Ok(answer::csv("needs", &COLUMNS, needs.iter().map(|need| row(need, &shelf, base_url))))
}

fn row(need: &FoundNeed, shelf: &NeedShelf, base_url: &str) -> Vec<String> {
    let content = &need.content;
    let gives: Vec<&str> = content.gives.iter().map(|service| service.name.as_str()).collect();
    let kind = shelf.catalogue().body(need.body).map(|body| body.kind.as_str().to_owned());
    vec![
        need.id.to_string(),
        need.body_name.clone(),
        need.region.clone(),
        content.service_name.clone(),
        content.title.clone(),
        content.unit.clone(),
        content.quantity_per_month.plain(),
        content.first_month.iso(),
        content.last_month.iso(),
        words::pays(content.pays).to_owned(),
        content.highest_price.map(Rate::plain).unwrap_or_default(),
        content.shape.label().to_owned(),
        content.size.map(Size::describe).unwrap_or_default(),
        need.id.to_string(),
        format!("{base_url}{}", urls::need(need.id)),
        need.body.to_string(),
        content.family_name.clone(),
        content.service_code.clone(),
        content.description.clone(),
        gives.join("; "),
        listed(&content.assurances),
        content.reach.describe(),
        need.public_since().map(crate::kernel::Instant::to_rfc3339).unwrap_or_default(),
        kind.unwrap_or_default(),
    ]
}
