//! Saved searches and what they found.

mod api;
mod pages;
mod views;

use actix_web::web;

pub(super) use api::Api;

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
        get(urls::LIST, own, || web::get().to(pages::list)),
        post(urls::LIST, own, || web::post().to(pages::save)),
        get(urls::NEW, own, || web::get().to(pages::begin)),
        post(urls::SEEN, own, || web::post().to(pages::seen)),
        get("/alerts/stop/{secret}", Guard::Link, || web::get().to(pages::ask_stop)),
        post("/alerts/stop/{secret}", Guard::Link, || web::post().to(pages::stop)),
        get("/alerts/{id}", own, || web::get().to(pages::edit)),
        post("/alerts/{id}", own, || web::post().to(pages::change)),
        get("/alerts/{id}/delete", own, || web::get().to(pages::ask_delete)),
        post("/alerts/{id}/delete", own, || web::post().to(pages::delete)),
    ];
    routes.extend(api::routes());
    routes
}

/// What the searches of whoever is looking have found that they have not looked at.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let Ok(member) = cx.credential().member::<ManageNeeds>() else { return Ok(vec![]) };
    let saved = cx.read(move |conn| queries::saved(conn, &member)).await?;
    let with_news = saved.into_iter().filter(|search| search.unseen > 0);
    Ok(with_news
        .map(|search| TodoItem {
            href: urls::LIST.to_owned(),
            action: format!("See {}", views::new(search.unseen, Some(search.kind))),
            about: format!("that your search “{}” has found", search.name),
            detail: None,
            tag: Some((Tone::Plain, "Saved search".into())),
        })
        .collect())
}
