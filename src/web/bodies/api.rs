//! Bodies for programs. Claims and the operator's answers have no twin here: a token belongs to a body that is taken
//! up already, and whoever claims one, or runs the site, is a person.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::show::body_id;
use crate::bodies::filter::{BodyFilter, BodySort};
use crate::bodies::model::{BodyDetail, BodySummary, IdentifierView, Standing, SuccessionView};
use crate::bodies::{BodyKind, BodyState, queries};
use crate::kernel::{FieldError, FieldErrors};
use crate::web::api::{List, ListQuery, Problem, list};
use crate::web::context::Cx;
use crate::web::error::{WebError, WebResult};
use crate::web::routes::{Guard, RouteSpec, get};

#[derive(OpenApi)]
#[openapi(paths(bodies, body), components(schemas(BodyItem, BodyJson, CodeJson, OtherBodyJson)))]
pub(in crate::web) struct Api;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/api/v1/bodies", Guard::Public, || web::get().to(bodies)),
        get("/api/v1/bodies/{id}", Guard::Public, || web::get().to(body)),
    ]
}

/// One body in a list.
#[derive(Debug, Serialize, ToSchema)]
struct BodyItem {
    id: String,
    name: String,
    /// `council`, `combined_authority`, `nhs_trust`, `integrated_care_board`, `university`, `police`, `fire` or
    /// `other`.
    kind: String,
    nation: String,
    region: String,
    /// `listed`, `claimed` or `verified`.
    state: String,
    /// `current`, `future` or `former`.
    standing: String,
}

/// Everything public about a body.
#[derive(Debug, Serialize, ToSchema)]
struct BodyJson {
    #[serde(flatten)]
    item: BodyItem,
    /// The register's own word for the kind.
    register_kind: String,
    website: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    identifiers: Vec<CodeJson>,
    predecessors: Vec<OtherBodyJson>,
    successors: Vec<OtherBodyJson>,
}

/// A code in a register.
#[derive(Debug, Serialize, ToSchema)]
struct CodeJson {
    scheme: String,
    code: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

/// A body that came before or comes after.
#[derive(Debug, Serialize, ToSchema)]
struct OtherBodyJson {
    id: String,
    name: String,
    vesting_date: Option<NaiveDate>,
}

/// Which bodies are wanted. Each filter takes one value, or several separated by commas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct BodyQuery {
    /// Words of a name, or a code.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Kinds of body, such as `council,police`.
    #[param(
        pattern = "^(council|combined_authority|nhs_trust|integrated_care_board|university|police|fire|other)(,(council|combined_authority|nhs_trust|integrated_care_board|university|police|fire|other))*$"
    )]
    kind: Option<String>,
    nation: Option<String>,
    region: Option<String>,
    /// `listed`, `claimed`, `verified`, or several of them with commas between.
    #[param(pattern = "^(listed|claimed|verified)(,(listed|claimed|verified))*$")]
    state: Option<String>,
    /// `current`, `future`, `former`, or several of them with commas between.
    #[param(pattern = "^(current|future|former)(,(current|future|former))*$")]
    standing: Option<String>,
    /// `relevance`, `name`, `-name`, `region` or `-region`.
    #[param(pattern = "^(relevance|-?name|-?region)$")]
    sort: Option<String>,
}

impl BodyQuery {
    fn read(&self) -> Result<(BodyFilter, BodySort), FieldErrors> {
        let mut errors = FieldErrors::default();
        let text = self.q.clone().unwrap_or_default();
        if text.chars().count() > 200 {
            errors.push(FieldError::too_long("q", "Search for 200 characters or fewer"));
        }
        let filter = BodyFilter {
            text,
            kinds: known::<BodyKind>(&mut errors, "kind", self.kind.as_deref()),
            nations: listed(self.nation.as_deref()),
            regions: listed(self.region.as_deref()),
            states: known::<BodyState>(&mut errors, "state", self.state.as_deref()),
            standings: known::<Standing>(&mut errors, "standing", self.standing.as_deref()),
        };
        let sort = known::<BodySort>(&mut errors, "sort", self.sort.as_deref());
        let sort = sort.first().copied().unwrap_or(BodySort::Relevance);
        errors.finish(Some((filter, sort)))
    }
}

fn listed(raw: Option<&str>) -> Vec<String> {
    let parts = raw.unwrap_or_default().split(',').map(str::trim);
    parts.filter(|part| !part.is_empty()).take(50).map(str::to_owned).collect()
}

fn known<T: std::str::FromStr>(errors: &mut FieldErrors, field: &str, raw: Option<&str>) -> Vec<T> {
    let words = listed(raw);
    let found: Vec<T> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if found.len() < words.len() || raw.is_some() && found.is_empty() {
        errors.push(FieldError::unknown(field, format!("Choose {field} from the values described")));
    }
    found
}

/// Find bodies
#[utoipa::path(
    get, path = "/bodies", tag = "Bodies", params(BodyQuery, ListQuery), security(()),
    responses(
        (status = 200, body = List<BodyItem>), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn bodies(
    cx: Cx,
    query: web::Query<BodyQuery>,
    part: web::Query<ListQuery>,
) -> WebResult<HttpResponse> {
    let (filter, sort) = query.read().map_err(WebError::Invalid)?;
    let (page, now) = (part.page()?, cx.now());
    let found = cx.read(move |conn| queries::search(conn, &filter, sort, page, now)).await?;
    Ok(list(found, BodyItem::from))
}

/// One body
#[utoipa::path(
    get, path = "/bodies/{id}", tag = "Bodies", params(("id" = String, Path, description = "The body's id.")),
    security(()),
    responses(
        (status = 200, body = BodyJson),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn body(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    let body = cx.read(move |conn| queries::detail(conn, id, now)).await?;
    Ok(HttpResponse::Ok().json(BodyJson::from(body)))
}

impl From<BodySummary> for BodyItem {
    fn from(body: BodySummary) -> Self {
        Self {
            id: body.id.to_string(),
            name: body.name,
            kind: body.kind.as_str().to_owned(),
            nation: body.nation,
            region: body.region,
            state: body.state.as_str().to_owned(),
            standing: body.standing.as_str().to_owned(),
        }
    }
}

impl From<BodyDetail> for BodyJson {
    fn from(body: BodyDetail) -> Self {
        Self {
            item: BodyItem {
                id: body.id.to_string(),
                name: body.name,
                kind: body.kind.as_str().to_owned(),
                nation: body.nation,
                region: body.region,
                state: body.state.as_str().to_owned(),
                standing: body.standing.as_str().to_owned(),
            },
            register_kind: body.register_kind,
            website: body.website,
            valid_from: body.valid_from,
            valid_to: body.valid_to,
            identifiers: body.identifiers.into_iter().map(CodeJson::from).collect(),
            predecessors: body.predecessors.into_iter().map(OtherBodyJson::from).collect(),
            successors: body.successors.into_iter().map(OtherBodyJson::from).collect(),
        }
    }
}

impl From<IdentifierView> for CodeJson {
    fn from(code: IdentifierView) -> Self {
        Self { scheme: code.scheme, code: code.code, valid_from: code.valid_from, valid_to: code.valid_to }
    }
}

impl From<SuccessionView> for OtherBodyJson {
    fn from(other: SuccessionView) -> Self {
        Self { id: other.id.to_string(), name: other.name, vesting_date: other.vesting_date }
    }
}
