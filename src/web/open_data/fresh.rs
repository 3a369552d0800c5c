//! Answers that are the same for everybody: caches may keep them for a while, and whoever has the latest is told so
//! instead of being sent it again (RFC 9110, section 13.1.2).

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use crate::audit::chain::hex;

/// How long a cache may keep an answer: the page on open data promises five minutes.
pub(super) const KEPT: &str = "public, max-age=300";

/// 200 with `body`, or 304 for whoever has it.
pub(super) fn answer(request: &HttpRequest, mime: &str, body: String) -> HttpResponse {
    // Weak, because the same content is sent compressed to one reader and plain to another.
    let tag = format!("W/\"{}\"", &hex(&Sha256::digest(&body))[..32]);
    let known =
        request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|one| one.trim() == tag || one.trim() == "*");
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, KEPT));
    if is_known {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, mime.to_owned())).body(body)
}
