//! Shortlists for programs.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::access::Member;
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::kernel::ids::{NeedId, OfferId};
use crate::needs::shortlist::{Considered, Noted, lacks};
use crate::needs::{commands, queries};
use crate::web::api::{Body, Problem};
use crate::web::catalogue::VersionDocument;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, delete, get, put};

#[derive(OpenApi)]
#[openapi(paths(show, add, note, remove), components(schemas(Shortlist, ShortlistItem, ShortlistNote)))]
pub(in crate::web) struct ShortlistApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let (read, manage) = (
        Guard::Member(crate::access::CapabilityKind::ReadBody),
        Guard::Member(crate::access::CapabilityKind::ManageNeeds),
    );
    vec![
        get("/api/v1/needs/{id}/shortlist", read, || web::get().to(show)),
        crate::web::routes::post("/api/v1/needs/{id}/shortlist/{offer}", manage, || web::post().to(add)),
        put("/api/v1/needs/{id}/shortlist/{offer}", manage, || web::put().to(note)),
        delete("/api/v1/needs/{id}/shortlist/{offer}", manage, || web::delete().to(remove)),
    ]
}

/// The offers that are considered for a need, and what the justification still lacks.
#[derive(Debug, Serialize, ToSchema)]
struct Shortlist {
    items: Vec<ShortlistItem>,
    /// Sentences that say what is missing; empty if every decision is made and explained.
    lacks: Vec<String>,
}

/// An offer as it stood when it was put on the list, and what was decided.
#[derive(Debug, Serialize, ToSchema)]
struct ShortlistItem {
    offer: String,
    body_id: String,
    body_name: String,
    title: String,
    /// The version that was put on the list.
    offer_version: i32,
    /// The documents that this version lists, as `/offers/{offer}/versions/{offer_version}/documents/{sha256}`.
    documents: Vec<VersionDocument>,
    /// Whether the offer says something else by now, or is not open any more.
    has_changed: bool,
    /// `considering`, `chosen` or `not_taken`.
    decision: String,
    reason: String,
    note: String,
    added_at: String,
    /// When it was decided; null while it is considered.
    decided_at: Option<String>,
    version: i64,
}

impl From<Considered> for ShortlistItem {
    fn from(item: Considered) -> Self {
        Self {
            has_changed: item.has_changed(),
            offer: item.offer.to_string(),
            body_id: item.body.to_string(),
            body_name: item.body_name,
            title: item.held.content.title,
            offer_version: item.held.number,
            documents: item.held.content.documents.into_iter().map(VersionDocument::from).collect(),
            decision: item.noted.decision.as_str().to_owned(),
            reason: item.noted.reason,
            note: item.noted.note,
            added_at: item.added_at.to_rfc3339(),
            decided_at: item.decided.map(|(_, at)| at.to_rfc3339()),
            version: item.version,
        }
    }
}

/// What was decided about an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShortlistNote {
    #[schema(example = "not_taken", pattern = "^(considering|chosen|not_taken)$")]
    decision: String,
    /// Why; an offer that is not taken needs one.
    #[serde(default)]
    #[schema(max_length = 1000)]
    reason: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
    /// The version you read; with it, a change by somebody else in between is answered with 409.
    #[serde(default)]
    version: Option<i64>,
}

/// The shortlist of a need of your own body
#[utoipa::path(
    get, path = "/needs/{id}/shortlist", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Shortlist), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let (_, items) = cx.read(move |conn| queries::shortlist(conn, &member, *id)).await?;
    Ok(HttpResponse::Ok().json(shown(items)))
}

fn shown(items: Vec<Considered>) -> Shortlist {
    Shortlist { lacks: lacks(&items), items: items.into_iter().map(ShortlistItem::from).collect() }
}

/// Put an offer on the shortlist, as it stands now
#[utoipa::path(
    post, path = "/needs/{id}/shortlist/{offer}", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Shortlist), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn add(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
) -> WebResult<HttpResponse> {
    let ((need, offer), now) = (path.into_inner(), cx.now());
    let items = cx
        .write(move |tx| {
            commands::shortlist(tx, &member, need, offer, now)?;
            queries::shortlist(tx.conn(), &member, need).map(|(_, items)| items)
        })
        .await?;
    Ok(HttpResponse::Ok().json(shown(items)))
}

/// Say what was decided about an offer on the shortlist
#[utoipa::path(
    put, path = "/needs/{id}/shortlist/{offer}", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path)), request_body = ShortlistNote,
    responses(
        (status = 200, body = Shortlist), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn note(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
    body: Body<ShortlistNote>,
) -> WebResult<HttpResponse> {
    let ((need, offer), now, sent) = (path.into_inner(), cx.now(), body.0);
    let noted = Noted::parse(
        &sent.decision,
        sent.note.as_deref().unwrap_or_default(),
        sent.reason.as_deref().unwrap_or_default(),
    )?;
    let items = cx
        .write(move |tx| {
            commands::note(tx, &member, (need, offer), sent.version, &noted, now)?;
            queries::shortlist(tx.conn(), &member, need).map(|(_, items)| items)
        })
        .await?;
    Ok(HttpResponse::Ok().json(shown(items)))
}

/// Why an offer is taken off.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct RemovalQuery {
    /// Why it is taken off, which stays on record; what was noted as the reason of the decision unless told. One of them is
    /// needed.
    #[param(max_length = 1000)]
    reason: Option<String>,
}

/// Take an offer off the shortlist
///
/// The justification goes on naming it among what was taken off, with the reason.
#[utoipa::path(
    delete, path = "/needs/{id}/shortlist/{offer}", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path), RemovalQuery),
    responses(
        (status = 204), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn remove(
    cx: Cx,
    member: Member<ManageNeeds>,
    path: web::Path<(NeedId, OfferId)>,
    query: web::Query<RemovalQuery>,
) -> WebResult<HttpResponse> {
    let (ids, now, why) = (path.into_inner(), cx.now(), query.into_inner().reason.unwrap_or_default());
    cx.write(move |tx| commands::remove(tx, &member, ids, &why, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}
