//! The JSON shapes of offers and services.

use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::api_offer_body::{MonthBody, OfferBody};
use super::highlight::excerpt;
use crate::bodies::region::Region;
use crate::catalogue::model::{Family, FoundOffer, LedgerMonth, OfferVersion, OfferView, OwnOffer, Service};
use crate::catalogue::queries::Findings;
use crate::catalogue::terms::{Assurance, PriceBasis, Reach};
use crate::catalogue::words::Sought;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Instant, Rate};

/// An offer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Offer {
    id: String,
    body_id: String,
    body_name: String,
    /// `draft`, `published`, `paused`, `expired` or `withdrawn`.
    state: String,
    version: i64,
    /// What everybody sees; null until it is published.
    published: Option<Version>,
    /// What its owner is about to say; null for everybody else.
    draft: Option<OfferBody>,
    months: Vec<CapacityMonth>,
    /// When somebody last confirmed that it is true.
    confirmed_at: Option<String>,
    /// The last day on which it holds unless it is confirmed again.
    fresh_until: Option<String>,
}

impl From<OfferView> for Offer {
    fn from(view: OfferView) -> Self {
        Self {
            id: view.id.to_string(),
            body_id: view.body.to_string(),
            body_name: view.body_name,
            state: view.state.as_str().to_owned(),
            version: view.version,
            published: view.published.map(Version::from),
            draft: view.draft.as_ref().map(OfferBody::of),
            months: view.months.into_iter().map(CapacityMonth::from).collect(),
            confirmed_at: view.confirmed_at.map(Instant::to_rfc3339),
            fresh_until: view.fresh_until.map(|day| day.to_string()),
        }
    }
}

/// What an offer said when it was published for the `number`th time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Version {
    number: i32,
    published_at: String,
    service: String,
    service_name: String,
    title: String,
    description: String,
    unit: String,
    quantity_per_month: String,
    first_month: String,
    last_month: String,
    takes: String,
    price_kind: Option<String>,
    price: Option<String>,
    wants: Vec<String>,
    kpis: Vec<ProposedKpi>,
    /// The service calendar, in a sentence.
    service_hours: String,
    /// The months that differ from the others.
    differs: Vec<MonthBody>,
    /// The days of notice before it can start.
    lead_days: u16,
    minimum_order: Option<String>,
    price_basis: Option<PriceBasis>,
    vat_treatment: Option<VatTreatment>,
    legal_power: Option<String>,
    /// Only bodies in these regions; empty where others can have it too.
    regions: Vec<Region>,
    /// Only bodies within so many miles.
    within_miles: Option<u16>,
    assurances: Vec<Assurance>,
}

/// A measure that the provider proposes, and its target in hundredths of a per cent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposedKpi {
    name: String,
    target_basis_points: u16,
}

impl From<OfferVersion> for Version {
    fn from(version: OfferVersion) -> Self {
        let mut content = version.content;
        let terms = std::mem::take(&mut content.terms);
        let (regions, within_miles) = match terms.reach {
            Reach::Anywhere => (vec![], None),
            Reach::Regions(regions) => (regions, None),
            Reach::Within(miles) => (vec![], Some(miles)),
        };
        let kpi = |kpi: crate::catalogue::model::ProposedKpi| ProposedKpi {
            name: kpi.name,
            target_basis_points: kpi.target.ten_thousandths(),
        };
        Self {
            number: version.number,
            published_at: version.published_at.to_rfc3339(),
            service: content.service_code,
            service_name: content.service_name,
            title: content.title,
            description: content.description,
            unit: content.unit,
            quantity_per_month: content.quantity_per_month.plain(),
            first_month: content.first_month.iso(),
            last_month: content.last_month.iso(),
            takes: content.takes.as_str().to_owned(),
            price_kind: content.price_kind.map(|kind| kind.as_str().to_owned()),
            price: content.price.map(Rate::plain),
            wants: content.wants.into_iter().map(|want| want.code).collect(),
            kpis: content.kpis.into_iter().map(kpi).collect(),
            service_hours: content.calendar.describe(),
            differs: content.differs.iter().map(MonthBody::of).collect(),
            lead_days: terms.lead_days,
            minimum_order: terms.minimum_order.map(crate::kernel::Quantity::plain),
            price_basis: terms.price_basis,
            vat_treatment: terms.vat,
            legal_power: terms.legal_power,
            regions,
            within_miles,
            assurances: terms.assurances,
        }
    }
}

