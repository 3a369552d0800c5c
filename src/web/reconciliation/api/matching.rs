//! Lines, matches and open invoices, for programs.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::names::MatchedJson;
use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::charges::queries::InvoiceView;
use crate::kernel::ids::{BodyId, LedgerFileId, MatchId};
use crate::kernel::{FieldErrors, Month, PageRequest};
use crate::reconciliation::model::{LineFilter, LineView, MatchView, Standing, Tally, Totals};
use crate::reconciliation::{commands, queries};
use crate::web::api::{self, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::reconciliation::{FINANCE, READ};
use crate::web::routes::{RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(totals, lines, matches, run, undo, open_invoices))]
pub(super) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/ledger/totals", READ, || web::get().to(totals)),
        get("/api/v1/ledger/lines", READ, || web::get().to(lines)),
        get("/api/v1/ledger/matches", READ, || web::get().to(matches)),
        post("/api/v1/ledger/matches", FINANCE, || web::post().to(run)),
        post("/api/v1/ledger/matches/{id}/undo", FINANCE, || web::post().to(undo)),
        get("/api/v1/ledger/open-invoices", READ, || web::get().to(open_invoices)),
    ]
}

/// Which lines are looked at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct FilterQuery {
    /// Only lines whose supplier is this body.
    #[param(value_type = Option<uuid::Uuid>)]
    with: Option<BodyId>,
    /// Only lines dated in this month.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-10")]
    month: Option<String>,
    /// Only lines of this file.
    #[param(value_type = Option<uuid::Uuid>)]
    file: Option<LedgerFileId>,
    /// Where lines stand; `open` unless told. Counts for `lines` only.
    #[param(inline)]
    standing: StandingJson,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StandingJson {
    Matched,
    #[default]
    Open,
    Undecided,
    NotABody,
}

impl From<StandingJson> for Standing {
    fn from(standing: StandingJson) -> Self {
        match standing {
            StandingJson::Matched => Self::Matched,
            StandingJson::Open => Self::Open,
            StandingJson::Undecided => Self::Undecided,
            StandingJson::NotABody => Self::NotABody,
        }
    }
}

impl FilterQuery {
    fn read(&self) -> Result<(LineFilter, PageRequest), WebError> {
        let page = ListQuery { cursor: self.cursor.clone(), limit: self.limit }.page()?;
        let month = self.month.as_deref().map(|raw| Month::parse("month", raw)).transpose();
        let month = month.map_err(|error| WebError::Invalid(FieldErrors::from(error)))?;
        Ok((LineFilter { counterparty: self.with, month, file: self.file }, page))
    }
}

/// How many there are, and what they come to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerTally)]
struct TallyJson {
    count: i64,
    total_pence: i64,
}

impl From<Tally> for TallyJson {
    fn from(tally: Tally) -> Self {
        Self { count: tally.count, total_pence: tally.total.to_i64() }
    }
}

/// Every loaded line in exactly one place: the first four add up to `all`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerTotals)]
struct TotalsJson {
    matched: TallyJson,
    open: TallyJson,
    undecided: TallyJson,
    not_a_body: TallyJson,
    all: TallyJson,
    /// Invoices that no line pays, and what is left to pay of them.
    open_invoices: TallyJson,
}

impl From<Totals> for TotalsJson {
    fn from(totals: Totals) -> Self {
        Self {
            matched: totals.of(Standing::Matched).into(),
            open: totals.of(Standing::Open).into(),
            undecided: totals.of(Standing::Undecided).into(),
            not_a_body: totals.of(Standing::NotABody).into(),
            all: totals.all.into(),
            open_invoices: totals.open_invoices.into(),
        }
    }
}

