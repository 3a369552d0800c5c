//! Terms as JSON. Quantities and prices are decimal texts, money is whole pence, months are `2026-10`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::Pence;
use crate::negotiation::input::{LegInput, TermsInput};
use crate::negotiation::terms::{LegTerms, Terms};

/// Terms to be proposed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct TermsBody {
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    #[schema(example = "2026-12")]
    first_month: String,
    #[schema(example = "2027-11")]
    last_month: String,
    /// How far the in-kind account may lean to one side, in pence. Only for two legs.
    #[serde(default)]
    tolerance: i64,
    /// The leg of the offer, then the leg in return if there is one.
    #[schema(min_items = 1, max_items = 2)]
    legs: Vec<LegBody>,
}

/// One leg to be proposed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct LegBody {
    /// For the leg in return: a published offer of the body that provides it.
    offer_id: Option<String>,
    /// For the leg in return without an offer: a service of the taxonomy.
    service_code: Option<String>,
    /// For the leg in return without an offer: a unit of that service.
    unit: Option<String>,
    #[schema(min_length = 1, max_length = 8000)]
    description: String,
    #[schema(example = "24")]
    quantity_per_month: String,
    /// `fixed` or `per_unit`.
    price_kind: String,
    /// In pounds, with at most four decimal places: the price before VAT, or the assessed value with it.
    #[schema(example = "4.42")]
    price: String,
    /// `standard`, `reduced`, `zero`, `exempt` or `outside_scope`.
    vat_treatment: String,
    /// Only the consumer of the leg may set it.
    po_ref: Option<String>,
    /// Service hours; without them those of the offer, or of the version before.
    calendar: Option<CalendarBody>,
    #[serde(default)]
    #[schema(max_items = 10)]
    kpis: Vec<KpiBody>,
}

/// Ready-made service hours.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct CalendarBody {
    /// `office_hours`, `extended_hours` or `all_hours`.
    preset: String,
    /// Whose bank holidays are kept: `england-and-wales`, `scotland` or `northern-ireland`.
    division: String,
}

/// A measure and its target.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct KpiBody {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// The least proportion that is good enough.
    #[schema(example = "99.5%")]
    target: String,
}

impl TermsBody {
    /// The terms of a form as a program would send them.
    pub(super) fn of(input: TermsInput) -> Self {
        Self {
            title: input.title,
            first_month: input.first_month,
            last_month: input.last_month,
            tolerance: Pence::parse("tolerance", &input.tolerance).map_or(0, Pence::to_i64),
            legs: input.legs.into_iter().map(LegBody::of).collect(),
        }
    }

    pub(super) fn input(self) -> TermsInput {
        // A tolerance that cannot be held is refused by the rule like any other.
        let tolerance = if self.tolerance.unsigned_abs() > MOST_PENCE {
            "too large".to_owned()
        } else {
            Pence::from_i64(self.tolerance).plain()
        };
        TermsInput {
            title: self.title,
            first_month: self.first_month,
            last_month: self.last_month,
            tolerance,
            legs: self.legs.into_iter().enumerate().map(|(place, leg)| leg.input(place)).collect(),
        }
    }
}

/// More pence than any account holds.
const MOST_PENCE: u64 = 1_000_000_000_000_000;

impl LegBody {
    fn of(leg: LegInput) -> Self {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let kpi = |(name, target): (String, String)| KpiBody { name, target };
        Self {
            offer_id: given(leg.offer),
            service_code: given(leg.service_code),
            unit: given(leg.unit),
            description: leg.description,
            quantity_per_month: leg.quantity,
            price_kind: leg.price_kind,
            price: leg.price,
            vat_treatment: leg.vat,
            po_ref: given(leg.po_ref),
            calendar: None,
            kpis: leg.kpis.into_iter().filter(|(name, _)| !name.is_empty()).map(kpi).collect(),
        }
    }

    fn input(self, place: usize) -> LegInput {
        LegInput {
            prefix: format!("legs[{place}]."),
            offer: self.offer_id.unwrap_or_default(),
            service_code: self.service_code.unwrap_or_default(),
            unit: self.unit.unwrap_or_default(),
            description: self.description,
            quantity: self.quantity_per_month,
            price_kind: self.price_kind,
            price: self.price,
            vat: self.vat_treatment,
            po_ref: self.po_ref.unwrap_or_default(),
            calendar: self.calendar.map(|it| format!("{}/{}", it.preset, it.division)).unwrap_or_default(),
            kpis: self.kpis.into_iter().map(|kpi| (kpi.name, kpi.target)).collect(),
        }
    }
}

/// Terms as they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TermsJson {
    title: String,
    first_month: String,
    last_month: String,
    /// In pence.
    tolerance: i64,
    legs: Vec<LegTermsJson>,
}

/// One leg as it was sent.
#[derive(Debug, Serialize, ToSchema)]
struct LegTermsJson {
    provider_id: String,
    consumer_id: String,
    service_code: String,
    service_name: String,
    description: String,
    unit: String,
    quantity_per_month: String,
    /// `cash` or `in_kind`.
    settlement: String,
    price_kind: String,
    price: String,
    vat_treatment: String,
    po_ref: Option<String>,
    offer_id: Option<String>,
    kpis: Vec<KpiBody>,
    /// In words.
    service_hours: String,
}

impl TermsJson {
    pub(super) fn of(terms: &Terms) -> Self {
        Self {
            title: terms.title.clone(),
            first_month: terms.first_month.iso(),
            last_month: terms.last_month.iso(),
            tolerance: terms.tolerance.to_i64(),
            legs: terms.legs.iter().map(LegTermsJson::of).collect(),
        }
    }
}

impl LegTermsJson {
    fn of(leg: &LegTerms) -> Self {
        let kpis = leg.kpis.iter();
        Self {
            provider_id: leg.provider.to_string(),
            consumer_id: leg.consumer.to_string(),
            service_code: leg.service_code.clone(),
            service_name: leg.service_name.clone(),
            description: leg.description.clone(),
            unit: leg.unit.clone(),
            quantity_per_month: leg.quantity_per_month.plain(),
            settlement: leg.settlement.as_str().to_owned(),
            price_kind: leg.price_kind.as_str().to_owned(),
            price: leg.price.plain(),
            vat_treatment: leg.vat.as_str().to_owned(),
            po_ref: leg.po_ref.clone(),
            offer_id: leg.offer.map(|offer| offer.to_string()),
            kpis: kpis
                .map(|kpi| KpiBody { name: kpi.name.clone(), target: kpi.target.to_string() })
                .collect(),
            service_hours: leg.calendar.describe(),
        }
    }
}
