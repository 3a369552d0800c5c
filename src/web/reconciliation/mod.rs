//! Ledger extracts, supplier names, matching and statements.

mod api;
mod files;
mod loading;
mod names;
mod statements;
mod views;
mod waiting;
mod workbench;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls::reconciliation as urls;
use crate::access::CapabilityKind as C;

pub(in crate::web) use api::Api;
pub(super) use waiting::waiting;

const READ: Guard = Guard::Member(C::ReadBody);
const FINANCE: Guard = Guard::Member(C::ManageFinance);

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = ledger_routes();
    routes.extend(statement_routes());
    routes.extend(api::routes());
    routes
}

fn ledger_routes() -> Vec<RouteSpec> {
    vec![
        get(urls::LEDGER, READ, || web::get().to(files::list)),
        post(urls::LEDGER, FINANCE, || web::post().to(files::upload)),
        get("/finance/ledger/files/{id}", READ, || web::get().to(files::show)),
        get("/finance/ledger/files/{id}/bad-rows.csv", READ, || web::get().to(files::bad_rows)),
        get("/finance/ledger/files/{id}/columns", FINANCE, || web::get().to(files::columns)),
        post("/finance/ledger/files/{id}/columns", FINANCE, || web::post().to(files::choose_columns)),
        post("/finance/ledger/files/{id}/load", FINANCE, || web::post().to(files::load)),
        post("/finance/ledger/files/{id}/discard", FINANCE, || web::post().to(files::discard)),
        get(urls::NAMES, FINANCE, || web::get().to(names::list)),
        post(urls::NAMES, FINANCE, || web::post().to(names::decide_ticked)),
        get(urls::DECIDE_NAME, FINANCE, || web::get().to(names::one)),
        post(urls::DECIDE_NAME, FINANCE, || web::post().to(names::decide)),
        get(urls::MATCHING, READ, || web::get().to(workbench::show)),
        post(urls::MATCHING, FINANCE, || web::post().to(workbench::run)),
        get("/finance/ledger/matching.csv", READ, || web::get().to(workbench::csv)),
        get("/finance/ledger/matches/{id}/undo", FINANCE, || web::get().to(workbench::confirm_undo)),
        post("/finance/ledger/matches/{id}/undo", FINANCE, || web::post().to(workbench::undo)),
    ]
}

fn statement_routes() -> Vec<RouteSpec> {
    vec![
        get(urls::STATEMENTS, READ, || web::get().to(statements::list)),
        post(urls::STATEMENTS, FINANCE, || web::post().to(statements::send)),
        get(urls::NEW_STATEMENT, FINANCE, || web::get().to(statements::new)),
        get("/finance/ledger/statements/{id}", READ, || web::get().to(statements::show)),
        get("/finance/ledger/statements/{id}/lines.csv", READ, || web::get().to(statements::csv)),
        get("/finance/ledger/statements/{id}/answer", FINANCE, || web::get().to(statements::answer_form)),
        post("/finance/ledger/statements/{id}/answer", FINANCE, || web::post().to(statements::answer)),
    ]
}
