//! What saved searches have found, for programs, and which mails are wanted.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::api::SavedSearch;
use crate::access::capability::ManageNeeds;
use crate::access::{CapabilityKind as C, Member};
use crate::alerts::model::{FindFilter, FoundTogether, SearchKind, ShortlistMail};
use crate::alerts::{AlertError, commands, queries};
use crate::kernel::FieldError;
use crate::kernel::ids::SavedSearchId;
use crate::storage::StorageError;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get, post, put};

#[derive(OpenApi)]
#[openapi(
    paths(finds, seen, settings, choose),
    components(schemas(SearchFind, FoundBy, List<SearchFind>, NewsSettings))
)]
pub(in crate::web) struct FindsApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let own = Guard::Member(C::ManageNeeds);
    vec![
        get("/api/v1/saved-searches/finds", own, || web::get().to(finds)),
        post("/api/v1/saved-searches/seen", own, || web::post().to(seen)),
        get("/api/v1/news-settings", own, || web::get().to(settings)),
        put("/api/v1/news-settings", own, || web::put().to(choose)),
    ]
}

/// An offer or a need that your searches have found.
#[derive(Debug, Serialize, ToSchema)]
struct SearchFind {
    kind: SearchKind,
    /// The id of the offer, if it is one.
    offer: Option<String>,
    /// The id of the need, if it is one.
    need: Option<String>,
    title: String,
    body_name: String,
    /// Why it was told of last: `new`, `lower_price` or `changed`.
    news: String,
    /// The version with which it was known before, where it was.
    before_version: Option<i32>,
    found_at: String,
    is_new: bool,
    /// The latest find first.
    found_by: Vec<FoundBy>,
}

/// A search that has found it.
#[derive(Debug, Serialize, ToSchema)]
struct FoundBy {
    search: String,
    name: String,
    news: String,
    found_at: String,
    is_new: bool,
}

impl From<FoundTogether> for SearchFind {
    fn from(found: FoundTogether) -> Self {
        let (is_new, latest) = (found.is_new(), found.finds.first());
        let (kind, id) = (found.listed.kind(), found.listed.id().to_string());
        Self {
            kind,
            offer: (kind == SearchKind::Offers).then(|| id.clone()),
            need: (kind == SearchKind::Needs).then_some(id),
            news: latest.map_or("", |find| find.news.as_str()).to_owned(),
            before_version: latest.and_then(|find| find.before_version),
            found_at: latest.map(|find| find.found_at.to_rfc3339()).unwrap_or_default(),
            is_new,
            found_by: found
                .finds
                .iter()
                .map(|find| FoundBy {
                    search: find.search.to_string(),
                    name: find.search_name.clone(),
                    news: find.news.as_str().to_owned(),
                    found_at: find.found_at.to_rfc3339(),
                    is_new: find.is_new,
                })
                .collect(),
            title: found.listed.title().to_owned(),
            body_name: found.listed.body_name().to_owned(),
        }
    }
}

/// Whose finds are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct FindsQuery {
    /// Those of one search alone, by its id.
    #[param(value_type = Option<uuid::Uuid>)]
    search: Option<String>,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Whose finds are marked as seen.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SeenQuery {
    /// Those of one search alone, by its id.
    #[param(value_type = Option<uuid::Uuid>)]
    search: Option<String>,
}

fn filter(search: Option<&str>) -> WebResult<FindFilter> {
    let id = |raw: &str| {
        raw.parse::<SavedSearchId>().map_err(|_| {
            WebError::Invalid(FieldError::invalid("search", "Send the id of a saved search").into())
        })
    };
    Ok(FindFilter { search: search.map(id).transpose()? })
}

/// What your searches have found and is still to be found
///
/// Each offer and each need once, the latest find first.
#[utoipa::path(
    get, path = "/saved-searches/finds", tag = "Saved searches", params(FindsQuery),
    responses(
        (status = 200, body = List<SearchFind>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn finds(
    cx: Cx,
    member: Member<ManageNeeds>,
    query: web::Query<FindsQuery>,
) -> WebResult<HttpResponse> {
    let (now, filter) = (cx.now(), filter(query.search.as_deref())?);
    let page = ListQuery { cursor: query.cursor.clone(), limit: query.limit }.page()?;
    let found = cx.read(move |conn| queries::finds(conn, &member, filter, page, now)).await?;
    Ok(api::list(found, SearchFind::from))
}

/// Mark what was found so far as seen
#[utoipa::path(
    post, path = "/saved-searches/seen", tag = "Saved searches", params(SeenQuery),
    responses(
        (status = 200, body = Vec<SavedSearch>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn seen(cx: Cx, member: Member<ManageNeeds>, query: web::Query<SeenQuery>) -> WebResult<HttpResponse> {
    let (now, filter) = (cx.now(), filter(query.search.as_deref())?);
    let saved = cx
        .write(move |tx| {
            commands::see(tx, &member, filter, now)?;
            queries::saved(tx.conn(), &member).map_err(|error: StorageError| AlertError::from(error))
        })
        .await?;
    Ok(HttpResponse::Ok().json(saved.into_iter().map(SavedSearch::from).collect::<Vec<_>>()))
}

/// Which mails you get besides those of your searches.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewsSettings {
    /// Whether you get a mail when an offer that you put on a shortlist changes or leaves: `sent` or `stopped`.
    #[schema(example = "sent", pattern = "^(sent|stopped)$")]
    shortlist_mail: String,
}

/// Which mails you get besides those of your searches
#[utoipa::path(
    get, path = "/news-settings", tag = "Saved searches",
    responses(
        (status = 200, body = NewsSettings), (status = 401, body = Problem), (status = 403, body = Problem),
    ),
)]
async fn settings(cx: Cx, member: Member<ManageNeeds>) -> WebResult<HttpResponse> {
    let mail = cx.read(move |conn| queries::shortlist_mail(conn, &member)).await?;
    Ok(HttpResponse::Ok().json(NewsSettings { shortlist_mail: mail.as_str().to_owned() }))
}

/// Say which mails you want besides those of your searches
#[utoipa::path(
    put, path = "/news-settings", tag = "Saved searches", request_body = NewsSettings,
    responses(
        (status = 200, body = NewsSettings), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn choose(cx: Cx, member: Member<ManageNeeds>, body: Body<NewsSettings>) -> WebResult<HttpResponse> {
    let now = cx.now();
    let wanted: ShortlistMail = body.0.shortlist_mail.parse().map_err(|_| {
        WebError::Invalid(FieldError::unknown("shortlist_mail", "Send “sent” or “stopped”").into())
    })?;
    cx.write(move |tx| commands::want_shortlist_mail(tx, &member, wanted, now)).await?;
    Ok(HttpResponse::Ok().json(NewsSettings { shortlist_mail: wanted.as_str().to_owned() }))
}
