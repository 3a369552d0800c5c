//! Answering a need of another body: choosing the offer, then the terms.

use actix_web::{HttpResponse, web};

use super::answer_views as views;
use super::fields::TermsFields;
use super::write::{new_form, submit_new};
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::{NeedId, OfferId};
use crate::negotiation::ground::Origin;
use crate::negotiation::queries;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::routes::{Guard, RouteSpec, get, post};
use crate::web::section::Section;

pub(super) fn routes() -> Vec<RouteSpec> {
    let negotiate = Guard::Member(C::Negotiate);
    vec![
        get("/needs/{id}/answer", negotiate, || web::get().to(choose)),
        get("/needs/{id}/answer/{offer}", negotiate, || web::get().to(form)),
        post("/needs/{id}/answer/{offer}", negotiate, || web::post().to(submit)),
    ]
}

/// `GET /needs/{id}/answer`
async fn choose(cx: Cx, by: Member<Negotiate>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    let (need, possible) = cx.read(move |conn| queries::possible_answers(conn, &by, *id, now)).await?;
    let cx = cx.within(Section::Find);
    Ok(cx.page("Answer this need", views::choose(&cx, &need, &possible)))
}

/// `GET /needs/{id}/answer/{offer}`
async fn form(cx: Cx, by: Member<Negotiate>, path: web::Path<(NeedId, OfferId)>) -> WebResult<HttpResponse> {
    let (need, offer) = path.into_inner();
    new_form(cx, by, Origin::Need(need, offer), None).await
}

/// `POST /needs/{id}/answer/{offer}`
async fn submit(
    cx: Cx,
    by: Member<Negotiate>,
    path: web::Path<(NeedId, OfferId)>,
    form: Form<Vec<(String, String)>>,
) -> WebResult<HttpResponse> {
    let (need, offer) = path.into_inner();
    submit_new(cx, by, Origin::Need(need, offer), TermsFields::of_form(&form)).await
}
