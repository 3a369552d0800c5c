//! What somebody is about to say of an offer: texts as they were typed, page by page, kept between visits. A draft
//! becomes an offer's content only as a whole, when it is published.

use super::content::OfferContent;
use super::hours::{self, HoursKind};
use super::model::Service;
use super::season;
use super::shape::{Shape, WHOLE_SERVICE_UNIT};
use super::tariff::PriceWay;
use super::templates::{self, Template};
use super::terms::{OfferTerms, ReachKind, USUAL_CONFIRM_DAYS};
use super::typed_audience::TypedAudience;
use super::whole::WholeService;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month, Quantity, Rate};

pub use super::steps::{Season, Step};

/// The most measures an offer proposes.
pub const MOST_KPIS: usize = 10;
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

impl TypedKpi {
    /// Whether anything was typed of it.
    pub fn is_given(&self) -> bool {
        !(self.name.trim().is_empty() && self.target.trim().is_empty())
    }
}

/// The quantity of one month as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedMonth {
    pub month: String,
    pub quantity: String,
}

/// A tier of a price as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedTier {
    pub above: String,
    pub price: String,
}

/// A size and its price as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedBand {
    pub up_to: String,
    pub price: String,
}

/// Everything that was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OfferDraft {
    pub service: String,
    /// A [`Shape`]; capacity by unit where nothing is said.
    pub shape: String,
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
    pub includes: String,
    pub excludes: String,
    pub gives_up: String,
    pub takes: String,
    /// A [`PriceWay`].
    pub price_kind: String,
    pub price: String,
    pub tiers: Vec<TypedTier>,
    pub share_key: String,
    /// A [`SizeMeasure`](super::shape::SizeMeasure).
    pub measure: String,
    pub bands: Vec<TypedBand>,
    pub transition_weeks: String,
    pub transition_help: String,
    pub way_back: String,
    pub way_back_cost: String,
    pub wants: Vec<String>,
    pub kpis: Vec<TypedKpi>,
    /// A [`HoursKind`].
    pub hours: String,
    /// A [`HolidaysKept`](super::hours::HolidaysKept).
    pub holidays: String,
    /// The hours of each day, Monday first, where they are one's own.
    pub week: Vec<String>,
    /// The days on which the service is closed besides.
    pub closures: Vec<String>,
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
    #[serde(flatten)]
    pub seen_by: TypedAudience,
}

impl OfferDraft {
    /// A new draft: what the service's template says, nothing more.
    pub fn of_service(service: &Service, shape: Shape, division: Division) -> Self {
        let template = templates::of_service(&service.code);
        let whole = (shape == Shape::WholeService)
            .then(|| templates::whole_service(&service.code, &service.family_code))
            .flatten()
            .unwrap_or_default();
        Self {
            service: service.code.clone(),
            shape: shape.as_str().to_owned(),
            seen_by: TypedAudience::everyone(),
            description: template.map(Template::description).unwrap_or_default(),
            kpis: template.map(|template| template.kpis.clone()).unwrap_or_default(),
            unit: service.units.first().cloned().unwrap_or_default(),
            hours: template.map_or(HoursKind::OfficeHours, |template| template.hours).as_str().to_owned(),
            holidays: division.as_str().to_owned(),
            season: Season::Same.as_str().to_owned(),
            reach: ReachKind::Anywhere.as_str().to_owned(),
            confirm_days: USUAL_CONFIRM_DAYS.to_string(),
            ..whole
        }
    }

    /// What an offer says now, as somebody would have typed it.
    pub fn of_content(content: &OfferContent, service: Option<&Service>) -> Self {
        let known = service.is_none_or(|service| service.units.contains(&content.unit));
        let unit = if known { content.unit.as_str() } else { OTHER_UNIT };
        let shape = if content.whole.is_some() { Shape::WholeService } else { Shape::Capacity };
        let (tiers, share_key) = content.terms.tariff.typed();
        let Self { hours, holidays, week, closures, .. } = hours::typed(&content.calendar);
        Self {
            service: content.service_code.clone(),
            shape: shape.as_str().to_owned(),
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
            price_kind: content.price_way().map(|way| way.as_str().to_owned()).unwrap_or_default(),
            tiers,
            share_key,
            price: typed_price(content),
            wants: content.wants.iter().map(|want| want.code.clone()).collect(),
            kpis: content
                .kpis
                .iter()
                .map(|kpi| TypedKpi { name: kpi.name.clone(), target: kpi.target.to_string() })
                .collect(),
            hours,
            holidays,
            week,
            closures,
            ..Self::of_terms(&content.terms, content.whole.as_ref())
        }
    }

