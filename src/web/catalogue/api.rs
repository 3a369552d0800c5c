//! Offers and the catalogue for programs.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;

use super::api_bodies::{
    CapacityMonth, Offer, OwnOfferItem, ProposedKpi, ServiceFamily, ServiceItem, Version,
};
use super::api_find_body::{
    CatalogueChoices, CatalogueItem, CatalogueList, CatalogueParameters, Choice, ForBody, PriceChoice,
    PriceForMe, ReaderParameters, VatAssumed,
};
use super::api_offer_body::OfferBody;
use super::find::acting;
use super::find_query::FindQuery;
use crate::access::capability::{ManageOffers, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::catalogue::filter::OwnFilter;
use crate::catalogue::{CatalogueError, commands, queries};
use crate::kernel::FieldErrors;
use crate::kernel::ids::OfferId;
use crate::negotiation::queries as talks;
use crate::storage::Tx;
use crate::web::answer::created;
use crate::web::api::{Body, List, ListQuery, Problem, list};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, delete, get, post, put};
use crate::web::urls;

#[derive(OpenApi)]
#[openapi(
    paths(
        services,
        find,
        own_offers,
        create,
        show,
        replace,
        publish,
        pause,
        withdraw,
        delete_draft,
        confirm,
        copy,
        discard,
        versions,
        version,
        super::compare::api,
        super::unit_cost::api
    ),
    components(schemas(
        super::api_offer_parts::BandBody,
        super::api_offer_parts::TierBody,
        super::api_offer_parts::VisibilityBody,
        super::api_offer_parts::WholeBody,
        super::unit_cost::UnitCostAnswer,
        super::compare::ComparedOffers,
        super::compare::Line,
        CapacityMonth,
        CatalogueChoices,
        CatalogueItem,
        CatalogueList,
        Choice,
        ForBody,
        Offer,
        OfferBody,
        OwnOfferItem,
        PriceChoice,
        PriceForMe,
        ProposedKpi,
        ServiceFamily,
        ServiceItem,
        VatAssumed,
        Version,
    ))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let manage = Guard::Member(C::ManageOffers);
    vec![
        get("/api/v1/services", Guard::Public, || web::get().to(services)),
        get(urls::catalogue::API_UNIT_COST, Guard::Public, || web::get().to(super::unit_cost::api)),
        get("/api/v1/catalogue", Guard::Public, || web::get().to(find)),
        get("/api/v1/offers", Guard::Member(C::ReadBody), || web::get().to(own_offers)),
        post("/api/v1/offers", manage, || web::post().to(create)),
        get("/api/v1/offers/{id}", Guard::Public, || web::get().to(show)),
        put("/api/v1/offers/{id}", manage, || web::put().to(replace)),
        post("/api/v1/offers/{id}/publish", manage, || web::post().to(publish)),
        post("/api/v1/offers/{id}/pause", manage, || web::post().to(pause)),
        post("/api/v1/offers/{id}/withdraw", manage, || web::post().to(withdraw)),
        delete("/api/v1/offers/{id}", manage, || web::delete().to(delete_draft)),
        post("/api/v1/offers/{id}/confirm", manage, || web::post().to(confirm)),
        post("/api/v1/offers/{id}/copy", manage, || web::post().to(copy)),
        post("/api/v1/offers/{id}/discard-changes", manage, || web::post().to(discard)),
        get("/api/v1/offers/{id}/versions", Guard::Public, || web::get().to(versions)),
        get("/api/v1/offers/{id}/versions/{number}", Guard::Public, || web::get().to(version)),
    ]
}

/// The taxonomy of services
#[utoipa::path(get, path = "/services", tag = "Catalogue", responses((status = 200, body = Vec<ServiceFamily>)))]
async fn services(cx: Cx) -> WebResult<HttpResponse> {
    let families = cx.read(queries::families).await?;
    Ok(HttpResponse::Ok().json(families.into_iter().map(ServiceFamily::from).collect::<Vec<_>>()))
}

