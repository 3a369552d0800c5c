//! What a program says of an offer: the same texts that the pages of a listing send.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api_offer_parts::{TierBody, VisibilityBody, WholeBody};
use crate::bodies::region::Region;
use crate::catalogue::draft::{MOST_KPIS, MOST_WANTS, OTHER_UNIT, OfferDraft, Season, TypedKpi, TypedMonth};
use crate::catalogue::hours::{DAYS, HoursKind};
use crate::catalogue::season::MonthQuantity;
use crate::catalogue::shape::{Shape, WHOLE_SERVICE_UNIT};
use crate::catalogue::terms::{Assurance, ReachKind};
use crate::catalogue::typed_audience::TypedAudience;
use crate::kernel::{FieldError, FieldErrors};

/// What an offer is to say. Texts are read as the pages read them.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferBody {
    /// The code of a service of the taxonomy.
    #[schema(example = "PAY-01")]
    service: String,
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    title: String,
    #[schema(min_length = 1, max_length = 4000, pattern = r"\S")]
    description: String,
    /// What the capacity is counted in: one of the service's units, or another. Always `service` of a whole service.
    #[schema(max_length = 40, example = "payslip")]
    unit: String,
    /// Of a whole service, how many more bodies could be taken on.
    #[schema(example = "4000")]
    quantity_per_month: String,
    #[schema(example = "2027-01", pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$")]
    first_month: String,
    #[schema(example = "2027-12", pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$")]
    last_month: String,
    /// The months that differ from the others.
    #[serde(default)]
    #[schema(max_items = 120)]
    differs: Vec<MonthBody>,
    /// `cash`, `in_kind` or `either`.
    #[schema(example = "cash", pattern = "^(cash|in_kind|either)$")]
    takes: String,
    /// `per_unit`, `fixed`, `graduated`, `volume`, `cost_share` or `nil`; only where cash is taken. Not of a whole service.
    #[serde(default)]
    #[schema(pattern = "^(per_unit|fixed|graduated|volume|cost_share|nil)$")]
    price_kind: Option<String>,
    /// In pounds, without VAT: for each unit, a month, for the units below the first tier, or what a share of the cost is
    /// estimated to be a month. Only where cash is taken.
    #[serde(default)]
    #[schema(example = "4.40")]
    price: Option<String>,
    /// Only where the price is `graduated` or `volume`.
    #[serde(default)]
    #[schema(max_items = 5)]
    tiers: Vec<TierBody>,
    /// How the cost is shared; only where the price is a `cost_share`.
    #[serde(default)]
    #[schema(max_length = 300)]
    share_key: Option<String>,
    /// Only of a service that is run as a whole.
    #[serde(default)]
    whole_service: Option<WholeBody>,
    /// Who sees it from when; everybody at once unless told.
    #[serde(default)]
    visibility: Option<VisibilityBody>,
    /// The codes of services wanted in return.
    #[serde(default)]
    #[schema(max_items = 5)]
    wants: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 10)]
    kpis: Vec<KpiBody>,
    /// `office_hours`, `extended_hours`, `all_hours`, or `own_hours` with the hours of each day in `week`.
    #[schema(example = "office_hours", pattern = "^(office|extended|all|own)_hours$")]
    hours: String,
    /// Whose bank holidays are kept: `england-and-wales`, `scotland`, `northern-ireland`, or `none`.
    #[schema(
        example = "england-and-wales",
        pattern = "^(england-and-wales|scotland|northern-ireland|none)$"
    )]
    holidays: String,
    /// The hours of each day, Monday first, only with `own_hours`: `09:00 to 12:30, 13:30 to 17:00`, `all day`, or nothing
    /// where it is closed.
    #[serde(default)]
    #[schema(max_items = 7)]
    week: Vec<String>,
    /// Further days on which it is closed.
    #[serde(default)]
    #[schema(max_items = 400, example = json!(["2026-12-24"]))]
    closures: Vec<String>,
    /// The days of notice before it can start; none unless told.
    #[serde(default)]
    #[schema(maximum = 730)]
    lead_days: Option<u16>,
    /// The least that can be taken a month, in the same unit.
    #[serde(default)]
    minimum_order: Option<String>,
    /// What the price rests on: `full_cost`, `marginal`, `cost_plus`, `market` or `tariff`.
    #[serde(default)]
    #[schema(pattern = "^(full_cost|marginal|cost_plus|market|tariff)$")]
    price_basis: Option<String>,
    /// Proposed: `standard`, `reduced`, `zero`, `exempt` or `outside_scope`.
    #[serde(default)]
    #[schema(pattern = "^(standard|reduced|zero|exempt|outside_scope)$")]
    vat_treatment: Option<String>,
    /// The law under which the provider would do it.
    #[serde(default)]
    #[schema(max_length = 200)]
    legal_power: Option<String>,
    /// Only bodies in these regions. Not together with `within_miles`.
    #[serde(default)]
    regions: Vec<Region>,
    /// Only bodies within so many miles. Not together with `regions`.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1000)]
    within_miles: Option<u16>,
    /// Standards that the provider meets.
    #[serde(default)]
    assurances: Vec<Assurance>,
    /// For how many days the offer holds unless it is confirmed; 90 unless told.
    #[serde(default)]
    #[schema(minimum = 14, maximum = 365)]
    confirm_days: Option<u16>,
    /// The version you read; with it, a change by somebody else in between is answered with 409.
    #[serde(default)]
    pub(super) version: Option<i64>,
}

