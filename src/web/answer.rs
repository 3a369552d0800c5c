//! The shapes of answers.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ContentType, HeaderValue, LOCATION};
use actix_web::{HttpResponse, HttpResponseBuilder};
use maud::Markup;
use serde::Serialize;

use crate::kernel::delimited::defuse;

/// A page. Private pages are never kept by a cache in between.
pub(super) fn html(mut response: HttpResponseBuilder, page: Markup) -> HttpResponse {
    response
        .insert_header(ContentType::html())
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(page.into_string())
}

/// 303 to `url`.
pub(super) fn see_other(url: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((LOCATION, url));
    response
}

/// A table as a file: CSV (RFC 4180) in UTF-8 with a byte-order mark, so that spreadsheets read it rightly. Cells
/// that a spreadsheet would take for a formula are defused with an apostrophe.
pub fn csv(name: &str, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> HttpResponse {
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let mut complete = writer.write_record(header).is_ok();
    for row in rows {
        complete &= writer.write_record(row.iter().map(|cell| defuse(cell).into_owned())).is_ok();
    }
    match writer.into_inner() {
        Ok(bytes) if complete => HttpResponse::Ok()
            .insert_header(("content-type", "text/csv; charset=utf-8"))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(bytes),
        _ => HttpResponse::InternalServerError().finish(),
    }
}

/// Rows of a CSV file without its header, for a file that is sent part by part. Cells are defused as in [`csv`].
pub(super) fn csv_bytes(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing into memory fails for nothing but rows of different widths, which ours never have.
        if let Err(error) = writer.write_record(row.iter().map(|cell| defuse(cell).into_owned())) {
            tracing::error!(%error, "a row of a file could not be written");
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// Marks an answer with a secret in it: the secret is stored nowhere, so a repeat is told that it was already done.
#[derive(Clone, Copy, Debug)]
pub(super) struct HoldsSecret;

/// The same answer, never kept for a repeat nor by a cache.
pub(super) fn holding_secret(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(HoldsSecret);
    response
}

/// 201 with where the new thing is.
pub(super) fn created<T: Serialize>(location: &str, body: &T) -> HttpResponse {
    HttpResponse::Created().insert_header((LOCATION, location)).json(body)
}
