//! What anybody may take away: the catalogue as a file, feeds of what is new, and what search engines ask for. Nothing
//! here knows who is asking, so nothing here can show more than a visitor sees.

mod about;
mod atom;
mod csv;
mod feeds;
mod fresh;
mod robots;
mod sitemap;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get};
use super::urls::open_data as urls;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get(urls::ABOUT, Guard::Public, || web::get().to(about::page)),
        get(urls::CATALOGUE_CSV, Guard::Public, || web::get().to(csv::catalogue)),
        get(urls::FEED, Guard::Public, || web::get().to(feeds::all)),
        get("/feeds/services/{code}", Guard::Public, || web::get().to(feeds::service)),
        get("/feeds/regions/{slug}", Guard::Public, || web::get().to(feeds::region)),
        get(urls::NEEDS_FEED, Guard::Public, || web::get().to(feeds::needs)),
        get("/feeds/needs/services/{code}", Guard::Public, || web::get().to(feeds::needs_of_service)),
        get("/feeds/needs/regions/{slug}", Guard::Public, || web::get().to(feeds::needs_of_region)),
        get(urls::ROBOTS, Guard::Public, || web::get().to(robots::robots)),
        get(urls::SITEMAP, Guard::Public, || web::get().to(sitemap::index)),
        get("/sitemaps/{name}", Guard::Public, || web::get().to(sitemap::part)),
    ]
}
