//! Needs for programs.

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;

use super::api_bodies::{Need, NeedBody, NeedItem, NeedParameters, NeedSaid, NeedVersion, OwnNeedItem};
use super::find::FindQuery;
use crate::access::capability::{ManageNeeds, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::NeedId;
use crate::needs::filter::OwnFilter;
use crate::needs::{NeedError, commands, queries};
use crate::storage::Tx;
use crate::web::answer::created;
use crate::web::api::{Body, List, ListQuery, Problem, list};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, delete, get, post, put};
use crate::web::urls::needs as urls;

#[derive(OpenApi)]
#[openapi(
    paths(
        find,
        own_needs,
        create,
        show,
        replace,
        publish,
        meet,
        withdraw,
        delete_draft,
        copy,
        discard,
        version
    ),
    components(schemas(Need, NeedBody, NeedItem, NeedSaid, NeedVersion, OwnNeedItem))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageNeeds);
    vec![
        get("/api/v1/catalogue/needs", Guard::Public, || web::get().to(find)),
        get("/api/v1/needs", Guard::Member(C::ReadBody), || web::get().to(own_needs)),
        post("/api/v1/needs", manage, || web::post().to(create)),
        get("/api/v1/needs/{id}", Guard::Public, || web::get().to(show)),
        put("/api/v1/needs/{id}", manage, || web::put().to(replace)),
        post("/api/v1/needs/{id}/publish", manage, || web::post().to(publish)),
        post("/api/v1/needs/{id}/meet", manage, || web::post().to(meet)),
        post("/api/v1/needs/{id}/withdraw", manage, || web::post().to(withdraw)),
        delete("/api/v1/needs/{id}", manage, || web::delete().to(delete_draft)),
        post("/api/v1/needs/{id}/copy", manage, || web::post().to(copy)),
        post("/api/v1/needs/{id}/discard-changes", manage, || web::post().to(discard)),
        get("/api/v1/needs/{id}/versions/{number}", Guard::Public, || web::get().to(version)),
    ]
}

/// Find needs that are open
///
/// Every word of `q` must occur in a need's title, description, service, family or body, in any form.
#[utoipa::path(
    get, path = "/catalogue/needs", tag = "Catalogue", params(NeedParameters, ListQuery),
    responses(
        (status = 200, body = List<NeedItem>), (status = 400, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn find(cx: Cx, query: web::Query<ListQuery>) -> WebResult<HttpResponse> {
    let (filter, page) = (FindQuery::strictly(cx.query())?, query.page()?);
    let found = cx.read(move |conn| queries::find(conn, &filter, page)).await?;
    Ok(list(found, NeedItem::from))
}

/// The needs of your own body
#[utoipa::path(
    get, path = "/needs", tag = "Needs", params(ListQuery),
    responses(
        (status = 200, body = List<OwnNeedItem>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn own_needs(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let page = query.page()?;
    let needs = cx.read(move |conn| queries::own_needs(conn, &member, &OwnFilter::default(), page)).await?;
    Ok(list(needs, OwnNeedItem::from))
}

/// Begin a need
///
/// It is a draft that only your body sees, until you publish it.
#[utoipa::path(
    post, path = "/needs", tag = "Needs", request_body = NeedBody,
    responses(
        (status = 201, body = Need), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn create(cx: Cx, member: Member<ManageNeeds>, body: Body<NeedBody>) -> WebResult<HttpResponse> {
    let (draft, by, now) = (body.0.draft()?, member.clone(), cx.now());
    let id = cx.write(move |tx| commands::create(tx, &by, &draft, now).map_err(as_sent)).await?;
    let need = cx.read(move |conn| queries::own_need(conn, &member, id)).await?;
    Ok(created(&format!("/api/v1{}", urls::need(id)), &Need::from(need)))
}

/// A need
///
/// Its owner sees it in any state and with its draft, everybody else what was published.
#[utoipa::path(
    get, path = "/needs/{id}", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Need), (status = 404, body = Problem)),
)]
async fn show(cx: Cx, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let reader = cx.credential().acting().map(|acting| acting.body);
    let need = cx.read(move |conn| queries::need(conn, reader, *id)).await?;
    Ok(HttpResponse::Ok().json(Need::from(need)))
}

/// Say something else of a need
///
/// Readers go on seeing the published version until you publish again.
#[utoipa::path(
    put, path = "/needs/{id}", tag = "Needs", params(("id" = uuid::Uuid, Path)), request_body = NeedBody,
    responses(
        (status = 200, body = Need), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn replace(
    cx: Cx,
    member: Member<ManageNeeds>,
    id: web::Path<NeedId>,
    body: Body<NeedBody>,
) -> WebResult<HttpResponse> {
    let (seen, draft, now) = (body.0.version, body.0.draft()?, cx.now());
    act(&cx, member, *id, move |tx, by, id| {
        commands::replace_draft(tx, by, id, seen, &draft, now).map_err(as_sent)
    })
    .await
}

/// Publish a need
///
/// Makes what was prepared the version that everybody sees.
#[utoipa::path(
    post, path = "/needs/{id}/publish", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Need), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn publish(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| {
        commands::publish(tx, by, id, None, now).map(drop).map_err(as_sent)
    })
    .await
}

