//! The JSON shapes of offers and services.

use serde::Serialize;
use utoipa::ToSchema;

use super::api_attachments::VersionDocument;
use super::api_offer_body::{MonthBody, OfferBody};
use super::api_offer_parts::{TierBody, WholeBody};
use crate::bodies::region::Region;
use crate::catalogue::model::{LedgerMonth, OfferVersion, OfferView, OwnOffer};
use crate::catalogue::tariff::Tariff;
use crate::catalogue::terms::{Assurance, PriceBasis, Reach};
use crate::kernel::service_calendar::DayHours;
use crate::kernel::vat::VatTreatment;
use crate::kernel::working_days::Division;
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
    /// Since when nothing of it is left, which took it out of the catalogue; null for everybody but its owner.
    full_since: Option<String>,
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
            full_since: view.full_since.map(Instant::to_rfc3339),
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
    /// From where on other prices hold.
    tiers: Vec<TierBody>,
    share_key: Option<String>,
    /// What there is to say of a service that is run as a whole.
    whole_service: Option<WholeBody>,
    wants: Vec<String>,
    kpis: Vec<ProposedKpi>,
    /// The service calendar, in a sentence.
    service_hours: String,
    /// The hours of each day, Monday first; nothing for a day on which it is closed.
    week: Vec<String>,
    /// Whose bank holidays are kept; null where it runs on them too.
    bank_holidays: Option<&'static str>,
    /// Further days on which it is closed.
    closures: Vec<String>,
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
    /// The documents that stood beside it.
    documents: Vec<VersionDocument>,
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
        let price_way = content.price_way();
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
            price_kind: price_way.map(|way| way.as_str().to_owned()),
            tiers: terms.tariff.tiers().iter().map(TierBody::of).collect(),
            share_key: match terms.tariff {
                Tariff::CostShare(key) => Some(key),
                _ => None,
            },
            whole_service: content.whole.as_ref().map(WholeBody::of),
            price: content.price.map(Rate::plain),
            wants: content.wants.into_iter().map(|want| want.code).collect(),
            kpis: content.kpis.into_iter().map(kpi).collect(),
            service_hours: content.calendar.describe(),
            week: content.calendar.week().0.iter().map(DayHours::typed).collect(),
            bank_holidays: content.calendar.division().map(Division::as_str),
            closures: content.calendar.closures().iter().map(ToString::to_string).collect(),
            differs: content.differs.iter().map(MonthBody::of).collect(),
            lead_days: terms.lead_days,
            minimum_order: terms.minimum_order.map(crate::kernel::Quantity::plain),
            price_basis: terms.price_basis,
            vat_treatment: terms.vat,
            legal_power: terms.legal_power,
            regions,
            within_miles,
            documents: content.documents.into_iter().map(VersionDocument::from).collect(),
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
