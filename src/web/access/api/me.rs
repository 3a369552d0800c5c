//! Who a token acts for.

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::words::CapabilityWord;
use crate::access::capability::ReadBody;
use crate::access::{CapabilityKind, Member};
use crate::web::api::Problem;

/// Who the token acts for, and what it may do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// The token's name.
    name: String,
    #[schema(format = Uuid)]
    body_id: String,
    body_name: String,
    /// Whether the operator has verified the body.
    verified: bool,
    /// What this token may do.
    #[schema(value_type = Vec<CapabilityWord>)]
    capabilities: Vec<&'static str>,
}

/// Who this token acts for
#[utoipa::path(
    get, path = "/me", tag = "Access",
    responses(
        (status = 200, body = Me),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn me(member: Member<ReadBody>) -> HttpResponse {
    let capabilities = CapabilityKind::ALL.iter().filter(|kind| member.may(**kind));
    HttpResponse::Ok().json(Me {
        name: member.name().to_owned(),
        body_id: member.body().to_string(),
        body_name: member.body_name().to_owned(),
        verified: member.body_is_verified(),
        capabilities: capabilities.map(|kind| kind.as_str()).collect(),
    })
}
