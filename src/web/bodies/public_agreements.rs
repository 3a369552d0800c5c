//! The agreements of a body that all their parties made public: on its page, as a file, and for programs. Nothing here
//! asks who looks: what is read is what everybody may know.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::show::body_id;
use crate::agreements::queries::{PublicAgreement, PublicLeg, public_of_body};
use crate::bodies::queries::detail;
use crate::kernel::PageRequest;
use crate::kernel::ids::BodyId;
use crate::web::agreements::public_table;
use crate::web::answer;
use crate::web::api::{List, ListQuery, Problem, list};
use crate::web::context::Cx;
use crate::web::download::every_page;
use crate::web::error::WebResult;
use crate::web::negotiation::PartyJson;
use crate::web::routes::{Guard, RouteSpec, get};
use crate::web::ui::pagination;
use crate::web::urls;

/// How many the page of a body shows at once.
const PAGE: u32 = 10;

#[derive(OpenApi)]
#[openapi(paths(agreements), components(schemas(PublicAgreementJson, PublicLegJson)))]
pub(in crate::web) struct PublicAgreementApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![
        get("/bodies/{id}/agreements.csv", Guard::Public, || web::get().to(csv)),
        get("/api/v1/bodies/{id}/agreements", Guard::Public, || web::get().to(agreements)),
    ]
}

/// Which page of the agreements is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AgreementsQuery {
    agreements: String,
}

/// The section of a body's page; nothing where none is public.
pub(super) async fn section(cx: &Cx, body: BodyId) -> WebResult<Option<Markup>> {
    let query: AgreementsQuery = serde_html_form::from_str(cx.query()).unwrap_or_default();
    let page = PageRequest::new(query.agreements.parse().unwrap_or(1), PAGE);
    let found = cx.read(move |conn| public_of_body(conn, body, page)).await?;
    if found.total == 0 {
        return Ok(None);
    }
    let table = public_table(&found.items, body, "Agreements made public");
    Ok(Some(html! {
        h2 { "Agreements made public" }
        p { "Every party of these agreements agreed to show them. Prices, quantities and texts are their own." }
        (table.csv(urls::bodies::agreements_csv(body)).render())
        (pagination(found.request.number(), found.pages(), |number| urls::bodies::agreements_page(body, number)))
    }))
}

/// `GET /bodies/{id}/agreements.csv`: a row for each leg.
async fn csv(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    cx.read(move |conn| detail(conn, id, now)).await?;
    let found = cx.read(move |conn| every_page(|page| public_of_body(conn, id, page))).await?;
    let header =
        ["Parties", "Service code", "Service", "Provider", "Consumer", "First month", "Last month", "State"];
    let rows = found.iter().flat_map(|agreement| agreement.legs.iter().map(move |leg| row(agreement, leg)));
    Ok(answer::csv("public-agreements", &header, rows))
}

fn row(agreement: &PublicAgreement, leg: &PublicLeg) -> Vec<String> {
    let parties = agreement.parties.iter().map(|(_, name)| name.as_str());
    vec![
        parties.collect::<Vec<_>>().join("; "),
        leg.service_code.clone(),
        leg.service_name.clone(),
        leg.provider_name.clone(),
        leg.consumer_name.clone(),
        agreement.first_month.iso(),
        agreement.last_month.iso(),
        agreement.state.label().to_owned(),
    ]
}

/// An agreement that its parties made public.
#[derive(Debug, Serialize, ToSchema)]
struct PublicAgreementJson {
    parties: Vec<PartyJson>,
    legs: Vec<PublicLegJson>,
    first_month: String,
    last_month: String,
    /// `pending_start`, `active` or `ended`.
    state: String,
}

/// Who serves whom with what.
#[derive(Debug, Serialize, ToSchema)]
struct PublicLegJson {
    provider_id: String,
    provider_name: String,
    consumer_id: String,
    consumer_name: String,
    service_code: String,
    service_name: String,
}

/// Agreements of a body that all their parties made public
///
/// Those that begin last first. Prices, quantities, measures and texts are never public.
#[utoipa::path(
    get, path = "/bodies/{id}/agreements", tag = "Bodies",
    params(("id" = String, Path, description = "The body's id."), ListQuery),
    responses((status = 200, body = List<PublicAgreementJson>), (status = 404, body = Problem)),
)]
async fn agreements(cx: Cx, id: web::Path<String>, part: web::Query<ListQuery>) -> WebResult<HttpResponse> {
    let (id, page, now) = (body_id(&id)?, part.page()?, cx.now());
    cx.read(move |conn| detail(conn, id, now)).await?;
    let found = cx.read(move |conn| public_of_body(conn, id, page)).await?;
    Ok(list(found, PublicAgreementJson::from))
}

impl From<PublicAgreement> for PublicAgreementJson {
    fn from(agreement: PublicAgreement) -> Self {
        let party = |(id, name): (BodyId, String)| PartyJson { id: id.to_string(), name };
        Self {
            parties: agreement.parties.into_iter().map(party).collect(),
            legs: agreement.legs.into_iter().map(PublicLegJson::from).collect(),
            first_month: agreement.first_month.iso(),
            last_month: agreement.last_month.iso(),
            state: agreement.state.as_str().to_owned(),
        }
    }
}

impl From<PublicLeg> for PublicLegJson {
    fn from(leg: PublicLeg) -> Self {
        Self {
            provider_id: leg.provider.to_string(),
            provider_name: leg.provider_name,
            consumer_id: leg.consumer.to_string(),
            consumer_name: leg.consumer_name,
            service_code: leg.service_code,
            service_name: leg.service_name,
        }
    }
}
