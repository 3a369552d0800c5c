//! With whom a body works, as far as whoever is looking may know: a party knows of its own agreements, and everybody of
//! those that all their parties made public. On the page of one's own body stand all its partners.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::show::body_id;
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::agreements::queries::{LegView, PublicAgreement, legs_of_body, public_in_force};
use crate::kernel::ids::{AgreementId, BodyId, LegId};
use crate::kernel::{Month, PageRequest, london};
use crate::storage::{Conn, StorageError};
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
    /// The agreement and the leg, for a reader who is a party.
    ours: Option<(AgreementId, LegId)>,
}

/// One side and the other, with their names, and what the first supplies to the second.
#[derive(Debug)]
struct Known {
    provider: (BodyId, String),
    consumer: (BodyId, String),
    supply: Supply,
}

/// Whose eyes the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Own,
    OtherBody,
    Visitor,
}

#[derive(OpenApi)]
#[openapi(paths(partners), components(schemas(PartnerJson, SupplyJson)))]
pub(in crate::web) struct PartnersApi;

pub(super) fn routes() -> Vec<RouteSpec> {
    vec![get("/api/v1/bodies/{id}/partners", Guard::Public, || web::get().to(partners))]
}

/// The section of a body's page; nothing where there is nothing that whoever looks may know.
pub(super) async fn section(cx: &Cx, body: BodyId, name: &str) -> WebResult<Option<Markup>> {
    let reader = match acting(cx) {
        Some(own) if own == body => Reader::Own,
        Some(_) => Reader::OtherBody,
        None => Reader::Visitor,
    };
    let partners = known_partners(cx, body).await?;
    Ok((!partners.is_empty()).then(|| view(&partners, name, reader)))
}

/// The body that whoever looks may read for.
fn acting(cx: &Cx) -> Option<BodyId> {
    cx.credential().member::<ReadBody>().ok().map(|by: Member<ReadBody>| by.body())
}

/// The partners of `body` that whoever looks may know of.
async fn known_partners(cx: &Cx, body: BodyId) -> WebResult<Vec<WorksWith>> {
    let (own, month) = (acting(cx), london::month(cx.now()));
    let known = cx.read(move |conn| known(conn, own, body, month)).await?;
    Ok(works_with(body, known))
}

/// The legs of `body` in force: of the acting body's own agreements, and of those that are public. What two others have
/// agreed between them and not made public is never read.
fn known(
    conn: &mut Conn,
    own: Option<BodyId>,
    body: BodyId,
    month: Month,
) -> Result<Vec<Known>, StorageError> {
    let ours = own.map_or(Ok(vec![]), |own| legs_of_body(conn, own))?;
    let public = public_in_force(conn, body, month, PageRequest::first(PageRequest::MOST))?.items;
    let ours = ours.into_iter().filter(|leg| leg.covers(month)).map(Known::from);
    // A party knows its own legs from the agreement itself, and those of the others as everybody does.
    let is_ours = |leg: &Known| own.is_some_and(|own| leg.provider.0 == own || leg.consumer.0 == own);
    let public = public.into_iter().flat_map(of_public).filter(|leg| !is_ours(leg));
    let mut known: Vec<Known> = ours.chain(public).collect();
    known.retain(|leg| leg.provider.0 == body || leg.consumer.0 == body);
    Ok(known)
}

impl From<LegView> for Known {
    fn from(leg: LegView) -> Self {
        Self {
            provider: (leg.provider, leg.provider_name),
            consumer: (leg.consumer, leg.consumer_name),
            supply: Supply { service: leg.service_name, ours: Some((leg.agreement, leg.id)) },
        }
    }
}

fn of_public(agreement: PublicAgreement) -> impl Iterator<Item = Known> {
    agreement.legs.into_iter().map(|leg| Known {
        provider: (leg.provider, leg.provider_name),
        consumer: (leg.consumer, leg.consumer_name),
        supply: Supply { service: leg.service_name, ours: None },
    })
}

/// The other side of each leg, seen from `body`, the one with most first.
fn works_with(body: BodyId, legs: Vec<Known>) -> Vec<WorksWith> {
    let mut partners: Vec<WorksWith> = Vec::new();
    for leg in legs {
        let gives = leg.provider.0 == body;
        let (other, name) = if gives { leg.consumer } else { leg.provider };
        let place = partners.iter().position(|partner| partner.body == other).unwrap_or_else(|| {
            partners.push(WorksWith { body: other, name, gives: vec![], takes: vec![] });
            partners.len() - 1
        });
        if let Some(partner) = partners.get_mut(place) {
            if gives { partner.gives.push(leg.supply) } else { partner.takes.push(leg.supply) }
        }
    }
    partners.sort_by_key(|partner| std::cmp::Reverse(partner.gives.len() + partner.takes.len()));
    partners
}

fn view(partners: &[WorksWith], name: &str, reader: Reader) -> Markup {
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
    let (heading, from) = match reader {
        Reader::Own => (
            "Whom we work with",
            "From agreements in force. Others see only those that every party agreed to make public.",
        ),
        Reader::OtherBody => (
            "Whom it works with",
            "From agreements in force: those that your body is a party to, and those that every party agreed to make \
             public. There may be others.",
        ),
        Reader::Visitor => (
            "Whom it works with",
            "From agreements in force that every party agreed to make public. There may be others.",
        ),
    };
    html! {
        h2 { (heading) }
        p { (from) }
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
                @match supply.ours {
                    Some((agreement, leg)) => {
                        a href=(urls::agreements::agreement(agreement)) { (supply.service) }
                        " (" a href=(urls::service_levels::performance(leg)) { "performance"
                            span.visually-hidden { " of " (supply.service) } } ")"
                    }
                    None => (supply.service)
                }
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
    /// Null unless your body is a party.
    agreement_id: Option<String>,
    /// Null unless your body is a party.
    leg_id: Option<String>,
}

/// Whom a body works with, as far as you may know
///
/// From agreements in force: those that all their parties made public and, with a token, those that your own body is a
/// party to.
#[utoipa::path(
    get, path = "/bodies/{id}/partners", tag = "Bodies",
    params(("id" = String, Path, description = "The body's id.")),
    responses((status = 200, body = Vec<PartnerJson>), (status = 404, body = Problem)),
)]
async fn partners(cx: Cx, id: web::Path<String>) -> WebResult<HttpResponse> {
    let (id, now) = (body_id(&id)?, cx.now());
    cx.read(move |conn| crate::bodies::queries::detail(conn, id, now)).await?;
    let partners = known_partners(&cx, id).await?;
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
            agreement_id: supply.ours.map(|(agreement, _)| agreement.to_string()),
            leg_id: supply.ours.map(|(_, leg)| leg.to_string()),
        }
    }
}
