//! The pages of statements of open items.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::files::PageQuery;
use super::views;
use crate::access::Member;
use crate::access::capability::{ManageFinance, ReadBody};
use crate::kernel::ids::StatementId;
use crate::kernel::{FieldErrors, PageRequest, london};
use crate::reconciliation::commands;
use crate::reconciliation::mismatch::ReplyForm;
use crate::reconciliation::model::NewStatement;
use crate::reconciliation::{ReconciliationError, queries};
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::form::Form;
use crate::web::ui::read_date;
use crate::web::urls::reconciliation as urls;

/// `GET /finance/ledger/statements`
pub(super) async fn list(
    cx: Cx,
    by: Member<ReadBody>,
    query: web::Query<PageQuery>,
) -> WebResult<HttpResponse> {
    let (page, may_send, own) = (PageRequest::new(query.page, 20), by.can::<ManageFinance>(), by.body());
    let statements = cx.read(move |conn| queries::statements(conn, &by, page)).await?;
    Ok(cx.page("Statements of open items", views::statements::list(&statements, own, may_send)))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewForm {
    pub(super) with: String,
    pub(super) as_at: String,
}

/// `GET /finance/ledger/statements/new`
pub(super) async fn new(
    cx: Cx,
    by: Member<ManageFinance>,
    query: web::Query<NewForm>,
) -> WebResult<HttpResponse> {
    new_page(&cx, by, query.into_inner(), &FieldErrors::default()).await
}

/// First the question to whom and as at when; once both are answered, what would be sent.
async fn new_page(
    cx: &Cx,
    by: Member<ManageFinance>,
    mut form: NewForm,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let today = london::date(cx.now());
    let mut errors = errors.clone();
    let asked = (errors.is_empty() && !form.as_at.is_empty())
        .then(|| NewStatement::parse(&form.with, read_date(&form.as_at), today));
    let new = match asked {
        Some(Ok(new)) => Some(new),
        Some(Err(mistakes)) => {
            errors = mistakes;
            None
        }
        None => None,
    };
    if form.as_at.is_empty() {
        form.as_at = london::long_date(today);
    }
    let (debtors, items) = cx
        .read(move |conn| {
            let items = new.map(|new| queries::open_items(conn, &by, new)).transpose()?;
            Ok::<_, ReconciliationError>((queries::debtors(conn, &by)?, items))
        })
        .await?;
    let body = views::statements::new(&form, &debtors, items.as_deref(), &cx.once(), &errors);
    let title = "Send a statement";
    Ok(if errors.is_empty() { cx.page(title, body) } else { cx.invalid(title, &errors, body) })
}

/// `POST /finance/ledger/statements`
pub(super) async fn send(cx: Cx, by: Member<ManageFinance>, form: Form<NewForm>) -> WebResult<HttpResponse> {
    let (now, form) = (cx.now(), form.into_inner());
    let new = match NewStatement::parse(&form.with, read_date(&form.as_at), london::date(now)) {
        Ok(new) => new,
        Err(errors) => return new_page(&cx, by, form, &errors).await,
    };
    let member = by.clone();
    match cx.try_write(move |tx| commands::send_statement(tx, &member, new, now)).await {
        Ok(id) => Ok(cx.done(&urls::statement(id), "The statement is sent. The other side has a mail")),
        Err(ReconciliationError::Invalid(errors)) => new_page(&cx, by, form, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /finance/ledger/statements/{id}`
pub(super) async fn show(
    cx: Cx,
    by: Member<ReadBody>,
    id: web::Path<StatementId>,
) -> WebResult<HttpResponse> {
    let (id, may_answer, own) = (*id, by.can::<ManageFinance>(), by.body());
    let (statement, lines) = cx.read(move |conn| queries::statement(conn, &by, id)).await?;
    let may_answer = may_answer && statement.receiver == own;
    Ok(cx.page("Statement of open items", views::statements::one(&statement, &lines, own, may_answer)))
}

/// `GET /finance/ledger/statements/{id}/lines.csv`
pub(super) async fn csv(cx: Cx, by: Member<ReadBody>, id: web::Path<StatementId>) -> WebResult<HttpResponse> {
    let id = *id;
    let (statement, lines) = cx.read(move |conn| queries::statement(conn, &by, id)).await?;
    Ok(views::statements::csv(&statement, &lines))
}

/// `GET /finance/ledger/statements/{id}/answer`
pub(super) async fn answer_form(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<StatementId>,
) -> WebResult<HttpResponse> {
    answer_page(&cx, by, *id, &BTreeMap::new(), &FieldErrors::default()).await
}

async fn answer_page(
    cx: &Cx,
    by: Member<ManageFinance>,
    id: StatementId,
    form: &BTreeMap<String, String>,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let own = by.body();
    let (statement, lines, matched) = cx
        .read(move |conn| {
            let (statement, lines) = queries::statement(conn, &by, id)?;
            Ok::<_, ReconciliationError>((statement, lines, queries::matched_in_our_ledger(conn, &by)?))
        })
        .await?;
    if statement.receiver != own || statement.state.answer().is_err() {
        return Ok(cx.see_other(&urls::statement(id)));
    }
    let body = views::answer::form(&statement, &lines, &matched, &reply_of(form), &cx.once(), errors);
    let title = "Answer the statement";
    Ok(if errors.is_empty() { cx.page(title, body) } else { cx.invalid(title, errors, body) })
}

/// The fields of line 3 are `answer-3`, `reason_code-3` and `reason-3`.
fn reply_of(form: &BTreeMap<String, String>) -> impl Fn(i32) -> ReplyForm {
    move |number| {
        let field = |name: &str| form.get(&format!("{name}-{number}")).cloned().unwrap_or_default();
        ReplyForm { answer: field("answer"), reason_code: field("reason_code"), reason: field("reason") }
    }
}

/// `POST /finance/ledger/statements/{id}/answer`
pub(super) async fn answer(
    cx: Cx,
    by: Member<ManageFinance>,
    id: web::Path<StatementId>,
    form: Form<BTreeMap<String, String>>,
) -> WebResult<HttpResponse> {
    let (id, now, form) = (*id, cx.now(), form.into_inner());
    let member = by.clone();
    let (_, lines) = cx.read(move |conn| queries::statement(conn, &member, id)).await?;
    let replies = match commands::parse_replies(lines.iter().map(|line| line.number), reply_of(&form)) {
        Ok(replies) => replies,
        Err(errors) => return answer_page(&cx, by, id, &form, &errors).await,
    };
    cx.write(move |tx| commands::answer_statement(tx, &by, id, &replies, now)).await?;
    Ok(cx.done(&urls::statement(id), "Your answer is sent. The other side has a mail"))
}