    fn of_terms(terms: &OfferTerms, whole: Option<&WholeService>) -> Self {
        let (regions, miles) = terms.reach.typed();
        Self {
            seen_by: terms.audience.typed(),
            lead_days: terms.lead_days.to_string(),
            minimum_order: terms
                .minimum_order
                .filter(|_| whole.is_none())
                .map(Quantity::plain)
                .unwrap_or_default(),
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
            ..whole.map(WholeService::typed).unwrap_or_default()
        }
    }

    /// Whether so much a month is offered, or a whole service.
    pub fn shape(&self) -> Shape {
        self.shape.parse().unwrap_or(Shape::Capacity)
    }

    /// The pages that this draft needs, in their order.
    pub fn steps(&self) -> Vec<Step> {
        Step::ALL.iter().copied().filter(|step| self.needs(*step)).collect()
    }

    fn needs(&self, step: Step) -> bool {
        let is_whole = self.shape() == Shape::WholeService;
        match step {
            Step::Scope | Step::Sizes | Step::Handover => is_whole,
            Step::Months => !is_whole && self.season == Season::Differs.as_str(),
            Step::Tariff => !is_whole && self.price_kind.parse().is_ok_and(PriceWay::has_details),
            Step::Opening => self.seen_by.is_stepped(),
            Step::Week => self.hours == HoursKind::Own.as_str(),
            Step::Service
            | Step::About
            | Step::Capacity
            | Step::Price
            | Step::Quality
            | Step::Terms
            | Step::Audience => true,
        }
    }

    /// The page after `step`; after the last come the answers to check.
    pub fn after(&self, step: Step) -> Option<Step> {
        self.steps().into_iter().find(|other| *other > step)
    }

    /// Takes over one page's fields from `typed`, and leaves the others as they were.
    pub fn take(&mut self, step: Step, typed: Self) {
        match step {
            Step::Service => {
                self.service = typed.service;
                self.shape = typed.shape;
            }
            Step::About => {
                self.title = typed.title;
                self.description = typed.description;
            }
            Step::Scope => {
                self.includes = typed.includes;
                self.excludes = typed.excludes;
                self.gives_up = typed.gives_up;
            }
            Step::Capacity => {
                self.unit = typed.unit;
                self.unit_other = typed.unit_other;
                self.quantity_per_month = typed.quantity_per_month;
                self.first_month = typed.first_month;
                self.last_month = typed.last_month;
                self.season = typed.season;
                season::keep_within(&mut self.months, &self.first_month, &self.last_month);
            }
            Step::Months => self.months = typed.months,
            Step::Price => {
                self.takes = typed.takes;
                self.price_kind = typed.price_kind;
                self.price = typed.price;
                self.wants = typed.wants;
            }
            Step::Tariff => {
                self.tiers = typed.tiers;
                self.share_key = typed.share_key;
            }
            Step::Sizes => {
                self.measure = typed.measure;
                self.bands = typed.bands;
            }
            Step::Handover => {
                self.transition_weeks = typed.transition_weeks;
                self.transition_help = typed.transition_help;
                self.way_back = typed.way_back;
                self.way_back_cost = typed.way_back_cost;
            }
            Step::Quality => self.take_quality(typed),
            Step::Week => self.week = typed.week,
            Step::Terms => self.take_terms(typed),
            Step::Audience => self.seen_by.audience = typed.seen_by.audience,
            Step::Opening => self.seen_by.take_opening(typed.seen_by),
        }
    }

    fn take_quality(&mut self, typed: Self) {
        self.kpis = typed.kpis;
        self.hours = typed.hours;
        self.holidays = typed.holidays;
        self.closures = typed.closures;
        if self.week.is_empty() && self.hours == HoursKind::Own.as_str() {
            self.week = hours::usual_week();
        }
    }

    fn take_terms(&mut self, typed: Self) {
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

    /// The unit in words, whichever way it was given.
    pub fn unit_in_words(&self) -> &str {
        if self.shape() == Shape::WholeService {
            return WHOLE_SERVICE_UNIT;
        }
        if self.unit == OTHER_UNIT { &self.unit_other } else { &self.unit }
    }

    /// What is wrong on one page.
    pub fn check(&self, step: Step, services: &[Service], this_month: Month) -> FieldErrors {
        super::content::check(self, step, services, this_month)
    }
}

/// The price as somebody would have typed it; where there is no charge, nothing.
fn typed_price(content: &OfferContent) -> String {
    let is_free = content.price_way() == Some(PriceWay::Nil);
    content.price.filter(|_| !is_free).map(Rate::plain).unwrap_or_default()
}
