//! Invoices, closings and accounts for programs.

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;

use super::api_shapes::{
    Account, AccountRow, ClockStep, ClosingLeg, DemoClock, Invoice, InvoicesQuery, MonthClosing, MoveClock,
    OpenMonth, Reference, Statement,
};
use super::demo_clock::{self, Step};
use super::{in_kind, invoice, statement};
use crate::access::capability::{ManageFinance, ReadBody};
use crate::access::{CapabilityKind as C, Member};
use crate::charges::queries::{self, InvoiceFilter, InvoiceOrder};
use crate::charges::{commands, model};
use crate::kernel::ids::{AgreementId, InvoiceId, LegId};
use crate::kernel::{FieldError, FieldErrors, Month, Page, london};
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get, post, put};

#[derive(OpenApi)]
#[openapi(
    paths(
        invoices,
        show_invoice,
        months_to_close,
        closing,
        close,
        show_statement,
        account,
        po_reference,
        clock,
        move_clock
    ),
    components(schemas(Invoice, OpenMonth, ClosingLeg, AccountRow, ClockStep))
)]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    let (read, manage) = (Guard::Member(C::ReadBody), Guard::Member(C::ManageFinance));
    vec![
        get("/api/v1/invoices", read, || web::get().to(invoices)),
        get("/api/v1/invoices/{id}", read, || web::get().to(show_invoice)),
        get("/api/v1/months-to-close", read, || web::get().to(months_to_close)),
        get("/api/v1/agreements/{id}/months/{month}", read, || web::get().to(closing)),
        post("/api/v1/agreements/{id}/months/{month}/close", manage, || web::post().to(close)),
        get("/api/v1/agreements/{id}/months/{month}/statement", read, || web::get().to(show_statement)),
        get("/api/v1/agreements/{id}/in-kind-account", read, || web::get().to(account)),
        put("/api/v1/legs/{id}/po-reference", manage, || web::put().to(po_reference)),
        get("/api/v1/demo/clock", Guard::Demo, || web::get().to(clock)),
        post("/api/v1/demo/clock", Guard::Demo, || web::post().to(move_clock)),
    ]
}

