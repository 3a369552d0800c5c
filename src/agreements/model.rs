//! Agreements and their legs, as every later step of the chain reads them.

use super::publication::{Consent, Publication};
use super::state::AgreementState;
use crate::kernel::ids::{AgreementId, BodyId, KpiId, LegId, OfferId, ProposalId};
use crate::kernel::kpi::Target;
use crate::kernel::price::{PriceKind, Settlement, SignedPrice};
use crate::kernel::service_calendar::ServiceCalendar;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Instant, Month, Pence, Quantity, Rate};

/// One signed supply within an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegView {
    pub id: LegId,
    pub agreement: AgreementId,
    pub agreement_reference: String,
    pub agreement_title: String,
    pub number: i32,
    pub provider: BodyId,
    pub provider_name: String,
    pub consumer: BodyId,
    pub consumer_name: String,
    pub service_code: String,
    pub service_name: String,
    pub description: String,
    pub unit: String,
    pub quantity_per_month: Quantity,
    pub settlement: Settlement,
    pub price_kind: PriceKind,
    pub price: Rate,
    pub vat: VatTreatment,
    pub po_ref: Option<String>,
    pub offer: Option<OfferId>,
    pub first_month: Month,
    pub last_month: Month,
    pub calendar: ServiceCalendar,
    pub kpis: Vec<LegKpi>,
}

impl LegView {
    /// The price as it was signed, for charging.
    pub fn signed_price(&self) -> SignedPrice {
        SignedPrice { kind: self.price_kind, price: self.price, settlement: self.settlement, vat: self.vat }
    }

    /// Whether the leg is delivered in `month`.
    pub fn covers(&self, month: Month) -> bool {
        (self.first_month..=self.last_month).contains(&month)
    }
}

/// A KPI that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegKpi {
    pub id: KpiId,
    pub number: i32,
    pub name: String,
    pub target: Target,
}

/// An agreement with its parties and legs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementView {
    pub id: AgreementId,
    pub reference: String,
    pub proposal: ProposalId,
    pub title: String,
    pub state: AgreementState,
    pub first_month: Month,
    pub last_month: Month,
    pub sha256: String,
    pub tolerance: Pence,
    pub signed_at: Instant,
    /// Goes up with every change of the row.
    pub version: i64,
    pub parties: Vec<(BodyId, String)>,
    pub legs: Vec<LegView>,
}

impl AgreementView {
    /// The parties other than `body`, as people name them.
    pub fn partners_of(&self, body: BodyId) -> String {
        let names = self.parties.iter().filter(|(id, _)| *id != body).map(|(_, name)| name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// Who agrees that everybody may know of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationView {
    pub agreement: AgreementId,
    pub reference: String,
    pub title: String,
    pub consents: Vec<Consent>,
    /// Seen from the body that asks.
    pub standing: Publication,
}

/// What everybody may know of an agreement, and no more. Its id leads to the agreement only for its parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAgreement {
    pub id: AgreementId,
    pub state: AgreementState,
    pub first_month: Month,
    pub last_month: Month,
    pub parties: Vec<(BodyId, String)>,
    pub legs: Vec<PublicLeg>,
}

/// Who serves whom with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLeg {
    pub provider: BodyId,
    pub provider_name: String,
    pub consumer: BodyId,
    pub consumer_name: String,
    pub service_code: String,
    pub service_name: String,
}

impl PublicAgreement {
    /// What would be public of an agreement, for its parties to read before they decide.
    pub fn of(agreement: &AgreementView) -> Self {
        let leg = |leg: &LegView| PublicLeg {
            provider: leg.provider,
            provider_name: leg.provider_name.clone(),
            consumer: leg.consumer,
            consumer_name: leg.consumer_name.clone(),
            service_code: leg.service_code.clone(),
            service_name: leg.service_name.clone(),
        };
        Self {
            id: agreement.id,
            state: agreement.state,
            first_month: agreement.first_month,
            last_month: agreement.last_month,
            parties: agreement.parties.clone(),
            legs: agreement.legs.iter().map(leg).collect(),
        }
    }
}

/// One line of the list of agreements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementLine {
    pub id: AgreementId,
    pub reference: String,
    pub title: String,
    pub state: AgreementState,
    pub first_month: Month,
    pub last_month: Month,
    pub signed_at: Instant,
    /// The other parties.
    pub partners: String,
}

/// A signature under one text, by one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureView {
    pub body: BodyId,
    pub signatory: String,
    pub sha256: String,
    pub signed_at: Instant,
}
