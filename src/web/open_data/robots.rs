//! What search engines are asked to read and to leave alone (RFC 9309).

use actix_web::{HttpRequest, HttpResponse};

use super::fresh;
use crate::web::context::Cx;
use crate::web::urls;

/// Whatever belongs to one reader, or is a form. Keeping them out spares both sides work; what keeps them private is
/// that nobody is let in without signing in.
const NOT_FOR_ROBOTS: [&str; 17] = [
    urls::ACCOUNT,
    "/agreements",
    urls::AUDIT,
    "/claims/",
    "/demo/",
    "/dev/",
    "/enquiries",
    "/finance",
    "/invitations/",
    "/legs/",
    urls::catalogue::NEW_OFFER,
    urls::OPERATOR,
    urls::OUR_BODY,
    "/proposals",
    urls::RESET_PASSWORD,
    "/returns",
    urls::SIGN_IN,
];

/// `GET /robots.txt`
pub(super) async fn robots(cx: Cx, request: HttpRequest) -> HttpResponse {
    let mut text = "User-agent: *\n".to_owned();
    for path in NOT_FOR_ROBOTS {
        text.push_str(&format!("Disallow: {path}\n"));
    }
    text.push_str(&format!("\nSitemap: {}{}\n", cx.app().settings.base_url, urls::open_data::SITEMAP));
    fresh::answer(&request, "text/plain; charset=utf-8", text)
}
