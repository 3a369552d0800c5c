//! Offers: listing one's own and finding others'.

mod api;
mod api_attachments;
mod api_bodies;
mod api_find_body;
mod api_offer_body;
mod api_offer_parts;
mod api_words;
mod attachment_file;
mod attachment_views;
mod attachments;
mod audience_views;
mod audience_words;
mod check;
mod compare;
mod deeds;
mod find;
mod find_asked;
mod find_labels;
mod find_panel;
mod find_query;
mod find_reader;
mod find_results;
mod find_views;
mod highlight;
mod listing;
mod listing_views;
mod offer_for_you;
mod offer_views;
mod offers;
mod reminders;
mod terms_views;
mod tier_views;
mod typed;
mod unit_cost;
mod whole_views;
mod whole_words;
mod words;

use actix_web::web;
use chrono::Days;

pub(super) use api::Api;
pub(super) use api_attachments::AttachmentApi;
pub(super) use find_query::FindQuery;
pub(super) use find_results::{found_item, newest_offers, offers_of_body};
pub(super) use highlight::{excerpt, marked};
pub(super) use listing_views::service_groups;
pub(super) use terms_views::reach_fields;
pub(super) use words::{asked as asked_in_words, asked_by, listed, price as price_in_words, price_of};

use super::context::Cx;
use super::error::WebResult;
use super::routes::{Guard, RouteSpec, get, post};
use super::ui::{TodoItem, Tone};
use super::urls::catalogue as urls;
use crate::access::CapabilityKind as C;
use crate::access::capability::{ManageOffers, ReadBody};
use crate::catalogue::OfferState;
use crate::catalogue::filter::OwnFilter;
use crate::catalogue::model::StaleOffer;
use crate::catalogue::queries;
use crate::catalogue::reminder_link::REMINDED_DAYS;
use crate::kernel::{PageRequest, london};
use crate::storage::StorageError;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    let mut routes = vec![
        get(urls::FIND, Guard::Public, || web::get().to(find::page)),
        get(urls::OUR_OFFERS, Guard::Member(C::ReadBody), || web::get().to(offers::list)),
        get(urls::OUR_OFFERS_CSV, Guard::Member(C::ReadBody), || web::get().to(offers::csv)),
        get(urls::NEW_OFFER, manage, || web::get().to(listing::begin)),
        post(urls::NEW_OFFER, manage, || web::post().to(listing::start)),
        get(urls::UNIT_COST, manage, || web::get().to(unit_cost::page)),
        post(urls::UNIT_COST, manage, || web::post().to(unit_cost::work_out)),
        get("/offers/{id}", Guard::Public, || web::get().to(offers::show)),
        get("/offers/{id}/versions/{number}", Guard::Public, || web::get().to(offers::version)),
        get("/offers/{id}/edit", manage, || web::get().to(listing::go_on)),
        get("/offers/{id}/edit/{step}", manage, || web::get().to(listing::step)),
        post("/offers/{id}/edit/{step}", manage, || web::post().to(listing::save)),
        get("/offers/{id}/check", manage, || web::get().to(check::show)),
        post("/offers/{id}/publish", manage, || web::post().to(check::publish)),
        get("/offers/{id}/pause", manage, || web::get().to(deeds::ask_pause)),
        post("/offers/{id}/pause", manage, || web::post().to(deeds::pause)),
        get("/offers/{id}/withdraw", manage, || web::get().to(deeds::ask_withdraw)),
        post("/offers/{id}/withdraw", manage, || web::post().to(deeds::withdraw)),
        get("/offers/{id}/delete", manage, || web::get().to(deeds::ask_delete)),
        post("/offers/{id}/delete", manage, || web::post().to(deeds::delete)),
        get("/offers/{id}/confirm", manage, || web::get().to(deeds::ask_confirm)),
        post("/offers/{id}/confirm", manage, || web::post().to(deeds::confirm)),
        get("/confirm-offer/{secret}", Guard::Link, || web::get().to(reminders::ask)),
        post("/confirm-offer/{secret}", Guard::Link, || web::post().to(reminders::confirm)),
        post("/offers/{id}/copy", manage, || web::post().to(deeds::copy)),
        get("/offers/{id}/discard-changes", manage, || web::get().to(deeds::ask_discard)),
        post("/offers/{id}/discard-changes", manage, || web::post().to(deeds::discard)),
    ];
    routes.extend(attachments::mount());
    routes.extend(compare::mount());
    routes.extend(api::routes());
    routes.extend(api_attachments::routes());
    routes
}

/// What whoever is looking has to do for the offers of their body: confirm those that expire, finish those begun.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let credential = cx.credential();
    let (Ok(_), Ok(reader)) = (credential.member::<ManageOffers>(), credential.member::<ReadBody>()) else {
        return Ok(vec![]);
    };
    let soon = london::date(cx.now()).checked_add_days(Days::new(REMINDED_DAYS)).unwrap_or_default();
    let (drafts, stale) = cx
        .read(move |conn| {
            let drafts = OwnFilter { state: Some(OfferState::Draft), ..OwnFilter::default() };
            let drafts = queries::own_offers(conn, &reader, &drafts, PageRequest::first(5))?;
            Ok::<_, StorageError>((drafts, queries::to_confirm(conn, &reader, soon)?))
        })
        .await?;
    let item = |offer: crate::catalogue::model::OwnOffer| TodoItem {
        href: urls::go_on_offer(offer.id),
        action: format!("Finish “{}”", words::title(&offer.title)),
        about: "and publish it".into(),
        detail: Some(offer.service_name),
        tag: Some((Tone::Plain, OfferState::Draft.label().into())),
    };
    let to_confirm = |offer: StaleOffer| TodoItem {
        href: urls::confirm_offer(offer.id),
        action: format!("Confirm “{}”", offer.title),
        about: "that it is still true".into(),
        detail: Some(match offer.state {
            OfferState::Expired => "It has left the catalogue".to_owned(),
            _ => format!("It expires after {}", london::long_date(offer.fresh_until)),
        }),
        tag: Some((words::tone(offer.state), offer.state.label().into())),
    };
    Ok(stale.into_iter().map(to_confirm).chain(drafts.items.into_iter().map(item)).collect())
}
