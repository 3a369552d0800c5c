//! Who is asking, established once per request.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};

use crate::access::{Credential, Secret};
use crate::storage::StorageError;
use crate::web::app_state::AppState;
use crate::web::context::RequestFacts;
use crate::web::cookies::{self, Name};
use crate::web::error::WebError;

pub(in crate::web) async fn facts(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    drop_zero_bytes(&mut request);
    let app = request
        .app_data::<web::Data<AppState>>()
        .ok_or_else(|| WebError::from(StorageError::Unavailable("no state".into())))?
        .clone();
    if is_disguised(request.path()) {
        return Ok(request.error_response(WebError::NotFound));
    }
    let mode = app.settings.cookies;
    let credential = match credential(&app, request.request()).await {
        Ok(credential) => Arc::new(credential),
        Err(error) => return Ok(request.error_response(WebError::from(error))),
    };
    let known_visitor = cookies::read(request.request(), mode, Name::Visitor);
    let visitor = known_visitor.clone().unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    let form_owner = match credential.session() {
        Some(session) => format!("session {session}"),
        None => format!("visitor {visitor}"),
    };
    let flash = cookies::read_flash(request.request(), mode);
    let says_flash = flash.is_some() && *request.method() == Method::GET && is_page(request.path());
    let gets_visitor = known_visitor.is_none() && !credential.is_signed_in() && is_page(request.path());
    request.extensions_mut().insert(RequestFacts {
        credential,
        form_owner,
        flash: flash.filter(|_| says_flash),
        once: None,
        address: address(&app, request.request()),
    });

    let mut response = next.call(request).await?.map_into_boxed_body();

    if gets_visitor {
        add_cookie(&mut response, &cookies::visitor(mode, visitor));
    }
    // A page that only points to another one has not said it yet.
    let was_said = says_flash && !response.status().is_redirection();
    if was_said && response.response().cookies().all(|cookie| !cookie.name().ends_with("flash")) {
        add_cookie(&mut response, &cookies::forget(mode, Name::Flash));
    }
    Ok(response)
}

fn add_cookie<B>(response: &mut ServiceResponse<B>, cookie: &actix_web::cookie::Cookie<'_>) {
    // A cookie of our own making always fits a header; if not, the page still stands.
    if let Err(error) = response.response_mut().add_cookie(cookie) {
        tracing::error!(%error, "a cookie could not be set");
    }
}

/// Whether an address writes letters or digits of its path as `%61`, which nobody needs to (RFC 3986, section 2.3): what is
/// decided by how a path begins would be decided wrongly. Or whether it holds a zero byte, which no text has.
fn is_disguised(path: &str) -> bool {
    let codes = path.split('%').skip(1).filter_map(|rest| u8::from_str_radix(rest.get(..2)?, 16).ok());
    let is_plain = |code: u8| code == 0 || code.is_ascii_alphanumeric() || b"-._~/".contains(&code);
    codes.into_iter().any(is_plain)
}

/// Leaves the zero bytes out of a query: PostgreSQL takes none.
fn drop_zero_bytes(request: &mut ServiceRequest) {
    if !request.query_string().contains("%00") {
        return;
    }
    let address = format!("{}?{}", request.path(), request.query_string().replace("%00", ""));
    if let Ok(uri) = address.parse() {
        request.head_mut().uri = uri;
    }
}

/// What is the same for everybody and never a person's: open to caches, so it sets no cookie and knows no reader.
const FOR_PROGRAMS: [&str; 8] =
    ["/api/", "/assets/", "/catalogue.csv", "/feeds/", "/healthz", "/readyz", "/robots.txt", "/sitemap"];

/// Whether a person may be looking at this path: not the API, a feed, a probe or an asset.
pub(in crate::web) fn is_page(path: &str) -> bool {
    !FOR_PROGRAMS.iter().any(|prefix| path.starts_with(prefix))
}

/// Under `/api` only a token counts, elsewhere only the session cookie: a cookie alone can never call the API.
async fn credential(app: &AppState, request: &HttpRequest) -> Result<Credential, StorageError> {
    let now = app.clock.now();
    let credential = if request.path().starts_with("/api/") {
        let Some(secret) = bearer(request) else { return Ok(Credential::visitor()) };
        app.db.read(move |conn| Credential::of_token(conn, &secret, now)).await?
    } else if is_page(request.path()) {
        let token = cookies::read(request, app.settings.cookies, Name::Session);
        let Some(session) = token.and_then(|token| app.sessions.read(&token)) else {
            return Ok(Credential::visitor());
        };
        app.db.read(move |conn| Credential::of_session(conn, session, now)).await?
    } else {
        Credential::visitor()
    };
    if credential.wants_touch() {
        let seen = credential.clone();
        // Only for the list of sessions and for idling: a page that can be read is not refused over it.
        let touched: Result<(), StorageError> = app.db.write(move |tx| seen.touch(tx, now)).await;
        if let Err(error) = touched {
            tracing::warn!(%error, "the last use of a session or token could not be noted");
        }
    }
    Ok(credential)
}

fn bearer(request: &HttpRequest) -> Option<Secret> {
    let header = request.headers().get("authorization")?.to_str().ok()?;
    // The scheme's letters may be of any case (RFC 9110, section 11.1).
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::given(token.trim()))
}

fn address(app: &AppState, request: &HttpRequest) -> String {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|header| header.to_str().ok());
    // The last hop is the one our own proxy wrote; what stands before it anybody can claim.
    let last = forwarded.and_then(|hops| hops.rsplit(',').next()).map(str::trim);
    match last {
        Some(address) if app.settings.trust_proxy => address.chars().take(60).collect(),
        _ => request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default(),
    }
}
