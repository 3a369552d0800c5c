//! Closing months, invoices, statements of account and the in-kind account; and, in a demo, the clock that makes months
//! pass.

mod api;
mod api_shapes;
mod close;
mod demo_clock;
mod demo_clock_views;
mod finance;
mod in_kind;
mod invoice;
mod invoices;
mod invoices_form;
mod po_reference;
mod statement;
mod views;
mod waiting;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls;
use super::urls::charges as addresses;
use crate::access::CapabilityKind as C;

pub(super) use api::Api;
pub(super) use waiting::waiting;

pub(super) fn routes() -> Vec<RouteSpec> {
    let (read, manage) = (Guard::Member(C::ReadBody), Guard::Member(C::ManageFinance));
    let mut routes = vec![
        get(addresses::FINANCE, read, || web::get().to(finance::show)),
        get(addresses::INVOICES, read, || web::get().to(invoices::list)),
        get(addresses::INVOICES_CSV, read, || web::get().to(invoices::csv)),
        get("/finance/invoices/{id}", read, || web::get().to(invoice::show)),
        get("/finance/agreements/{id}/close/{month}", manage, || web::get().to(close::confirm)),
        post("/finance/agreements/{id}/close/{month}", manage, || web::post().to(close::submit)),
        get("/finance/agreements/{id}/statements/{month}", read, || web::get().to(statement::show)),
        get("/finance/agreements/{id}/statements/{month}/csv", read, || web::get().to(statement::csv)),
        get("/finance/agreements/{id}/in-kind", read, || web::get().to(in_kind::show)),
        get("/finance/agreements/{id}/in-kind/csv", read, || web::get().to(in_kind::csv)),
        get("/finance/legs/{id}/po-reference", manage, || web::get().to(po_reference::form)),
        post("/finance/legs/{id}/po-reference", manage, || web::post().to(po_reference::submit)),
        get(urls::DEMO_CLOCK, Guard::Demo, || web::get().to(demo_clock::show)),
        post(urls::DEMO_CLOCK, Guard::Demo, || web::post().to(demo_clock::advance)),
    ];
    routes.extend(api::routes());
    routes
}
