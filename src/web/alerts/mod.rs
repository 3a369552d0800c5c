//! Saved searches and what they found.

mod api;
mod api_finds;
mod finds;
mod pages;
mod stop;
mod views;

use actix_web::web;

pub(super) use api::{Api, SavedSearch};
pub(super) use api_finds::FindsApi;
pub(super) use pages::sought;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone};
use super::urls::alerts as urls;
use crate::access::CapabilityKind as C;
use crate::access::capability::ManageNeeds;
use crate::alerts::queries;

pub(super) fn routes() -> Vec<RouteSpec> {
    let own = Guard::Member(C::ManageNeeds);
    let mut routes = vec![
        get(urls::LIST, own, || web::get().to(finds::list)),
        post(urls::LIST, own, || web::post().to(pages::save)),
        get(urls::NEW, own, || web::get().to(pages::begin)),
        post(urls::SEEN, own, || web::post().to(finds::seen)),
        get(urls::FINDS_CSV, own, || web::get().to(finds::csv)),
        post(urls::SHORTLIST_MAIL, own, || web::post().to(finds::shortlist_mail)),
        get("/alerts/stop/all/{secret}", Guard::Link, || web::get().to(stop::ask_all)),
        post("/alerts/stop/all/{secret}", Guard::Link, || web::post().to(stop::all)),
        get("/alerts/stop/shortlists/{secret}", Guard::Link, || web::get().to(stop::ask_shortlists)),
        post("/alerts/stop/shortlists/{secret}", Guard::Link, || web::post().to(stop::shortlists)),
        get("/alerts/stop/{secret}", Guard::Link, || web::get().to(stop::ask_search)),
        post("/alerts/stop/{secret}", Guard::Link, || web::post().to(stop::search)),
        get("/alerts/{id}", own, || web::get().to(pages::edit)),
        post("/alerts/{id}", own, || web::post().to(pages::change)),
        get("/alerts/{id}/delete", own, || web::get().to(pages::ask_delete)),
        post("/alerts/{id}/delete", own, || web::post().to(pages::delete)),
    ];
    routes.extend(api::routes());
    routes.extend(api_finds::routes());
    routes
}

/// What the searches of whoever is looking have found that they have not looked at.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageNeeds>() else { return Ok(vec![]) };
    let saved = cx.read(move |conn| queries::saved(conn, &member)).await?;
    let with_news = saved.into_iter().filter(|search| search.unseen > 0);
    Ok(with_news
        .map(|search| TodoItem {
            href: urls::finds(Some(search.id), 1),
            action: format!("See {}", views::new(search.unseen, Some(search.kind))),
            about: format!("that your search “{}” has found", search.name),
            detail: None,
            tag: Some((Tone::Plain, "Saved search".into())),
        })
        .collect())
}
