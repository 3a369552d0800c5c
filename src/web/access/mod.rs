//! Signing in, one's account, one's colleagues and API tokens.

mod api;
mod sign_in;
mod views;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get, post};
use super::urls;

pub(super) use api::Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let mut routes = vec![
        get(urls::SIGN_IN, Guard::Public, || web::get().to(sign_in::form)),
        post(urls::SIGN_IN, Guard::Public, || web::post().to(sign_in::submit)),
        post(urls::SIGN_OUT, Guard::SignedIn, || web::post().to(sign_in::sign_out)),
    ];
    routes.extend(api::routes());
    routes
}
