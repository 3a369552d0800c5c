//! Documents beside an offer, for programs.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{attachment_file, attachments};
use crate::access::capability::ManageOffers;
use crate::access::{CapabilityKind as C, Member};
use crate::catalogue::attachment::ListedDocument;
use crate::catalogue::commands::{self, Attached};
use crate::catalogue::file_kind::FileKind;
use crate::catalogue::{Attachment, CatalogueError, queries};
use crate::kernel::Instant;
use crate::kernel::ids::{AttachmentId, OfferId};
use crate::negotiation::queries as talks;
use crate::web::answer;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, delete, get, post};

#[derive(OpenApi)]
#[openapi(paths(list, add, content, remove, listed), components(schemas(OfferAttachment, VersionDocument)))]
pub(in crate::web) struct AttachmentApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    vec![
        get("/api/v1/offers/{id}/attachments", Guard::Public, || web::get().to(list)),
        post("/api/v1/offers/{id}/attachments", manage, || web::post().to(add)),
        get("/api/v1/offers/{id}/attachments/{attachment}", Guard::Public, || web::get().to(content)),
        delete("/api/v1/offers/{id}/attachments/{attachment}", manage, || web::delete().to(remove)),
        get("/api/v1/offers/{id}/versions/{number}/documents/{sha256}", Guard::Public, || {
            web::get().to(listed)
        }),
    ]
}

/// A document beside an offer.
#[derive(Debug, Serialize, ToSchema)]
struct OfferAttachment {
    id: String,
    name: String,
    /// Told by the content of the file.
    media_type: String,
    size_bytes: i64,
    /// SHA-256 of the content, in hexadecimal.
    sha256: String,
    added_at: String,
}

impl From<Attachment> for OfferAttachment {
    fn from(document: Attachment) -> Self {
        Self {
            id: document.id.to_string(),
            name: document.name,
            media_type: document.kind.as_str().to_owned(),
            size_bytes: document.size_bytes,
            sha256: document.sha256,
            added_at: Instant::to_rfc3339(document.added_at),
        }
    }
}

/// A document that a version of an offer lists.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct VersionDocument {
    name: String,
    media_type: String,
    size_bytes: i64,
    /// SHA-256 of the content, in hexadecimal. The version's `documents` have it by this.
    sha256: String,
}

impl From<ListedDocument> for VersionDocument {
    fn from(document: ListedDocument) -> Self {
        let ListedDocument { name, kind, size_bytes, sha256 } = document;
        Self { name, media_type: kind.as_str().to_owned(), size_bytes, sha256 }
    }
}

/// What a document is called.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AttachmentQuery {
    /// What to call the file. A path is dropped, and the ending becomes that of the file's kind.
    #[param(max_length = 255, example = "rate-card.pdf")]
    name: Option<String>,
}

/// The documents of an offer
///
/// Whoever may see the offer may see its documents.
#[utoipa::path(
    get, path = "/offers/{id}/attachments", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<OfferAttachment>), (status = 404, body = Problem)),
)]
async fn list(cx: Cx, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let view = cx.view();
    let documents = cx
        .read(move |conn| {
            let offer = talks::offer(conn, view, *id)?;
            Ok::<_, CatalogueError>(queries::attachments(conn, &offer)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(documents.into_iter().map(OfferAttachment::from).collect::<Vec<_>>()))
}

/// Add a document to an offer
///
/// The body is the file: PDF, Word or Excel without macros, PNG or JPEG, at most 10 MB. An offer has 10 documents at most, all
/// documents of a body come to 100 MB at most. The same content again changes nothing and is answered with 200.
#[utoipa::path(
    post, path = "/offers/{id}/attachments", tag = "Offers",
    params(("id" = uuid::Uuid, Path), AttachmentQuery),
    request_body(content(
        (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (String = "image/png"),
        (String = "image/jpeg"),
    )),
    responses((status = 201, body = OfferAttachment), (status = 200, body = OfferAttachment),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)),
)]
async fn add(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<OfferId>,
    request: HttpRequest,
    query: web::Query<AttachmentQuery>,
    bytes: web::Bytes,
) -> WebResult<HttpResponse> {
    if !is_document(&request) {
        return Err(WebError::UnsupportedMediaType("a PDF, a Word or Excel file, a PNG or a JPEG image"));
    }
    let (id, name) = (*id, query.name.clone().unwrap_or_default());
    let attached = attachments::attach(&cx, by, id, (name, bytes.to_vec())).await?;
    let view = cx.view();
    let document = cx
        .read(move |conn| {
            let offer = talks::offer(conn, view, id)?;
            queries::attachment(conn, &offer, attached.id())
        })
        .await?;
    let document = OfferAttachment::from(document);
    Ok(match attached {
        Attached::New(new) => answer::created(&format!("/api/v1/offers/{id}/attachments/{new}"), &document),
        Attached::Before(_) => HttpResponse::Ok().json(document),
    })
}

/// Whether it is sent as something that may be a document; what it is, its content says.
fn is_document(request: &HttpRequest) -> bool {
    let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    FileKind::ALL.iter().any(|known| kind == Some(known.as_str()))
}

/// Download a document of an offer
///
/// For whoever may see the offer. `ETag` changes with the content.
#[utoipa::path(
    get, path = "/offers/{id}/attachments/{attachment}", tag = "Offers",
    params(("id" = uuid::Uuid, Path), ("attachment" = uuid::Uuid, Path)),
    responses(
        (status = 200, content(
            (String = "application/pdf"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "image/png"),
            (String = "image/jpeg"),
        )),
        (status = 304, description = "You have it already"), (status = 404, body = Problem),
    ),
)]
async fn content(
    cx: Cx,
    path: web::Path<(OfferId, AttachmentId)>,
    request: HttpRequest,
) -> WebResult<HttpResponse> {
    attachment_file::send(&cx, &request, path.into_inner(), None).await
}

/// Download a document that a version of an offer lists
///
/// For whoever could see that version, also after the document was taken away from the offer.
#[utoipa::path(
    get, path = "/offers/{id}/versions/{number}/documents/{sha256}", tag = "Offers",
    params(
        ("id" = uuid::Uuid, Path), ("number" = i32, Path),
        ("sha256" = String, Path, description = "As the version lists it."),
    ),
    responses(
        (status = 200, content(
            (String = "application/pdf"),
            (String = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (String = "image/png"),
            (String = "image/jpeg"),
        )),
        (status = 304, description = "You have it already"), (status = 404, body = Problem),
    ),
)]
async fn listed(
    cx: Cx,
    path: web::Path<(OfferId, i32, String)>,
    request: HttpRequest,
) -> WebResult<HttpResponse> {
    attachment_file::send_listed(&cx, &request, path.into_inner()).await
}

/// Remove a document from an offer
#[utoipa::path(
    delete, path = "/offers/{id}/attachments/{attachment}", tag = "Offers",
    params(("id" = uuid::Uuid, Path), ("attachment" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)),
)]
async fn remove(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, AttachmentId)>,
) -> WebResult<HttpResponse> {
    let ((id, attachment), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::remove_attachment(tx, &by, id, attachment, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
