//! Reading the text and signing it.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{self, SignPage};
use crate::access::Member;
use crate::access::capability::{ReadBody, Sign};
use crate::agreements::commands::{self, Signed};
use crate::agreements::queries::{self, SigningView};
use crate::agreements::text;
use crate::kernel::ids::ProposalId;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::urls::{agreements as at, negotiation};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignForm {
    number: String,
    sha256: String,
    read: String,
}

/// `GET /proposals/{id}/sign`
pub(super) async fn form(cx: Cx, by: Member<ReadBody>, id: web::Path<ProposalId>) -> WebResult<HttpResponse> {
    page(&cx, by, id.into_inner(), &FieldErrors::default()).await
}

/// `POST /proposals/{id}/sign`
pub(super) async fn submit(
    cx: Cx,
    by: Member<Sign>,
    id: web::Path<ProposalId>,
    form: Form<SignForm>,
) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    if form.read != "yes" {
        let message = "Tick that you have read this version";
        return page(&cx, by.as_reader(), id, &FieldError::required("read", message).into()).await;
    }
    let (number, sha256) = (form.number.parse().unwrap_or_default(), form.sha256.clone());
    Ok(match cx.write(move |tx| commands::sign(tx, &by, id, number, &sha256, now)).await? {
        Signed::First => {
            cx.done(&negotiation::proposal(id), "You have signed. The other side has still to sign")
        }
        Signed::Last(agreement) => {
            cx.done(&at::agreement(agreement), "Both sides have signed. The agreement stands")
        }
    })
}

/// `GET /proposals/{id}/text`: the text that waits for signatures.
pub(super) async fn text(cx: Cx, by: Member<ReadBody>, id: web::Path<ProposalId>) -> WebResult<HttpResponse> {
    let id = id.into_inner();
    let view: SigningView = cx.read(move |conn| queries::signing(conn, &by, id)).await?;
    Ok(download(&text::reference_of(&view.proposal.reference), view.text.text))
}

async fn page(
    cx: &Cx,
    by: Member<ReadBody>,
    id: ProposalId,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let (viewer, can_sign) = (by.body(), by.can::<Sign>());
    let view = cx.read(move |conn| queries::signing(conn, &by, id)).await?;
    let body = views::sign(&SignPage { view: &view, viewer, can_sign, errors, keys: &cx.once() });
    let title = format!("Sign {}", view.proposal.title);
    Ok(if errors.is_empty() { cx.page(&title, body) } else { cx.invalid(&title, errors, body) })
}

/// A text as a file.
pub(super) fn download(name: &str, text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.txt\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}
