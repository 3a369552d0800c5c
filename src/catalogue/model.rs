//! What an offer is made of.

use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::kpi::Target;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::ServiceCalendar;
use crate::kernel::{Month, Quantity, Rate, text_enum};

use super::state::OfferState;

text_enum! {
    /// What a provider takes for its service.
    pub enum Takes {
        Cash = "cash",
        InKind = "in_kind",
        Either = "either",
    }
}

impl Takes {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cash => "Cash",
            Self::InKind => "A service in return",
            Self::Either => "Cash or a service in return",
        }
    }

    pub const fn takes_cash(self) -> bool {
        matches!(self, Self::Cash | Self::Either)
    }

    pub const fn takes_in_kind(self) -> bool {
        matches!(self, Self::InKind | Self::Either)
    }
}

/// A measure that the provider is ready to be held to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProposedKpi {
    pub name: String,
    pub target: Target,
}

/// A service of the taxonomy, with its family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub code: String,
    pub name: String,
    pub family_code: String,
    pub family_name: String,
    pub cpv_code: String,
    pub cpv_name: String,
    /// What one of it is usually counted in.
    pub units: Vec<String>,
}

/// A family of services, in the order of the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    pub code: String,
    pub name: String,
    pub services: Vec<Service>,
}

/// What a proposal takes over from an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferBrief {
    pub id: OfferId,
    pub body: BodyId,
    pub body_name: String,
    pub title: String,
    pub service_code: String,
    pub service_name: String,
    pub unit: String,
    pub quantity_per_month: Quantity,
    pub first_month: Month,
    pub last_month: Month,
    pub takes: Takes,
    pub price_kind: Option<PriceKind>,
    pub price: Option<Rate>,
    pub kpis: Vec<ProposedKpi>,
    pub calendar: ServiceCalendar,
    pub state: OfferState,
}

/// One month of an offer's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerMonth {
    pub month: Month,
    pub listed: Quantity,
    pub reserved: Quantity,
    pub committed: Quantity,
    pub free: Quantity,
}
