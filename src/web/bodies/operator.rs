//! The operator's answers to claims. They are on pages alone: a token acts for a body, and no body runs the site.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::operator_views;
use crate::access::{Operator, Role, Roles};
use crate::bodies::claim::{ClaimEvidence, RefusalReason};
use crate::bodies::{commands, queries};
use crate::kernel::ids::ClaimId;
use crate::kernel::{FieldErrors, PageRequest};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::form::Form;
use crate::web::ui::{TodoItem, plural};
use crate::web::urls;

/// How many claims a page of the queue shows.
const PAGE: u32 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct QueueQuery {
    page: String,
}

/// The boxes ticked for the first person of a body.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub(super) struct ApproveForm {
    pub(super) roles: Vec<String>,
}

impl Default for ApproveForm {
    fn default() -> Self {
        Self { roles: vec![Role::Administrator.as_str().to_owned()] }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RefuseForm {
    pub(super) reason: String,
}

/// `GET /operator/claims`
pub(super) async fn list(
    cx: Cx,
    operator: Operator,
    query: web::Query<QueueQuery>,
) -> WebResult<HttpResponse> {
    let page = PageRequest::new(query.page.parse().unwrap_or(1), PAGE);
    let claims = cx.read(move |conn| queries::claims_waiting(conn, &operator, page)).await?;
    Ok(cx.page("Claims that wait", operator_views::queue(&claims)))
}

/// `GET /operator/claims/{id}`
pub(super) async fn show(cx: Cx, operator: Operator, id: web::Path<String>) -> WebResult<HttpResponse> {
    let evidence = evidence(&cx, operator, claim_id(&id)?).await?;
    let (approve, refuse) = (ApproveForm::default(), RefuseForm::default());
    let page = operator_views::claim(&cx, &evidence, &approve, &refuse, &FieldErrors::default());
    Ok(cx.page(&title(&evidence), page))
}

/// `POST /operator/claims/{id}/approve`
pub(super) async fn approve(
    cx: Cx,
    operator: Operator,
    id: web::Path<String>,
    form: Form<ApproveForm>,
) -> WebResult<HttpResponse> {
    let (id, now) = (claim_id(&id)?, cx.now());
    let roles = match Roles::parse("roles", &form.roles) {
        Ok(roles) => roles,
        Err(error) => {
            let (errors, refuse) = (FieldErrors::from(error), RefuseForm::default());
            return answer_again(&cx, operator, id, &form, &refuse, &errors).await;
        }
    };
    cx.write(move |tx| commands::approve_claim(tx, &operator, id, &roles, now)).await?;
    Ok(cx.done(urls::bodies::CLAIMS, "Approved. The body is verified and its administrator has been told"))
}

/// `POST /operator/claims/{id}/refuse`
pub(super) async fn refuse(
    cx: Cx,
    operator: Operator,
    id: web::Path<String>,
    form: Form<RefuseForm>,
) -> WebResult<HttpResponse> {
    let (id, now) = (claim_id(&id)?, cx.now());
    let reason = match RefusalReason::parse(&form.reason) {
        Ok(reason) => reason,
        Err(error) => {
            let (errors, approve) = (FieldErrors::from(error), ApproveForm::default());
            return answer_again(&cx, operator, id, &approve, &form, &errors).await;
        }
    };
    cx.write(move |tx| commands::refuse_claim(tx, &operator, id, &reason, now)).await?;
    Ok(cx.done(urls::bodies::CLAIMS, "Refused. The person has been told why"))
}

/// The claim's page with what was typed and what is wrong with it.
async fn answer_again(
    cx: &Cx,
    operator: Operator,
    id: ClaimId,
    approve: &ApproveForm,
    refuse: &RefuseForm,
    errors: &FieldErrors,
) -> WebResult<HttpResponse> {
    let evidence = evidence(cx, operator, id).await?;
    let page = operator_views::claim(cx, &evidence, approve, refuse, errors);
    Ok(cx.invalid(&title(&evidence), errors, page))
}

async fn evidence(cx: &Cx, operator: Operator, id: ClaimId) -> WebResult<ClaimEvidence> {
    cx.read(move |conn| queries::claim_evidence(conn, &operator, id)).await
}

fn title(evidence: &ClaimEvidence) -> String {
    format!("Claim of {}", evidence.claim.body_name)
}

fn claim_id(raw: &str) -> WebResult<ClaimId> {
    raw.parse().map_err(|_| WebError::NotFound)
}

/// How many claims wait for an operator; none for anybody else.
pub(super) async fn to_decide(cx: &Cx) -> WebResult<i64> {
    let Ok(operator) = cx.credential().operator() else { return Ok(0) };
    let first = PageRequest::first(1);
    Ok(cx.read(move |conn| queries::claims_waiting(conn, &operator, first)).await?.total)
}

/// For an operator, how many claims wait.
pub(super) async fn waiting(cx: &Cx) -> WebResult<Vec<TodoItem>> {
    let claims = to_decide(cx).await?;
    if claims == 0 {
        return Ok(vec![]);
    }
    Ok(vec![TodoItem {
        href: urls::bodies::CLAIMS.to_owned(),
        action: format!("Answer {}", plural(claims, "claim", "claims")),
        about: "from people who say they work for a body".to_owned(),
        ..TodoItem::default()
    }])
}
