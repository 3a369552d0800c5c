//! Asking about a need before answering it, on pages and for programs.

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;

use super::api_model::{EnquiryJson, TextBody};
use super::enquiries::{MessageForm, after_message};
use super::enquiry_views as views;
use crate::access::capability::{Enquire, ManageNeeds, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::FieldErrors;
use crate::kernel::ids::{EnquiryId, NeedId};
use crate::negotiation::answered::AnsweredNeed;
use crate::negotiation::model::About;
use crate::negotiation::{NegotiationError, commands, queries};
use crate::web::answer;
use crate::web::api::{Body, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::routes::{Guard, RouteSpec, get, post};
use crate::web::section::Section;
use crate::web::urls::{needs, negotiation as at};

#[derive(OpenApi)]
#[openapi(paths(api_ask, api_answer))]
pub(in crate::web) struct NeedEnquiryApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let (ask, manage) = (Guard::Member(C::Enquire), Guard::Member(C::ManageNeeds));
    vec![
        get("/needs/{id}/enquire", ask, || web::get().to(form)),
        post("/needs/{id}/enquire", ask, || web::post().to(enquire)),
        post("/needs/{id}/enquiries/{enquiry}/answer", manage, || web::post().to(answer_question)),
        post("/api/v1/needs/{id}/enquiries", ask, || web::post().to(api_ask)),
        post("/api/v1/needs/{id}/enquiries/{enquiry}/answers", manage, || web::post().to(api_answer)),
    ]
}

/// `GET /needs/{id}/enquire`
async fn form(cx: Cx, by: Member<Enquire>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let (id, body) = (*id, by.body());
    let need = open_need(&cx, id).await?;
    need.can_be_answered_by(body)?;
    let left = cx.read(move |conn| queries::questions_left(conn, &by, About::Need(id))).await?;
    let cx = cx.within(Section::Find);
    if left == Some(0) {
        let page = views::must_wait((&need.content.title, &need.body_name), &needs::need(id));
        return Ok(cx.page("Ask about a need", page));
    }
    let page = views::ask_about_need(&need, "", &FieldErrors::default(), &cx.once());
    Ok(cx.page("Ask about a need", page))
}

/// `POST /needs/{id}/enquire`
async fn enquire(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<NeedId>,
    form: Form<MessageForm>,
) -> WebResult<HttpResponse> {
    let (id, now, text) = (*id, cx.now(), form.text.clone());
    match cx.try_write(move |tx| commands::ask_about_need(tx, &by, id, &text, now)).await {
        Ok(enquiry) => Ok(cx.done(&at::enquiry(enquiry), "Your question is on its way")),
        Err(NegotiationError::Invalid(errors)) => {
            let need = open_need(&cx, id).await?;
            let cx = cx.within(Section::Find);
            let page = views::ask_about_need(&need, &form.text, &errors, &cx.once());
            Ok(cx.invalid("Ask about a need", &errors, page))
        }
        Err(error) => Err(error.into()),
    }
}

async fn open_need(cx: &Cx, id: NeedId) -> WebResult<AnsweredNeed> {
    let view = cx.view();
    cx.read(move |conn| AnsweredNeed::find(conn, view, id)?.ok_or(NegotiationError::NotFound)).await
}

/// `POST /needs/{id}/enquiries/{enquiry}/answer`
async fn answer_question(
    cx: Cx,
    by: Member<ManageNeeds>,
    path: web::Path<(NeedId, EnquiryId)>,
    form: Form<MessageForm>,
) -> WebResult<HttpResponse> {
    let (ids, now, text, member) = (path.into_inner(), cx.now(), form.text.clone(), by.clone());
    let sent = cx.try_write(move |tx| commands::answer_about_need(tx, &member, ids, &text, now)).await;
    after_message(&cx, by.as_reader(), ids.1, form, sent).await
}

/// Ask about a need
///
/// Whoever could provide it asks the body that needs it. A body has one open thread about a need: asking again goes on with
/// it.
#[utoipa::path(
    post, path = "/needs/{id}/enquiries", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = TextBody,
    responses(
        (status = 201, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn api_ask(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<NeedId>,
    Body(body): Body<TextBody>,
) -> WebResult<HttpResponse> {
    let (need, now) = (*id, cx.now());
    let (id, (enquiry, messages)) = cx
        .write(move |tx| {
            let id = commands::ask_about_need(tx, &by, need, &body.text, now)?;
            Ok::<_, NegotiationError>((id, queries::enquiry(tx.conn(), &by.as_reader(), id)?))
        })
        .await?;
    Ok(answer::created(&format!("/api/v1/enquiries/{id}"), &EnquiryJson::with(enquiry, messages)))
}

/// Answer a question about a need, as its owner
#[utoipa::path(
    post, path = "/needs/{id}/enquiries/{enquiry}/answers", tag = "Negotiation",
    params(("id" = uuid::Uuid, Path), ("enquiry" = uuid::Uuid, Path)), request_body = TextBody,
    responses(
        (status = 200, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn api_answer(
    cx: Cx,
    by: Member<ManageNeeds>,
    path: web::Path<(NeedId, EnquiryId)>,
    Body(body): Body<TextBody>,
) -> WebResult<HttpResponse> {
    let (ids, now) = (path.into_inner(), cx.now());
    let (enquiry, messages) = cx
        .write(move |tx| {
            commands::answer_about_need(tx, &by, ids, &body.text, now)?;
            let reader: Member<ReadBody> = by.as_reader();
            queries::enquiry(tx.conn(), &reader, ids.1)
        })
        .await?;
    Ok(HttpResponse::Ok().json(EnquiryJson::with(enquiry, messages)))
}
