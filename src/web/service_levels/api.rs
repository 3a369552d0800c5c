//! Returns and performance for programs.

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;

use super::api_shapes::{
    Acceptance, Answers, Correction, KpiCounts, LegPerformance, MonthsQuery, NewReturn, OneAnswer, Return,
    ReturnLine, ReturnMonth, draft,
};
use super::performance;
use super::returns::find;
use crate::access::capability::{ManageService, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::kernel::ids::{LegId, ReturnId};
use crate::kernel::{FieldError, FieldErrors, Month, london};
use crate::service_levels::commands;
use crate::service_levels::queries::{self, Filter};
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(
    paths(list, show, submit, answer_lines, accept_all, correct, leg_performance),
    components(schemas(ReturnMonth, Return, ReturnLine, LegPerformance, KpiCounts, OneAnswer))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let (read, manage) = (Guard::Member(C::ReadBody), Guard::Member(C::ManageService));
    vec![
        get("/api/v1/returns", read, || web::get().to(list)),
        post("/api/v1/returns", manage, || web::post().to(submit)),
        get("/api/v1/returns/{id}", read, || web::get().to(show)),
        post("/api/v1/returns/{id}/answers", manage, || web::post().to(answer_lines)),
        post("/api/v1/returns/{id}/accept", manage, || web::post().to(accept_all)),
        post("/api/v1/returns/{id}/corrections", manage, || web::post().to(correct)),
        get("/api/v1/legs/{leg}/performance", read, || web::get().to(leg_performance)),
    ]
}

/// Months of our legs with their returns
///
/// Months that have begun, the latest first.
#[utoipa::path(
    get, path = "/returns", tag = "Deliver", params(MonthsQuery),
    responses(
        (status = 200, body = List<ReturnMonth>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn list(cx: Cx, member: Member<ReadBody>, query: web::Query<MonthsQuery>) -> WebResult<HttpResponse> {
    let (filter, today) = (filter(&query)?, london::month(cx.now()));
    let page = ListQuery { cursor: query.cursor.clone(), limit: query.limit }.page()?;
    let rows = cx.read(move |conn| queries::leg_months(conn, member.body(), filter, today, page)).await?;
    Ok(api::list(rows, ReturnMonth::of))
}

/// A return
#[utoipa::path(
    get, path = "/returns/{id}", tag = "Deliver", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Return), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<ReturnId>) -> WebResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(Return::from(find(&cx, member.body(), id.into_inner()).await?)))
}

/// Send the return of a leg for a month
///
/// As its provider, for a month that has begun. There is one return for each leg and month.
#[utoipa::path(
    post, path = "/returns", tag = "Deliver", request_body = NewReturn,
    responses(
        (status = 201, body = Return), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn submit(cx: Cx, member: Member<ManageService>, body: Body<NewReturn>) -> WebResult<HttpResponse> {
    let (leg, month) = leg_and_month(&body.0)?;
    let (by, now, new) = (member.clone(), cx.now(), body.0);
    let draft = draft(new.quantity, &new.kpis, new.note);
    let id = cx.write(move |tx| commands::submit(tx, &by, leg, month, &draft, now)).await?;
    let sent = Return::from(find(&cx, member.body(), id).await?);
    Ok(answer::created(&format!("/api/v1/returns/{id}"), &sent))
}

/// Answer lines of a return
///
/// As the consumer. A dispute needs a reason; lines not mentioned stay as they are.
#[utoipa::path(
    post, path = "/returns/{id}/answers", tag = "Deliver", params(("id" = uuid::Uuid, Path)),
    request_body = Answers,
    responses(
        (status = 200, body = Return), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn answer_lines(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    body: Body<Answers>,
) -> WebResult<HttpResponse> {
    let (id, by, now, version) = (id.into_inner(), member.clone(), cx.now(), body.0.version);
    let lines = body.0.into_lines();
    cx.write(move |tx| commands::answer(tx, &by, id, version, &lines, now)).await?;
    Ok(HttpResponse::Ok().json(Return::from(find(&cx, member.body(), id).await?)))
}

/// Accept every line of a return that waits for an answer
#[utoipa::path(
    post, path = "/returns/{id}/accept", tag = "Deliver", params(("id" = uuid::Uuid, Path)),
    request_body = Acceptance,
    responses(
        (status = 200, body = Return), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn accept_all(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    body: Body<Acceptance>,
) -> WebResult<HttpResponse> {
    let (id, by, now, version) = (id.into_inner(), member.clone(), cx.now(), body.0.version);
    cx.write(move |tx| commands::accept_all(tx, &by, id, version, now)).await?;
    Ok(HttpResponse::Ok().json(Return::from(find(&cx, member.body(), id).await?)))
}

/// Correct the disputed lines of a return
///
/// As the provider. The consumer then decides again.
#[utoipa::path(
    post, path = "/returns/{id}/corrections", tag = "Deliver", params(("id" = uuid::Uuid, Path)),
    request_body = Correction,
    responses(
        (status = 200, body = Return), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn correct(
    cx: Cx,
    member: Member<ManageService>,
    id: web::Path<ReturnId>,
    body: Body<Correction>,
) -> WebResult<HttpResponse> {
    let (id, by, now, new) = (id.into_inner(), member.clone(), cx.now(), body.0);
    let draft = draft(new.quantity.unwrap_or_default(), &new.kpis, new.note);
    cx.write(move |tx| commands::correct(tx, &by, id, new.version, &draft, now)).await?;
    Ok(HttpResponse::Ok().json(Return::from(find(&cx, member.body(), id).await?)))
}

/// How a leg does, month by month
#[utoipa::path(
    get, path = "/legs/{leg}/performance", tag = "Deliver", params(("leg" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = LegPerformance), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    ),
)]
async fn leg_performance(cx: Cx, member: Member<ReadBody>, leg: web::Path<LegId>) -> WebResult<HttpResponse> {
    let found = performance::find(&cx, member.body(), leg.into_inner()).await?;
    Ok(HttpResponse::Ok().json(LegPerformance::from(found)))
}

fn leg_and_month(new: &NewReturn) -> Result<(LegId, Month), FieldErrors> {
    let mut errors = FieldErrors::default();
    let leg = errors.keep(read("leg_id", &new.leg_id));
    let month = errors.keep(Month::parse("month", &new.month));
    errors.finish(leg.zip(month))
}

fn filter(query: &MonthsQuery) -> Result<Filter, FieldErrors> {
    let mut errors = FieldErrors::default();
    let filter = Filter {
        stage: query.state.as_deref().and_then(|raw| errors.keep(read("state", raw))),
        part: query.part.as_deref().and_then(|raw| errors.keep(read("part", raw))),
        month: query.month.as_deref().and_then(|raw| errors.keep(Month::parse("month", raw))),
        agreement: query.agreement.as_deref().and_then(|raw| errors.keep(read("agreement", raw))),
    };
    errors.finish(Some(filter))
}

fn read<T: std::str::FromStr>(field: &str, raw: &str) -> Result<T, FieldError> {
    raw.parse().map_err(|_| FieldError::unknown(field, format!("“{raw}” is not a value of {field}")))
}
