//! Signing, agreements, and the public check of a signed text.

pub(super) mod api;
mod api_publication;
mod check;
mod happened;
mod list;
mod publication;
mod publication_views;
mod show;
mod sign;
mod views;
mod waiting;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls::agreements as at;
use crate::access::CapabilityKind as C;

pub(super) use api_publication::PublicationApi;
pub(super) use publication_views::table as public_table;
pub(super) use waiting::waiting;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = vec![
        get("/proposals/{id}/sign", Guard::Member(C::ReadBody), || web::get().to(sign::form)),
        post("/proposals/{id}/sign", Guard::Member(C::Sign), || web::post().to(sign::submit)),
        get("/proposals/{id}/text", Guard::Member(C::ReadBody), || web::get().to(sign::text)),
        get(at::LIST, Guard::Member(C::ReadBody), || web::get().to(list::list)),
        get(at::LIST_CSV, Guard::Member(C::ReadBody), || web::get().to(list::csv)),
        get(at::CHECK, Guard::Public, || web::get().to(check::form)),
        post(at::CHECK, Guard::Public, || web::post().to(check::submit)),
        get("/agreements/{id}", Guard::Member(C::ReadBody), || web::get().to(show::show)),
        get("/agreements/{id}/text", Guard::Member(C::ReadBody), || web::get().to(show::text)),
        get("/agreements/{id}/publication", Guard::Member(C::ReadBody), || web::get().to(publication::form)),
        post("/agreements/{id}/publication", Guard::Member(C::Sign), || web::post().to(publication::agree)),
        post("/agreements/{id}/publication/take-back", Guard::Member(C::Sign), || {
            web::post().to(publication::take_back)
        }),
    ];
    routes.extend(api::routes());
    routes.extend(api_publication::routes());
    routes
}
