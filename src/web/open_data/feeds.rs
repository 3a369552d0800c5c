//! Feeds of the newest offers: of all, of one service and of one region.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use super::atom::Feed;
use super::fresh;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::FoundOffer;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::{CatalogueError, browse, queries};
use crate::kernel::{PageRequest, london};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::urls;

/// How many offers a feed holds.
const NEWEST: u32 = 50;
const MIME: &str = "application/atom+xml; charset=utf-8";

/// Which offers a feed is of, and what it is called.
struct Subject {
    title: String,
    path: String,
    page: String,
    filter: CatalogueFilter,
}

/// `GET /feeds/offers`
pub(super) async fn all(cx: Cx, request: HttpRequest) -> WebResult<HttpResponse> {
    answer(&cx, &request, |_| {
        Some(Subject {
            title: "New offers".to_owned(),
            path: urls::open_data::FEED.to_owned(),
            page: urls::catalogue::FIND.to_owned(),
            filter: CatalogueFilter::default(),
        })
    })
    .await
}

/// `GET /feeds/services/{code}`
pub(super) async fn service(
    cx: Cx,
    request: HttpRequest,
    code: web::Path<String>,
) -> WebResult<HttpResponse> {
    answer(&cx, &request, move |shelf| {
        let mut services = shelf.families().iter().flat_map(|family| &family.services);
        let service = services.find(|service| service.code == *code)?;
        Some(Subject {
            title: format!("New offers: {}", service.name),
            path: urls::open_data::feed_of_service(&service.code),
            page: urls::browse::service(&service.code),
            filter: CatalogueFilter { service: Some(service.code.clone()), ..CatalogueFilter::default() },
        })
    })
    .await
}

/// `GET /feeds/regions/{slug}`
pub(super) async fn region(cx: Cx, request: HttpRequest, slug: web::Path<String>) -> WebResult<HttpResponse> {
    let now = cx.now();
    answer(&cx, &request, move |shelf| {
        let regions = browse::regions(shelf, now);
        let (region, _) = regions.into_iter().find(|(region, _)| region.slug() == *slug)?;
        Some(Subject {
            title: format!("New offers in {}", region.name),
            path: urls::open_data::feed_of_region(&region.slug()),
            page: urls::browse::region(&region.slug()),
            filter: CatalogueFilter { region: Some(region.name), ..CatalogueFilter::default() },
        })
    })
    .await
}

async fn answer(
    cx: &Cx,
    request: &HttpRequest,
    subject: impl FnOnce(&Shelf) -> Option<Subject> + Send + 'static,
) -> WebResult<HttpResponse> {
    let (shelves, today) = (Arc::clone(&cx.app().shelves), london::date(cx.now()));
    let found: Option<(Subject, Vec<FoundOffer>)> = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            let Some(subject) = subject(&shelf) else { return Ok(None) };
            let filter = CatalogueFilter { sort: Some(Sort::Newest), ..subject.filter.clone() };
            let found =
                queries::find(conn, &shelf, &filter, View::public(today), PageRequest::first(NEWEST))?;
            Ok::<_, CatalogueError>(Some((subject, found.page.items)))
        })
        .await?;
    let (subject, offers) = found.ok_or(WebError::NotFound)?;
    let feed = Feed {
        title: subject.title,
        base_url: &cx.app().settings.base_url,
        path: subject.path,
        page: subject.page,
        offers: &offers,
    };
    Ok(fresh::answer(request, MIME, feed.xml()))
}
