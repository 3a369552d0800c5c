//! Answers to needs for programs, and the terms that a proposal begins with.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::api::create;
use super::api_model::{AnswerBody, ProposalBody, ProposalJson};
use super::api_terms::TermsBody;
use super::fields::TermsFields;
use super::pricing_views::in_words;
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind as C, Member};
use crate::catalogue::shape::{Size, parse_count};
use crate::kernel::FieldErrors;
use crate::kernel::ids::{NeedId, OfferId};
use crate::negotiation::ground::{Ground, Origin};
use crate::negotiation::opening::{self, Opening};
use crate::negotiation::{NegotiationError, queries};
use crate::web::api::{Body, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(answer_need, opening_terms), components(schemas(AnswerBody, OpeningJson)))]
pub(in crate::web) struct AnswerApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let negotiate = Guard::Member(C::Negotiate);
    vec![
        post("/api/v1/needs/{id}/proposals", negotiate, || web::post().to(answer_need)),
        get("/api/v1/offers/{id}/opening-terms", negotiate, || web::get().to(opening_terms)),
    ]
}

/// Answer a need of another body
///
/// With a published offer of your own body: of the service that is needed, of the same shape, and open to the body that
/// needs it. `GET /offers/{id}/opening-terms` tells the terms to begin with.
#[utoipa::path(
    post, path = "/needs/{id}/proposals", tag = "Negotiation", params(("id" = uuid::Uuid, Path)), request_body = AnswerBody,
    responses(
        (status = 201, body = ProposalJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn answer_need(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<NeedId>,
    Body(body): Body<AnswerBody>,
) -> WebResult<HttpResponse> {
    let AnswerBody { offer_id, terms, message, then } = body;
    let body = ProposalBody { terms, message, then, need_id: None };
    create(&cx, by, Origin::Need(id.into_inner(), offer_id), body).await
}

/// For what a proposal would be.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OpeningQuery {
    /// The need that is answered: of another body if the offer is your own, of your own if it is not.
    #[param(value_type = Option<uuid::Uuid>)]
    need: Option<NeedId>,
    /// How large the body to be served is, counted as the offer of a whole service counts; that of the need unless told.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 5_000_000)]
    size: Option<String>,
}

/// The terms that a proposal begins with.
#[derive(Debug, Serialize, ToSchema)]
struct OpeningJson {
    /// In the shape in which they are sent. What neither the offer nor the need tells is empty.
    terms: TermsBody,
    /// How the price comes about, where it depends on the size or the quantity.
    price_note: Option<String>,
    /// In which ways these terms are not what the need asks for.
    differences: Vec<String>,
}

/// The terms that a proposal begins with
///
/// As the offer and the need suggest them: months in which both can, as much as is needed and free, and the price for
/// that.
#[utoipa::path(
    get, path = "/offers/{id}/opening-terms", tag = "Negotiation", params(("id" = uuid::Uuid, Path), OpeningQuery),
    responses(
        (status = 200, body = OpeningJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    ),
)]
async fn opening_terms(
    cx: Cx,
    by: Member<Negotiate>,
    id: web::Path<OfferId>,
    query: web::Query<OpeningQuery>,
) -> WebResult<HttpResponse> {
    let (id, need, now) = (*id, query.need, cx.now());
    let count = query.size.as_deref().map(|size| parse_count("size", size)).transpose();
    let count = count.map_err(FieldErrors::from)?;
    let ground = cx
        .read(move |conn| {
            let asked = queries::ground_of_origin(conn, &by, Origin::Offer(id, need), now);
            match (asked, need) {
                (Err(NegotiationError::OwnOffer), Some(need)) => {
                    queries::ground_of_origin(conn, &by, Origin::Need(need, id), now)
                }
                (asked, _) => asked,
            }
        })
        .await?;
    Ok(HttpResponse::Ok().json(OpeningJson::of(&ground, count)))
}

impl OpeningJson {
    fn of(ground: &Ground, count: Option<u32>) -> Self {
        let measure = ground.offer.whole.as_ref().map(|whole| whole.measure);
        let named = measure.zip(count).map(|(measure, count)| Size { measure, count });
        let size = named.or_else(|| opening::size_of(ground));
        let opening = Opening::of(ground, size);
        let fields = TermsFields::of_opening(ground, &opening, size);
        Self {
            price_note: in_words(&fields.asked(ground), &ground.offer.unit),
            terms: TermsBody::of(fields.input()),
            differences: opening::differences(ground, &opening),
        }
    }
}
