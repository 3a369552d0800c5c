//! Statements of open items, for programs.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::kernel::ids::{BodyId, StatementId};
use crate::kernel::{FieldError, london};
use crate::reconciliation::commands;
use crate::reconciliation::mismatch::ReplyForm;
use crate::reconciliation::model::{NewStatement, StatementLineView, StatementView};
use crate::reconciliation::queries;
use crate::web::answer;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::reconciliation::{FINANCE, READ};
use crate::web::routes::{RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(list, send, show, answer_lines))]
pub(super) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/ledger/statements", READ, || web::get().to(list)),
        post("/api/v1/ledger/statements", FINANCE, || web::post().to(send)),
        get("/api/v1/ledger/statements/{id}", READ, || web::get().to(show)),
        post("/api/v1/ledger/statements/{id}/answer", FINANCE, || web::post().to(answer_lines)),
    ]
}

/// A statement of open items.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenItemStatement)]
struct StatementJson {
    id: String,
    /// The body that is owed.
    sender_id: String,
    sender_name: String,
    /// The body that owes.
    receiver_id: String,
    receiver_name: String,
    as_at: String,
    /// `sent` or `answered`.
    state: String,
    sent_at: String,
    answered_at: Option<String>,
    items: i64,
    total_pence: i64,
}

impl From<StatementView> for StatementJson {
    fn from(statement: StatementView) -> Self {
        Self {
            id: statement.id.to_string(),
            sender_id: statement.sender.to_string(),
            sender_name: statement.sender_name,
            receiver_id: statement.receiver.to_string(),
            receiver_name: statement.receiver_name,
            as_at: statement.as_at.to_string(),
            state: statement.state.as_str().into(),
            sent_at: statement.sent_at.to_rfc3339(),
            answered_at: statement.answered_at.map(crate::kernel::Instant::to_rfc3339),
            items: statement.count,
            total_pence: statement.total.to_i64(),
        }
    }
}

/// One open item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenItemStatementLine)]
struct LineJson {
    number: i32,
    invoice_id: String,
    invoice_number: String,
    gross_pence: i64,
    open_pence: i64,
    /// `pending`, `confirmed` or `disputed`.
    answer: String,
    reason_code: Option<String>,
    reason: Option<String>,
}

impl From<StatementLineView> for LineJson {
    fn from(line: StatementLineView) -> Self {
        Self {
            number: line.number,
            invoice_id: line.invoice.id.to_string(),
            invoice_number: line.invoice.number,
            gross_pence: line.invoice.gross.to_i64(),
            open_pence: line.open_amount.to_i64(),
            answer: line.answer.as_str().into(),
            reason_code: line.reason_code.map(|code| code.as_str().into()),
            reason: line.reason,
        }
    }
}

/// A statement with its lines.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenItemStatementDetail)]
struct DetailJson {
    statement: StatementJson,
    lines: Vec<LineJson>,
}

/// Statements sent and received, the latest first
#[utoipa::path(
    get, path = "/statements", tag = "Statements", params(ListQuery),
    responses((status = 200, body = List<StatementJson>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn list(cx: Cx, by: Member<ReadBody>, query: web::Query<ListQuery>) -> WebResult<HttpResponse> {
    let page = query.page()?;
    let statements = cx.read(move |conn| queries::statements(conn, &by, page)).await?;
    Ok(api::list(statements, StatementJson::from))
}

/// To whom a statement goes, and the day it stands for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewOpenItemStatement)]
#[serde(deny_unknown_fields)]
struct NewJson {
    #[schema(value_type = uuid::Uuid)]
    receiver_id: BodyId,
    /// From 2000 to today.
    as_at: NaiveDate,
}

/// Send a statement of open items
#[utoipa::path(
    post, path = "/statements", tag = "Statements", request_body = NewJson,
    responses((status = 201, body = DetailJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem)),
)]
async fn send(cx: Cx, by: Member<ManageFinance>, body: Body<NewJson>) -> WebResult<HttpResponse> {
    let (now, NewJson { receiver_id, as_at }) = (cx.now(), body.0);
    let new = NewStatement::parse(&receiver_id.to_string(), Some(as_at), london::date(now))?;
    let member = by.clone();
    let id = cx.write(move |tx| commands::send_statement(tx, &member, new, now)).await?;
    let detail = detail(&cx, by.as_reader(), id).await?;
    Ok(answer::created(&format!("/api/v1/ledger/statements/{id}"), &detail))
}

async fn detail(cx: &Cx, by: Member<ReadBody>, id: StatementId) -> WebResult<DetailJson> {
    let (statement, lines) = cx.read(move |conn| queries::statement(conn, &by, id)).await?;
    Ok(DetailJson { statement: statement.into(), lines: lines.into_iter().map(LineJson::from).collect() })
}

/// One statement
#[utoipa::path(
    get, path = "/statements/{id}", tag = "Statements", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = DetailJson), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem)),
)]
async fn show(cx: Cx, by: Member<ReadBody>, id: web::Path<StatementId>) -> WebResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(detail(&cx, by, *id).await?))
}

/// The answers to every line of a statement.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = OpenItemStatementAnswer)]
#[serde(deny_unknown_fields)]
struct AnswerJson {
    #[schema(min_items = 1, max_items = 300)]
    lines: Vec<AnswerLineJson>,
}

/// The answer to one line.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = OpenItemStatementLineAnswer)]
#[serde(deny_unknown_fields)]
struct AnswerLineJson {
    #[schema(minimum = 1)]
    number: i32,
    /// `confirmed` or `disputed`.
    #[schema(pattern = "^(confirmed|disputed)$")]
    answer: String,
    /// Why it is disputed: `timing_invoice_in_transit`, `not_received`, `no_po`, `price`, `volume`, `vat`, `duplicate`…
    #[serde(default)]
    reason_code: Option<String>,
    /// In your own words; needed for `other`.
    #[schema(max_length = 1_000)]
    #[serde(default)]
    reason: Option<String>,
}

/// Confirm or dispute every line of a statement
#[utoipa::path(
    post, path = "/statements/{id}/answer", tag = "Statements", params(("id" = uuid::Uuid, Path)),
    request_body = AnswerJson,
    responses((status = 200, body = DetailJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)),
)]
async fn answer_lines(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<StatementId>,
    body: Body<AnswerJson>,
) -> WebResult<HttpResponse> {
    let (id, now, lines) = (*id, cx.now(), body.0.lines);
    let numbers: Vec<i32> = lines.iter().map(|line| line.number).collect();
    let replies = commands::parse_replies(numbers.iter().copied(), |number| reply_of(&lines, number))?;
    if replies.len() != lines.len() {
        let error = FieldError::invalid("lines", "Answer each line once");
        return Err(WebError::Invalid(error.into()));
    }
    let member = by.clone();
    cx.write(move |tx| commands::answer_statement(tx, &member, id, &replies, now)).await?;
    Ok(HttpResponse::Ok().json(detail(&cx, by.as_reader(), id).await?))
}

fn reply_of(lines: &[AnswerLineJson], number: i32) -> ReplyForm {
    let line = lines.iter().find(|line| line.number == number).cloned();
    line.map_or_else(ReplyForm::default, |line| ReplyForm {
        answer: line.answer,
        reason_code: line.reason_code.unwrap_or_default(),
        reason: line.reason.unwrap_or_default(),
    })
}
