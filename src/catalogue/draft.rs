//! What somebody is about to say of an offer: texts as they were typed, page by page, kept between visits. A draft
//! becomes an offer's content only as a whole, when it is published.

use super::content::OfferContent;
use super::model::Service;
use super::templates;
use super::terms::{OfferTerms, ReachKind, USUAL_CONFIRM_DAYS};
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month, Quantity, Rate, service_calendar::Preset, text_enum};

text_enum! {
    /// The pages of listing an offer, in their order.
    pub enum Step {
        Service = "service",
        About = "about",
        Capacity = "capacity",
        /// Only where months differ.
        Months = "months",
        Price = "price",
        Quality = "quality",
        Terms = "terms",
    }
}

text_enum! {
    /// Whether every month has the same to give.
    pub enum Season {
        Same = "same",
        Differs = "differs",
    }
}

impl Season {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Same => "The same every month",
            Self::Differs => "Some months differ",
        }
    }
}

impl Step {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::About => "Title and description",
            Self::Capacity => "Capacity",
            Self::Price => "Price",
            Self::Months => "Capacity month by month",
            Self::Quality => "Measures and hours",
            Self::Terms => "Terms and assurance",
        }
    }
}

/// The most measures an offer proposes.
pub const MOST_KPIS: usize = 5;
/// The most services an offer asks for in return.
pub const MOST_WANTS: usize = 5;
/// The unit that stands for one the taxonomy does not know.
pub const OTHER_UNIT: &str = "other";

/// A measure as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedKpi {
    pub name: String,
    pub target: String,
}

/// The quantity of one month as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedMonth {
    pub month: String,
    pub quantity: String,
}

/// Everything that was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OfferDraft {
    pub service: String,
    pub title: String,
    pub description: String,
    /// One of the service's units, or [`OTHER_UNIT`].
    pub unit: String,
    pub unit_other: String,
    pub quantity_per_month: String,
    pub first_month: String,
    pub last_month: String,
    /// A [`Season`].
    pub season: String,
    pub months: Vec<TypedMonth>,
    pub takes: String,
    pub price_kind: String,
    pub price: String,
    pub wants: Vec<String>,
    pub kpis: Vec<TypedKpi>,
    pub hours: String,
    pub holidays: String,
    pub lead_days: String,
    pub minimum_order: String,
    pub price_basis: String,
    pub vat_treatment: String,
    pub legal_power: String,
    pub reach: String,
    pub regions: Vec<String>,
    pub miles: String,
    pub assurances: Vec<String>,
    pub confirm_days: String,
}

impl OfferDraft {
    /// A new draft: what the service's template says, nothing more.
    pub fn of_service(service: &Service) -> Self {
        let template = templates::of_service(&service.code);
        let hours = template.map_or(Preset::OfficeHours, |template| template.hours);
        Self {
            service: service.code.clone(),
            description: template.map(|template| template.description.clone()).unwrap_or_default(),
            kpis: template.map(|template| template.kpis.clone()).unwrap_or_default(),
            unit: service.units.first().cloned().unwrap_or_default(),
            hours: hours.as_str().to_owned(),
            holidays: Division::EnglandAndWales.as_str().to_owned(),
            season: Season::Same.as_str().to_owned(),
            reach: ReachKind::Anywhere.as_str().to_owned(),
            confirm_days: USUAL_CONFIRM_DAYS.to_string(),
            ..Self::default()
        }
    }

