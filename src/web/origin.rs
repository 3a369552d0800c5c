//! Whether a request comes from a page of this site, and from which.

use actix_web::http::header::{HOST, HeaderMap, ORIGIN, REFERER};

use super::app_state::AppState;
use super::urls;

/// Browsers name the origin of every POST. One that is not ours, or none at all, is turned away.
pub(super) fn is_from_here(headers: &HeaderMap, app: &AppState) -> bool {
    match (header(headers, ORIGIN), header(headers, REFERER)) {
        (Some(origin), _) => is_ours(headers, app, origin),
        (None, Some(_)) => came_from(headers, app).is_some(),
        (None, None) => false,
    }
}

/// The path and the query of the page of this site that led here; nothing if it was another's, or is not told.
pub(super) fn came_from(headers: &HeaderMap, app: &AppState) -> Option<String> {
    let referer = url::Url::parse(header(headers, REFERER)?).ok()?;
    if !is_ours(headers, app, &referer.origin().ascii_serialization()) {
        return None;
    }
    let path = match referer.query() {
        Some(query) => format!("{}?{query}", referer.path()),
        None => referer.path().to_owned(),
    };
    Some(urls::local(&path).to_owned())
}

fn is_ours(headers: &HeaderMap, app: &AppState, origin: &str) -> bool {
    let host = header(headers, HOST).unwrap_or_default();
    origin == app.settings.base_url
        || (app.settings.cookies == super::CookieMode::PlainLoopback
            && origin.strip_prefix("http://") == Some(host)
            && is_this_machine(host))
}

/// Another name can be made to lead here by whoever owns it.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn header(headers: &HeaderMap, name: actix_web::http::header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_always_lead_to_this_machine_are_its_own() {
        let own = ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080"];
        let others =
            ["", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example:80"];

        assert!(own.iter().all(|host| is_this_machine(host)));
        assert!(!others.iter().any(|host| is_this_machine(host)));
    }
}
