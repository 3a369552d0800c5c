//! Who a token acts for.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::capability::ReadBody;
use crate::access::{CapabilityKind, Member};
use crate::web::api::Problem;
use crate::web::routes::{Guard, RouteSpec, get};

#[derive(OpenApi)]
#[openapi(paths(me), components(schemas(Me)))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![get("/api/v1/me", Guard::Member(CapabilityKind::ReadBody), || web::get().to(me))]
}

/// Who the token acts for, and what it may do.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// The token's name.
    name: String,
    body_id: String,
    body_name: String,
    /// Whether the operator has verified the body.
    verified: bool,
    /// What this token may do.
    capabilities: Vec<String>,
}

/// Who this token acts for
#[utoipa::path(
    get, path = "/me", tag = "Access",
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 403, body = Problem)),
)]
async fn me(member: Member<ReadBody>) -> HttpResponse {
    let capabilities = CapabilityKind::ALL.iter().filter(|kind| member.may(**kind));
    HttpResponse::Ok().json(Me {
        name: member.name().to_owned(),
        body_id: member.body().to_string(),
        body_name: member.body_name().to_owned(),
        verified: member.body_is_verified(),
        capabilities: capabilities.map(|kind| kind.as_str().to_owned()).collect(),
    })
}
