//! Many offers or needs at once: upload, columns, dry run, load, and the same as files to download.

mod api;
mod api_shapes;
mod check;
mod columns;
mod files;
mod loading;
mod past;
mod upload;
mod views;
mod waiting;

use actix_web::web;

pub(super) use api::Api;
pub(super) use past::PastUploadApi;
pub(super) use waiting::waiting;

use super::routes::{Guard, RouteSpec, get, post};
use crate::access::CapabilityKind as C;
use crate::catalogue::OfferDraft;
use crate::needs::NeedDraft;

const READ: Guard = Guard::Member(C::ReadBody);
const OFFERS: Guard = Guard::Member(C::ManageOffers);
const NEEDS: Guard = Guard::Member(C::ManageNeeds);

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = offer_routes();
    routes.extend(need_routes());
    routes.extend(api::routes());
    routes.extend(past::routes());
    routes
}

fn offer_routes() -> Vec<RouteSpec> {
    vec![
        get("/offers/upload", OFFERS, || web::get().to(upload::choose::<OfferDraft>)),
        post("/offers/upload", OFFERS, || web::post().to(upload::send::<OfferDraft>)),
        get("/offers/uploads", OFFERS, || web::get().to(past::list::<OfferDraft>)),
        get("/offers/uploads/{id}", OFFERS, || web::get().to(check::show::<OfferDraft>)),
        get("/offers/uploads/{id}/columns", OFFERS, || web::get().to(columns::ask::<OfferDraft>)),
        post("/offers/uploads/{id}/columns", OFFERS, || web::post().to(columns::choose::<OfferDraft>)),
        post("/offers/uploads/{id}/load", OFFERS, || web::post().to(check::load::<OfferDraft>)),
        post("/offers/uploads/{id}/discard", OFFERS, || web::post().to(check::discard::<OfferDraft>)),
        get("/offers/uploads/{id}/bad-rows.csv", OFFERS, || web::get().to(files::bad_rows::<OfferDraft>)),
        get("/offers/template.csv", READ, || web::get().to(files::template_csv::<OfferDraft>)),
        get("/offers/template.xlsx", READ, || web::get().to(files::template_xlsx::<OfferDraft>)),
        get("/offers/all.csv", READ, || web::get().to(files::all_csv::<OfferDraft>)),
        get("/offers/all.xlsx", READ, || web::get().to(files::all_xlsx::<OfferDraft>)),
    ]
}

fn need_routes() -> Vec<RouteSpec> {
    vec![
        get("/needs/upload", NEEDS, || web::get().to(upload::choose::<NeedDraft>)),
        post("/needs/upload", NEEDS, || web::post().to(upload::send::<NeedDraft>)),
        get("/needs/uploads", NEEDS, || web::get().to(past::list::<NeedDraft>)),
        get("/needs/uploads/{id}", NEEDS, || web::get().to(check::show::<NeedDraft>)),
        get("/needs/uploads/{id}/columns", NEEDS, || web::get().to(columns::ask::<NeedDraft>)),
        post("/needs/uploads/{id}/columns", NEEDS, || web::post().to(columns::choose::<NeedDraft>)),
        post("/needs/uploads/{id}/load", NEEDS, || web::post().to(check::load::<NeedDraft>)),
        post("/needs/uploads/{id}/discard", NEEDS, || web::post().to(check::discard::<NeedDraft>)),
        get("/needs/uploads/{id}/bad-rows.csv", NEEDS, || web::get().to(files::bad_rows::<NeedDraft>)),
        get("/needs/template.csv", READ, || web::get().to(files::template_csv::<NeedDraft>)),
        get("/needs/template.xlsx", READ, || web::get().to(files::template_xlsx::<NeedDraft>)),
        get("/needs/all.csv", READ, || web::get().to(files::all_csv::<NeedDraft>)),
        get("/needs/all.xlsx", READ, || web::get().to(files::all_xlsx::<NeedDraft>)),
    ]
}
