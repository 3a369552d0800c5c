//! Monthly returns, and how a leg does against its service levels.

mod answer;
mod api;
mod api_shapes;
mod list;
mod performance;
mod returns;
mod send;
mod views;

use actix_web::web;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone};
use super::urls;
use super::urls::service_levels as addresses;
use crate::access::CapabilityKind as C;
use crate::access::capability::ManageService;
use crate::kernel::london;
use crate::service_levels::queries::{self, LegMonth, Stage};

pub(super) use api::Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = vec![
        get(addresses::RETURNS, Guard::Member(C::ReadBody), || web::get().to(list::list)),
        get(addresses::RETURNS_CSV, Guard::Member(C::ReadBody), || web::get().to(list::csv)),
        get("/returns/{id}", Guard::Member(C::ReadBody), || web::get().to(returns::show)),
        get("/returns/{id}/answer", Guard::Member(C::ManageService), || web::get().to(answer::form)),
        post("/returns/{id}/answer", Guard::Member(C::ManageService), || web::post().to(answer::submit)),
        get("/returns/{id}/accept", Guard::Member(C::ManageService), || {
            web::get().to(answer::confirm_accept)
        }),
        post("/returns/{id}/accept", Guard::Member(C::ManageService), || web::post().to(answer::accept)),
        get("/returns/{id}/correct", Guard::Member(C::ManageService), || web::get().to(send::correct_form)),
        post("/returns/{id}/correct", Guard::Member(C::ManageService), || web::post().to(send::correct)),
        get("/legs/{leg}/returns/{month}", Guard::Member(C::ManageService), || web::get().to(send::form)),
        post("/legs/{leg}/returns/{month}", Guard::Member(C::ManageService), || web::post().to(send::submit)),
        get("/legs/{leg}/performance", Guard::Member(C::ReadBody), || web::get().to(performance::show)),
        get("/legs/{leg}/performance/csv", Guard::Member(C::ReadBody), || web::get().to(performance::csv)),
    ];
    routes.extend(api::routes());
    routes
}

/// What waits for whoever is looking, the oldest month first.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageService>() else { return Ok(vec![]) };
    let today = london::month(cx.now());
    let rows = cx.read(move |conn| queries::waiting(conn, member.body(), today)).await?;
    Ok(rows.iter().take(20).map(todo).collect())
}

fn todo(row: &LegMonth) -> TodoItem {
    let (action, tone) = match row.stage {
        Stage::Disputed => (format!("Answer the dispute about {}", row.month), Tone::Bad),
        Stage::Submitted => (format!("Answer the return for {}", row.month), Tone::Warn),
        _ => (format!("Send the return for {}", row.month), Tone::Warn),
    };
    TodoItem {
        href: row
            .sent
            .map_or_else(|| addresses::new_return(row.leg.id, row.month), urls::service_levels::one),
        action,
        about: format!("of {}, {}", row.leg.service_name, row.partner()),
        detail: Some(format!("Agreement {}, {}", row.leg.agreement_reference, row.leg.agreement_title)),
        tag: Some((tone, row.stage.label().to_owned())),
    }
}