/// Where the ledger's lines stand
#[utoipa::path(
    get, path = "/totals", tag = "Ledger", params(FilterQuery),
    responses((status = 200, body = TotalsJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn totals(cx: Cx, by: Member<ReadBody>, query: web::Query<FilterQuery>) -> WebResult<HttpResponse> {
    let (filter, _) = query.read()?;
    let totals = cx.read(move |conn| queries::totals(conn, &by, &filter)).await?;
    Ok(HttpResponse::Ok().json(TotalsJson::from(totals)))
}

/// A ledger line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerLine)]
struct LineJson {
    id: String,
    file_id: String,
    /// Its line in the file.
    line: i32,
    dated: String,
    reference: String,
    supplier_name: String,
    amount_pence: i64,
}

impl From<LineView> for LineJson {
    fn from(line: LineView) -> Self {
        Self {
            id: line.id.to_string(),
            file_id: line.file.to_string(),
            line: line.number,
            dated: line.dated.to_string(),
            reference: line.reference,
            supplier_name: line.supplier_name,
            amount_pence: line.amount.to_i64(),
        }
    }
}

/// Ledger lines by where they stand
#[utoipa::path(
    get, path = "/lines", tag = "Ledger", params(FilterQuery),
    responses((status = 200, body = List<LineJson>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn lines(cx: Cx, by: Member<ReadBody>, query: web::Query<FilterQuery>) -> WebResult<HttpResponse> {
    let ((filter, page), standing) = (query.read()?, Standing::from(query.standing));
    let lines = cx.read(move |conn| queries::standing_lines(conn, &by, &filter, standing, page)).await?;
    Ok(api::list(lines, LineJson::from))
}

/// A line and the invoice it pays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerMatch)]
struct MatchJson {
    id: String,
    line: LineJson,
    invoice_id: String,
    invoice_number: String,
    provider_id: String,
    provider_name: String,
    amount_pence: i64,
    rule: String,
    why: String,
    matched_by: String,
    matched_at: String,
}

impl From<MatchView> for MatchJson {
    fn from(each: MatchView) -> Self {
        Self {
            id: each.id.to_string(),
            line: each.line.into(),
            invoice_id: each.invoice.to_string(),
            invoice_number: each.invoice_number,
            provider_id: each.provider.to_string(),
            provider_name: each.provider_name,
            amount_pence: each.amount.to_i64(),
            rule: each.rule,
            why: each.why,
            matched_by: each.matched_by,
            matched_at: each.matched_at.to_rfc3339(),
        }
    }
}

/// Matches that stand
#[utoipa::path(
    get, path = "/matches", tag = "Ledger", params(FilterQuery),
    responses((status = 200, body = List<MatchJson>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn matches(cx: Cx, by: Member<ReadBody>, query: web::Query<FilterQuery>) -> WebResult<HttpResponse> {
    let (filter, page) = query.read()?;
    let found = cx.read(move |conn| queries::matches(conn, &by, &filter, page)).await?;
    Ok(api::list(found, MatchJson::from))
}

/// Match what can be matched
#[utoipa::path(
    post, path = "/matches", tag = "Ledger",
    responses((status = 200, body = MatchedJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)),
)]
async fn run(cx: Cx, by: Member<ManageFinance>) -> WebResult<HttpResponse> {
    let now = cx.now();
    let matched = cx.write(move |tx| commands::match_own_lines(tx, &by, now)).await?;
    Ok(HttpResponse::Ok().json(MatchedJson { matched }))
}

/// Undo a match
///
/// The line and the invoice are open again, and are never matched with each other by a rule.
#[utoipa::path(
    post, path = "/matches/{id}/undo", tag = "Ledger", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)),
)]
async fn undo(cx: Cx, by: Member<ManageFinance>, id: web::Path<MatchId>) -> WebResult<HttpResponse> {
    let (id, now) = (*id, cx.now());
    cx.write(move |tx| commands::undo_match(tx, &by, id, now)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// An invoice that no line of the ledger pays.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerOpenInvoice)]
struct OpenInvoiceJson {
    id: String,
    number: String,
    provider_id: String,
    provider_name: String,
    month: String,
    gross_pence: i64,
    set_off_pence: i64,
    /// What is left to pay.
    to_pay_pence: i64,
    issued_on: String,
    due_on: String,
}

impl From<InvoiceView> for OpenInvoiceJson {
    fn from(invoice: InvoiceView) -> Self {
        Self {
            to_pay_pence: invoice.to_pay().to_i64(),
            id: invoice.id.to_string(),
            number: invoice.number,
            provider_id: invoice.provider.to_string(),
            provider_name: invoice.provider_name,
            month: invoice.month.iso(),
            gross_pence: invoice.gross.to_i64(),
            set_off_pence: invoice.set_off.to_i64(),
            issued_on: invoice.issued_on.to_string(),
            due_on: invoice.due_on.to_string(),
        }
    }
}

/// Invoices owed that no line pays
#[utoipa::path(
    get, path = "/open-invoices", tag = "Ledger", params(FilterQuery),
    responses((status = 200, body = List<OpenInvoiceJson>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn open_invoices(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<FilterQuery>,
) -> WebResult<HttpResponse> {
    let (filter, page) = query.read()?;
    let invoices = cx.read(move |conn| queries::open_invoices(conn, &by, &filter)).await?;
    Ok(api::list(queries::page_of(invoices, page), OpenInvoiceJson::from))
}
