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

use actix_web::web;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone, plural};
use super::urls;
use super::urls::charges as addresses;
use crate::access::CapabilityKind as C;
use crate::access::capability::ManageFinance;
use crate::charges::queries::{self, MonthToClose};
use crate::kernel::london;

pub(super) use api::Api;

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

/// What waits for whoever is looking, the oldest month first: months of which something can be invoiced.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageFinance>() else { return Ok(vec![]) };
    let today = london::month(cx.now());
    let months = cx.read(move |conn| queries::months_to_close(conn, member.body(), today)).await?;
    Ok(months.iter().filter(|month| month.ready > 0).take(20).map(todo).collect())
}

fn todo(month: &MonthToClose) -> TodoItem {
    TodoItem {
        href: addresses::close(month.agreement, month.month),
        action: format!("Close {}", month.month),
        about: format!("of {}, with {}", month.title, month.partner),
        detail: Some(format!("{} ready", plural(month.ready, "invoice", "invoices"))),
        tag: Some((Tone::Warn, "To charge".to_owned())),
    }
}
