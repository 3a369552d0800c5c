//! Why this offer and not the others: everything that a justification says, as a page, a document, a table and for
//! programs.

use std::sync::Arc;

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};

use super::justification_views as views;
use super::search_of::pairs;
use super::shortlist::{Shortlist, open};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::access::queries::names;
use crate::catalogue::Shelves;
use crate::catalogue::audience::View;
use crate::catalogue::filter::CatalogueFilter;
use crate::catalogue::price_for_me::VatAssumptions;
use crate::catalogue::queries as catalogue;
use crate::catalogue::reader::usual_profile;
use crate::catalogue::shelf::Shelf;
use crate::kernel::ids::{NeedId, PersonId};
use crate::kernel::{Instant, london};
use crate::needs::evidence::Evidence;
use crate::needs::shortlist::TakenOff;
use crate::needs::{NeedError, queries};
use crate::storage::{Conn, StorageError};
use crate::web::answer;
use crate::web::catalogue::{FindQuery, Names, search_in_words};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// Everything that a justification says.
pub(super) struct Justification {
    pub(super) list: Shortlist,
    /// For each offer of the list, in its order.
    pub(super) evidence: Vec<Evidence>,
    pub(super) taken_off: Vec<TakenOff>,
    pub(super) searched: Option<Searched>,
    /// What is assumed of the VAT that the body recovers, if its kind is known.
    pub(super) vat: Option<VatAssumptions>,
}

/// What the catalogue was searched for, and how many offers it had on the day on which that is told.
pub(super) struct Searched {
    pub(super) choices: Vec<String>,
    pub(super) fitting: i64,
    pub(super) of_service: i64,
}

/// The justification of a need of the member's own body.
pub(super) async fn of(cx: &Cx, member: Member<ReadBody>, id: NeedId) -> WebResult<Justification> {
    let (shelves, now) = (Arc::clone(&cx.app().shelves), cx.now());
    cx.read(move |conn| gather(conn, &shelves, &member, id, now)).await
}

fn gather(
    conn: &mut Conn,
    shelves: &Arc<Shelves>,
    member: &Member<ReadBody>,
    id: NeedId,
    now: Instant,
) -> Result<Justification, NeedError> {
    let shelf = shelves.current(conn)?;
    let mut list = open(conn, member, id)?;
    let taken_off = queries::taken_off(conn, member, id)?;
    let people: Vec<PersonId> = taken_off.iter().filter_map(|item| item.by).collect();
    list.names.extend(names(conn, &people)?);
    let body = list.need.body;
    let vat = shelf.body(body).map(|body| VatAssumptions::of(usual_profile(body.kind)));
    let evidence = list
        .items
        .iter()
        .map(|item| Evidence::of(list.content(), item, shelf.distance(body, item.body), vat))
        .collect();
    let searched = searched(conn, &shelf, &list, now)?;
    Ok(Justification { list, evidence, taken_off, searched, vat })
}

/// The search that the need amounts to; nothing of a need that is not published.
fn searched(
    conn: &mut Conn,
    shelf: &Shelf,
    list: &Shortlist,
    now: Instant,
) -> Result<Option<Searched>, StorageError> {
    let Some(content) = list.content() else { return Ok(None) };
    let pairs = pairs(content, london::month(now));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let query = FindQuery::of(&query);
    let asked = query.asked(shelf, Some(list.need.body));
    let view = View::of(Some(list.need.body), london::date(now));
    let service =
        CatalogueFilter { service: Some(content.service_code.clone()), ..CatalogueFilter::default() };
    let (families, near) = (shelf.families(), Some(list.need.body_name.as_str()));
    let names = Names { families, near, size: asked.filter.size };
    Ok(Some(Searched {
        choices: search_in_words(&query, &names),
        fitting: catalogue::count(conn, shelf, &asked.filter, view)?,
        of_service: catalogue::count(conn, shelf, &service, view)?,
    }))
}

/// `GET /needs/{id}/justification`
pub(super) async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let justification = of(&cx, member, *id).await?;
    Ok(cx.page("Justification", views::page(&cx, &justification)))
}

/// `GET /needs/{id}/justification.html`
pub(super) async fn download(
    cx: Cx,
    member: Member<ReadBody>,
    id: web::Path<NeedId>,
) -> WebResult<HttpResponse> {
    let justification = of(&cx, member, *id).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"justification.html\""))
        .body(views::document(&cx, &justification).into_string()))
}

/// `GET /needs/{id}/shortlist.csv`
pub(super) async fn csv(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let justification = of(&cx, member, *id).await?;
    let list = &justification.list;
    let rows = list
        .items
        .iter()
        .zip(&justification.evidence)
        .map(|(item, evidence)| views::csv_row(list, item, evidence));
    Ok(answer::csv("shortlist", &views::CSV_HEADER, rows))
}
