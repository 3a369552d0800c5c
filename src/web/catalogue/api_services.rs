//! The taxonomy for programs, and what a new offer of a service begins with.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::api_offer_body::KpiBody;
use crate::catalogue::model::{Family, Service};
use crate::catalogue::templates::{self, Handover, Template};
use crate::catalogue::{CatalogueError, queries};
use crate::web::api::Problem;
use crate::web::context::Cx;
use crate::web::error::WebResult;

/// A family of services.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceFamily {
    code: String,
    name: String,
    services: Vec<ServiceItem>,
}

/// A service of the taxonomy.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceItem {
    code: String,
    name: String,
    cpv_code: String,
    cpv_name: String,
    units: Vec<String>,
}

/// A service, and what a new offer of it begins with.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceWithTemplate {
    #[serde(flatten)]
    service: ServiceItem,
    family: String,
    family_name: String,
    template: Option<OfferTemplate>,
}

/// What an offer of a service begins with. Its targets are a place to start for talks: they are no standard.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OfferTemplate {
    description: String,
    unit: String,
    hours: String,
    kpis: Vec<KpiBody>,
    /// Only of a service that is run as a whole.
    includes: String,
    excludes: String,
    gives_up: String,
    transition_help: String,
    way_back: String,
}

impl From<Family> for ServiceFamily {
    fn from(family: Family) -> Self {
        let services = family.services.into_iter().map(ServiceItem::from).collect();
        Self { code: family.code, name: family.name, services }
    }
}

impl From<Service> for ServiceItem {
    fn from(service: Service) -> Self {
        let Service { code, name, cpv_code, cpv_name, units, .. } = service;
        Self { code, name, cpv_code, cpv_name, units }
    }
}

impl OfferTemplate {
    fn of(service: &Service, template: &Template, handover: &Handover) -> Self {
        let kpis = template.kpis.iter();
        Self {
            description: template.description(),
            unit: service.units.first().cloned().unwrap_or_default(),
            hours: template.hours.as_str().to_owned(),
            kpis: kpis
                .map(|kpi| KpiBody { name: kpi.name.clone(), target: format!("{}%", kpi.target) })
                .collect(),
            includes: template.includes.clone(),
            excludes: template.excludes.clone(),
            gives_up: handover.gives_up.clone(),
            transition_help: handover.transition_help.clone(),
            way_back: handover.way_back.clone(),
        }
    }
}

impl From<Service> for ServiceWithTemplate {
    fn from(service: Service) -> Self {
        let template = templates::of_service(&service.code).zip(templates::of_family(&service.family_code));
        Self {
            template: template.map(|(template, handover)| OfferTemplate::of(&service, template, handover)),
            family: service.family_code.clone(),
            family_name: service.family_name.clone(),
            service: service.into(),
        }
    }
}

/// The taxonomy of services
#[utoipa::path(get, path = "/services", tag = "Catalogue", responses((status = 200, body = Vec<ServiceFamily>)))]
pub(super) async fn services(cx: Cx) -> WebResult<HttpResponse> {
    let families = cx.read(queries::families).await?;
    Ok(HttpResponse::Ok().json(families.into_iter().map(ServiceFamily::from).collect::<Vec<_>>()))
}

/// A service, and what a new offer of it begins with
#[utoipa::path(
    get, path = "/services/{code}", tag = "Catalogue",
    params(("code" = String, Path, description = "The code of a service, such as `PAY-01`.")),
    responses((status = 200, body = ServiceWithTemplate), (status = 404, body = Problem)),
)]
pub(super) async fn service(cx: Cx, code: web::Path<String>) -> WebResult<HttpResponse> {
    let services = cx.read(queries::services).await?;
    let service = services.into_iter().find(|service| service.code == *code);
    Ok(HttpResponse::Ok().json(ServiceWithTemplate::from(service.ok_or(CatalogueError::NotFound)?)))
}
