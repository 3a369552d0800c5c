//! What somebody is about to say of an offer: texts as they were typed, page by page, kept between visits. A draft
//! becomes an offer's content only as a whole, when it is published.

use super::content::OfferContent;
use super::model::Service;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month, Rate, service_calendar::Preset, text_enum};

text_enum! {
    /// The pages of listing an offer, in their order.
    pub enum Step {
        Service = "service",
        About = "about",
        Capacity = "capacity",
        Price = "price",
        Quality = "quality",
    }
}

impl Step {
    /// The page after this one; after the last come the answers to check.
    pub fn next(self) -> Option<Self> {
        let place = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(place + 1).copied()
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::About => "Title and description",
            Self::Capacity => "Capacity",
            Self::Price => "Price",
            Self::Quality => "Measures and hours",
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
    pub takes: String,
    pub price_kind: String,
    pub price: String,
    pub wants: Vec<String>,
    pub kpis: Vec<TypedKpi>,
    pub hours: String,
    pub holidays: String,
}

impl OfferDraft {
    /// A new draft: nothing said but the service, and the hours most services keep.
    pub fn of_service(service: &Service) -> Self {
        Self {
            service: service.code.clone(),
            unit: service.units.first().cloned().unwrap_or_default(),
            hours: Preset::OfficeHours.as_str().to_owned(),
            holidays: Division::EnglandAndWales.as_str().to_owned(),
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
        }
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
            }
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
