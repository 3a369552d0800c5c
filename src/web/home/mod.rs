//! The first page, and the pages that every public site owes its readers.

mod about;
mod going_on;
mod pages;
mod views;

use actix_web::web;

use super::routes::{Guard, RouteSpec, get};
use super::urls;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get(urls::HOME, Guard::Public, || web::get().to(pages::home)),
        get(urls::ACCESSIBILITY, Guard::Public, || web::get().to(about::accessibility)),
        get(urls::PRIVACY, Guard::Public, || web::get().to(about::privacy)),
        get(urls::API_GUIDE, Guard::Public, || web::get().to(about::api_guide)),
    ]
}
