//! The cookies of this site: the session, the visitor's id for form tokens, and a sentence to say once.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::app_state::CookieMode;

/// The cookies by purpose.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name {
    Session,
    Visitor,
    Flash,
}

impl Name {
    const fn as_str(self, mode: CookieMode) -> &'static str {
        match (self, mode) {
            (Self::Session, CookieMode::Secure) => "__Host-symbiosis",
            (Self::Session, CookieMode::PlainLoopback) => "symbiosis",
            (Self::Visitor, CookieMode::Secure) => "__Host-visitor",
            (Self::Visitor, CookieMode::PlainLoopback) => "visitor",
            (Self::Flash, CookieMode::Secure) => "__Host-flash",
            (Self::Flash, CookieMode::PlainLoopback) => "flash",
        }
    }
}

pub(super) fn read(request: &HttpRequest, mode: CookieMode, name: Name) -> Option<String> {
    request.cookie(name.as_str(mode)).map(|cookie| cookie.value().to_owned())
}

/// The session cookie: a session's own life, gone when the browser closes or the session ends.
pub(super) fn session(mode: CookieMode, token: String) -> Cookie<'static> {
    make(mode, Name::Session, token)
}

pub(super) fn visitor(mode: CookieMode, id: String) -> Cookie<'static> {
    make(mode, Name::Visitor, id)
}

/// Takes a cookie back.
pub(super) fn forget(mode: CookieMode, name: Name) -> Cookie<'static> {
    let mut cookie = make(mode, name, String::new());
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// A sentence for the next page.
pub(super) fn flash(mode: CookieMode, text: &str) -> Cookie<'static> {
    let mut cookie = make(mode, Name::Flash, URL_SAFE_NO_PAD.encode(text));
    cookie.set_max_age(Duration::minutes(1));
    cookie
}

pub(super) fn read_flash(request: &HttpRequest, mode: CookieMode) -> Option<String> {
    let raw = read(request, mode, Name::Flash)?;
    let bytes = URL_SAFE_NO_PAD.decode(raw).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.len() <= 400)
}

fn make(mode: CookieMode, name: Name, value: String) -> Cookie<'static> {
    Cookie::build(name.as_str(mode), value)
        .path("/")
        .http_only(true)
        .secure(mode == CookieMode::Secure)
        .same_site(SameSite::Lax)
        .finish()
}
