//! The outbox on pages: what is stuck, for the operator, and every mail, in a demo where nobody has a mailbox.

mod demo;
mod operator;
mod views;

use actix_web::web;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::TodoItem;
use super::urls;

pub(super) use operator::home as operator_home;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get(urls::OPERATOR, Guard::Operator, || web::get().to(operator::show)),
        get(urls::OPERATOR_MAIL, Guard::Operator, || web::get().to(operator::mail)),
        post("/operator/mail/{id}/send-again", Guard::Operator, || web::post().to(operator::send_again)),
        get(urls::DEMO_MAIL, Guard::Demo, || web::get().to(demo::list)),
        get("/demo/mail/{id}", Guard::Demo, || web::get().to(demo::show)),
    ]
}

/// What waits for whoever is looking: for the operator, mail that is stuck.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    operator::waiting(cx).await
}
