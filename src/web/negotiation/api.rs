//! Proposals for programs: the same commands as the pages.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, OpenApi};

use super::api_model::{
    CounterBody, NumberBody, ProposalBody, ProposalJson, ReasonBody, ThenBody, VersionJson,
};
use crate::access::capability::{Negotiate, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::{EnquiryId, NeedId, OfferId, ProposalId};
use crate::kernel::{FieldError, FieldErrors};
use crate::negotiation::commands::{self, Then};
use crate::negotiation::compare;
use crate::negotiation::ground::Origin;
use crate::negotiation::queries::{self, ProposalFilter};
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get, post, put};

#[derive(OpenApi)]
#[openapi(paths(
    propose,
    propose_from_enquiry,
    proposals,
    proposal,
    version,
    change_draft,
    counter,
    agree,
    decline,
    withdraw
))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let negotiate = Guard::Member(C::Negotiate);
    vec![
        post("/api/v1/enquiries/{id}/proposals", negotiate, || web::post().to(propose_from_enquiry)),
        post("/api/v1/offers/{id}/proposals", negotiate, || web::post().to(propose)),
        get("/api/v1/proposals", Guard::Member(C::ReadBody), || web::get().to(proposals)),
        get("/api/v1/proposals/{id}", Guard::Member(C::ReadBody), || web::get().to(proposal)),
        put("/api/v1/proposals/{id}", negotiate, || web::put().to(change_draft)),
        get("/api/v1/proposals/{id}/versions/{number}", Guard::Member(C::ReadBody), || {
            web::get().to(version)
        }),
        post("/api/v1/proposals/{id}/counter", negotiate, || web::post().to(counter)),
        post("/api/v1/proposals/{id}/agree", negotiate, || web::post().to(agree)),
        post("/api/v1/proposals/{id}/decline", negotiate, || web::post().to(decline)),
        post("/api/v1/proposals/{id}/withdraw", negotiate, || web::post().to(withdraw)),
    ]
}

/// Which proposals are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProposalQuery {
    /// Words of the title, the reference or the partner's name.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only those in this state.
    #[param(pattern = "^[a-z]+(_[a-z]+)*$")]
    state: Option<String>,
    /// Only those that answer this need.
    #[param(value_type = Option<uuid::Uuid>)]
    need: Option<NeedId>,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl ProposalQuery {
    fn page(&self) -> WebResult<crate::kernel::PageRequest> {
        ListQuery { cursor: self.cursor.clone(), limit: self.limit }.page()
    }

    fn words(&self) -> WebResult<String> {
        let words = self.q.clone().unwrap_or_default();
        if words.chars().count() > 200 {
            let error = FieldError::too_long("q", "Search for 200 characters or fewer");
            return Err(WebError::Invalid(error.into()));
        }
        Ok(words)
    }
}

/// The state that a list is narrowed to, if it is one.
pub(super) fn state<S: std::str::FromStr>(raw: Option<&str>) -> WebResult<Option<S>> {
    let unknown =
        || WebError::Invalid(FieldErrors::from(FieldError::unknown("state", "There is no such state")));
    raw.map(|raw| raw.parse().map_err(|_: S::Err| unknown())).transpose()
}

