//! Supplier names, for programs.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::access::Member;
use crate::access::capability::ManageFinance;
use crate::kernel::ids::BodyId;
use crate::kernel::{FieldError, FieldErrors};
use crate::reconciliation::commands::{self, Decision};
use crate::reconciliation::model::{DecisionView, Meaning, NameView};
use crate::reconciliation::queries;
use crate::web::api::{self, Body, List, ListQuery, Problem};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::reconciliation::FINANCE;
use crate::web::routes::{RouteSpec, get, post};

#[derive(OpenApi)]
#[openapi(paths(list, decisions, decide))]
pub(super) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/ledger/supplier-names", FINANCE, || web::get().to(list)),
        get("/api/v1/ledger/supplier-names/decisions", FINANCE, || web::get().to(decisions)),
        post("/api/v1/ledger/supplier-names/decisions", FINANCE, || web::post().to(decide)),
    ]
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct NamesQuery {
    /// Words that the supplier name must hold.
    #[param(max_length = 200)]
    q: String,
    /// `suggested` for names that look like a public body, which is what you get unless told; `others` for the rest.
    #[param(inline)]
    show: Show,
    /// Where the last page ended: its `next_cursor`.
    #[param(max_length = 20)]
    cursor: Option<String>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Show {
    #[default]
    Suggested,
    Others,
}

/// A supplier name that nobody has decided about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplierName)]
struct NameJson {
    supplier_name: String,
    lines: i64,
    total_pence: i64,
    suggestions: Vec<SuggestionJson>,
}

/// A body that a supplier name could mean.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplierNameSuggestion)]
struct SuggestionJson {
    body_id: String,
    body_name: String,
    /// How well it fits, in thousandths; 1000 is the same name.
    score: u32,
    reason: String,
}

impl From<NameView> for NameJson {
    fn from(name: NameView) -> Self {
        let suggestions = name.suggestions.into_iter().map(|each| SuggestionJson {
            body_id: each.key.to_string(),
            body_name: each.name,
            score: each.score,
            reason: each.reason,
        });
        Self {
            supplier_name: name.name,
            lines: name.tally.count,
            total_pence: name.tally.total.to_i64(),
            suggestions: suggestions.collect(),
        }
    }
}

/// Supplier names to decide about
#[utoipa::path(
    get, path = "/supplier-names", tag = "Ledger", params(NamesQuery),
    responses((status = 200, body = List<NameJson>), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn list(cx: Cx, by: Member<ManageFinance>, query: web::Query<NamesQuery>) -> WebResult<HttpResponse> {
    let NamesQuery { q, show, cursor, limit } = query.into_inner();
    let page = ListQuery { cursor, limit }.page()?;
    if q.chars().count() > 200 {
        let error = FieldError::too_long("q", "Search for 200 characters or fewer");
        return Err(WebError::Invalid(error.into()));
    }
    let names = cx
        .read(move |conn| match show {
            Show::Suggested => queries::suggested_names(conn, &by, &q, page),
            Show::Others => queries::undecided_names(conn, &by, &q, page),
        })
        .await?;
    Ok(api::list(names, NameJson::from))
}

/// What a supplier name was found to mean.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplierNameDecision)]
struct DecisionJson {
    supplier_name: String,
    /// Null if it is not a public body.
    body_id: Option<String>,
    body_name: Option<String>,
    decided_by: String,
    decided_at: String,
}

impl From<DecisionView> for DecisionJson {
    fn from(decision: DecisionView) -> Self {
        let body = match decision.meaning {
            Meaning::Body(id) => Some((id.to_string(), decision.body_name)),
            Meaning::NotABody => None,
        };
        let (body_id, body_name) = body.unzip();
        Self {
            supplier_name: decision.name,
            body_id,
            body_name,
            decided_by: decision.decided_by,
            decided_at: decision.decided_at.to_rfc3339(),
        }
    }
}

/// Decisions about supplier names, the latest first
#[utoipa::path(
    get, path = "/supplier-names/decisions", tag = "Ledger", params(ListQuery),
    responses((status = 200, body = List<DecisionJson>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)),
)]
async fn decisions(
    cx: Cx,
    by: Member<ManageFinance>,
    query: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let page = query.page()?;
    let decided = cx.read(move |conn| queries::decisions(conn, &by, "", page)).await?;
    Ok(api::list(decided, DecisionJson::from))
}

/// What supplier names mean, all of them kept or none.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = SupplierNameDecisions)]
#[serde(deny_unknown_fields)]
struct DecideJson {
    #[schema(min_items = 1, max_items = 200)]
    decisions: Vec<DecideOneJson>,
}

/// One supplier name and what it means.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = SupplierNameMeaning)]
#[serde(deny_unknown_fields)]
struct DecideOneJson {
    #[schema(min_length = 1, max_length = 1_000)]
    supplier_name: String,
    /// The body it means; null if it is not a public body.
    #[schema(value_type = Option<uuid::Uuid>)]
    body_id: Option<BodyId>,
}

/// How many lines were matched by what is known now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerMatched)]
pub(super) struct MatchedJson {
    pub(super) matched: usize,
}

/// Decide what supplier names mean
#[utoipa::path(
    post, path = "/supplier-names/decisions", tag = "Ledger", request_body = DecideJson,
    responses((status = 200, body = MatchedJson), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)),
)]
async fn decide(cx: Cx, by: Member<ManageFinance>, body: Body<DecideJson>) -> WebResult<HttpResponse> {
    let (now, decisions) = (cx.now(), parse(body.0)?);
    let matched = cx.write(move |tx| commands::decide_names(tx, &by, &decisions, now)).await?;
    Ok(HttpResponse::Ok().json(MatchedJson { matched }))
}

fn parse(body: DecideJson) -> Result<Vec<Decision>, WebError> {
    let mut errors = FieldErrors::default();
    for (place, each) in body.decisions.iter().enumerate() {
        if each.supplier_name.chars().count() > 1_000 {
            let field = format!("decisions.{place}.supplier_name");
            errors.push(FieldError::too_long(field, "A supplier name has at most 1,000 characters"));
        }
    }
    let decision = |each: DecideOneJson| Decision {
        supplier_name: each.supplier_name,
        meaning: each.body_id.map_or(Meaning::NotABody, Meaning::Body),
    };
    Ok(errors.finish(Some(body.decisions.into_iter().map(decision).collect()))?)
}
