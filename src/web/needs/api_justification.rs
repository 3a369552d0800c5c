//! The justification of a choice, for programs.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::justification::{Justification as Found, of};
use super::words;
use crate::access::capability::ReadBody;
use crate::access::{CapabilityKind as C, Member};
use crate::bodies::Distance;
use crate::catalogue::terms::Assurance;
use crate::kernel::Month;
use crate::kernel::ids::{NeedId, PersonId};
use crate::needs::evidence::Evidence;
use crate::needs::shortlist::{Considered, lacks};
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get};

#[derive(OpenApi)]
#[openapi(paths(show), components(schemas(Justification, JustifiedOffer, OfferTakenOff, JustifiedSearch)))]
pub(in crate::web) struct JustificationApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![get("/api/v1/needs/{id}/justification", Guard::Member(C::ReadBody), || web::get().to(show))]
}

/// Why one offer was chosen and not the others.
#[derive(Debug, Serialize, ToSchema)]
struct Justification {
    need: String,
    title: String,
    body_name: String,
    /// Sentences that say what is missing; empty if every decision is made and explained.
    lacks: Vec<String>,
    /// What is chosen first.
    offers: Vec<JustifiedOffer>,
    /// What was on the list before.
    taken_off: Vec<OfferTakenOff>,
    /// What the catalogue was searched for; null if the need was not published.
    searched: Option<JustifiedSearch>,
    /// What is assumed of the VAT that your body recovers.
    vat_assumption: Option<String>,
}

/// An offer as it stood when it was put on the list, and what it has to say to the need.
#[derive(Debug, Serialize, ToSchema)]
struct JustifiedOffer {
    offer: String,
    /// The version that was put on the list.
    version: i32,
    title: String,
    body_name: String,
    unit: String,
    quantity_per_month: String,
    first_month: String,
    last_month: String,
    /// The first month in which it could have started; null where its notice ends after its last month.
    earliest_start: Option<String>,
    /// In how many of the months that are needed it listed as much as is needed; null where the two count differently.
    months_covered: Option<i64>,
    months_needed: Option<i64>,
    /// In words.
    price: String,
    /// In pounds, of one unit or a month, with the VAT that is not recovered; null where there is no price in cash.
    cost_with_vat_not_recovered: Option<String>,
    standards: Vec<String>,
    /// Those that the need asks for and the provider does not name.
    standards_missing: Vec<String>,
    miles: Option<u64>,
    /// `considering`, `chosen` or `not_taken`.
    decision: String,
    reason: String,
    /// Who decided; null while it is considered.
    decided_by: Option<String>,
    decided_at: Option<String>,
}

/// An offer that was taken off the list.
#[derive(Debug, Serialize, ToSchema)]
struct OfferTakenOff {
    offer: String,
    version: i32,
    title: String,
    body_name: String,
    reason: String,
    by: Option<String>,
    at: String,
}

/// What was searched for, and how many offers there are now.
#[derive(Debug, Serialize, ToSchema)]
struct JustifiedSearch {
    /// Each choice in words.
    choices: Vec<String>,
    fitting: i64,
    of_service: i64,
}

/// Why one offer was chosen for a need of your own body, and not the others
#[utoipa::path(
    get, path = "/needs/{id}/justification", tag = "Needs", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Justification), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    ),
)]
async fn show(cx: Cx, member: Member<ReadBody>, id: web::Path<NeedId>) -> WebResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(told(&of(&cx, member, *id).await?)))
}

fn told(found: &Found) -> Justification {
    let list = &found.list;
    Justification {
        need: list.need.id.to_string(),
        title: list.need.title().to_owned(),
        body_name: list.need.body_name.clone(),
        lacks: lacks(&list.items),
        offers: list
            .items
            .iter()
            .zip(&found.evidence)
            .map(|(item, evidence)| offer(found, item, evidence))
            .collect(),
        taken_off: found
            .taken_off
            .iter()
            .map(|item| OfferTakenOff {
                offer: item.offer.to_string(),
                version: item.version,
                title: item.title.clone(),
                body_name: item.body_name.clone(),
                reason: item.reason.clone(),
                by: item.by.and_then(|person| name(found, person)),
                at: item.at.to_rfc3339(),
            })
            .collect(),
        searched: found.searched.as_ref().map(|searched| JustifiedSearch {
            choices: searched.choices.clone(),
            fitting: searched.fitting,
            of_service: searched.of_service,
        }),
        vat_assumption: found.vat.map(|vat| vat.profile.assumption().to_owned()),
    }
}

fn offer(found: &Found, item: &Considered, evidence: &Evidence) -> JustifiedOffer {
    let content = &item.held.content;
    let words_of = |standards: &[Assurance]| {
        standards.iter().map(|standard| standard.as_str().to_owned()).collect::<Vec<_>>()
    };
    JustifiedOffer {
        offer: item.offer.to_string(),
        version: item.held.number,
        title: content.title.clone(),
        body_name: item.body_name.clone(),
        unit: content.unit.clone(),
        quantity_per_month: content.quantity_per_month.plain(),
        first_month: content.first_month.iso(),
        last_month: content.last_month.iso(),
        earliest_start: evidence.starts.map(Month::iso),
        months_covered: evidence.cover.map(|cover| cover.enough),
        months_needed: evidence.cover.map(|cover| cover.needed),
        price: words::price_for(found.list.content(), content),
        cost_with_vat_not_recovered: evidence.cost.map(|cost| cost.total.plain()),
        standards: words_of(&content.terms.assurances),
        standards_missing: words_of(&evidence.lacking),
        miles: evidence.distance.map(Distance::miles),
        decision: item.noted.decision.as_str().to_owned(),
        reason: item.noted.reason.clone(),
        decided_by: item.decided.and_then(|(person, _)| name(found, person)),
        decided_at: item.decided.map(|(_, at)| at.to_rfc3339()),
    }
}

fn name(found: &Found, person: PersonId) -> Option<String> {
    found.list.names.get(&person).cloned()
}
