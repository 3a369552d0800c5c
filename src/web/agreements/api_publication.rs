//! Who agrees that everybody may know of an agreement, for programs: the same commands as the page.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::capability::{ReadBody, Sign};
use crate::access::{CapabilityKind as C, Member};
use crate::agreements::model::PublicationView;
use crate::agreements::publication::{Consent, Publication};
use crate::agreements::{commands, queries};
use crate::kernel::ids::AgreementId;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, delete, get, put};

#[derive(OpenApi)]
#[openapi(paths(publication, agree, take_back), components(schemas(PublicationJson, ConsentJson)))]
pub(in crate::web) struct PublicationApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    const PATH: &str = "/api/v1/agreements/{id}/publication";
    vec![
        get(PATH, Guard::Member(C::ReadBody), || web::get().to(publication)),
        put(PATH, Guard::Member(C::Sign), || web::put().to(agree)),
        delete(PATH, Guard::Member(C::Sign), || web::delete().to(take_back)),
    ]
}

/// Whether everybody may know of an agreement.
#[derive(Debug, Serialize, ToSchema)]
struct PublicationJson {
    /// Seen from your body: `private`, `asked` (another party has agreed, yours has not), `waiting` (yours has agreed, not
    /// every other one has) or `public`.
    state: String,
    is_public: bool,
    consents: Vec<ConsentJson>,
}

/// What one party has said.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentJson {
    body_id: String,
    body_name: String,
    /// Since when it agrees; null while it does not.
    agreed_at: Option<String>,
}

impl From<PublicationView> for PublicationJson {
    fn from(view: PublicationView) -> Self {
        Self {
            state: view.standing.as_str().to_owned(),
            is_public: view.standing == Publication::Public,
            consents: view.consents.into_iter().map(ConsentJson::from).collect(),
        }
    }
}

impl From<Consent> for ConsentJson {
    fn from(consent: Consent) -> Self {
        Self {
            body_id: consent.body.to_string(),
            body_name: consent.name,
            agreed_at: consent.agreed_at.map(crate::kernel::Instant::to_rfc3339),
        }
    }
}

/// Who agrees that everybody may know of an agreement
#[utoipa::path(
    get, path = "/agreements/{id}/publication", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PublicationJson), (status = 404, body = Problem)),
)]
async fn publication(cx: Cx, by: Member<ReadBody>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let id = id.into_inner();
    let view = cx.read(move |conn| queries::publication(conn, by.body(), id)).await?;
    Ok(HttpResponse::Ok().json(PublicationJson::from(view.ok_or(WebError::NotFound)?)))
}

/// Agree, for your body, that everybody may know of an agreement
///
/// The first party to agree asks the others by mail. It is public while every party agrees: its parties, the service and
/// direction of each leg, its first and last month. Doing it twice is doing it once.
#[utoipa::path(
    put, path = "/agreements/{id}/publication", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PublicationJson), (status = 404, body = Problem)),
)]
async fn agree(cx: Cx, by: Member<Sign>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    let view = cx.write(move |tx| commands::agree_to_publication(tx, &by, id, now)).await?;
    Ok(HttpResponse::Ok().json(PublicationJson::from(view)))
}

/// Take your body's consent back: the agreement is hidden at once
#[utoipa::path(
    delete, path = "/agreements/{id}/publication", tag = "Agreements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PublicationJson), (status = 404, body = Problem)),
)]
async fn take_back(cx: Cx, by: Member<Sign>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    let view = cx.write(move |tx| commands::take_back_publication(tx, &by, id, now)).await?;
    Ok(HttpResponse::Ok().json(PublicationJson::from(view)))
}