/// Say that a need is met
#[utoipa::path(
    post, path = "/needs/{id}/meet", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Need), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn meet(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::meet(tx, by, id, None, now)).await
}

/// Withdraw a need
#[utoipa::path(
    post, path = "/needs/{id}/withdraw", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Need), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn withdraw(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::withdraw(tx, by, id, None, now)).await
}

/// Delete a draft that was never published
#[utoipa::path(
    delete, path = "/needs/{id}", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    ),
)]
async fn delete_draft(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::delete_draft(tx, &member, id, None, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Begin a need that says what this one says
#[utoipa::path(
    post, path = "/needs/{id}/copy", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Need), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn copy(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let begun = cx
        .write(move |tx| {
            let begun = commands::copy(tx, &member, id, now)?;
            queries::own_need(tx.conn(), &member, begun)
        })
        .await?;
    Ok(created(&format!("/api/v1{}", urls::need(begun.id)), &Need::from(begun)))
}

/// Drop changes that were not published
#[utoipa::path(
    post, path = "/needs/{id}/discard-changes", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Need), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn discard(cx: Cx, member: Member<ManageNeeds>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::discard_draft(tx, by, id, None, now)).await
}

/// What a need said when it was published for the nth time
#[utoipa::path(
    get, path = "/needs/{id}/versions/{number}", tag = "Needs",
    params(("id" = uuid::Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, body = NeedVersion), (status = 404, body = Problem)),
)]
async fn version(cx: Cx, path: web::Path<(NeedId, i32)>) -> WebResult<HttpResponse> {
    let (id, number) = path.into_inner();
    let version = cx.read(move |conn| queries::version(conn, id, number)).await?;
    Ok(HttpResponse::Ok().json(NeedVersion::from(version)))
}

/// Carries out a command on a need and answers how it stands now.
async fn act(
    cx: &Cx,
    member: Member<ManageNeeds>,
    id: NeedId,
    command: impl FnOnce(&mut Tx<'_>, &Member<ManageNeeds>, NeedId) -> Result<(), NeedError> + Send + 'static,
) -> WebResult<HttpResponse> {
    let by = member.clone();
    cx.write(move |tx| command(tx, &by, id)).await?;
    let need = cx.read(move |conn| queries::own_need(conn, &member, id)).await?;
    Ok(HttpResponse::Ok().json(Need::from(need)))
}

/// The pages ask for another unit in a box of its own; programs know one field.
fn as_sent(error: NeedError) -> NeedError {
    let NeedError::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        error.field = match error.field.strip_prefix("gives_").map(str::parse::<usize>) {
            Some(Ok(place)) => format!("gives[{}]", place.saturating_sub(1)),
            _ if error.field == "unit_other" => "unit".to_owned(),
            _ => continue,
        };
    }
    NeedError::Invalid(errors)
}
