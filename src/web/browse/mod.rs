//! The catalogue for leafing through: by service, by region and on the map. For everybody, signed in or not.

mod api;
mod api_shapes;
mod map;
mod map_views;
mod region_views;
mod regions;
mod service_views;
mod services;
mod words;

use actix_web::web;

pub(super) use api::Api;

use super::routes::{Guard, RouteSpec, get};
use super::urls::browse as urls;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = vec![
        get(urls::SERVICES, Guard::Public, || web::get().to(services::index)),
        get("/browse/services/{code}", Guard::Public, || web::get().to(services::one)),
        get(urls::REGIONS, Guard::Public, || web::get().to(regions::index)),
        get("/browse/regions/{slug}", Guard::Public, || web::get().to(regions::one)),
        get(urls::MAP, Guard::Public, || web::get().to(map::page)),
    ];
    routes.extend(api::routes());
    routes
}
