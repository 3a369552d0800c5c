//! The public check: anybody who holds a text learns its SHA-256, and whether an agreement was signed under it.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::views::{self, Checked};
use crate::agreements::{queries, text};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::{Files, Form};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CheckForm {
    text: String,
}

/// `GET /agreements/check`
pub(super) async fn form(cx: Cx) -> HttpResponse {
    let body = views::check("", None, &FieldErrors::default(), &cx.repeatable());
    cx.page("Check a signed text", body)
}

/// `POST /agreements/check`
pub(super) async fn submit(cx: Cx, form: Form<CheckForm>, files: Files) -> WebResult<HttpResponse> {
    let uploaded = files.of("file").map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let text = uploaded.unwrap_or_else(|| form.text.clone());
    if text.trim().is_empty() {
        let errors = FieldErrors::from(FieldError::required("text", "Paste the text, or choose its file"));
        let body = views::check(&form.text, None, &errors, &cx.repeatable());
        return Ok(cx.invalid("Check a signed text", &errors, body));
    }
    let sha256 = text::hash(&text);
    let wanted = sha256.clone();
    let signed = cx.read(move |conn| queries::signed_under(conn, &wanted)).await?;
    let checked = Checked { sha256: &sha256, signed: signed.as_ref() };
    let body = views::check(&text, Some(&checked), &FieldErrors::default(), &cx.repeatable());
    Ok(cx.page("Check a signed text", body))
}
