//! The terms of a proposal: what each side gives, for how long, at what price and how well. A version of a proposal
//! holds them whole, and an agreement is made of nothing else.

use crate::catalogue::model::ProposedKpi;
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::pence::MoneyError;
use crate::kernel::price::{PriceKind, Settlement};
use crate::kernel::service_calendar::ServiceCalendar;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{Month, Pence, Quantity, Rate};

/// Everything two bodies agree on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Terms {
    pub title: String,
    pub first_month: Month,
    pub last_month: Month,
    /// How far the in-kind account may lean to one side before anybody pays. Nothing for cash.
    pub tolerance: Pence,
    /// One leg is paid for in cash; two are a quid pro quo, each paying for the other.
    pub legs: Vec<LegTerms>,
}

/// One supply: from one body to the other.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LegTerms {
    pub provider: BodyId,
    pub consumer: BodyId,
    pub service_code: String,
    pub service_name: String,
    pub description: String,
    pub unit: String,
    pub quantity_per_month: Quantity,
    pub settlement: Settlement,
    pub price_kind: PriceKind,
    /// The price in cash, or the value the parties assessed for a leg in kind.
    pub price: Rate,
    pub vat: VatTreatment,
    /// The consumer's purchase order reference.
    pub po_ref: Option<String>,
    /// The offer whose capacity this leg takes up, where it takes up one.
    pub offer: Option<OfferId>,
    pub kpis: Vec<ProposedKpi>,
    pub calendar: ServiceCalendar,
}

impl Terms {
    /// How many months the terms run for.
    pub fn months(&self) -> i32 {
        self.last_month.since(self.first_month) + 1
    }

    /// Whether each side pays with a service.
    pub fn is_in_kind(&self) -> bool {
        self.legs.len() == 2
    }

    /// The leg that `provider` supplies.
    pub fn leg_of(&self, provider: BodyId) -> Option<&LegTerms> {
        self.legs.iter().find(|leg| leg.provider == provider)
    }
}

impl LegTerms {
    /// What a month is worth if exactly the agreed quantity is accepted.
    pub fn monthly_value(&self) -> Result<Pence, MoneyError> {
        match self.price_kind {
            PriceKind::Fixed => self.price.times(Quantity::from_whole(1)),
            PriceKind::PerUnit => self.price.times(self.quantity_per_month),
        }
    }
}
