//! Needs: listing one's own and finding others'.

mod api;
mod api_bodies;
mod api_shortlist;
mod check;
mod deeds;
mod find;
mod justification_views;
mod listing;
mod listing_views;
mod need_views;
mod own;
mod shortlist;
mod shortlist_views;
mod suggested_rings;
mod suggestions;
mod typed;
mod words;

use actix_web::web;

pub(super) use api::Api;
pub(super) use api_shortlist::ShortlistApi;
pub(super) use find::list as open_needs;
pub(super) use suggestions::SuggestionApi;
pub(super) use words::price_for;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone};
use super::urls::needs as urls;
use crate::access::CapabilityKind as C;
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::kernel::PageRequest;
use crate::needs::filter::OwnFilter;
use crate::needs::{NeedState, queries};

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageNeeds);
    let mut routes = vec![
        get(urls::FIND, Guard::Public, || web::get().to(find::page)),
        get(urls::FIND_CSV, Guard::Public, || web::get().to(find::csv)),
        get(urls::OUR_NEEDS, Guard::Member(C::ReadBody), || web::get().to(own::list)),
        get(urls::OUR_NEEDS_CSV, Guard::Member(C::ReadBody), || web::get().to(own::csv)),
        get(urls::NEW_NEED, manage, || web::get().to(listing::begin)),
        post(urls::NEW_NEED, manage, || web::post().to(listing::start)),
        get("/needs/{id}", Guard::Public, || web::get().to(own::show)),
        get("/needs/{id}/versions/{number}", Guard::Public, || web::get().to(own::version)),
        get("/needs/{id}/edit", manage, || web::get().to(listing::go_on)),
        get("/needs/{id}/edit/{step}", manage, || web::get().to(listing::step)),
        post("/needs/{id}/edit/{step}", manage, || web::post().to(listing::save)),
        get("/needs/{id}/check", manage, || web::get().to(check::show)),
        post("/needs/{id}/publish", manage, || web::post().to(check::publish)),
        get("/needs/{id}/meet", manage, || web::get().to(deeds::ask_meet)),
        post("/needs/{id}/meet", manage, || web::post().to(deeds::meet)),
        get("/needs/{id}/withdraw", manage, || web::get().to(deeds::ask_withdraw)),
        post("/needs/{id}/withdraw", manage, || web::post().to(deeds::withdraw)),
        get("/needs/{id}/delete", manage, || web::get().to(deeds::ask_delete)),
        post("/needs/{id}/delete", manage, || web::post().to(deeds::delete)),
        get("/needs/{id}/discard-changes", manage, || web::get().to(deeds::ask_discard)),
        post("/needs/{id}/discard-changes", manage, || web::post().to(deeds::discard)),
        get("/needs/{id}/shortlist", Guard::Member(C::ReadBody), || web::get().to(shortlist::show)),
        get("/needs/{id}/shortlist.csv", Guard::Member(C::ReadBody), || web::get().to(shortlist::csv)),
        get("/needs/{id}/shortlist/{offer}", manage, || web::get().to(shortlist::decide)),
        post("/needs/{id}/shortlist/{offer}", manage, || web::post().to(shortlist::note)),
        get("/needs/{id}/shortlist/{offer}/remove", manage, || web::get().to(shortlist::ask_remove)),
        post("/needs/{id}/shortlist/{offer}/remove", manage, || web::post().to(shortlist::remove)),
        get("/offers/{id}/shortlist", manage, || web::get().to(shortlist::choose)),
        post("/offers/{id}/shortlist", manage, || web::post().to(shortlist::add)),
        get("/needs/{id}/justification", Guard::Member(C::ReadBody), || web::get().to(shortlist::justify)),
        get("/needs/{id}/justification.html", Guard::Member(C::ReadBody), || {
            web::get().to(shortlist::download)
        }),
        post("/needs/{id}/copy", manage, || web::post().to(deeds::copy)),
    ];
    routes.extend(api::routes());
    routes.extend(api_shortlist::routes());
    routes.extend(suggestions::routes());
    routes
}

/// What whoever is looking has to do for the needs of their body: finish those begun, and decide on those that expired.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let credential = cx.credential();
    let (Ok(_), Ok(reader)) = (credential.member::<ManageNeeds>(), credential.member::<ReadBody>()) else {
        return Ok(vec![]);
    };
    let mut items = Vec::new();
    for (state, verb, about) in [
        (NeedState::Draft, "Finish", "and publish it"),
        (NeedState::Expired, "Decide on", "whose months are over"),
    ] {
        let by = reader.clone();
        let filter = OwnFilter { state: Some(state), ..OwnFilter::default() };
        let needs =
            cx.read(move |conn| queries::own_needs(conn, &by, &filter, PageRequest::first(5))).await?;
        items.extend(needs.items.into_iter().map(|need| TodoItem {
            href: if state == NeedState::Draft { urls::go_on(need.id) } else { urls::need(need.id) },
            action: format!("{verb} “{}”", words::title(&need.title)),
            about: about.into(),
            detail: Some(need.service_name),
            tag: Some((Tone::Plain, format!("Need, {}", state.label().to_lowercase()))),
        }));
    }
    Ok(items)
}
