//! Offers: listing one's own and finding others'.

mod api;
mod api_bodies;
mod api_offer_body;
mod api_words;
mod check;
mod deeds;
mod find;
mod find_query;
mod find_views;
mod highlight;
mod listing;
mod listing_views;
mod offer_views;
mod offers;
mod terms_views;
mod typed;
mod words;

use actix_web::web;

pub(super) use api::Api;
pub(super) use find_views::offers_of_body;

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone};
use super::urls::catalogue as urls;
use crate::access::CapabilityKind as C;
use crate::access::capability::{ManageOffers, ReadBody};
use crate::catalogue::OfferState;
use crate::catalogue::filter::OwnFilter;
use crate::catalogue::queries;
use crate::kernel::PageRequest;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    let mut routes = vec![
        get(urls::FIND, Guard::Public, || web::get().to(find::page)),
        get(urls::OUR_OFFERS, Guard::Member(C::ReadBody), || web::get().to(offers::list)),
        get(urls::OUR_OFFERS_CSV, Guard::Member(C::ReadBody), || web::get().to(offers::csv)),
        get(urls::NEW_OFFER, manage, || web::get().to(listing::begin)),
        post(urls::NEW_OFFER, manage, || web::post().to(listing::start)),
        get("/offers/{id}", Guard::Public, || web::get().to(offers::show)),
        get("/offers/{id}/versions/{number}", Guard::Public, || web::get().to(offers::version)),
        get("/offers/{id}/edit/{step}", manage, || web::get().to(listing::step)),
        post("/offers/{id}/edit/{step}", manage, || web::post().to(listing::save)),
        get("/offers/{id}/check", manage, || web::get().to(check::show)),
        post("/offers/{id}/publish", manage, || web::post().to(check::publish)),
        get("/offers/{id}/pause", manage, || web::get().to(deeds::ask_pause)),
        post("/offers/{id}/pause", manage, || web::post().to(deeds::pause)),
        get("/offers/{id}/withdraw", manage, || web::get().to(deeds::ask_withdraw)),
        post("/offers/{id}/withdraw", manage, || web::post().to(deeds::withdraw)),
        post("/offers/{id}/copy", manage, || web::post().to(deeds::copy)),
        get("/offers/{id}/discard-changes", manage, || web::get().to(deeds::ask_discard)),
        post("/offers/{id}/discard-changes", manage, || web::post().to(deeds::discard)),
    ];
    routes.extend(api::routes());
    routes
}

/// The offers that whoever is looking has begun and not published.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let credential = cx.credential();
    let (Ok(_), Ok(reader)) = (credential.member::<ManageOffers>(), credential.member::<ReadBody>()) else {
        return Ok(vec![]);
    };
    let drafts = OwnFilter { state: Some(OfferState::Draft), ..OwnFilter::default() };
    let drafts =
        cx.read(move |conn| queries::own_offers(conn, &reader, &drafts, PageRequest::first(5))).await?;
    let item = |offer: crate::catalogue::model::OwnOffer| TodoItem {
        href: urls::check_offer(offer.id),
        action: format!("Finish “{}”", words::title(&offer.title)),
        about: "and publish it".into(),
        detail: Some(offer.service_name),
        tag: Some((Tone::Plain, OfferState::Draft.label().into())),
    };
    Ok(drafts.items.into_iter().map(item).collect())
}
