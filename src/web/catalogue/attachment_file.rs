//! A document as it is sent: to be kept as a file, never to be opened within this site. Whoever wrote it may be anybody
//! who works for a body, so that nothing in it may run with its reader's rights here.

use actix_web::http::header::Charset;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ContentDisposition,
    DispositionParam, DispositionType, ETAG, ExtendedValue, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};

use crate::catalogue::attachment::ListedDocument;
use crate::catalogue::{CatalogueError, queries};
use crate::kernel::ids::{AttachmentId, OfferId};
use crate::negotiation::queries as talks;
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// Should a browser open it in spite of all, then nothing in it loads, runs, asks or is framed.
const POLICY: &str =
    "default-src 'none'; sandbox; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// 200 with the document, or 304 for whoever has it, for those who may see the offer. Under another name than its own
/// it does not exist.
pub(super) async fn send(
    cx: &Cx,
    request: &HttpRequest,
    (offer, id): (OfferId, AttachmentId),
    name: Option<String>,
) -> WebResult<HttpResponse> {
    let view = cx.view();
    let known = known_tags(request);
    let (document, bytes) = cx
        .read(move |conn| {
            let seen = talks::offer(conn, view, offer)?;
            let document = queries::attachment(conn, &seen, id)?;
            if name.is_some_and(|name| name != document.name) {
                return Err(CatalogueError::NotFound);
            }
            let is_known = is_known(known.as_deref(), &document.sha256);
            let bytes = if is_known { None } else { Some(queries::content(conn, &document)?) };
            Ok::<_, CatalogueError>((ListedDocument::from(document), bytes))
        })
        .await?;
    Ok(answer(&document, bytes))
}

/// The same of a document that a version lists, for those who could see that version.
pub(super) async fn send_listed(
    cx: &Cx,
    request: &HttpRequest,
    (offer, number, sha256): (OfferId, i32, String),
) -> WebResult<HttpResponse> {
    let (view, known) = (cx.view(), known_tags(request));
    let (document, bytes) =
        cx.read(move |conn| queries::listed_document(conn, view, (offer, number), &sha256)).await?;
    let is_known = is_known(known.as_deref(), &document.sha256);
    Ok(answer(&document, Some(bytes).filter(|_| !is_known)))
}

fn known_tags(request: &HttpRequest) -> Option<String> {
    request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn is_known(known: Option<&str>, sha256: &str) -> bool {
    known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag(sha256) || one.trim() == "*"))
}

fn answer(document: &ListedDocument, bytes: Option<Vec<u8>>) -> HttpResponse {
    let mut response = if bytes.is_some() { HttpResponse::Ok() } else { HttpResponse::NotModified() };
    response
        .insert_header((ETAG, tag(&document.sha256)))
        // Who may see an offer changes, so that every download is asked for anew.
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    let Some(bytes) = bytes else { return response.finish() };
    response
        .insert_header((CONTENT_TYPE, document.kind.as_str()))
        .insert_header((CONTENT_DISPOSITION, disposition(&document.name)))
        .body(bytes)
}

/// Weak, because the same content is sent compressed to one reader and plain to another.
fn tag(sha256: &str) -> String {
    format!("W/\"{sha256}\"")
}

/// To be kept under its name; once more in plain letters for programs that know no others (RFC 6266).
fn disposition(name: &str) -> ContentDisposition {
    let plain = name.chars().map(|letter| match letter {
        '"' | '\\' | '%' => '-',
        letter if letter.is_ascii() => letter,
        _ => '_',
    });
    let full = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain.collect()), DispositionParam::FilenameExt(full)],
    }
}
