//! Saved searches for programs.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::pages::sought;
use crate::access::capability::ManageNeeds;
use crate::access::{CapabilityKind as C, Member};
use crate::alerts::model::{Kept, SavedSearch as Saved, SearchKind, Sought};
use crate::alerts::{commands, queries};
use crate::kernel::ids::SavedSearchId;
use crate::kernel::{FieldError, FieldErrors};
use crate::web::answer::created;
use crate::web::api::{Body, Problem};
use crate::web::catalogue::FindQuery;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::needs::NeedQuery;
use crate::web::routes::{Guard, RouteSpec, delete, get, post, put};

#[derive(OpenApi)]
#[openapi(paths(list, save, change, remove), components(schemas(SavedSearch, SavedSearchBody)))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let own = Guard::Member(C::ManageNeeds);
    vec![
        get("/api/v1/saved-searches", own, || web::get().to(list)),
        post("/api/v1/saved-searches", own, || web::post().to(save)),
        put("/api/v1/saved-searches/{id}", own, || web::put().to(change)),
        delete("/api/v1/saved-searches/{id}", own, || web::delete().to(remove)),
    ]
}

/// A search that you keep.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct SavedSearch {
    id: String,
    name: String,
    /// Whether it looks for offers or for needs.
    kind: SearchKind,
    /// The query string of `GET /catalogue`, or of `GET /catalogue/needs`, that it stands for.
    query: String,
    /// `at_once`, `daily`, `weekly` or `never`.
    cadence: String,
    /// How many finds are marked as new.
    unseen: i64,
    created_at: String,
    version: i64,
}

impl From<Saved> for SavedSearch {
    fn from(search: Saved) -> Self {
        Self {
            id: search.id.to_string(),
            name: search.name,
            kind: search.kind,
            query: search.query,
            cadence: search.cadence.as_str().to_owned(),
            unseen: search.unseen,
            created_at: search.created_at.to_rfc3339(),
            version: search.version,
        }
    }
}

/// A search that is to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SavedSearchBody {
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// How often its owner gets a mail when something new fits.
    #[schema(example = "daily", pattern = "^(at_once|daily|weekly|never)$")]
    cadence: String,
    /// Whether it looks for `offers` or for `needs`; for offers unless told. It cannot be changed later.
    #[serde(default)]
    kind: Option<SearchKind>,
    /// What is searched for: a query string of `GET /catalogue`, or of `GET /catalogue/needs`, such as `q=payroll&region=North+West`. It cannot be
    /// changed later.
    #[serde(default)]
    #[schema(example = "q=payroll")]
    query: Option<String>,
    /// The version you read; with it, a change by somebody else in between is answered with 409.
    #[serde(default)]
    version: Option<i64>,
}

/// The searches that you keep, the latest first
#[utoipa::path(
    get, path = "/saved-searches", tag = "Saved searches",
    responses(
        (status = 200, body = Vec<SavedSearch>), (status = 401, body = Problem), (status = 403, body = Problem),
    ),
)]
async fn list(cx: Cx, member: Member<ManageNeeds>) -> WebResult<HttpResponse> {
    let saved = cx.read(move |conn| queries::saved(conn, &member)).await?;
    Ok(HttpResponse::Ok().json(saved.into_iter().map(SavedSearch::from).collect::<Vec<_>>()))
}

/// Keep a search
///
/// You are told of what is published from now on and fits it, and of offers that come to cost less or change so that they
/// fit.
#[utoipa::path(
    post, path = "/saved-searches", tag = "Saved searches", request_body = SavedSearchBody,
    responses(
        (status = 201, body = SavedSearch), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn save(cx: Cx, member: Member<ManageNeeds>, body: Body<SavedSearchBody>) -> WebResult<HttpResponse> {
    let (sent, now) = (body.0, cx.now());
    let kept = Kept::parse(&sent.name, &sent.cadence)?;
    let kind = sent.kind.unwrap_or(SearchKind::Offers);
    let sought = strictly(&cx, kind, sent.query.as_deref().unwrap_or_default()).await?;
    let search = cx
        .write(move |tx| {
            let id = commands::save(tx, &member, &kept, &sought, now)?;
            queries::search(tx.conn(), &member, id)
        })
        .await?;
    Ok(created("/api/v1/saved-searches", &SavedSearch::from(search)))
}

/// A query string as a program sends it: what cannot be read is said.
async fn strictly(cx: &Cx, kind: SearchKind, query: &str) -> WebResult<Sought> {
    let in_query = |mut error: FieldError| {
        "query".clone_into(&mut error.field);
        error
    };
    let read = match kind {
        SearchKind::Offers => FindQuery::strictly(query).map(drop),
        SearchKind::Needs => NeedQuery::strictly(query).map(drop),
    };
    read.map_err(|error| FieldErrors::from(in_query(error)))?;
    let (sought, errors) = sought(cx, kind, query).await?;
    if errors.is_empty() {
        Ok(sought)
    } else {
        Err(FieldErrors(errors.0.into_iter().map(in_query).collect()).into())
    }
}

/// Give a search another name or cadence
#[utoipa::path(
    put, path = "/saved-searches/{id}", tag = "Saved searches", params(("id" = uuid::Uuid, Path)),
    request_body = SavedSearchBody,
    responses(
        (status = 200, body = SavedSearch), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn change(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<SavedSearchId>,
    body: Body<SavedSearchBody>,
) -> WebResult<HttpResponse> {
    let (id, sent, now) = (*id, body.0, cx.now());
    let kept = Kept::parse(&sent.name, &sent.cadence)?;
    let search = cx
        .write(move |tx| {
            commands::change(tx, &member, id, sent.version, &kept, now)?;
            queries::search(tx.conn(), &member, id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(SavedSearch::from(search)))
}

/// Forget a search and what it found
#[utoipa::path(
    delete, path = "/saved-searches/{id}", tag = "Saved searches", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn remove(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<SavedSearchId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::delete(tx, &member, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