    /// What an offer says now, as somebody would have typed it.
    pub fn of_content(content: &OfferContent, service: Option<&Service>) -> Self {
        let known = service.is_none_or(|service| service.units.contains(&content.unit));
        let unit = if known { content.unit.as_str() } else { OTHER_UNIT };
        let preset = Preset::ALL.iter().find(|preset| preset.label() == content.calendar.name());
        Self {
            service: content.service_code.clone(),
            title: content.title.clone(),
            description: content.description.clone(),
            unit: unit.to_owned(),
            unit_other: if known { String::new() } else { content.unit.clone() },
            quantity_per_month: content.quantity_per_month.plain(),
            first_month: content.first_month.iso(),
            last_month: content.last_month.iso(),
            season: if content.differs.is_empty() { Season::Same } else { Season::Differs }
                .as_str()
                .to_owned(),
            months: content
                .differs
                .iter()
                .map(|row| TypedMonth { month: row.month.iso(), quantity: row.quantity.plain() })
                .collect(),
            takes: content.takes.as_str().to_owned(),
            price_kind: content.price_kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            price: content.price.map(Rate::plain).unwrap_or_default(),
            wants: content.wants.iter().map(|want| want.code.clone()).collect(),
            kpis: content
                .kpis
                .iter()
                .map(|kpi| TypedKpi { name: kpi.name.clone(), target: kpi.target.to_string() })
                .collect(),
            hours: preset.copied().unwrap_or(Preset::OfficeHours).as_str().to_owned(),
            holidays: content.calendar.division().unwrap_or(Division::EnglandAndWales).as_str().to_owned(),
            ..Self::of_terms(&content.terms)
        }
    }

    fn of_terms(terms: &OfferTerms) -> Self {
        let (regions, miles) = terms.reach.typed();
        Self {
            lead_days: terms.lead_days.to_string(),
            minimum_order: terms.minimum_order.map(Quantity::plain).unwrap_or_default(),
            price_basis: terms.price_basis.map(|basis| basis.as_str().to_owned()).unwrap_or_default(),
            vat_treatment: terms.vat.map(|vat| vat.as_str().to_owned()).unwrap_or_default(),
            legal_power: terms.legal_power.clone().unwrap_or_default(),
            reach: terms.reach.kind().as_str().to_owned(),
            regions,
            miles,
            assurances: terms.assurances.iter().map(|assurance| assurance.as_str().to_owned()).collect(),
            confirm_days: Some(terms.confirm_days)
                .filter(|days| *days > 0)
                .map(|days| days.to_string())
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The pages that this draft needs, in their order.
    pub fn steps(&self) -> Vec<Step> {
        let differs = self.season == Season::Differs.as_str();
        Step::ALL.iter().copied().filter(|step| *step != Step::Months || differs).collect()
    }

    /// The page after `step`; after the last come the answers to check.
    pub fn after(&self, step: Step) -> Option<Step> {
        self.steps().into_iter().find(|other| *other > step)
    }

    /// Takes over one page's fields from `typed`, and leaves the others as they were.
    pub fn take(&mut self, step: Step, typed: Self) {
        match step {
            Step::Service => self.service = typed.service,
            Step::About => {
                self.title = typed.title;
                self.description = typed.description;
            }
            Step::Capacity => {
                self.unit = typed.unit;
                self.unit_other = typed.unit_other;
                self.quantity_per_month = typed.quantity_per_month;
                self.first_month = typed.first_month;
                self.last_month = typed.last_month;
                self.season = typed.season;
            }
            Step::Months => self.months = typed.months,
            Step::Price => {
                self.takes = typed.takes;
                self.price_kind = typed.price_kind;
                self.price = typed.price;
                self.wants = typed.wants;
            }
            Step::Quality => {
                self.kpis = typed.kpis;
                self.hours = typed.hours;
                self.holidays = typed.holidays;
            }
            Step::Terms => {
                self.lead_days = typed.lead_days;
                self.minimum_order = typed.minimum_order;
                self.price_basis = typed.price_basis;
                self.vat_treatment = typed.vat_treatment;
                self.legal_power = typed.legal_power;
                self.reach = typed.reach;
                self.regions = typed.regions;
                self.miles = typed.miles;
                self.assurances = typed.assurances;
                self.confirm_days = typed.confirm_days;
            }
        }
    }

    /// The unit in words, whichever way it was given.
    pub fn unit_in_words(&self) -> &str {
        if self.unit == OTHER_UNIT { &self.unit_other } else { &self.unit }
    }

    /// What is wrong on one page.
    pub fn check(&self, step: Step, services: &[Service], this_month: Month) -> FieldErrors {
        super::content::check(self, step, services, this_month)
    }
}
