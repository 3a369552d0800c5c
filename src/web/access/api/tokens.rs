//! API tokens.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::CapabilityWord;
use crate::access::capability::ManageTokens;
use crate::access::commands::NewToken;
use crate::access::queries::TokenView;
use crate::access::{CapabilityKind, Member, commands, queries};
use crate::kernel::Instant;
use crate::kernel::ids::TokenId;
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// An API token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Token {
    #[schema(format = Uuid)]
    id: String,
    name: String,
    made_by: String,
    #[schema(value_type = Vec<CapabilityWord>)]
    capabilities: Vec<CapabilityKind>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    /// When it was last used, within five minutes; null if never.
    #[schema(format = DateTime)]
    last_used_at: Option<String>,
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
}

impl From<TokenView> for Token {
    fn from(token: TokenView) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            made_by: token.made_by,
            capabilities: token.capabilities,
            created_at: token.created_at.to_rfc3339(),
            expires_at: token.expires_at.to_rfc3339(),
            last_used_at: token.last_used_at.map(Instant::to_rfc3339),
            revoked_at: token.revoked_at.map(Instant::to_rfc3339),
        }
    }
}

/// The API tokens of your body, newest first
#[utoipa::path(
    get, path = "/tokens", tag = "Access", params(ListQuery),
    responses(
        (status = 200, body = List<Token>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    cx: Cx,
    member: Member<ManageTokens>,
    list: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let page = list.page()?;
    let tokens = cx.read(move |conn| queries::tokens(conn, &member, page)).await?;
    Ok(api::list(tokens, Token::from))
}

/// What a new token is called and may do: no more than the token that makes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenWish {
    #[schema(min_length = 1, max_length = 80, pattern = "^[!-~]([ -~]*[!-~])?$")]
    name: String,
    #[schema(value_type = Vec<CapabilityWord>, min_items = 1)]
    capabilities: Vec<String>,
}

/// A token that has just been made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenMade {
    #[schema(format = Uuid)]
    id: String,
    /// Shown here and never again.
    secret: String,
}

/// Make an API token
///
/// The secret is stored nowhere, so a repeat with the same Idempotency-Key is answered 409 and not with the secret.
#[utoipa::path(
    post, path = "/tokens", tag = "Access", request_body = TokenWish,
    responses(
        (status = 201, body = TokenMade),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "Made already with this key"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(
    cx: Cx,
    member: Member<ManageTokens>,
    body: Body<TokenWish>,
) -> WebResult<HttpResponse> {
    let token = NewToken::parse(&body.0.name, &body.0.capabilities)?;
    let now = cx.now();
    let (id, secret) = cx.write(move |tx| commands::create_token(tx, &member, token, now)).await?;
    let made = TokenMade { id: id.to_string(), secret: secret.expose().to_owned() };
    Ok(answer::holding_secret(answer::created(&format!("/api/v1/tokens/{id}"), &made)))
}

/// Revoke an API token
#[utoipa::path(
    delete, path = "/tokens/{id}", tag = "Access",
    params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 204),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "The same request is still being carried out"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "The idempotency key was used for something else"),
    ),
)]
pub(super) async fn revoke(
    cx: Cx,
    member: Member<ManageTokens>,
    path: web::Path<TokenId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::revoke_token(tx, &member, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
