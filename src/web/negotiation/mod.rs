//! Enquiries and proposals.

mod answer_need;
mod answer_views;
pub(super) mod api;
mod api_answers;
pub(super) mod api_enquiries;
mod api_model;
mod api_terms;
mod enquiries;
mod enquiry_views;
pub(super) mod exchange;
mod fields;
mod form_views;
mod leg_form;
mod list_views;
mod need_enquiries;
mod pricing_views;
mod proposals;
pub(super) mod public_answers;
mod steps;
mod talk_links;
mod views;
mod waiting;
mod write;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls::negotiation as at;
use crate::access::CapabilityKind as C;

pub(super) use answer_views::{answers, meet_at_once};
pub(super) use api_answers::AnswerApi;
pub(super) use api_model::PartyJson;
pub(super) use need_enquiries::NeedEnquiryApi;
pub(super) use talk_links::{TalkAbout, talk_links};
pub(super) use waiting::waiting;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = enquiry_routes();
    routes.extend(proposal_routes());
    routes.extend(answer_need::routes());
    routes.extend(need_enquiries::routes());
    routes.extend(public_answers::routes());
    routes.extend(api_enquiries::routes());
    routes.extend(api::routes());
    routes.extend(api_answers::routes());
    routes
}

fn enquiry_routes() -> Vec<RouteSpec> {
    vec![
        get("/offers/{id}/enquire", Guard::Member(C::Enquire), || web::get().to(enquiries::form)),
        post("/offers/{id}/enquire", Guard::Member(C::Enquire), || web::post().to(enquiries::enquire)),
        get(at::ENQUIRIES, Guard::Member(C::ReadBody), || web::get().to(enquiries::list)),
        get("/enquiries/{id}", Guard::Member(C::ReadBody), || web::get().to(enquiries::show)),
        post("/enquiries/{id}/ask", Guard::Member(C::Enquire), || web::post().to(enquiries::ask)),
        post("/enquiries/{id}/answer", Guard::Member(C::ManageOffers), || web::post().to(enquiries::answer)),
        post("/enquiries/{id}/close", Guard::Member(C::Enquire), || web::post().to(enquiries::close)),
        get("/enquiries/{id}/propose", Guard::Member(C::Negotiate), || web::get().to(write::from_enquiry)),
        post("/enquiries/{id}/propose", Guard::Member(C::Negotiate), || {
            web::post().to(write::submit_from_enquiry)
        }),
    ]
}

fn proposal_routes() -> Vec<RouteSpec> {
    vec![
        get("/offers/{id}/propose", Guard::Member(C::Negotiate), || web::get().to(write::from_offer)),
        post("/offers/{id}/propose", Guard::Member(C::Negotiate), || {
            web::post().to(write::submit_from_offer)
        }),
        get(at::PROPOSALS, Guard::Member(C::ReadBody), || web::get().to(proposals::list)),
        get(at::PROPOSALS_CSV, Guard::Member(C::ReadBody), || web::get().to(proposals::csv)),
        get("/proposals/{id}", Guard::Member(C::ReadBody), || web::get().to(proposals::show)),
        get("/proposals/{id}/versions/{number}", Guard::Member(C::ReadBody), || {
            web::get().to(proposals::version)
        }),
        get("/proposals/{id}/edit", Guard::Member(C::Negotiate), || web::get().to(write::edit)),
        post("/proposals/{id}/edit", Guard::Member(C::Negotiate), || web::post().to(write::submit_edit)),
        get("/proposals/{id}/counter", Guard::Member(C::Negotiate), || web::get().to(write::counter)),
        post("/proposals/{id}/counter", Guard::Member(C::Negotiate), || {
            web::post().to(write::submit_counter)
        }),
        get("/proposals/{id}/agree", Guard::Member(C::Negotiate), || web::get().to(steps::confirm_agree)),
        post("/proposals/{id}/agree", Guard::Member(C::Negotiate), || web::post().to(steps::agree)),
        get("/proposals/{id}/decline", Guard::Member(C::Negotiate), || web::get().to(steps::confirm_decline)),
        post("/proposals/{id}/decline", Guard::Member(C::Negotiate), || web::post().to(steps::decline)),
        get("/proposals/{id}/withdraw", Guard::Member(C::Negotiate), || {
            web::get().to(steps::confirm_withdraw)
        }),
        post("/proposals/{id}/withdraw", Guard::Member(C::Negotiate), || web::post().to(steps::withdraw)),
    ]
}