/// Propose terms about an offer
#[utoipa::path(
    post, path = "/offers/{id}/proposals", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = ProposalBody,
    responses(
        (status = 201, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn propose(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<OfferId>,
    Body(body): Body<ProposalBody>,
) -> WebResult<HttpResponse> {
    let need = body.need_id;
    create(&cx, by, Origin::Offer(id.into_inner(), need), body).await
}

/// Propose terms to the other body of an enquiry
#[utoipa::path(
    post, path = "/enquiries/{id}/proposals", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = ProposalBody,
    responses(
        (status = 201, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn propose_from_enquiry(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<EnquiryId>,
    Body(body): Body<ProposalBody>,
) -> WebResult<HttpResponse> {
    create(&cx, by, Origin::Enquiry(id.into_inner()), body).await
}

/// Writes a new proposal, and answers with it.
pub(super) async fn create(
    cx: &Cx,
    by: Member<Negotiate>,
    origin: Origin,
    body: ProposalBody,
) -> WebResult<HttpResponse> {
    let (now, then) = (cx.now(), then_of(body.then));
    let (input, message) = (body.terms.input(), body.message);
    let (proposal, versions) = cx
        .write(move |tx| {
            let id = commands::propose(tx, &by, origin, &input, &message, then, now)?;
            queries::history(tx.conn(), &by.as_reader(), id)
        })
        .await?;
    let location = format!("/api/v1/proposals/{}", proposal.id);
    Ok(answer::created(&location, &ProposalJson::with(proposal, &versions)))
}

const fn then_of(then: ThenBody) -> Then {
    match then {
        ThenBody::Keep => Then::Keep,
        ThenBody::Send => Then::Send,
    }
}

/// Proposals of the acting body, last touched first
#[utoipa::path(
    get, path = "/proposals", tag = "Negotiation", params(ProposalQuery),
    responses((status = 200, body = List<ProposalJson>), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn proposals(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<ProposalQuery>,
) -> WebResult<HttpResponse> {
    let (page, state) = (query.page()?, state(query.state.as_deref())?);
    let filter =
        ProposalFilter { state, words: query.words()?, need: query.need, ..ProposalFilter::default() };
    let proposals = cx.read(move |conn| queries::proposals(conn, &by, &filter, page)).await?;
    Ok(api::list(proposals, ProposalJson::of))
}

/// A proposal with all its versions
#[utoipa::path(
    get, path = "/proposals/{id}", tag = "Negotiation", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ProposalJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn proposal(cx: Cx, by: Member<ReadBody>, id: web::Path<ProposalId>) -> WebResult<HttpResponse> {
    read_proposal(&cx, by, id.into_inner()).await
}

async fn read_proposal(cx: &Cx, by: Member<ReadBody>, id: ProposalId) -> WebResult<HttpResponse> {
    let (proposal, versions) = cx.read(move |conn| queries::history(conn, &by, id)).await?;
    Ok(HttpResponse::Ok().json(ProposalJson::with(proposal, &versions)))
}

/// One version of a proposal, and what it changed
#[utoipa::path(
    get, path = "/proposals/{id}/versions/{number}", tag = "Negotiation",
    params(("id" = uuid::Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, body = VersionJson), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)),
)]
async fn version(
    cx: Cx,
    by: Member<ReadBody>,
    path: web::Path<(ProposalId, i32)>,
) -> WebResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let (_, versions) = cx.read(move |conn| queries::history(conn, &by, id)).await?;
    let place = versions.iter().position(|version| version.number == number).ok_or(WebError::NotFound)?;
    let version = versions.get(place).ok_or(WebError::NotFound)?;
    let deltas = versions.get(place + 1).map(|before| compare::versions(before, version)).unwrap_or_default();
    Ok(HttpResponse::Ok().json(VersionJson::of(version, deltas)))
}

/// Write a draft anew, and perhaps send it
#[utoipa::path(
    put, path = "/proposals/{id}", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = ProposalBody,
    responses(
        (status = 200, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn change_draft(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    Body(body): Body<ProposalBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader, then) = (id.into_inner(), cx.now(), by.as_reader(), then_of(body.then));
    let (input, message) = (body.terms.input(), body.message);
    cx.write(move |tx| commands::change_draft(tx, &by, id, &input, &message, then, now)).await?;
    read_proposal(&cx, reader, id).await
}

/// Answer a version with other terms
#[utoipa::path(
    post, path = "/proposals/{id}/counter", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = CounterBody,
    responses(
        (status = 200, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn counter(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    Body(body): Body<CounterBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    let (number, input, message) = (body.number, body.terms.input(), body.message);
    cx.write(move |tx| commands::counter(tx, &by, id, number, &input, &message, now)).await?;
    read_proposal(&cx, reader, id).await
}

/// Agree to a version in principle
#[utoipa::path(
    post, path = "/proposals/{id}/agree", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = NumberBody,
    responses(
        (status = 200, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn agree(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    Body(body): Body<NumberBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::agree(tx, &by, id, body.number, now)).await?;
    read_proposal(&cx, reader, id).await
}

/// Decline the version that the other body sent
#[utoipa::path(
    post, path = "/proposals/{id}/decline", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = ReasonBody,
    responses(
        (status = 200, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn decline(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    Body(body): Body<ReasonBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::decline(tx, &by, id, &body.reason, now)).await?;
    read_proposal(&cx, reader, id).await
}

/// Take back what one's own body sent, or leave before both have signed
#[utoipa::path(
    post, path = "/proposals/{id}/withdraw", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = ReasonBody,
    responses(
        (status = 200, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn withdraw(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<ProposalId>,
    Body(body): Body<ReasonBody>,
) -> WebResult<HttpResponse> {
    let (id, now, reader) = (id.into_inner(), cx.now(), by.as_reader());
    cx.write(move |tx| commands::withdraw(tx, &by, id, &body.reason, now)).await?;
    read_proposal(&cx, reader, id).await
}
