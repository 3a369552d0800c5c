//! The search that a need amounts to, for programs: to be carried out, or to be kept.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::search_of::pairs;
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::access::{Capability, CapabilityKind as C, Member};
use crate::alerts::model::{Kept, SearchKind};
use crate::alerts::{commands, queries as alerts};
use crate::kernel::ids::NeedId;
use crate::kernel::london;
use crate::needs::{NeedError, queries};
use crate::web::alerts::{SavedSearch, sought};
use crate::web::answer::created;
use crate::web::api::{Body, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(show, keep), components(schemas(SearchOfNeed, KeepSearch)))]
pub(in crate::web) struct SearchOfNeedApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/needs/{id}/search", Guard::Member(C::ReadBody), || web::get().to(show)),
        post("/api/v1/needs/{id}/search", Guard::Member(C::ManageNeeds), || web::post().to(keep)),
    ]
}

/// What to search the catalogue for.
#[derive(Debug, Serialize, ToSchema)]
struct SearchOfNeed {
    /// A query string of `GET /catalogue`.
    #[schema(example = "service=PAY-01&unit=payslip&from=2027-04&least=1200&reach=us")]
    query: String,
}

/// How the search is to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KeepSearch {
    /// What it is called; the title of the need unless told.
    #[serde(default)]
    #[schema(max_length = 80)]
    name: Option<String>,
    /// How often its owner gets a mail when something new fits.
    #[schema(example = "daily", pattern = "^(at_once|daily|weekly|never)$")]
    cadence: String,
}

/// The title of a need that is published, and its search.
async fn of<M: Capability>(cx: &Cx, member: Member<M>, id: NeedId) -> WebResult<(String, String)> {
    let this_month = london::month(cx.now());
    let need = cx.read(move |conn| queries::own_need(conn, &member, id)).await?;
    let version = need.published.as_ref().ok_or(NeedError::NotFound)?;
    let pairs = pairs(&version.content, this_month);
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok((version.content.title.clone(), query))
}

/// The search of the catalogue that a need of your own body amounts to
///
/// Its service, how much of it from when on, what it may cost, standards and place.
#[utoipa::path(
    get, path = "/needs/{id}/search", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = SearchOfNeed), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let (_, query) = of(&cx, member, *id).await?;
    Ok(HttpResponse::Ok().json(SearchOfNeed { query }))
}

/// Be told of new offers for a need
///
/// Keeps the search that the need amounts to now; a later change of the need does not change the search.
#[utoipa::path(
    post, path = "/needs/{id}/search", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    request_body = KeepSearch,
    responses(
        (status = 201, body = SavedSearch), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn keep(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    body: Body<KeepSearch>,
) -> WebResult<HttpResponse> {
    let (sent, now) = (body.0, cx.now());
    let (title, query) = of(&cx, member.clone(), *id).await?;
    let title: String = title.chars().take(80).collect();
    let kept = Kept::parse(sent.name.as_deref().unwrap_or(&title), &sent.cadence)?;
    let (sought, _) = sought(&cx, SearchKind::Offers, &query).await?;
    let search = cx
        .write(move |tx| {
            let id = commands::save(tx, &member, &kept, &sought, now)?;
            alerts::search(tx.conn(), &member, id)
        })
        .await?;
    Ok(created("/api/v1/saved-searches", &SavedSearch::from(search)))
}
