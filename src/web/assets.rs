//! Stylesheet, script, icon and picture: in the program itself, named by their content, so that a browser may keep each for
//! ever and never shows an old one.

use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

use super::context::Cx;
use super::error::{WebError, WebResult};
use crate::audit::chain::hex;

const STYLE: &[u8] = include_bytes!("assets/style.css");
/// How a browser shows a feed that somebody opens instead of following it.
const FEED_STYLE: &[u8] = include_bytes!("assets/feed.css");
const SCRIPT: &[u8] = include_bytes!("assets/app.js");
const ICON: &[u8] = include_bytes!("assets/icon.svg");
/// What is shown with a link to this site.
const SHARE: &[u8] = include_bytes!("assets/share.png");

/// The addresses of the assets.
#[derive(Debug)]
pub(super) struct Assets {
    files: Vec<Asset>,
}

#[derive(Debug)]
struct Asset {
    name: String,
    content: &'static [u8],
    mime: &'static str,
}

impl Assets {
    pub(super) fn load() -> Self {
        let named = |stem: &str, extension: &str, content: &'static [u8], mime| Asset {
            name: format!("{stem}-{}.{extension}", &hex(&Sha256::digest(content))[..16]),
            content,
            mime,
        };
        Self {
            files: vec![
                named("style", "css", STYLE, "text/css; charset=utf-8"),
                named("feed", "css", FEED_STYLE, "text/css; charset=utf-8"),
                named("app", "js", SCRIPT, "text/javascript; charset=utf-8"),
                named("icon", "svg", ICON, "image/svg+xml"),
                named("share", "png", SHARE, "image/png"),
            ],
        }
    }

    /// The address of the asset whose name starts with `stem`.
    pub(super) fn href(&self, stem: &str) -> String {
        let found = self.files.iter().find(|asset| asset.name.starts_with(stem));
        found.map(|asset| format!("/assets/{}", asset.name)).unwrap_or_default()
    }

    fn find(&self, name: &str) -> Option<&Asset> {
        self.files.iter().find(|asset| asset.name == name)
    }
}

/// `GET /assets/{name}`
pub(super) async fn asset(cx: Cx, name: web::Path<String>) -> WebResult<HttpResponse> {
    let asset = cx.app().assets.find(&name).ok_or(WebError::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header(ContentType(asset.mime.parse().unwrap_or(actix_web::mime::TEXT_PLAIN)))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.content))
}
