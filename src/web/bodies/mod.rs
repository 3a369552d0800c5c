//! Bodies: finding one, its page, claiming it, and the operator's part in that.

mod api;
mod claim;
mod claim_views;
mod list;
mod list_query;
mod list_views;
mod needs;
mod network;
mod offers;
mod operator;
mod operator_bodies;
mod operator_views;
mod public_agreements;
mod record;
mod show;
mod show_views;
mod standing;

use actix_web::web;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::TodoItem;
use super::urls;

pub(super) use api::Api;
pub(super) use network::PartnersApi;
pub(super) use public_agreements::PublicAgreementApi;
pub(super) use record::RecordApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = vec![
        get(urls::bodies::LIST, Guard::Public, || web::get().to(list::list)),
        get(urls::bodies::CSV, Guard::Public, || web::get().to(list::csv)),
        get("/bodies/{id}", Guard::Public, || web::get().to(show::show)),
        get("/bodies/{id}/claim", Guard::Public, || web::get().to(claim::form)),
        post("/bodies/{id}/claim", Guard::Public, || web::post().to(claim::submit)),
        get("/claims/{secret}", Guard::Link, || web::get().to(claim::open)),
        post("/claims/{secret}", Guard::Link, || web::post().to(claim::prove)),
    ];
    routes.extend(operator_routes());
    routes.extend(api::routes());
    routes.extend(network::routes());
    routes.extend(public_agreements::routes());
    routes.extend(record::routes());
    routes
}

fn operator_routes() -> Vec<RouteSpec> {
    vec![
        get(urls::bodies::CLAIMS, Guard::Operator, || web::get().to(operator::list)),
        get("/operator/claims/{id}", Guard::Operator, || web::get().to(operator::show)),
        post("/operator/claims/{id}/approve", Guard::Operator, || web::post().to(operator::approve)),
        post("/operator/claims/{id}/refuse", Guard::Operator, || web::post().to(operator::refuse)),
        get("/operator/bodies/{id}", Guard::Operator, || web::get().to(operator_bodies::show)),
        post("/operator/bodies/{id}/domains", Guard::Operator, || {
            web::post().to(operator_bodies::add_domain)
        }),
        get("/operator/bodies/{id}/domains/remove", Guard::Operator, || {
            web::get().to(operator_bodies::confirm_remove_domain)
        }),
        post("/operator/bodies/{id}/domains/remove", Guard::Operator, || {
            web::post().to(operator_bodies::remove_domain)
        }),
        get("/operator/bodies/{id}/verify", Guard::Operator, || {
            web::get().to(operator_bodies::confirm_verify)
        }),
        post("/operator/bodies/{id}/verify", Guard::Operator, || web::post().to(operator_bodies::verify)),
    ]
}

/// What waits for whoever is looking, the most urgent first: for the operator, claims.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    operator::waiting(cx).await
}

/// How many claims wait for an operator; none for anybody else.
pub(super) async fn claims_to_decide(cx: &Cx) -> WebResult<i64> {
    operator::to_decide(cx).await
}
