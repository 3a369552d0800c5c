//! Reading a body within its limits, and taking a form apart.

use actix_multipart::Multipart;
use actix_web::HttpMessage as _;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::BytesMut;
use futures_util::StreamExt as _;

use crate::web::error::WebError;
use crate::web::form::{SentFile, Submitted};

/// The most a form without files may hold.
const FORM_KIB: usize = 256;
/// The most a JSON request may hold.
pub(super) const JSON_KIB: usize = 1024;
/// The most a request with a file may hold.
pub(in crate::web) const UPLOAD_KIB: usize = 16 * 1024;
/// The most fields a form may have.
const MOST_FIELDS: usize = 2_000;

/// The whole body, or that it is too large. What is beyond the limit is never read.
pub(super) async fn read(payload: &mut Payload, most_kib: usize) -> Result<BytesMut, WebError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| WebError::BadRequest(error.to_string()))?;
        if body.len() + chunk.len() > most_kib * 1024 {
            return Err(WebError::TooLarge { most_kib });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

pub(super) fn content_type(request: &ServiceRequest) -> &str {
    request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// What a form sent, and the bytes that tell it from another.
pub(super) async fn form(request: &mut ServiceRequest) -> Result<(Submitted, Vec<u8>), WebError> {
    let kind = content_type(request).to_ascii_lowercase();
    let mut payload = request.take_payload();
    if kind.starts_with("multipart/form-data") {
        let bytes = read(&mut payload, UPLOAD_KIB).await?.freeze();
        let submitted = multipart(request, bytes.clone()).await?;
        let mut identity = Vec::new();
        note_fields(&mut identity, &submitted.fields);
        for file in &submitted.files {
            note(&mut identity, &file.field, &file.bytes);
        }
        return Ok((submitted.without_zero_bytes(), identity));
    }
    let bytes = read(&mut payload, FORM_KIB).await?;
    if !bytes.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(WebError::UnsupportedMediaType("application/x-www-form-urlencoded"));
    }
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(&bytes).into_owned().take(MOST_FIELDS).collect();
    let mut identity = Vec::new();
    note_fields(&mut identity, &fields);
    Ok((Submitted { fields, files: vec![] }.without_zero_bytes(), identity))
}

/// All but the form's token, which is another on every page.
fn note_fields(identity: &mut Vec<u8>, fields: &[(String, String)]) {
    for (name, value) in fields.iter().filter(|(name, _)| name != "_csrf") {
        note(identity, name, value.as_bytes());
    }
}

fn note(identity: &mut Vec<u8>, name: &str, value: &[u8]) {
    identity.extend_from_slice(name.as_bytes());
    identity.push(0);
    identity.extend_from_slice(&value.len().to_be_bytes());
    identity.extend_from_slice(value);
}

async fn multipart(request: &ServiceRequest, bytes: actix_web::web::Bytes) -> Result<Submitted, WebError> {
    let bad = |error: String| WebError::BadRequest(error);
    let stream = futures_util::stream::once(async move { Ok(bytes) });
    let mut parts = Multipart::new(request.headers(), stream);
    let mut submitted = Submitted::default();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| bad(error.to_string()))?;
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|it| it.get_filename()).map(base_name);
        let mut content = Vec::new();
        while let Some(chunk) = part.next().await {
            content.extend_from_slice(&chunk.map_err(|error| bad(error.to_string()))?);
        }
        if submitted.fields.len() + submitted.files.len() >= MOST_FIELDS {
            return Err(bad("the form has too many fields".into()));
        }
        match file {
            Some(file) => submitted.files.push(SentFile { field: name, name: file, bytes: content }),
            None => submitted.fields.push((name, String::from_utf8_lossy(&content).into_owned())),
        }
    }
    Ok(submitted)
}

/// The last part of a path, whichever way its slashes lean.
fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect()
}
