//! Guards every request that changes something. A page's form must come from our own origin and carry the token it
//! was served with; then, with an idempotency key, it is carried out once.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use sha2::{Digest, Sha256};

use super::body::{self, JSON_KIB, UPLOAD_KIB};
use super::facts::is_page;
use super::once;
use crate::audit::chain::hex;
use crate::catalogue::file_kind::FileKind;
use crate::storage::StorageError;
use crate::storage::idempotency::OnceKey;
use crate::web::app_state::AppState;
use crate::web::context::RequestFacts;
use crate::web::error::WebError;
use crate::web::form::SentTooMuch;
use crate::web::origin::is_from_here;
use crate::web::urls;

pub(in crate::web) async fn protect(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.method().is_safe() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let app = request.app_data::<web::Data<AppState>>().cloned();
    let app = app.ok_or_else(|| WebError::from(StorageError::Unavailable("no state".into())))?;
    let checked = if request.path().starts_with("/api/") {
        api(&mut request).await
    } else {
        page(&mut request, &app).await
    };
    let (key, identity) = match checked {
        Ok(checked) => checked,
        Err(WebError::TooLarge { .. }) if has_a_form(request.path()) => {
            return show_form(request, next).await;
        }
        Err(error) => return Ok(request.error_response(error)),
    };
    let scope = request.extensions().get::<RequestFacts>().and_then(|facts| scope(&request, facts));
    let (Some(key), Some(scope)) = (key, scope) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let once = OnceKey::new(scope, key, app.clock.now());
    let hash = request_hash(&request, &identity);
    once::carry_out(&app, request, next, once, hash).await
}

/// Whether the page that sent a file stands under the address to which it was sent.
fn has_a_form(path: &str) -> bool {
    is_page(path) && path.ends_with("/upload")
}

/// Nothing of what was sent is looked at: whoever sent it sees the form again, as if they had just opened it.
async fn show_form(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    request.head_mut().method = Method::GET;
    request.extensions_mut().insert(SentTooMuch);
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Whose key it is. A program without a token has none: it is turned away by the handler, and must not leave rows.
fn scope(request: &ServiceRequest, facts: &RequestFacts) -> Option<String> {
    match (facts.credential.is_signed_in(), is_page(request.path())) {
        (true, _) => Some(facts.credential.scope()),
        (false, true) => Some(facts.form_owner.clone()),
        (false, false) => None,
    }
}

/// A program: its body is read here so that it can be told from another's, and handed on.
async fn api(request: &mut ServiceRequest) -> Result<(Option<String>, Vec<u8>), WebError> {
    let is_file = is_file(body::content_type(request));
    let mut payload = request.take_payload();
    let bytes = body::read(&mut payload, if is_file { UPLOAD_KIB } else { JSON_KIB }).await?.freeze();
    let key = request.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default());
    let key = key.map(valid_key).transpose()?;
    request.set_payload(Payload::from(bytes.clone()));
    Ok((key, bytes.to_vec()))
}

/// Whether programs send files under this media type: tables, and documents beside an offer.
fn is_file(media_type: &str) -> bool {
    media_type.starts_with("text/csv")
        || FileKind::ALL.iter().any(|kind| media_type.starts_with(kind.as_str()))
}

/// A person: the form is taken apart, and its token checked.
async fn page(request: &mut ServiceRequest, app: &AppState) -> Result<(Option<String>, Vec<u8>), WebError> {
    let from_here = is_from_here(request.headers(), app);
    if !from_here && !stops_mail(request.path()) {
        return Err(WebError::Forged);
    }
    let (mut submitted, identity) = body::form(request).await?;
    if stops_mail(request.path()) && submitted.field("List-Unsubscribe") == Some("One-Click") {
        request.extensions_mut().insert(Arc::new(submitted));
        return Ok((None, identity));
    }
    if !from_here {
        return Err(WebError::Forged);
    }
    let owner = request.extensions().get::<RequestFacts>().map(|facts| facts.form_owner.clone());
    let token = submitted.field("_csrf").unwrap_or_default();
    let is_ours = app.csrf_matches(&owner.unwrap_or_default(), token);
    let key = submitted.field("_key").map(valid_key).transpose();
    submitted.fields.retain(|(name, _)| name != "_csrf" && name != "_key");
    // Kept in any case: where the token is of another session, the error page gives back what was typed.
    request.extensions_mut().insert(Arc::new(submitted));
    if is_ours { Ok((key?, identity)) } else { Err(WebError::Forged) }
}

/// Whether a mail program may send the one click that stops mails there (RFC 8058, section 3.1). It has served no form and
/// has no session, so it can bring no token and names no origin: the secret in the path alone says who may. A page of
/// another site that knows the secret could click the link as well.
fn stops_mail(path: &str) -> bool {
    path.starts_with(urls::alerts::STOP)
}

fn valid_key(raw: &str) -> Result<String, WebError> {
    let fits = (1..=100).contains(&raw.len()) && raw.chars().all(|c| c.is_ascii_graphic());
    if fits {
        return Ok(raw.to_owned());
    }
    Err(WebError::BadRequest("an Idempotency-Key is 1 to 100 visible ASCII characters".into()))
}

/// What makes two requests the same: method, path and body. (The form's own key and token are part of the body; they
/// are the same in a repeat.)
fn request_hash(request: &ServiceRequest, identity: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(request.method().as_str());
    hash.update([0]);
    hash.update(request.uri().to_string());
    hash.update([0]);
    hash.update(identity);
    hex(&hash.finalize())
}