/// Find offers in the catalogue
///
/// Every word of `q` must occur in an offer's title, description, service, family or body, in any form; the last may be
/// the beginning of a word. A word that occurs nowhere is put right, which the answer says, unless you send `exact=1`.
///
/// Distances, reach and prices are worked out for the body of your token, or for the one you name as `near`. What is assumed
/// of its VAT is in `vat`, and can be changed with `vat_profile`, `vat_recovery` and `vat_unstated`.
#[utoipa::path(
    get, path = "/catalogue", tag = "Catalogue", params(CatalogueParameters, ReaderParameters, ListQuery),
    responses(
        (status = 200, body = CatalogueList), (status = 400, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn find(cx: Cx, query: web::Query<ListQuery>) -> WebResult<HttpResponse> {
    let asked = FindQuery::strictly(cx.query()).map_err(FieldErrors::from)?;
    let (page, view, own) = (query.page()?, cx.view(), acting(&cx));
    let shelves = Arc::clone(&cx.app().shelves);
    let (found, whole, asked) = cx
        .read(move |conn| {
            let shelf = shelves.current(conn)?;
            let asked = asked.asked(&shelf, own);
            if !asked.errors.is_empty() {
                return Err(CatalogueError::Invalid(asked.errors));
            }
            let found = shelves.find(conn, &shelf, &asked.filter, view, page)?;
            let whole = queries::whole_services(conn, &found.page.items)?;
            Ok::<_, CatalogueError>((found, whole, asked))
        })
        .await?;
    Ok(HttpResponse::Ok().json(CatalogueList::of(found, &whole, &asked)))
}

/// The offers of your own body
#[utoipa::path(
    get, path = "/offers", tag = "Offers", params(ListQuery),
    responses(
        (status = 200, body = List<OwnOfferItem>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn own_offers(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let page = query.page()?;
    let filter = OwnFilter::default();
    let offers = cx.read(move |conn| queries::own_offers(conn, &member, &filter, page)).await?;
    Ok(list(offers, OwnOfferItem::from))
}

/// Begin an offer
///
/// It is a draft that only your body sees, until you publish it.
#[utoipa::path(
    post, path = "/offers", tag = "Offers", request_body = OfferBody,
    responses(
        (status = 201, body = Offer), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn create(cx: Cx, member: Member<ManageOffers>, body: Body<OfferBody>) -> WebResult<HttpResponse> {
    let (draft, by, now) = (body.0.draft()?, member.clone(), cx.now());
    let id = cx.write(move |tx| commands::create(tx, &by, draft, now).map_err(as_sent)).await?;
    let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
    let location = format!("/api/v1{}", urls::catalogue::offer(id));
    Ok(created(&location, &Offer::from(offer)))
}

/// An offer
///
/// Its owner sees it in any state and with its draft, everybody else what was published.
#[utoipa::path(
    get, path = "/offers/{id}", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Offer), (status = 404, body = Problem)),
)]
async fn show(cx: Cx, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let view = cx.view();
    let offer = cx.read(move |conn| talks::offer(conn, view, *id)).await?;
    Ok(HttpResponse::Ok().json(Offer::from(offer)))
}

/// Say something else of an offer
///
/// Readers go on seeing the published version until you publish again.
#[utoipa::path(
    put, path = "/offers/{id}", tag = "Offers", params(("id" = uuid::Uuid, Path)), request_body = OfferBody,
    responses(
        (status = 200, body = Offer), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn replace(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
    body: Body<OfferBody>,
) -> WebResult<HttpResponse> {
    let (seen, draft, now) = (body.0.version, body.0.draft()?, cx.now());
    act(&cx, member, *id, move |tx, by, id| {
        commands::replace_draft(tx, by, id, seen, draft, now).map_err(as_sent)
    })
    .await
}

/// Publish an offer
///
/// Makes what was prepared the version that everybody sees.
#[utoipa::path(
    post, path = "/offers/{id}/publish", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn publish(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::publish(tx, by, id, None, now).map(drop)).await
}

/// Pause an offer
#[utoipa::path(
    post, path = "/offers/{id}/pause", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn pause(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::pause(tx, by, id, None, now)).await
}

/// Confirm that an offer is still true
#[utoipa::path(
    post, path = "/offers/{id}/confirm", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn confirm(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::confirm(tx, by, id, None, now)).await
}

/// Begin an offer that says what this one says
#[utoipa::path(
    post, path = "/offers/{id}/copy", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn copy(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    let begun = cx
        .write(move |tx| {
            let begun = commands::copy(tx, &member, id, now)?;
            queries::own_offer(tx.conn(), &member, begun)
        })
        .await?;
    Ok(created(&format!("/api/v1/offers/{}", begun.id), &Offer::from(begun)))
}