/// One month of an offer's capacity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CapacityMonth {
    month: String,
    listed: String,
    reserved: String,
    committed: String,
    free: String,
}

impl From<LedgerMonth> for CapacityMonth {
    fn from(row: LedgerMonth) -> Self {
        Self {
            month: row.month.iso(),
            listed: row.listed.plain(),
            reserved: row.reserved.plain(),
            committed: row.committed.plain(),
            free: row.free.plain(),
        }
    }
}

/// An offer of one's own body, in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnOfferItem {
    id: String,
    title: String,
    service_name: String,
    state: String,
    /// Whether something is prepared that readers do not see yet.
    has_changes: bool,
    /// What is free in its best month.
    free_most: String,
}

impl From<OwnOffer> for OwnOfferItem {
    fn from(offer: OwnOffer) -> Self {
        Self {
            id: offer.id.to_string(),
            title: offer.title,
            service_name: offer.service_name,
            state: offer.state.as_str().to_owned(),
            has_changes: offer.has_changes,
            free_most: offer.free_most.plain(),
        }
    }
}

/// An offer in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueItem {
    id: String,
    body_id: String,
    body_name: String,
    /// The kind of body.
    kind: String,
    region: String,
    title: String,
    service: String,
    service_name: String,
    unit: String,
    first_month: String,
    last_month: String,
    takes: String,
    price_kind: Option<String>,
    price: Option<String>,
    /// What is free in its best month.
    free_most: String,
    /// The passage of the description that has most of the words, as plain text.
    excerpt: String,
}

/// A part of what was found, and how to get the next.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueList {
    items: Vec<CatalogueItem>,
    /// How many there are in all.
    total: i64,
    /// Send it as `cursor` to get what follows; null at the end.
    next_cursor: Option<String>,
    /// The words that were searched for, less those that are too common; null if there were none.
    searched: Option<String>,
    /// What you sent, if a word of it occurs nowhere and the nearest was searched for instead.
    corrected_from: Option<String>,
}

impl From<Findings> for CatalogueList {
    fn from(findings: Findings) -> Self {
        let Findings { page, searched, .. } = findings;
        Self {
            total: page.total,
            next_cursor: page.next_cursor(),
            items: page.items.into_iter().map(|offer| CatalogueItem::of(offer, searched.sought())).collect(),
            searched: Some(searched.sought().text()).filter(|text| !text.is_empty()),
            corrected_from: searched.is_corrected().then(|| searched.typed().text()),
        }
    }
}

impl CatalogueItem {
    fn of(offer: FoundOffer, sought: &Sought) -> Self {
        Self {
            excerpt: excerpt(&offer.description, sought),
            id: offer.id.to_string(),
            body_id: offer.body.to_string(),
            body_name: offer.body_name,
            kind: offer.body_kind.as_str().to_owned(),
            region: offer.region,
            title: offer.title,
            service: offer.service_code,
            service_name: offer.service_name,
            unit: offer.unit,
            first_month: offer.first_month.iso(),
            last_month: offer.last_month.iso(),
            takes: offer.takes.as_str().to_owned(),
            price_kind: offer.price_kind.map(|kind| kind.as_str().to_owned()),
            price: offer.price.map(Rate::plain),
            free_most: offer.free_most.plain(),
        }
    }
}

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

/// What to look for in the catalogue. A name may be sent several times where that says so.
#[expect(dead_code, reason = "describes the query string to programs; `find_query` reads it")]
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CatalogueParameters {
    /// Words, each of which must occur.
    q: Option<String>,
    /// Send `1` to search for the words just as you sent them: none is put right.
    #[param(pattern = "^1?$")]
    exact: Option<String>,
    /// The code of a family. May be sent several times.
    family: Option<Vec<String>>,
    /// The code of a service.
    service: Option<String>,
    /// A kind of body, such as `council`. May be sent several times.
    kind: Option<Vec<String>>,
    nation: Option<String>,
    region: Option<String>,
    /// `cash` or `in_kind`. May be sent several times.
    pays: Option<Vec<String>>,
    /// The month in which capacity is needed, such as `2027-01`.
    #[param(pattern = "^(2[0-9]{3}-(0[1-9]|1[0-2]))?$")]
    from: Option<String>,
    /// The least that must be free, in that month or in any.
    #[param(pattern = "^([0-9]{1,6}([.][0-9]{1,2})?)?$")]
    least: Option<String>,
    /// `relevance`, `newest`, `price`, `free` or `title`.
    #[param(pattern = "^(relevance|newest|price|free|title)?$")]
    sort: Option<String>,
}
