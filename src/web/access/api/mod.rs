//! The JSON twins of people, invitations, tokens and the audit trail. Sessions, sign-in and passwords have none: they
//! are for people, and a program has its token.

mod audit;
mod invitations;
mod me;
mod people;
mod tokens;
mod words;

use actix_web::web;
use utoipa::OpenApi;

use crate::access::CapabilityKind as C;
use crate::web::routes::{Guard, RouteSpec, delete, get, post, put};

#[derive(OpenApi)]
#[openapi(
    paths(
        me::me,
        people::list,
        people::change_roles,
        people::remove,
        invitations::list,
        invitations::invite,
        invitations::withdraw,
        tokens::list,
        tokens::create,
        tokens::revoke,
        audit::list,
    ),
    tags((
        name = "Access",
        description = "Who acts for the token's body, with which roles; its tokens; its audit trail. Signing in, \
                       sessions and passwords are for people only, and so is accepting an invitation.",
    )),
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    const PEOPLE: Guard = Guard::Member(C::ManagePeople);
    const TOKENS: Guard = Guard::Member(C::ManageTokens);
    vec![
        get("/api/v1/me", Guard::Member(C::ReadBody), || web::get().to(me::me)),
        get("/api/v1/people", Guard::Member(C::ReadBody), || web::get().to(people::list)),
        put("/api/v1/people/{id}/roles", PEOPLE, || web::put().to(people::change_roles)),
        delete("/api/v1/people/{id}", PEOPLE, || web::delete().to(people::remove)),
        get("/api/v1/invitations", PEOPLE, || web::get().to(invitations::list)),
        post("/api/v1/invitations", PEOPLE, || web::post().to(invitations::invite)),
        delete("/api/v1/invitations/{id}", PEOPLE, || web::delete().to(invitations::withdraw)),
        get("/api/v1/tokens", TOKENS, || web::get().to(tokens::list)),
        post("/api/v1/tokens", TOKENS, || web::post().to(tokens::create)),
        delete("/api/v1/tokens/{id}", TOKENS, || web::delete().to(tokens::revoke)),
        get("/api/v1/audit", Guard::Member(C::ReadAudit), || web::get().to(audit::list)),
    ]
}
