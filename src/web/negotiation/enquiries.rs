//! Asking about an offer, and the thread that follows.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::enquiry_views as views;
use super::proposals::ListParams;
use crate::access::Member;
use crate::access::capability::{Enquire, ManageOffers, Negotiate, ReadBody};
use crate::catalogue::model::OfferBrief;
use crate::kernel::FieldErrors;
use crate::kernel::ids::{EnquiryId, OfferId};
use crate::negotiation::{NegotiationError, commands, queries};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::urls::negotiation as at;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MessageForm {
    text: String,
}

/// `GET /offers/{id}/enquire`
pub(super) async fn form(cx: Cx, by: Member<Enquire>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let id = id.into_inner();
    let offer = published(&cx, id).await?;
    let left = cx.read(move |conn| queries::questions_left(conn, &by, id)).await?;
    if left == Some(0) {
        return Ok(cx.page("Ask about an offer", views::must_wait(&offer)));
    }
    let body = views::ask(&cx, &offer, "", &FieldErrors::default());
    Ok(cx.page("Ask about an offer", body))
}

/// `POST /offers/{id}/enquire`
pub(super) async fn enquire(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<OfferId>,
    form: Form<MessageForm>,
) -> WebResult<HttpResponse> {
    let (id, now, text) = (id.into_inner(), cx.now(), form.text.clone());
    match cx.try_write(move |tx| commands::enquire(tx, &by, id, &text, now)).await {
        Ok(enquiry) => Ok(cx.done(&at::enquiry(enquiry), "Your question is on its way")),
        Err(NegotiationError::Invalid(errors)) => {
            let offer = published(&cx, id).await?;
            let body = views::ask(&cx, &offer, &form.text, &errors);
            Ok(cx.invalid("Ask about an offer", &errors, body))
        }
        Err(error) => Err(error.into()),
    }
}

async fn published(cx: &Cx, id: OfferId) -> WebResult<OfferBrief> {
    let view = cx.view();
    cx.read(move |conn| queries::offer_to_talk_about(conn, view, id)).await?.ok_or(WebError::NotFound)
}

/// `GET /enquiries`
pub(super) async fn list(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ListParams>,
) -> WebResult<HttpResponse> {
    let (viewer, page, state) = (by.body(), query.page(), query.state.parse().ok());
    let enquiries = cx.read(move |conn| queries::enquiries(conn, &by, state, page)).await?;
    Ok(cx.page("Enquiries", views::list(&enquiries, viewer, state)))
}

/// `GET /enquiries/{id}`
pub(super) async fn show(cx: Cx, by: Member<ReadBody>, id: web::Path<EnquiryId>) -> WebResult<HttpResponse> {
    thread(&cx, by, id.into_inner(), None).await
}

/// `POST /enquiries/{id}/ask`
pub(super) async fn ask(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<EnquiryId>,
    form: Form<MessageForm>,
) -> WebResult<HttpResponse> {
    let (id, now, text, member) = (id.into_inner(), cx.now(), form.text.clone(), by.clone());
    let sent = cx.try_write(move |tx| commands::ask(tx, &member, id, &text, now)).await;
    after_message(&cx, by.as_reader(), id, form, sent).await
}

/// `POST /enquiries/{id}/answer`
pub(super) async fn answer(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<EnquiryId>,
    form: Form<MessageForm>,
) -> WebResult<HttpResponse> {
    let (id, now, text, member) = (id.into_inner(), cx.now(), form.text.clone(), by.clone());
    let sent = cx.try_write(move |tx| commands::answer(tx, &member, id, &text, now)).await;
    after_message(&cx, by.as_reader(), id, form, sent).await
}

/// `POST /enquiries/{id}/close`
pub(super) async fn close(cx: Cx, by: Member<Enquire>, id: web::Path<EnquiryId>) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    cx.write(move |tx| commands::close_enquiry(tx, &by, id, now)).await?;
    Ok(cx.done(&at::enquiry(id), "The enquiry is closed"))
}

async fn after_message(
    cx: &Cx,
    by: Member<ReadBody>,
    id: EnquiryId,
    form: Form<MessageForm>,
    sent: Result<(), NegotiationError>,
) -> WebResult<HttpResponse> {
    match sent {
        Ok(()) => Ok(cx.done(&at::enquiry(id), "Your message is on its way")),
        Err(NegotiationError::Invalid(errors)) => thread(cx, by, id, Some((&form.text, errors))).await,
        Err(error) => Err(error.into()),
    }
}

async fn thread(
    cx: &Cx,
    by: Member<ReadBody>,
    id: EnquiryId,
    sent: Option<(&str, FieldErrors)>,
) -> WebResult<HttpResponse> {
    let reader = by.clone();
    let (enquiry, messages) = cx.read(move |conn| queries::enquiry(conn, &reader, id)).await?;
    let (text, errors) = sent.unwrap_or_default();
    let page = views::Thread {
        enquiry: &enquiry,
        messages: &messages,
        viewer: by.body(),
        can_ask: by.can::<Enquire>(),
        can_answer: by.can::<ManageOffers>(),
        can_propose: by.can::<Negotiate>(),
        text,
        errors: &errors,
        keys: &cx.once(),
        close_keys: &cx.once(),
    };
    let title = format!("About {}", enquiry.offer_title);
    let body = views::thread(&page);
    Ok(if errors.is_empty() { cx.page(&title, body) } else { cx.invalid(&title, &errors, body) })
}
