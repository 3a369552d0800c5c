//! An error's answer: an HTML page for people, an RFC 9457 problem for programs.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError};
use maud::Markup;
use serde_json::{Value, json};

use super::facts::is_page;
use super::headers::RequestId;
use crate::access::Denied;
use crate::web::context::Cx;
use crate::web::error::WebError;
use crate::web::form::Submitted;
use crate::web::{answer, kept, routes, shell, ui, urls};

pub(in crate::web) async fn problem(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // The middleware inside this one answers its errors; it never returns them.
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(error) = response.response().error() else { return Ok(response) };
    let replacement = match error.as_error::<WebError>() {
        Some(error) => explain(response.request(), error),
        None => explain(response.request(), &foreign(error)),
    };
    let (request, _) = response.into_parts();
    Ok(ServiceResponse::new(request, replacement))
}

/// Errors of the framework itself: a path that does not parse, a body cut short, a header too long.
fn foreign(error: &Error) -> WebError {
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => WebError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => WebError::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge { most_kib: 256 },
        status if status.is_client_error() => WebError::BadRequest(error.to_string()),
        _ => WebError::Storage(crate::storage::StorageError::Corrupt(error.to_string())),
    }
}

fn explain(request: &HttpRequest, error: &WebError) -> HttpResponse {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    if error.status_code().is_server_error() {
        tracing::error!(request = %id, error = ?error, "a request failed");
    }
    let mut builder = HttpResponse::build(error.status_code());
    if error.status_code() == StatusCode::SERVICE_UNAVAILABLE {
        builder.insert_header((RETRY_AFTER, "5"));
    }
    if matches!(error, WebError::MethodNotAllowed) {
        let path = request.match_pattern().unwrap_or_default();
        builder.insert_header((ALLOW, routes::allowed(&path)));
    }
    if let WebError::TooManyAttempts { minutes } = error {
        builder.insert_header((RETRY_AFTER, (minutes * 60).to_string()));
    }
    if is_page(request.path()) {
        page(request, error, builder, &id)
    } else {
        json_problem(error, builder, &id)
    }
}

/// The way to the page as it is now, with what was typed on the one that has been overtaken.
fn overtaken(request: &HttpRequest) -> Markup {
    let sent = request.extensions().get::<Arc<Submitted>>().cloned().unwrap_or_default();
    let is_form = !request.method().is_safe();
    maud::html! {
        @if is_form {
            p { a href=(kept::page_of(request)) { "See the page as it is now" } }
            (kept::typed(&sent.fields))
        }
    }
}

fn json_problem(error: &WebError, mut builder: HttpResponseBuilder, id: &str) -> HttpResponse {
    if error.status_code() == StatusCode::UNAUTHORIZED {
        builder.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"Symbiosis\""));
    }
    let mut problem = json!({
        "type": "about:blank",
        "title": error.title(),
        "status": error.status_code().as_u16(),
        "detail": error.detail(),
        "instance": format!("urn:uuid:{id}"),
    });
    if let (WebError::Invalid(errors), Value::Object(fields)) = (error, &mut problem) {
        fields.insert("errors".into(), json!(errors.0));
    }
    builder
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/problem+json")))
        .body(problem.to_string())
}

fn page(request: &HttpRequest, error: &WebError, builder: HttpResponseBuilder, id: &str) -> HttpResponse {
    if matches!(error, WebError::Denied(Denied::NotSignedIn)) {
        let back = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let back = if request.method().is_safe() { back } else { "/" };
        return answer::see_other(&urls::sign_in_then(back)).finish();
    }
    let shell = shell::of_request(request);
    let sent = request.extensions().get::<Arc<Submitted>>().cloned();
    let kept = match (error, sent, Cx::of(request)) {
        (WebError::Forged, Some(sent), Ok(cx)) => Some(kept::expired(&cx, request, &sent)),
        _ => None,
    };
    let body = maud::html! {
        h1 { (error.title()) }
        @if let Some(kept) = &kept { (kept) } @else { p { (error.detail()) } }
        @match error {
            WebError::NotFound => { p { "Check the address, or start from " a href=(urls::HOME) { "your first page" } "." } }
            WebError::Denied(Denied::NoBody) => {
                p { a href=(urls::bodies::LIST) { "Find your body" } " and say that you work there." }
            }
            WebError::Denied(_) => { p { "Ask an administrator of your body if you think you should be able to." } }
            WebError::LinkSpent => {
                p { "For a new password, " a href=(urls::RESET_PASSWORD) { "ask for a new link" } ". For an \
                     invitation, ask whoever invited you. An offer can be confirmed on its own page. If you have used the link already, "
                    a href=(urls::SIGN_IN) { "sign in" } "." }
            }
            WebError::Conflict(_) => { (overtaken(request)) }
            WebError::Invalid(errors) => { ul { @for error in &errors.0 { li { (error.message) } } } }
            _ => {}
        }
        @if error.status_code().is_server_error() {
            p.meta { "If it goes on, tell us this reference: " strong { (id) } }
        }
    };
    answer::html(builder, ui::page(&shell, error.title(), body))
}
