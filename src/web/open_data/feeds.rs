//! Feeds of the newest offers and needs: of all, of one service and of one region.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;

use super::atom::{Entry, Feed};
use super::fresh;
use crate::catalogue::audience::View;
use crate::catalogue::browse::NamedRegion;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::Service;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::{browse, queries};
use crate::kernel::{Instant, PageRequest, london};
use crate::needs::filter::NeedFilter;
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::urls::{self, open_data as at};

/// How many of them a feed holds.
const NEWEST: u32 = 50;
const MIME: &str = "application/atom+xml; charset=utf-8";

/// What a feed tells of.
#[derive(Clone, Copy)]
enum Kind {
    Offers,
    Needs,
}

/// The part of them that it tells of.
enum Part {
    All,
    Service(Service),
    Region(NamedRegion),
}

/// `GET /feeds/offers`
pub(super) async fn all(cx: Cx, request: HttpRequest) -> WebResult<HttpResponse> {
    answer(&cx, &request, Kind::Offers, |_| Some(Part::All)).await
}

/// `GET /feeds/services/{code}`
pub(super) async fn service(
    cx: Cx,
    request: HttpRequest,
    code: web::Path<String>,
) -> WebResult<HttpResponse> {
    answer(&cx, &request, Kind::Offers, move |shelf| service_of(shelf, &code)).await
}

/// `GET /feeds/regions/{slug}`
pub(super) async fn region(cx: Cx, request: HttpRequest, slug: web::Path<String>) -> WebResult<HttpResponse> {
    let now = cx.now();
    answer(&cx, &request, Kind::Offers, move |shelf| region_of(shelf, &slug, now)).await
}

/// `GET /feeds/needs`
pub(super) async fn needs(cx: Cx, request: HttpRequest) -> WebResult<HttpResponse> {
    answer(&cx, &request, Kind::Needs, |_| Some(Part::All)).await
}

/// `GET /feeds/needs/services/{code}`
pub(super) async fn needs_of_service(
    cx: Cx,
    request: HttpRequest,
    code: web::Path<String>,
) -> WebResult<HttpResponse> {
    answer(&cx, &request, Kind::Needs, move |shelf| service_of(shelf, &code)).await
}

/// `GET /feeds/needs/regions/{slug}`
pub(super) async fn needs_of_region(
    cx: Cx,
    request: HttpRequest,
    slug: web::Path<String>,
) -> WebResult<HttpResponse> {
    let now = cx.now();
    answer(&cx, &request, Kind::Needs, move |shelf| region_of(shelf, &slug, now)).await
}

fn service_of(shelf: &Shelf, code: &str) -> Option<Part> {
    let mut services = shelf.families().iter().flat_map(|family| &family.services);
    services.find(|service| service.code == code).cloned().map(Part::Service)
}

fn region_of(shelf: &Shelf, slug: &str, now: Instant) -> Option<Part> {
    let regions = browse::regions(shelf, View::public(london::date(now)), now);
    regions.into_iter().find(|(region, _)| region.slug() == slug).map(|(region, _)| Part::Region(region))
}

async fn answer(
    cx: &Cx,
    request: &HttpRequest,
    kind: Kind,
    part: impl FnOnce(&Shelf) -> Option<Part> + Send + 'static,
) -> WebResult<HttpResponse> {
    let (shelves, today) = (Arc::clone(&cx.app().shelves), london::date(cx.now()));
    let found: Option<(Part, Vec<Entry>)> = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            let Some(part) = part(&shelf) else { return Ok(None) };
            let entries = match kind {
                Kind::Offers => offers_of(conn, &shelf, &part, today)?,
                Kind::Needs => needs_in(conn, &part)?,
            };
            Ok::<_, StorageError>(Some((part, entries)))
        })
        .await?;
    let (part, entries) = found.ok_or(WebError::NotFound)?;
    let feed = Feed {
        title: part.title(kind),
        base_url: &cx.app().settings.base_url,
        path: part.path(kind),
        page: part.page(kind),
        entries: &entries,
    };
    Ok(fresh::answer(request, MIME, feed.xml()))
}

fn offers_of(
    conn: &mut Conn,
    shelf: &Shelf,
    part: &Part,
    today: NaiveDate,
) -> Result<Vec<Entry>, StorageError> {
    let filter = CatalogueFilter {
        service: part.service_code(),
        region: part.region_name(),
        sort: Some(Sort::Newest),
        ..CatalogueFilter::default()
    };
    let found = queries::find(conn, shelf, &filter, View::public(today), PageRequest::first(NEWEST))?;
    Ok(found.page.items.into_iter().map(Entry::from).collect())
}

fn needs_in(conn: &mut Conn, part: &Part) -> Result<Vec<Entry>, StorageError> {
    let filter =
        NeedFilter { service: part.service_code(), region: part.region_name(), ..NeedFilter::default() };
    let found = crate::needs::queries::find(conn, &filter, PageRequest::first(NEWEST))?;
    Ok(found.items.into_iter().map(Entry::from).collect())
}

impl Part {
    fn service_code(&self) -> Option<String> {
        match self {
            Self::Service(service) => Some(service.code.clone()),
            Self::All | Self::Region(_) => None,
        }
    }

    fn region_name(&self) -> Option<String> {
        match self {
            Self::Region(region) => Some(region.name.clone()),
            Self::All | Self::Service(_) => None,
        }
    }

    fn title(&self, kind: Kind) -> String {
        let what = match kind {
            Kind::Offers => "New offers",
            Kind::Needs => "New needs",
        };
        match self {
            Self::All => what.to_owned(),
            Self::Service(service) => format!("{what}: {}", service.name),
            Self::Region(region) => format!("{what} in {}", region.name),
        }
    }

    fn path(&self, kind: Kind) -> String {
        match (self, kind) {
            (Self::All, Kind::Offers) => at::FEED.to_owned(),
            (Self::All, Kind::Needs) => at::NEEDS_FEED.to_owned(),
            (Self::Service(service), Kind::Offers) => at::feed_of_service(&service.code),
            (Self::Service(service), Kind::Needs) => at::needs_feed_of_service(&service.code),
            (Self::Region(region), Kind::Offers) => at::feed_of_region(&region.slug()),
            (Self::Region(region), Kind::Needs) => at::needs_feed_of_region(&region.slug()),
        }
    }

    /// The page that says the same to people.
    fn page(&self, kind: Kind) -> String {
        match (self, kind) {
            (Self::All, Kind::Offers) => urls::catalogue::FIND.to_owned(),
            (Self::All, Kind::Needs) => urls::needs::FIND.to_owned(),
            (Self::Service(service), Kind::Offers) => urls::browse::service(&service.code),
            (Self::Service(service), Kind::Needs) => urls::needs::find_with("service", &service.code),
            (Self::Region(region), Kind::Offers) => urls::browse::region(&region.slug()),
            (Self::Region(region), Kind::Needs) => urls::needs::find_with("region", &region.name),
        }
    }
}
