//! A request id, a line in the log, and the headers that keep a browser from being turned against its reader.

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;

/// The id of a request, in the log and in the `X-Request-Id` header: what a reader quotes when something went wrong.
#[derive(Clone, Debug)]
pub(in crate::web) struct RequestId(pub(in crate::web) String);

/// Everything from this site alone, nothing inline, nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'";

const FIXED: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

pub(in crate::web) async fn headers(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = uuid::Uuid::now_v7().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let secure = request.connection_info().scheme() == "https";
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let started = std::time::Instant::now();
    // Whatever can be read can be asked about: the server leaves the content out (RFC 9110, section 9.3.2).
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }

    let mut response = next.call(request).await?;

    let status = response.status().as_u16();
    let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request = %id, %method, path = loggable(&path), status, took_us, "answered");
    let headers = response.headers_mut();
    set(headers, "x-request-id", &id);
    for (name, value) in FIXED {
        // A document that is downloaded comes with a stricter policy of its own.
        if !headers.contains_key(name) {
            set(headers, name, value);
        }
    }
    if secure {
        set(headers, "strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    Ok(response)
}

/// A path without the secrets of one-time links.
fn loggable(path: &str) -> String {
    for prefix in ["/reset-password/", "/invitations/", "/claims/", "/confirm-offer/", "/alerts/stop/"] {
        if path.starts_with(prefix) {
            return format!("{prefix}…");
        }
    }
    path.to_owned()
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
