//! API tokens of one's own body.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{self, TokenForm as View};
use crate::access::capability::ManageTokens;
use crate::access::commands::NewToken;
use crate::access::{AccessError, CapabilityKind, Member, commands, queries};
use crate::kernel::ids::TokenId;
use crate::kernel::{FieldErrors, PageRequest};
use crate::web::answer;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls;

/// How many tokens a page shows.
const ON_A_PAGE: u32 = 50;
const TITLE: &str = "Make an API token";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    name: String,
    capabilities: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokensQuery {
    page: Option<u32>,
}

/// `GET /our-body/tokens`
pub(super) async fn list(
    cx: Cx,
    member: Member<ManageTokens>,
    query: web::Query<TokensQuery>,
) -> WebResult<HttpResponse> {
    let request = PageRequest::new(query.page.unwrap_or(1), ON_A_PAGE);
    let tokens = cx.read(move |conn| queries::tokens(conn, &member, request)).await?;
    Ok(cx.page("API tokens", views::tokens(&tokens, cx.now())))
}

/// `GET /our-body/tokens/new`
pub(super) async fn form(cx: Cx, member: Member<ManageTokens>) -> HttpResponse {
    cx.page(TITLE, page(&cx, &member, &TokenForm::default(), &FieldErrors::default()))
}

/// `POST /our-body/tokens/new`: answers with a page and not with 303, because the secret is shown here or nowhere.
pub(super) async fn create(
    cx: Cx,
    member: Member<ManageTokens>,
    form: Form<TokenForm>,
) -> WebResult<HttpResponse> {
    let invalid = |errors: &FieldErrors| Ok(cx.invalid(TITLE, errors, page(&cx, &member, &form, errors)));
    let token = match NewToken::parse(&form.name, &form.capabilities) {
        Ok(token) => token,
        Err(errors) => return invalid(&errors),
    };
    let (by, now) = (member.clone(), cx.now());
    match cx.try_write(move |tx| commands::create_token(tx, &by, token, now)).await {
        Ok((_, secret)) => {
            let page = cx.page("Copy your token", views::token_made(&form.name, secret.expose()));
            Ok(answer::holding_secret(page))
        }
        Err(AccessError::Invalid(errors)) => invalid(&errors),
        Err(error) => Err(error.into()),
    }
}

/// `GET /our-body/tokens/{id}/revoke`
pub(super) async fn confirm_revoke(
    cx: Cx,
    member: Member<ManageTokens>,
    path: web::Path<TokenId>,
) -> WebResult<HttpResponse> {
    let id = path.into_inner();
    let token = cx.read(move |conn| queries::token(conn, &member, id)).await?;
    let title = format!("Revoke {}?", token.name);
    Ok(cx.page(&title, views::confirm_revoke(&title, &token, &cx.once())))
}

/// `POST /our-body/tokens/{id}/revoke`
pub(super) async fn revoke(
    cx: Cx,
    member: Member<ManageTokens>,
    path: web::Path<TokenId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::revoke_token(tx, &member, id, now)).await?;
    Ok(cx.done(urls::TOKENS, "The token is revoked. Nothing can use it any more"))
}

fn page(cx: &Cx, member: &Member<ManageTokens>, form: &TokenForm, errors: &FieldErrors) -> maud::Markup {
    let offered: Vec<CapabilityKind> =
        CapabilityKind::ALL.iter().copied().filter(|kind| member.may(*kind)).collect();
    views::token_form(&View {
        name: &form.name,
        capabilities: &form.capabilities,
        offered: &offered,
        body_name: member.body_name(),
        keys: &cx.once(),
        errors,
    })
}
