//! Answers that everybody who reads an offer may read.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::access::capability::{ManageOffers, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::catalogue::{self, model::PublicAnswer};
use crate::kernel::ids::{EnquiryId, OfferId, PublicAnswerId};
use crate::kernel::{FieldErrors, london};
use crate::negotiation::model::Enquiry;
use crate::negotiation::{NegotiationError, commands, queries};
use crate::web::answer::created;
use crate::web::api::{Body, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::routes::{Guard, RouteSpec, delete, get, post};
use crate::web::ui::{self, ButtonLook, Confirm, TextArea, actions, back_link, button, heading, post_form};
use crate::web::urls::{catalogue as offers, negotiation as at};

#[derive(OpenApi)]
#[openapi(paths(list, publish, withdraw), components(schemas(PublicAnswerJson, PublicAnswerBody)))]
pub(in crate::web) struct PublicAnswerApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    vec![
        get("/enquiries/{id}/publish", manage, || web::get().to(form)),
        post("/enquiries/{id}/publish", manage, || web::post().to(submit)),
        get("/offers/{id}/answers/{answer}/remove", manage, || web::get().to(ask_remove)),
        post("/offers/{id}/answers/{answer}/remove", manage, || web::post().to(remove)),
        get("/api/v1/offers/{id}/answers", Guard::Public, || web::get().to(list)),
        post("/api/v1/enquiries/{id}/public-answers", manage, || web::post().to(publish)),
        delete("/api/v1/offers/{id}/answers/{answer}", manage, || web::delete().to(withdraw)),
    ]
}

/// What is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    question: String,
    answer: String,
}

/// `GET /enquiries/{id}/publish`
async fn form(cx: Cx, by: Member<ManageOffers>, id: web::Path<EnquiryId>) -> WebResult<HttpResponse> {
    let (enquiry, typed) = begin(&cx, &by, *id).await?;
    Ok(cx.page("Answer publicly", view(&cx, &enquiry, &typed, &FieldErrors::default())))
}

/// The thread's last question and the last answer, to start from.
async fn begin(cx: &Cx, by: &Member<ManageOffers>, id: EnquiryId) -> WebResult<(Enquiry, Typed)> {
    let reader: Member<ReadBody> = by.as_reader();
    let (enquiry, messages) = cx.read(move |conn| queries::enquiry(conn, &reader, id)).await?;
    if enquiry.offer().is_none() {
        return Err(WebError::NotFound);
    }
    if enquiry.provider != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.provider_name).into());
    }
    let last = |is_ours: bool| {
        let mut said = messages.iter().rev().filter(|message| (message.body == by.body()) == is_ours);
        said.next().map(|message| message.text.clone()).unwrap_or_default()
    };
    let typed = Typed { question: last(false), answer: last(true) };
    Ok((enquiry, typed))
}

/// `POST /enquiries/{id}/publish`
async fn submit(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<EnquiryId>,
    form: Form<Typed>,
) -> WebResult<HttpResponse> {
    let (id, now, typed, member) = (*id, cx.now(), form.into_inner(), by.clone());
    let (enquiry, _) = begin(&cx, &by, id).await?;
    let sent = typed.clone();
    let published = cx
        .try_write(move |tx| commands::answer_publicly(tx, &member, id, (&sent.question, &sent.answer), now))
        .await;
    match published {
        Ok(_) => {
            let there = enquiry.offer().map_or_else(|| at::enquiry(id), offers::offer);
            Ok(cx.done(&there, "The answer stands with your offer"))
        }
        Err(NegotiationError::Invalid(errors)) => {
            Ok(cx.invalid("Answer publicly", &errors, view(&cx, &enquiry, &typed, &errors)))
        }
        Err(error) => Err(error.into()),
    }
}

fn view(cx: &Cx, enquiry: &Enquiry, typed: &Typed, errors: &FieldErrors) -> Markup {
    let area = |name, label, hint, value| {
        TextArea {
            name,
            label,
            hint,
            value,
            error: errors.of(name),
            most: Some(2_000),
            ..TextArea::default()
        }
        .render()
    };
    html! {
        (back_link(&at::enquiry(enquiry.id)))
        (heading(&enquiry.title, "Show this answer to everybody"))
        p { "Whoever reads your offer will read the question and the answer. Who asked is not shown: take out anything \
             that would tell." }
        (post_form(&at::answer_publicly(enquiry.id), &cx.once(), html! {
            (area("question", "Question", None, typed.question.as_str()))
            (area("answer", "Answer", None, typed.answer.as_str()))
            (actions(button("Show it with the offer")))
        }))
    }
}

