//! Everything that answers, in one table: the server is built from it, and a test walks it as a visitor, as each role
//! and as another body.

use std::collections::BTreeMap;

use actix_web::{Resource, Route, Scope, web};

use super::error::WebError;
use crate::access::CapabilityKind;

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may pass, as a promise: the handler's extractor keeps it, the walk of all routes checks that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Anybody.
    Public,
    /// Whoever holds the secret in the path, from a mail.
    Link,
    /// Anybody signed in, for their own account.
    SignedIn,
    /// A member of the acting body whose role brings this.
    Member(CapabilityKind),
    /// Whoever runs the site.
    Operator,
    /// Anybody, but only in a demo.
    Demo,
}

/// One route.
#[derive(Debug)]
pub struct RouteSpec {
    pub method: Method,
    pub path: &'static str,
    pub guard: Guard,
    mount: fn() -> Route,
}

pub(super) const fn get(path: &'static str, guard: Guard, mount: fn() -> Route) -> RouteSpec {
    RouteSpec { method: Method::Get, path, guard, mount }
}

pub(super) const fn post(path: &'static str, guard: Guard, mount: fn() -> Route) -> RouteSpec {
    RouteSpec { method: Method::Post, path, guard, mount }
}

pub(super) const fn put(path: &'static str, guard: Guard, mount: fn() -> Route) -> RouteSpec {
    RouteSpec { method: Method::Put, path, guard, mount }
}

pub(super) const fn delete(path: &'static str, guard: Guard, mount: fn() -> Route) -> RouteSpec {
    RouteSpec { method: Method::Delete, path, guard, mount }
}

/// Every route, sorted by path: fixed parts before parameters, so that `/offers/new` is never an offer's id.
pub fn table() -> Vec<RouteSpec> {
    let mut routes = Vec::new();
    routes.extend(super::health::routes());
    routes.extend(super::home::routes());
    routes.extend(super::access::routes());
    routes.extend(super::notify::routes());
    routes.extend(super::bodies::routes());
    routes.extend(super::catalogue::routes());
    routes.extend(super::needs::routes());
    routes.extend(super::bulk::routes());
    routes.extend(super::alerts::routes());
    routes.extend(super::browse::routes());
    routes.extend(super::open_data::routes());
    routes.extend(super::negotiation::routes());
    routes.extend(super::agreements::routes());
    routes.extend(super::service_levels::routes());
    routes.extend(super::charges::routes());
    routes.extend(super::reconciliation::routes());
    routes.extend(super::openapi::routes());
    routes.extend(super::dev::routes());
    routes.sort_by(|one, other| one.path.cmp(other.path).then(one.method.cmp(&other.method)));
    routes
}

/// The methods that a path of the table takes, as an `Allow` header lists them.
pub(super) fn allowed(path: &str) -> String {
    let mut methods = Vec::new();
    for spec in table().iter().filter(|spec| spec.path == path) {
        methods.push(spec.method.as_str());
        if spec.method == Method::Get {
            methods.push("HEAD");
        }
    }
    methods.join(", ")
}

/// Puts the table into an actix application. The server tries what it was given one after the other, and there are
/// hundreds of paths: so they stand in scopes, by how they begin, and of a request only those of its own scope are tried.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    let routes = table();
    let mut scopes: BTreeMap<&'static str, Vec<Resource>> = BTreeMap::new();
    for group in routes.chunk_by(|one, other| one.path == other.path) {
        let Some(first) = group.first() else { continue };
        let (beginning, rest) = first.path.split_at(beginning(first.path));
        let mut resource = web::resource(if beginning == "/" { beginning } else { rest });
        for spec in group {
            resource = resource.route((spec.mount)());
        }
        let resource = resource.default_service(web::to(method_not_allowed));
        if beginning == "/" {
            // Its scope would be everything.
            config.service(resource);
        } else {
            scopes.entry(beginning).or_default().push(resource);
        }
    }
    // Backwards: the scope of `/api` would take all that begins with `/api/v1/offers`.
    for (beginning, resources) in scopes.into_iter().rev() {
        config.service(resources.into_iter().fold(web::scope(beginning), Scope::service));
    }
    config.default_service(web::to(not_found));
}

/// Where the part of a path ends that it shares with what stands below it: `/offers` of `/offers/{id}`, and of the API
/// `/api/v1/offers`.
fn beginning(path: &str) -> usize {
    let parts = if path.starts_with("/api/") { 4 } else { 2 };
    path.match_indices('/').nth(parts - 1).map_or(path.len(), |(at, _)| at)
}

async fn not_found() -> Result<actix_web::HttpResponse, WebError> {
    Err(WebError::NotFound)
}

async fn method_not_allowed() -> Result<actix_web::HttpResponse, WebError> {
    Err(WebError::MethodNotAllowed)
}