/// A measure and its target.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct KpiBody {
    #[schema(max_length = 120, example = "Payslips right first time")]
    pub(super) name: String,
    #[schema(example = "99.5%")]
    pub(super) target: String,
}

/// What an offer has to give in a month that differs.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MonthBody {
    #[schema(example = "2027-08", pattern = "^2[0-9]{3}-(0[1-9]|1[0-2])$")]
    month: String,
    #[schema(example = "0")]
    quantity: String,
}

impl OfferBody {
    /// The draft, as the pages would have kept it.
    pub(super) fn draft(self) -> Result<OfferDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.kpis.len() > MOST_KPIS {
            errors.push(FieldError::out_of_range("kpis", format!("Propose {MOST_KPIS} measures at most")));
        }
        if self.wants.len() > MOST_WANTS {
            errors.push(FieldError::out_of_range("wants", format!("Choose {MOST_WANTS} services at most")));
        }
        self.refuse_strangers(&mut errors);
        if !self.regions.is_empty() && self.within_miles.is_some() {
            let message = "Name regions or a distance, not both";
            errors.push(FieldError::invalid("within_miles", message));
        }
        let reach = match (self.regions.is_empty(), self.within_miles) {
            (false, _) => ReachKind::Regions,
            (true, Some(_)) => ReachKind::Within,
            (true, None) => ReachKind::Anywhere,
        };
        let season = if self.differs.is_empty() { Season::Same } else { Season::Differs };
        let month = |row: MonthBody| TypedMonth { month: row.month, quantity: row.quantity };
        let kpi = |kpi: KpiBody| TypedKpi { name: kpi.name, target: kpi.target };
        let shape = if self.whole_service.is_some() { Shape::WholeService } else { Shape::Capacity };
        let whole = self.whole_service.map(WholeBody::typed).unwrap_or_default();
        let draft = OfferDraft {
            service: self.service,
            shape: shape.as_str().to_owned(),
            title: self.title,
            description: self.description,
            unit: OTHER_UNIT.to_owned(),
            unit_other: self.unit,
            quantity_per_month: self.quantity_per_month,
            first_month: self.first_month,
            last_month: self.last_month,
            season: season.as_str().to_owned(),
            months: self.differs.into_iter().map(month).collect(),
            takes: self.takes,
            price_kind: self.price_kind.unwrap_or_default(),
            price: self.price.unwrap_or_default(),
            tiers: self.tiers.into_iter().map(TierBody::typed).collect(),
            share_key: self.share_key.unwrap_or_default(),
            wants: self.wants,
            kpis: self.kpis.into_iter().map(kpi).collect(),
            hours: self.hours,
            holidays: self.holidays,
            week: self.week,
            closures: self.closures,
            lead_days: self.lead_days.map(|days| days.to_string()).unwrap_or_default(),
            minimum_order: self.minimum_order.unwrap_or_default(),
            price_basis: self.price_basis.unwrap_or_default(),
            vat_treatment: self.vat_treatment.unwrap_or_default(),
            legal_power: self.legal_power.unwrap_or_default(),
            reach: reach.as_str().to_owned(),
            regions: self.regions.iter().map(|region| region.as_str().to_owned()).collect(),
            miles: self.within_miles.map(|miles| miles.to_string()).unwrap_or_default(),
            assurances: self.assurances.iter().map(|assurance| assurance.as_str().to_owned()).collect(),
            confirm_days: self.confirm_days.map(|days| days.to_string()).unwrap_or_default(),
            seen_by: self.visibility.map_or_else(TypedAudience::everyone, VisibilityBody::typed),
            ..whole
        };
        errors.finish(Some(draft))
    }

    /// What has no meaning beside the rest is refused, so that nobody believes that it was kept.
    fn refuse_strangers(&self, errors: &mut FieldErrors) {
        let kind = self.price_kind.as_deref().unwrap_or_default();
        let mut refuse = |field: &str, message: &str| errors.push(FieldError::invalid(field, message));
        if !self.tiers.is_empty() && !matches!(kind, "graduated" | "volume") {
            refuse("tiers", "Only a graduated or volume price has tiers");
        }
        if !self.week.is_empty() && self.hours != HoursKind::Own.as_str() {
            refuse("week", "Only hours of your own are given day by day: say own_hours");
        }
        if self.week.len() > DAYS.len() {
            refuse("week", "A week has seven days");
        }
        if self.share_key.is_some() && kind != "cost_share" {
            refuse("share_key", "Only a share of the cost has a key");
        }
        if self.whole_service.is_none() {
            return;
        }
        if self.unit != WHOLE_SERVICE_UNIT {
            refuse("unit", "A whole service is counted in the unit “service”");
        }
        if self.price_kind.is_some() || self.price.is_some() {
            refuse("price", "The prices of a whole service stand with its sizes");
        }
        if !self.differs.is_empty() {
            refuse("differs", "A whole service is the same every month");
        }
    }

    pub(super) fn of(draft: &OfferDraft) -> Self {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            service: draft.service.clone(),
            title: draft.title.clone(),
            description: draft.description.clone(),
            unit: draft.unit_in_words().to_owned(),
            quantity_per_month: draft.quantity_per_month.clone(),
            first_month: draft.first_month.clone(),
            last_month: draft.last_month.clone(),
            differs: draft
                .months
                .iter()
                .map(|row| MonthBody { month: row.month.clone(), quantity: row.quantity.clone() })
                .collect(),
            takes: draft.takes.clone(),
            price_kind: text(&draft.price_kind).filter(|_| draft.shape() == Shape::Capacity),
            price: text(&draft.price).filter(|_| draft.shape() == Shape::Capacity),
            tiers: TierBody::of_typed(&draft.tiers),
            share_key: text(&draft.share_key),
            whole_service: WholeBody::of_draft(draft).filter(|_| draft.shape() == Shape::WholeService),
            visibility: VisibilityBody::of_typed(&draft.seen_by),
            wants: draft.wants.clone(),
            kpis: draft
                .kpis
                .iter()
                .filter(|kpi| !kpi.name.is_empty())
                .map(|kpi| KpiBody { name: kpi.name.clone(), target: kpi.target.clone() })
                .collect(),
            hours: draft.hours.clone(),
            holidays: draft.holidays.clone(),
            week: draft.week.clone(),
            closures: draft.closures.clone(),
            lead_days: draft.lead_days.parse().ok(),
            minimum_order: text(&draft.minimum_order),
            price_basis: text(&draft.price_basis),
            vat_treatment: text(&draft.vat_treatment),
            legal_power: text(&draft.legal_power),
            regions: draft.regions.iter().filter_map(|region| region.parse().ok()).collect(),
            within_miles: draft.miles.parse().ok(),
            assurances: draft.assurances.iter().filter_map(|word| word.parse().ok()).collect(),
            confirm_days: draft.confirm_days.parse().ok(),
            version: None,
        }
    }
}

impl MonthBody {
    pub(super) fn of(row: &MonthQuantity) -> Self {
        Self { month: row.month.iso(), quantity: row.quantity.plain() }
    }
}