/// Withdraw an offer for good
#[utoipa::path(
    post, path = "/offers/{id}/withdraw", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn withdraw(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::withdraw(tx, by, id, None, now)).await
}

/// Delete a draft that was never published
#[utoipa::path(
    delete, path = "/offers/{id}", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    ),
)]
async fn delete_draft(
    cx: Cx,
    member: Member<ManageOffers>,
    id: web::Path<OfferId>,
) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::delete_draft(tx, &member, id, None, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Drop changes that were not published
#[utoipa::path(
    post, path = "/offers/{id}/discard-changes", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Offer), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn discard(cx: Cx, member: Member<ManageOffers>, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let now = cx.now();
    act(&cx, member, *id, move |tx, by, id| commands::discard_draft(tx, by, id, None, now)).await
}

/// Every published version of an offer, newest first
#[utoipa::path(
    get, path = "/offers/{id}/versions", tag = "Offers", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Version>), (status = 404, body = Problem)),
)]
async fn versions(cx: Cx, id: web::Path<OfferId>) -> WebResult<HttpResponse> {
    let view = cx.view();
    let versions = cx.read(move |conn| queries::all_versions(conn, view, *id)).await?;
    Ok(HttpResponse::Ok().json(versions.into_iter().map(Version::from).collect::<Vec<_>>()))
}

/// What an offer said when it was published for the nth time
#[utoipa::path(
    get, path = "/offers/{id}/versions/{number}", tag = "Offers",
    params(("id" = uuid::Uuid, Path), ("number" = i32, Path)),
    responses((status = 200, body = Version), (status = 404, body = Problem)),
)]
async fn version(cx: Cx, path: web::Path<(OfferId, i32)>) -> WebResult<HttpResponse> {
    let ((id, number), view) = (path.into_inner(), cx.view());
    let version = cx.read(move |conn| queries::version(conn, view, id, number)).await?;
    Ok(HttpResponse::Ok().json(Version::from(version)))
}

/// Carries out a command on an offer and answers how it stands now.
async fn act(
    cx: &Cx,
    member: Member<ManageOffers>,
    id: OfferId,
    command: impl FnOnce(&mut Tx<'_>, &Member<ManageOffers>, OfferId) -> Result<(), CatalogueError>
    + Send
    + 'static,
) -> WebResult<HttpResponse> {
    let by = member.clone();
    cx.write(move |tx| command(tx, &by, id)).await?;
    let offer = cx.read(move |conn| queries::own_offer(conn, &member, id)).await?;
    Ok(HttpResponse::Ok().json(Offer::from(offer)))
}

/// The pages ask for another unit in a box of its own; programs know one field.
fn as_sent(error: CatalogueError) -> CatalogueError {
    let CatalogueError::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        error.field = sent_as(&error.field);
    }
    CatalogueError::Invalid(errors)
}

/// `unit_other` is `unit`, `tier_2_above` is `tiers[1].above`, and so on.
fn sent_as(field: &str) -> String {
    const WHOLE: [&str; 8] = [
        "includes",
        "excludes",
        "gives_up",
        "measure",
        "transition_weeks",
        "transition_help",
        "way_back",
        "way_back_cost",
    ];
    let nth =
        |list: &str, place: &str| Some(format!("{list}[{}]", place.parse::<usize>().ok()?.checked_sub(1)?));
    let numbered = |list: &str, rest: &str| {
        let (place, name) = rest.split_once('_')?;
        Some(format!("{}.{name}", nth(list, place)?))
    };
    let listed = field.strip_prefix("tier_").and_then(|rest| numbered("tiers", rest));
    let listed = listed.or_else(|| numbered("whole_service.sizes", field.strip_prefix("band_")?));
    let listed = listed.or_else(|| nth("wants", field.strip_prefix("wants_")?));
    let listed = listed.or_else(|| field.strip_prefix("month_").map(|_| "differs".to_owned()));
    match field {
        "unit_other" => "unit".to_owned(),
        "months" => "differs".to_owned(),
        "partners" | "partners_from" | "bodies_from" | "public_from" => format!("visibility.{field}"),
        _ if WHOLE.contains(&field) => format!("whole_service.{field}"),
        _ => listed.unwrap_or_else(|| field.to_owned()),
    }
}
