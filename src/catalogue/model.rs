//! What an offer is made of.

use chrono::NaiveDate;

use crate::kernel::ids::{BodyId, OfferId, PublicAnswerId};
use crate::kernel::kpi::Target;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::ServiceCalendar;
use crate::kernel::{Instant, Month, Quantity, Rate, text_enum};

use super::content::OfferContent;
use super::draft::OfferDraft;
use super::free::FreeFrom;
use super::state::OfferState;
use super::terms::OfferTerms;
use super::whole::WholeService;
use crate::bodies::BodyKind;

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

/// A service by its code, with the name it had.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NamedService {
    pub code: String,
    pub name: String,
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
    pub terms: OfferTerms,
    /// What there is to say of a whole service.
    pub whole: Option<WholeService>,
}

impl OfferBrief {
    /// How much a proposal begins with: all of it, or one whole service.
    pub fn usual_quantity(&self) -> Quantity {
        if self.whole.is_some() { Quantity::from_whole(1) } else { self.quantity_per_month }
    }

    /// What one unit of that costs on average.
    pub fn usual_price(&self) -> Option<Rate> {
        let (kind, price) = self.price_kind.zip(self.price)?;
        Some(self.terms.tariff.average(kind, price, self.usual_quantity()))
    }
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

/// What an offer said when it was published for the `number`th time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferVersion {
    pub number: i32,
    pub published_at: Instant,
    pub content: OfferContent,
}

/// An offer, for its page.
#[derive(Clone, Debug)]
pub struct OfferView {
    pub id: OfferId,
    pub body: BodyId,
    pub body_name: String,
    pub state: OfferState,
    /// Goes up with every change: a form sends back the one it was served.
    pub version: i64,
    /// What readers see; nothing until the offer is published for the first time.
    pub published: Option<OfferVersion>,
    /// What the owner is about to say instead. Nobody else is given it.
    pub draft: Option<OfferDraft>,
    pub months: Vec<LedgerMonth>,
    /// The number and moment of every version, newest first.
    pub versions: Vec<(i32, Instant)>,
    pub updated_at: Instant,
    /// When somebody last confirmed that it is true; nothing until it is published.
    pub confirmed_at: Option<Instant>,
    /// The last day on which it holds unless it is confirmed again.
    pub fresh_until: Option<NaiveDate>,
    /// Since when nothing of it is left, which took it out of the catalogue. Only its owner is told.
    pub full_since: Option<Instant>,
    /// When it left the catalogue, where it has: who did not see it by then never will.
    pub left_at: Option<Instant>,
}

impl OfferView {
    /// The title readers see, or the one being prepared.
    pub fn title(&self) -> &str {
        let published = self.published.as_ref().map(|version| version.content.title.as_str());
        let drafted = self.draft.as_ref().map(|draft| draft.title.as_str());
        published.or(drafted).filter(|title| !title.is_empty()).unwrap_or("Untitled offer")
    }
}

/// An offer of one's own body, in a list.
#[derive(Clone, Debug)]
pub struct OwnOffer {
    pub id: OfferId,
    pub title: String,
    pub service_name: String,
    pub state: OfferState,
    /// Whether something is prepared that readers do not see yet.
    pub has_changes: bool,
    /// Whether it was ever published. If not, it lists nothing: its unit, quantities and months are placeholders.
    pub was_published: bool,
    pub unit: String,
    pub quantity_per_month: Quantity,
    /// The least and the most that a month lists.
    pub listed: (Quantity, Quantity),
    pub free_most: Quantity,
    /// The months in which not just as much is free.
    pub other_months: Vec<(Month, Quantity)>,
    pub first_month: Month,
    pub last_month: Month,
    pub updated_at: Instant,
}

impl OwnOffer {
    /// What is free from a month on.
    pub fn free_from(&self, month: Month) -> Option<FreeFrom> {
        let months = (self.first_month.max(month), self.last_month);
        FreeFrom::but_for(months, self.free_most, &self.other_months)
    }
}

/// By what an offer of one's own body is told from another: as it is published, or as it is about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTitle {
    pub id: OfferId,
    pub title: String,
    pub service_code: String,
    pub first_month: String,
    pub last_month: String,
}

/// An offer of one's own body that expires soon, or has.
#[derive(Clone, Debug)]
pub struct StaleOffer {
    pub id: OfferId,
    pub title: String,
    pub state: OfferState,
    pub fresh_until: NaiveDate,
}

/// A question and its answer that stand with an offer. Who asked is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAnswer {
    pub id: PublicAnswerId,
    pub question: String,
    pub answer: String,
    pub published_at: Instant,
}

/// An offer in the catalogue with all that it says and all that is free.
#[derive(Clone, Debug)]
pub struct Offered {
    pub id: OfferId,
    pub body: BodyId,
    pub body_name: String,
    pub region: String,
    pub content: OfferContent,
    pub months: Vec<LedgerMonth>,
}

/// An offer in the catalogue.
#[derive(Clone, Debug)]
pub struct FoundOffer {
    pub id: OfferId,
    pub body: BodyId,
    pub body_name: String,
    pub body_kind: BodyKind,
    pub region: String,
    pub title: String,
    pub description: String,
    pub service_code: String,
    pub service_name: String,
    pub unit: String,
    pub first_month: Month,
    pub last_month: Month,
    pub takes: Takes,
    pub price_kind: Option<PriceKind>,
    pub price: Option<Rate>,
    /// What is free in its best month from now on.
    pub free_most: Quantity,
    /// The months in which not just as much is free.
    pub other_months: Vec<(Month, Quantity)>,
    pub published_at: Option<Instant>,
    pub terms: OfferTerms,
}

impl FoundOffer {
    /// Since when everybody sees it as it is, once it is open to everybody.
    pub fn public_since(&self) -> Option<Instant> {
        self.published_at.and_then(|at| self.terms.audience.public_since(at))
    }
}