/// `GET /offers/{id}/answers/{answer}/remove`
async fn ask_remove(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, PublicAnswerId)>,
) -> WebResult<HttpResponse> {
    let (offer, id) = path.into_inner();
    let answers = cx
        .read(move |conn| {
            catalogue::queries::own_offer(conn, &by, offer)?;
            Ok::<_, catalogue::CatalogueError>(queries::public_answers(conn, offer)?)
        })
        .await?;
    let answer = answers.into_iter().find(|answer| answer.id == id).ok_or(WebError::NotFound)?;
    let page = Confirm {
        question: "Take this answer off your offer?",
        consequences: &[format!("“{}”", answer.question), "Nobody reads it any more".to_owned()],
        action: &at::remove_public_answer(offer, id),
        keys: &cx.once(),
        deed: "Take it off",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it",
        way_out_href: &offers::offer(offer),
    }
    .render();
    Ok(cx.page("Take this answer off your offer?", page))
}

/// `POST /offers/{id}/answers/{answer}/remove`
async fn remove(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, PublicAnswerId)>,
    _: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let ((offer, id), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::remove_public_answer(tx, &by, offer, id, now)).await?;
    Ok(cx.done(&offers::offer(offer), "The answer is taken off"))
}

/// The questions and answers of an offer, as a section of its page; nothing where there are none.
pub(in crate::web) fn section(offer: OfferId, answers: &[PublicAnswer], may_remove: bool) -> Markup {
    html! {
        @if !answers.is_empty() {
            h2 { "Questions and answers" }
            @for answer in answers {
                div.panel {
                    p { strong { (answer.question) } }
                    @for line in answer.answer.lines() { p { (line) } }
                    p.meta {
                        "Answered by the provider on " (ui::date(london::date(answer.published_at))) "."
                        @if may_remove { " " a href=(at::remove_public_answer(offer, answer.id)) { "Take it off" } }
                    }
                }
            }
        }
    }
}

/// A question and the provider's answer.
#[derive(Debug, Serialize, ToSchema)]
struct PublicAnswerJson {
    id: String,
    question: String,
    answer: String,
    published_at: String,
}

impl From<PublicAnswer> for PublicAnswerJson {
    fn from(answer: PublicAnswer) -> Self {
        Self {
            id: answer.id.to_string(),
            question: answer.question,
            answer: answer.answer,
            published_at: answer.published_at.to_rfc3339(),
        }
    }
}

/// A question and its answer as everybody may read them. Who asked is not told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublicAnswerBody {
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    question: String,
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    answer: String,
}

/// The questions that a provider has answered for everybody, the latest first
#[utoipa::path(
    get, path = "/offers/{id}/answers", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<PublicAnswerJson>), (status = 404, body = Problem)),
)]
async fn list(cx: Cx, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let view = cx.view();
    let answers = cx
        .read(move |conn| {
            queries::offer(conn, view, *id)?;
            Ok::<_, catalogue::CatalogueError>(queries::public_answers(conn, *id)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(answers.into_iter().map(PublicAnswerJson::from).collect::<Vec<_>>()))
}

/// Show an answer to everybody who reads the offer
#[utoipa::path(
    post, path = "/enquiries/{id}/public-answers", tag = "Negotiation", params(("id" = uuid::Uuid, Path)),
    request_body = PublicAnswerBody,
    responses(
        (status = 201, body = PublicAnswerJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn publish(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<EnquiryId>,
    Body(body): Body<PublicAnswerBody>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let (offer, answer) = cx
        .write(move |tx| {
            let shown = commands::answer_publicly(tx, &by, id, (&body.question, &body.answer), now)?;
            let (enquiry, _) = queries::enquiry(tx.conn(), &by.as_reader(), id)?;
            let offer = enquiry.offer().ok_or(NegotiationError::NotFound)?;
            let answers = queries::public_answers(tx.conn(), offer)?;
            let answer =
                answers.into_iter().find(|answer| answer.id == shown).ok_or(NegotiationError::NotFound)?;
            Ok::<_, NegotiationError>((offer, answer))
        })
        .await?;
    Ok(created(&format!("/api/v1/offers/{offer}/answers"), &PublicAnswerJson::from(answer)))
}

/// Take a public answer off an offer
#[utoipa::path(
    delete, path = "/offers/{id}/answers/{answer}", tag = "Offers",
    params(("id" = uuid::Uuid, Path), ("answer" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn withdraw(
    cx: Cx,
    by: Member<ManageOffers>,
    path: web::Path<(OfferId, PublicAnswerId)>,
) -> WebResult<HttpResponse> {
    let ((offer, id), now) = (path.into_inner(), cx.now());
    cx.write(move |tx| commands::remove_public_answer(tx, &by, offer, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