/// Our invoices, in and out
#[utoipa::path(
    get, path = "/invoices", tag = "Charge", params(InvoicesQuery),
    responses(
        (status = 200, body = List<Invoice>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn invoices(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<InvoicesQuery>,
) -> WebResult<HttpResponse> {
    let (filter, today) = (filter(&query)?, london::date(cx.now()));
    let page = ListQuery { cursor: query.cursor.clone(), limit: query.limit }.page()?;
    let found = cx.read(move |conn| queries::invoices(conn, member.body(), &filter, today, page)).await?;
    Ok(api::list(found, Invoice::from))
}

/// An invoice
#[utoipa::path(
    get, path = "/invoices/{id}", tag = "Charge", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Invoice), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn show_invoice(cx: Cx, member: Member<ReadBody>, id: web::Path<InvoiceId>) -> WebResult<HttpResponse> {
    let found = invoice::find(&cx, member.body(), id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(Invoice::from(found.invoice)))
}

/// Months that are over and not closed, the oldest first
#[utoipa::path(
    get, path = "/months-to-close", tag = "Charge", params(ListQuery),
    responses(
        (status = 200, body = List<OpenMonth>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn months_to_close(
    cx: Cx,
    member: Member<ReadBody>,
    query: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (today, page) = (london::month(cx.now()), query.page()?);
    let months = cx.read(move |conn| queries::months_to_close(conn, member.body(), today)).await?;
    let total = i64::try_from(months.len()).unwrap_or(i64::MAX);
    let skipped = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let items: Vec<model::MonthToClose> =
        months.into_iter().skip(skipped).take(page.size() as usize).collect();
    Ok(api::list(Page::new(items, page, total), OpenMonth::from))
}

/// What closing a month of an agreement would do
#[utoipa::path(
    get, path = "/agreements/{id}/months/{month}", tag = "Charge",
    params(("id" = uuid::Uuid, Path), ("month" = String, Path, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")),
    responses(
        (status = 200, body = MonthClosing), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    ),
)]
async fn closing(
    cx: Cx,
    member: Member<ReadBody>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let (agreement, month) = path.into_inner();
    let closing = cx.read(move |conn| queries::closing(conn, member.body(), agreement, month)).await?;
    Ok(HttpResponse::Ok().json(MonthClosing::of(closing)?))
}

/// Close a month of an agreement
///
/// Every leg whose quantity is accepted becomes an invoice. Close the month again for what is accepted later.
#[utoipa::path(
    post, path = "/agreements/{id}/months/{month}/close", tag = "Charge",
    params(("id" = uuid::Uuid, Path), ("month" = String, Path, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")),
    responses(
        (status = 200, body = MonthClosing), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn close(
    cx: Cx,
    member: Member<ManageFinance>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let ((agreement, month), body) = (path.into_inner(), member.body());
    super::close::close(&cx, member, agreement, month).await?;
    let closing = cx.read(move |conn| queries::closing(conn, body, agreement, month)).await?;
    Ok(HttpResponse::Ok().json(MonthClosing::of(closing)?))
}

/// The statement of account of an agreement for a month
#[utoipa::path(
    get, path = "/agreements/{id}/months/{month}/statement", tag = "Charge",
    params(("id" = uuid::Uuid, Path), ("month" = String, Path, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")),
    responses(
        (status = 200, body = Statement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    ),
)]
async fn show_statement(
    cx: Cx,
    member: Member<ReadBody>,
    path: web::Path<(AgreementId, Month)>,
) -> WebResult<HttpResponse> {
    let (agreement, month) = path.into_inner();
    let found = statement::find(&cx, member.body(), agreement, month).await?;
    Ok(HttpResponse::Ok().json(Statement::from(found)))
}

/// The in-kind account of an agreement
#[utoipa::path(
    get, path = "/agreements/{id}/in-kind-account", tag = "Charge", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Account), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn account(cx: Cx, member: Member<ReadBody>, id: web::Path<AgreementId>) -> WebResult<HttpResponse> {
    let found = in_kind::find(&cx, member.body(), id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(Account::from(found)))
}

/// Give a leg its purchase order reference
///
/// As the consumer, once. Invoices that are issued from then on quote it.
#[utoipa::path(
    put, path = "/legs/{id}/po-reference", tag = "Charge", params(("id" = uuid::Uuid, Path)),
    request_body = Reference,
    responses(
        (status = 204), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
    ),
)]
async fn po_reference(
    cx: Cx,
    member: Member<ManageFinance>,
    id: web::Path<LegId>,
    body: Body<Reference>,
) -> WebResult<HttpResponse> {
    let (id, now) = (id.into_inner(), cx.now());
    cx.write(move |tx| commands::set_po_reference(tx, &member, id, &body.0.po_ref, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The demo's clock
///
/// Only in a demo.
#[utoipa::path(
    get, path = "/demo/clock", tag = "Demo",
    responses((status = 200, body = DemoClock), (status = 404, body = Problem)),
)]
async fn clock(cx: Cx) -> WebResult<HttpResponse> {
    demo_clock::in_a_demo(&cx)?;
    Ok(HttpResponse::Ok().json(DemoClock { now: cx.now().to_rfc3339(), invoices: 0 }))
}

/// Move the demo's clock forward
///
/// Only in a demo. What falls due on the way is carried out.
#[utoipa::path(
    post, path = "/demo/clock", tag = "Demo", request_body = MoveClock,
    responses(
        (status = 200, body = DemoClock), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem),
    ),
)]
async fn move_clock(cx: Cx, body: Result<Body<MoveClock>, WebError>) -> WebResult<HttpResponse> {
    demo_clock::in_a_demo(&cx)?;
    let step = match body?.0.forward {
        ClockStep::Day => Step::Day,
        ClockStep::FirstWorkingDay => Step::FirstWorkingDay,
        ClockStep::Month => Step::Month,
    };
    let (now, due) = demo_clock::go(&cx, step).await?;
    Ok(HttpResponse::Ok().json(DemoClock { now: now.to_rfc3339(), invoices: due.invoices }))
}

fn filter(query: &InvoicesQuery) -> Result<InvoiceFilter, FieldErrors> {
    let mut errors = FieldErrors::default();
    if query.q.as_ref().is_some_and(|text| text.chars().count() > 100) {
        errors.push(FieldError::too_long("q", "Search for 100 characters or fewer"));
    }
    let filter = InvoiceFilter {
        direction: query.direction.as_deref().and_then(|raw| errors.keep(read("direction", raw))),
        partner: query.partner.as_deref().and_then(|raw| errors.keep(read("partner", raw))),
        agreement: query.agreement.as_deref().and_then(|raw| errors.keep(read("agreement", raw))),
        month: query.month.as_deref().and_then(|raw| errors.keep(Month::parse("month", raw))),
        state: query.state.as_deref().and_then(|raw| errors.keep(read("state", raw))),
        text: query.q.clone().unwrap_or_default(),
        order: query
            .sort
            .as_deref()
            .map_or(Some(InvoiceOrder::Newest), |raw| errors.keep(read("sort", raw)))
            .unwrap_or(InvoiceOrder::Newest),
    };
    errors.finish(Some(filter))
}

fn read<T: std::str::FromStr>(field: &str, raw: &str) -> Result<T, FieldError> {
    raw.parse().map_err(|_| FieldError::unknown(field, format!("“{raw}” is not a value of {field}")))
}
