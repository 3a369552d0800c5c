//! Signing in, one's account, one's colleagues, API tokens and the audit trail.

mod account;
pub(super) mod api;
mod audit_trail;
mod invitations;
mod our_body;
mod people;
mod reset_password;
mod sign_in;
mod tokens;
mod views;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls;
use crate::access::CapabilityKind as C;

pub(super) use api::Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = account_routes();
    routes.extend(people_routes());
    routes.extend(body_routes());
    routes.extend(api::routes());
    routes
}

fn account_routes() -> Vec<RouteSpec> {
    vec![
        get(urls::SIGN_IN, Guard::Public, || web::get().to(sign_in::form)),
        post(urls::SIGN_IN, Guard::Public, || web::post().to(sign_in::submit)),
        post(urls::SIGN_OUT, Guard::SignedIn, || web::post().to(sign_in::sign_out)),
        get(urls::RESET_PASSWORD, Guard::Public, || web::get().to(reset_password::ask)),
        post(urls::RESET_PASSWORD, Guard::Public, || web::post().to(reset_password::submit)),
        get("/reset-password/{secret}", Guard::Link, || web::get().to(reset_password::choose)),
        post("/reset-password/{secret}", Guard::Link, || web::post().to(reset_password::set)),
        get("/invitations/{secret}", Guard::Link, || web::get().to(invitations::open)),
        post("/invitations/{secret}", Guard::Link, || web::post().to(invitations::accept)),
        get(urls::ACCOUNT, Guard::SignedIn, || web::get().to(account::show)),
        post(urls::SIGN_OUT_EVERYWHERE, Guard::SignedIn, || web::post().to(account::sign_out_everywhere)),
        post("/account/sessions/{id}/end", Guard::SignedIn, || web::post().to(account::end_session)),
        get(urls::ACTING_BODY, Guard::SignedIn, || web::get().to(account::bodies)),
        post(urls::ACTING_BODY, Guard::SignedIn, || web::post().to(account::choose_body)),
    ]
}

fn people_routes() -> Vec<RouteSpec> {
    const MANAGE: Guard = Guard::Member(C::ManagePeople);
    vec![
        get(urls::PEOPLE, Guard::Member(C::ReadBody), || web::get().to(people::list)),
        get(urls::PEOPLE_CSV, Guard::Member(C::ReadBody), || web::get().to(people::download)),
        get(urls::INVITE, MANAGE, || web::get().to(people::invite::form)),
        post(urls::INVITE, MANAGE, || web::post().to(people::invite::submit)),
        post("/our-body/people/invitations/{id}/withdraw", MANAGE, || {
            web::post().to(people::invite::withdraw)
        }),
        get("/our-body/people/{id}", MANAGE, || web::get().to(people::roles::form)),
        post("/our-body/people/{id}", MANAGE, || web::post().to(people::roles::change)),
        get("/our-body/people/{id}/remove", MANAGE, || web::get().to(people::roles::confirm_remove)),
        post("/our-body/people/{id}/remove", MANAGE, || web::post().to(people::roles::remove)),
    ]
}

fn body_routes() -> Vec<RouteSpec> {
    const TOKENS: Guard = Guard::Member(C::ManageTokens);
    vec![
        get(urls::OUR_BODY, Guard::Member(C::ReadBody), || web::get().to(our_body::show)),
        get(urls::TOKENS, TOKENS, || web::get().to(tokens::list)),
        get(urls::NEW_TOKEN, TOKENS, || web::get().to(tokens::form)),
        post(urls::NEW_TOKEN, TOKENS, || web::post().to(tokens::create)),
        get("/our-body/tokens/{id}/revoke", TOKENS, || web::get().to(tokens::confirm_revoke)),
        post("/our-body/tokens/{id}/revoke", TOKENS, || web::post().to(tokens::revoke)),
        get(urls::AUDIT, Guard::Member(C::ReadAudit), || web::get().to(audit_trail::list)),
        get(urls::AUDIT_CSV, Guard::Member(C::ReadAudit), || web::get().to(audit_trail::download)),
    ]
}
