//! Enquiries for programs: the same commands as the pages.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};

use super::api::state;
use super::api_model::{EnquiryJson, TextBody};
use crate::access::capability::{Enquire, ManageOffers, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::{EnquiryId, OfferId};
use crate::negotiation::{NegotiationError, commands, queries};
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(enquire, enquiries, enquiry, ask, answer_enquiry, close_enquiry))]
pub(in crate::web) struct EnquiryApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        post("/api/v1/offers/{id}/enquiries", Guard::Member(C::Enquire), || web::post().to(enquire)),
        get("/api/v1/enquiries", Guard::Member(C::ReadBody), || web::get().to(enquiries)),
        get("/api/v1/enquiries/{id}", Guard::Member(C::ReadBody), || web::get().to(enquiry)),
        post("/api/v1/enquiries/{id}/questions", Guard::Member(C::Enquire), || web::post().to(ask)),
        post("/api/v1/enquiries/{id}/answers", Guard::Member(C::ManageOffers), || {
            web::post().to(answer_enquiry)
        }),
        post("/api/v1/enquiries/{id}/close", Guard::Member(C::Enquire), || web::post().to(close_enquiry)),
    ]
}

/// Ask about an offer
///
/// A body has one open thread about an offer: asking again goes on with it.
#[utoipa::path(
    post, path = "/offers/{id}/enquiries", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = TextBody,
    responses(
        (status = 201, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn enquire(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<OfferId>,
    Body(body): Body<TextBody>,
) -> WebResult<HttpResponse> {
    let (offer, now) = (id.into_inner(), cx.now());
    let (id, (enquiry, messages)) = cx
        .write(move |tx| {
            let id = commands::enquire(tx, &by, offer, &body.text, now)?;
            Ok::<_, NegotiationError>((id, queries::enquiry(tx.conn(), &by.as_reader(), id)?))
        })
        .await?;
    Ok(answer::created(&format!("/api/v1/enquiries/{id}"), &EnquiryJson::with(enquiry, messages)))
}

/// Which enquiries are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct EnquiryQuery {
    /// Only those in this state.
    #[param(pattern = "^[a-z]+(_[a-z]+)*$")]
    state: Option<String>,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Enquiries of the acting body, last touched first
#[utoipa::path(
    get, path = "/enquiries", tag = "Negotiation", params(EnquiryQuery),
    responses((status = 200, body = List<EnquiryJson>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn enquiries(cx: Cx, by: Member<ReadBody>, query: web::Query<EnquiryQuery>) -> WebResult<HttpResponse> {
    let query = query.into_inner();
    let state = state(query.state.as_deref())?;
    let page = ListQuery { cursor: query.cursor, limit: query.limit }.page()?;
    let enquiries = cx.read(move |conn| queries::enquiries(conn, &by, state, page)).await?;
    Ok(api::list(enquiries, EnquiryJson::of))
}

/// An enquiry with everything said in it
#[utoipa::path(
    get, path = "/enquiries/{id}", tag = "Negotiation", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = EnquiryJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn enquiry(cx: Cx, by: Member<ReadBody>, id: web::Path<EnquiryId>) -> WebResult<HttpResponse> {
    read_enquiry(&cx, by, id.into_inner()).await
}

async fn read_enquiry(cx: &Cx, by: Member<ReadBody>, id: EnquiryId) -> WebResult<HttpResponse> {
    let (enquiry, messages) = cx.read(move |conn| queries::enquiry(conn, &by, id)).await?;
    Ok(HttpResponse::Ok().json(EnquiryJson::with(enquiry, messages)))
}

/// Ask further, as the consumer
#[utoipa::path(
    post, path = "/enquiries/{id}/questions", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = TextBody,
    responses(
        (status = 200, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn ask(
    cx: Cx,
    by: Member<Enquire>,
    id: web::Path<EnquiryId>,
    Body(body): Body<TextBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::ask(tx, &by, id, &body.text, now)).await?;
    read_enquiry(&cx, reader, id).await
}

/// Answer, as the provider
#[utoipa::path(
    post, path = "/enquiries/{id}/answers", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = TextBody,
    responses(
        (status = 200, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn answer_enquiry(
    cx: Cx,
    by: Member<ManageOffers>,
    id: web::Path<EnquiryId>,
    Body(body): Body<TextBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::answer(tx, &by, id, &body.text, now)).await?;
    read_enquiry(&cx, reader, id).await
}

/// Close an enquiry
#[utoipa::path(
    post, path = "/enquiries/{id}/close", tag = "Negotiation", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = EnquiryJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn close_enquiry(cx: Cx, by: Member<Enquire>, id: web::Path<EnquiryId>) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::close_enquiry(tx, &by, id, now)).await?;
    read_enquiry(&cx, reader, id).await
}
