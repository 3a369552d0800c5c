//! Feeds of the newest offers and needs: of all, of one service and of one region.

use std::cmp::Reverse;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;

use super::atom::{Entry, Feed};
use super::fresh;
use crate::catalogue::audience::View;
use crate::catalogue::browse::NamedRegion;
use crate::catalogue::filter::{CatalogueFilter, Sort};
use crate::catalogue::model::Service;
use crate::catalogue::shelf::{OpenOffer, Shelf};
use crate::catalogue::{browse, queries};
use crate::kernel::ids::OfferId;
use crate::kernel::{Instant, PageRequest, london};
use crate::needs::filter::NeedFilter;
use crate::needs::queries::latest_public;
use crate::needs::shelf::NeedShelf;
use crate::storage::{Conn, StorageError};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::urls::{self, open_data as at};

/// How many of them a feed holds.
const NEWEST: u32 = 50;
const MOST: usize = NEWEST as usize;
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
    let (shelves, today) = (Arc::clone(&cx.app().need_shelves), london::date(cx.now()));
    let found: Option<(Part, Vec<Entry>)> = cx
        .read(move |conn| {
            let needs = shelves.current(conn)?;
            let shelf = needs.catalogue();
            let Some(part) = part(shelf) else { return Ok(None) };
            let entries = match kind {
                Kind::Offers => offers_of(conn, shelf, &part, today)?,
                Kind::Needs => needs_in(conn, &needs, &part, today)?,
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
        style: cx.app().assets.href("feed"),
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
    let view = View::public(today);
    let mut found = queries::find(conn, shelf, &filter, view, PageRequest::first(NEWEST))?.page.items;
    let late = queries::published(conn, view, &opened_late(shelf, part, today))?;
    found.extend(late.into_iter().map(Arc::new));
    found.sort_by_key(|offer| (Reverse(offer.public_since()), offer.id));
    found.dedup_by_key(|offer| offer.id);
    Ok(found.into_iter().take(MOST).map(|offer| Entry::from(Arc::unwrap_or_clone(offer))).collect())
}

/// Offers that opened to everybody on a day after they were published are new on that day: the latest of them, which need
/// not be among those published last.
fn opened_late(shelf: &Shelf, part: &Part, today: NaiveDate) -> Vec<OfferId> {
    let (service, region) = (part.service_code(), part.region_name());
    let is_meant = |offer: &OpenOffer<'_>| {
        service.as_ref().is_none_or(|code| offer.service == code)
            && region.as_ref().is_none_or(|name| offer.body.region == *name)
    };
    let mut late: Vec<OpenOffer<'_>> = shelf.opened_late(today).filter(is_meant).collect();
    late.sort_by_key(|offer| (Reverse(offer.public_since), offer.id));
    late.into_iter().take(MOST).map(|offer| offer.id).collect()
}

fn needs_in(
    conn: &mut Conn,
    needs: &NeedShelf,
    part: &Part,
    today: NaiveDate,
) -> Result<Vec<Entry>, StorageError> {
    let filter =
        NeedFilter { service: part.service_code(), region: part.region_name(), ..NeedFilter::default() };
    let found = latest_public(conn, needs, &filter, today, MOST)?;
    Ok(found.into_iter().map(Entry::from).collect())
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
