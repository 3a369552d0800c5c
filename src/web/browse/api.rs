//! The catalogue by service, by region and on the map, for programs.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};

use super::api_shapes::{
    BrowseFamily, BrowseMonth, BrowsePrices, BrowseRegion, BrowseRegionItem, BrowseRegionService,
    BrowseService, BrowseServiceItem, BrowseUnit, Counts, MapBody, MapFree, MapJson,
};
use crate::catalogue::{CatalogueError, browse};
use crate::kernel::FieldError;
use crate::storage::StorageError;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get};

#[derive(OpenApi)]
#[openapi(
    paths(services, service, regions, region, map),
    components(schemas(
        BrowseFamily,
        BrowseMonth,
        BrowsePrices,
        BrowseRegion,
        BrowseRegionItem,
        BrowseRegionService,
        BrowseService,
        BrowseServiceItem,
        BrowseUnit,
        Counts,
        MapBody,
        MapFree,
        MapJson,
    ))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/browse/services", Guard::Public, || web::get().to(services)),
        get("/api/v1/browse/services/{code}", Guard::Public, || web::get().to(service)),
        get("/api/v1/browse/regions", Guard::Public, || web::get().to(regions)),
        get("/api/v1/browse/regions/{slug}", Guard::Public, || web::get().to(region)),
        get("/api/v1/map", Guard::Public, || web::get().to(map)),
    ]
}

/// Every service, by family, and how much of it is offered
#[utoipa::path(
    get, path = "/browse/services", tag = "Browse", responses((status = 200, body = Vec<BrowseFamily>)),
)]
async fn services(cx: Cx) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let families = cx
        .read(move |conn| Ok::<_, StorageError>(browse::family_rows(&*shelves.current(conn)?, view, now)))
        .await?;
    Ok(HttpResponse::Ok().json(families.into_iter().map(BrowseFamily::from).collect::<Vec<_>>()))
}

/// One service: what is free by unit and month, prices, and where
#[utoipa::path(
    get, path = "/browse/services/{code}", tag = "Browse",
    params(("code" = String, Path, description = "The code of a service, such as `PAY-01`.")),
    responses((status = 200, body = BrowseService), (status = 404, body = Problem)),
)]
async fn service(cx: Cx, code: web::Path<String>) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let page = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        browse::service(conn, &shelf, &code, view, now)
    });
    Ok(HttpResponse::Ok().json(BrowseService::from(page.await?)))
}

/// Every region that has a body, and how much is offered there
#[utoipa::path(
    get, path = "/browse/regions", tag = "Browse", responses((status = 200, body = Vec<BrowseRegionItem>)),
)]
async fn regions(cx: Cx) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let regions = cx
        .read(move |conn| Ok::<_, StorageError>(browse::regions(&*shelves.current(conn)?, view, now)))
        .await?;
    Ok(HttpResponse::Ok().json(regions.into_iter().map(BrowseRegionItem::from).collect::<Vec<_>>()))
}

/// One region: which services are offered there, what is free and what it costs
#[utoipa::path(
    get, path = "/browse/regions/{slug}", tag = "Browse",
    params(("slug" = String, Path, description = "How the list of regions names it, such as `north-west`.")),
    responses((status = 200, body = BrowseRegion), (status = 404, body = Problem)),
)]
async fn region(cx: Cx, slug: web::Path<String>) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let page = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        browse::region(conn, &shelf, &slug, view, now)
    });
    Ok(HttpResponse::Ok().json(BrowseRegion::from(page.await?)))
}

/// Which part of the map is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct MapParameters {
    /// The code of a family, such as `IT`; every family unless told.
    #[param(max_length = 20)]
    family: Option<String>,
}

/// The bodies that offer something, where they are and what they have free
#[utoipa::path(
    get, path = "/map", tag = "Browse", params(MapParameters),
    responses((status = 200, body = MapJson), (status = 422, body = Problem)),
)]
async fn map(cx: Cx, query: web::Query<MapParameters>) -> WebResult<HttpResponse> {
    let (shelves, view, now) = (Arc::clone(&cx.app().shelves), cx.view(), cx.now());
    let family = query.into_inner().family;
    let regions = cx.read(move |conn| {
        let shelf = shelves.current(conn)?;
        let known = |code: &String| shelf.families().iter().any(|family| family.code == *code);
        if family.as_ref().is_some_and(|code| !known(code)) {
            return Ok(None);
        }
        Ok::<_, CatalogueError>(Some(browse::map(conn, &shelf, family.as_deref(), view, now)?))
    });
    let unknown =
        || WebError::Invalid(FieldError::unknown("family", "Choose a family of the taxonomy").into());
    Ok(HttpResponse::Ok().json(MapJson::of(regions.await?.ok_or_else(unknown)?)))
}
