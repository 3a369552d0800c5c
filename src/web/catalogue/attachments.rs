//! Documents beside an offer: adding, removing and downloading them.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{attachment_file, attachment_views as views};
use crate::access::capability::ManageOffers;
use crate::access::{CapabilityKind as C, Member};
use crate::catalogue::commands::{self, Attached};
use crate::catalogue::model::OfferView;
use crate::catalogue::{Attachment, CatalogueError, Upload, queries};
use crate::kernel::ids::{AttachmentId, OfferId};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::{Files, Form};
use crate::web::routes::{Guard, RouteSpec, get, post};
use crate::web::urls::catalogue as urls;

pub(super) fn mount() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    vec![
        get("/offers/{id}/attachments", manage, || web::get().to(show)),
        post("/offers/{id}/attachments", manage, || web::post().to(add)),
        get("/offers/{id}/attachments/{attachment}/remove", manage, || web::get().to(ask_removal)),
        post("/offers/{id}/attachments/{attachment}/remove", manage, || web::post().to(remove)),
        get("/offers/{id}/attachments/{attachment}/{name}", Guard::Public, || web::get().to(download)),
        get("/offers/{id}/versions/{number}/documents/{sha256}", Guard::Public, || web::get().to(listed)),
    ]
}

const TITLE: &str = "Documents";

/// `GET /offers/{id}/attachments`
async fn show(cx: Cx, by: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let (offer, documents) = own(&cx, by, *id).await?;
    Ok(cx.page(TITLE, views::manage(&offer, &documents, &cx.once(), &FieldErrors::default())))
}

/// `POST /offers/{id}/attachments`
async fn add(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<OfferId>,
    files: Files,
) -> WebResult<HttpResponse> {
    let id = *id;
    let (offer, documents) = own(&cx, by.clone(), id).await?;
    let outcome = match files.of("file") {
        Some(file) => attach(&cx, by, id, (file.name.clone(), file.bytes.clone())).await,
        None => Err(FieldErrors::from(FieldError::required("file", "Choose the document to add")).into()),
    };
    match outcome {
        Ok(Attached::New(_)) => Ok(cx.done(&urls::attachments(id), "Your document is added")),
        Ok(Attached::Before(_)) => {
            Ok(cx.done(&urls::attachments(id), "The same document is there already, so nothing was added"))
        }
        Err(CatalogueError::Invalid(errors)) => {
            let page = views::manage(&offer, &documents, &cx.once(), &errors);
            Ok(cx.invalid(TITLE, &errors, page))
        }
        Err(error) => Err(error.into()),
    }
}

/// Looks into a file away from the threads that answer, and keeps it.
pub(super) async fn attach(
    cx: &Cx,
    by: Member<ManageOffers>,
    id: OfferId,
    (name, bytes): (String, Vec<u8>),
) -> Result<Attached, CatalogueError> {
    let unreadable = |_| FieldErrors::from(FieldError::invalid("file", "This file cannot be read"));
    let upload = web::block(move || Upload::parse(&name, bytes)).await.map_err(unreadable)??;
    let now = cx.now();
    cx.try_write(move |tx| commands::attach(tx, &by, id, &upload, now)).await
}

/// `GET /offers/{id}/attachments/{attachment}/remove`
async fn ask_removal(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, AttachmentId)>,
) -> WebResult<HttpResponse> {
    let (id, attachment) = path.into_inner();
    let (offer, documents) = own(&cx, by, id).await?;
    let document = documents.iter().find(|one| one.id == attachment).ok_or(WebError::NotFound)?;
    Ok(cx.page(&views::question(document), views::ask_removal(&offer, document, &cx.once())))
}

/// `POST /offers/{id}/attachments/{attachment}/remove`
async fn remove(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, AttachmentId)>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let ((id, attachment), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::remove_attachment(tx, &by, id, attachment, now)).await?;
    Ok(cx.done(&urls::attachments(id), "The document is removed"))
}

/// `GET /offers/{id}/attachments/{attachment}/{name}`
async fn download(
    cx: Cx,
    path: web::Path<(OfferId, AttachmentId, String)>,
    request: HttpRequest,
) -> WebResult<HttpResponse> {
    let (id, attachment, name) = path.into_inner();
    attachment_file::send(&cx, &request, (id, attachment), Some(name)).await
}

/// `GET /offers/{id}/versions/{number}/documents/{sha256}`
async fn listed(
    cx: Cx,
    path: web::Path<(OfferId, i32, String)>,
    request: HttpRequest,
) -> WebResult<HttpResponse> {
    attachment_file::send_listed(&cx, &request, path.into_inner()).await
}

async fn own(cx: &Cx, by: Member<ManageOffers>, id: OfferId) -> WebResult<(OfferView, Vec<Attachment>)> {
    cx.read(move |conn| {
        let offer = queries::own_offer(conn, &by, id)?;
        let documents = queries::attachments(conn, &offer)?;
        Ok::<_, CatalogueError>((offer, documents))
    })
    .await
}
