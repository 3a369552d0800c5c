//! With whom a body works, as far as whoever is looking may know: a party knows of its own agreements, and nobody else
//! knows of any. On the page of one's own body stand all its partners, on another's the agreements between the two.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::show::body_id;
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::queries::{LegView, legs_of_body};
use crate::kernel::ids::{AgreementId, BodyId, LegId};
use crate::kernel::london;
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::WebResult;
use crate::web::routes::{Guard, RouteSpec, get};
use crate::web::ui::{Network, Partner};
use crate::web::urls;

/// A body that another works with, and what goes which way.
#[derive(Debug)]
struct WorksWith {
    body: BodyId,
    name: String,
    gives: Vec<Supply>,
    takes: Vec<Supply>,
}

/// One service that is supplied now.
#[derive(Debug)]
struct Supply {
    service: String,
    leg: LegId,
    agreement: AgreementId,
}

#[derive(OpenApi)]
#[openapi(paths(partners), components(schemas(PartnerJson, SupplyJson)))]
pub(in crate::web) struct PartnersApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    let read = Guard::Member(crate::access::CapabilityKind::ReadBody);
    vec![get("/api/v1/bodies/{id}/partners", read, || web::get().to(partners))]
}

/// The section of a body's page; nothing for those who may not know, and where there is nothing to know.
pub(super) async fn section(cx: &Cx, body: BodyId, name: &str) -> WebResult<Option<Markup>> {
    let Ok(by) = cx.credential().member::<ReadBody>() else { return Ok(None) };
    let is_own = by.body() == body;
    let partners = known_partners(cx, &by, body).await?;
    Ok((!partners.is_empty()).then(|| view(&partners, name, is_own)))
}

/// The partners of `body` that `by` may know of.
async fn known_partners(cx: &Cx, by: &Member<ReadBody>, body: BodyId) -> WebResult<Vec<WorksWith>> {
    let own = by.body();
    // Only ever the legs of the acting body: what two others have agreed is never read.
    let legs = cx.read(move |conn| legs_of_body(conn, own)).await?;
    let between = legs.into_iter().filter(|leg| own == body || leg.provider == body || leg.consumer == body);
    let this_month = london::month(cx.now());
    Ok(works_with(body, between.filter(|leg| leg.covers(this_month))))
}

/// The other side of each leg, seen from `body`, the one with most first.
fn works_with(body: BodyId, legs: impl Iterator<Item = LegView>) -> Vec<WorksWith> {
    let mut partners: Vec<WorksWith> = Vec::new();
    for leg in legs {
        let gives = leg.provider == body;
        let (other, name) =
            if gives { (leg.consumer, leg.consumer_name) } else { (leg.provider, leg.provider_name) };
        let supply = Supply { service: leg.service_name, leg: leg.id, agreement: leg.agreement };
        let place = partners.iter().position(|partner| partner.body == other).unwrap_or_else(|| {
            partners.push(WorksWith { body: other, name, gives: vec![], takes: vec![] });
            partners.len() - 1
        });
        if let Some(partner) = partners.get_mut(place) {
            if gives { partner.gives.push(supply) } else { partner.takes.push(supply) }
        }
    }
    partners.sort_by_key(|partner| std::cmp::Reverse(partner.gives.len() + partner.takes.len()));
    partners
}

fn view(partners: &[WorksWith], name: &str, is_own: bool) -> Markup {
    let drawn = partners.iter().map(|partner| Partner {
        name: partner.name.clone(),
        gives: !partner.gives.is_empty(),
        takes: !partner.takes.is_empty(),
    });
    let network = Network {
        title: format!("Whom {name} works with"),
        middle: name.to_owned(),
        partners: drawn.collect(),
    };
    html! {
        h2 { @if is_own { "Whom we work with" } @else { "What we do for each other" } }
        p { "From agreements in force. Only people of the bodies that signed an agreement can see that there is one." }
        (network.render())
        ul {
            @for partner in partners {
                li {
                    a href=(urls::bodies::body(partner.body)) { (partner.name) }
                    (supplies(" receives ", &partner.gives))
                    @if !partner.gives.is_empty() && !partner.takes.is_empty() { ", and" }
                    (supplies(" provides ", &partner.takes))
                }
            }
        }
    }
}

fn supplies(verb: &str, supplies: &[Supply]) -> Markup {
    html! {
        @if !supplies.is_empty() {
            (verb)
            @for (place, supply) in supplies.iter().enumerate() {
                @if place > 0 { ", " }
                a href=(urls::agreements::agreement(supply.agreement)) { (supply.service) }
                " (" a href=(urls::service_levels::performance(supply.leg)) { "performance"
                    span.visually-hidden { " of " (supply.service) } } ")"
            }
        }
    }
}

/// A body that another works with.
#[derive(Debug, Serialize, ToSchema)]
struct PartnerJson {
    body_id: String,
    body_name: String,
    /// What it receives from the body that was asked about.
    receives: Vec<SupplyJson>,
    /// What it provides to the body that was asked about.
    provides: Vec<SupplyJson>,
}

/// A service that is supplied now.
#[derive(Debug, Serialize, ToSchema)]
struct SupplyJson {
    service_name: String,
    agreement_id: String,
    leg_id: String,
}

/// Whom a body works with, as far as you may know
///
/// From agreements in force: all of your own body's partners, and of another body the agreements between the two of
/// you.
#[utoipa::path(
    get, path = "/bodies/{id}/partners", tag = "Bodies",
    params(("id" = String, Path, description = "The body's id.")),
    responses((status = 200, body = Vec<PartnerJson>), (status = 404, body = Problem)),
)]
async fn partners(cx: Cx, by: Member<ReadBody>, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    cx.read(move |conn| crate::bodies::queries::detail(conn, id, now)).await?;
    let partners = known_partners(&cx, &by, id).await?;
    Ok(HttpResponse::Ok().json(partners.into_iter().map(PartnerJson::from).collect::<Vec<_>>()))
}

impl From<WorksWith> for PartnerJson {
    fn from(partner: WorksWith) -> Self {
        let each = |supplies: Vec<Supply>| supplies.into_iter().map(SupplyJson::from).collect();
        Self {
            body_id: partner.body.to_string(),
            body_name: partner.name,
            receives: each(partner.gives),
            provides: each(partner.takes),
        }
    }
}

impl From<Supply> for SupplyJson {
    fn from(supply: Supply) -> Self {
        Self {
            service_name: supply.service,
            agreement_id: supply.agreement.to_string(),
            leg_id: supply.leg.to_string(),
        }
    }
}
