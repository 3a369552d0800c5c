//! What somebody is about to say of an offer: texts as they were typed, page by page, kept between visits. A draft
//! becomes an offer's content only as a whole, when it is published.

use super::audience::{AudienceKind, NamedBody};
use super::content::OfferContent;
use super::model::{Service, Takes};
use super::season;
use super::shape::{Shape, WHOLE_SERVICE_UNIT};
use super::tariff::PriceWay;
use super::templates;
use super::terms::{OfferTerms, ReachKind, USUAL_CONFIRM_DAYS};
use super::unit_cost::TypedCosts;
use super::whole::WholeService;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month, Quantity, Rate, service_calendar::Preset};

pub use super::steps::{Season, Step};

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

/// A body as it was named, and who that is once it was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TypedPartner {
    pub typed: String,
    pub body: Option<NamedBody>,
    /// How many bodies have this name, where it is more than one: nobody can tell which is meant.
    pub namesakes: usize,
    /// The names of which it is part, where no body has it and several have such a name.
    pub like: Vec<String>,
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
    pub hours: String,
    pub holidays: String,
    /// What a unit costs its provider, as it was worked out for the price. Never published.
    pub costs: TypedCosts,
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
    /// An [`AudienceKind`]; everyone where nothing is said.
    pub audience: String,
    pub partners: Vec<TypedPartner>,
    pub partners_from: String,
    pub bodies_from: String,
    pub public_from: String,
}

impl OfferDraft {
    /// A new draft: what the service's template says, nothing more.
    pub fn of_service(service: &Service, shape: Shape) -> Self {
        let template = templates::of_service(&service.code);
        let hours = template.map_or(Preset::OfficeHours, |template| template.hours);
        Self {
            service: service.code.clone(),
            shape: shape.as_str().to_owned(),
            audience: AudienceKind::Everyone.as_str().to_owned(),
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
        let shape = if content.whole.is_some() { Shape::WholeService } else { Shape::Capacity };
        let (tiers, share_key) = content.terms.tariff.typed();
        let preset = Preset::ALL.iter().find(|preset| preset.label() == content.calendar.name());
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
            hours: preset.copied().unwrap_or(Preset::OfficeHours).as_str().to_owned(),
            holidays: content.calendar.division().unwrap_or(Division::EnglandAndWales).as_str().to_owned(),
            ..Self::of_terms(&content.terms, content.whole.as_ref())
        }
    }

    fn of_terms(terms: &OfferTerms, whole: Option<&WholeService>) -> Self {
        let (regions, miles) = terms.reach.typed();
        let Self { audience, partners, partners_from, bodies_from, public_from, .. } = terms.audience.typed();
        Self {
            audience,
            partners,
            partners_from,
            bodies_from,
            public_from,
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

    /// The first page on which something is missing or wrong, if there is one.
    pub fn first_open(&self, services: &[Service], this_month: Month) -> Option<Step> {
        self.steps().into_iter().find(|step| !self.check(*step, services, this_month).is_empty())
    }

    fn needs(&self, step: Step) -> bool {
        let is_whole = self.shape() == Shape::WholeService;
        let takes = self.takes.parse::<Takes>().ok();
        let is_priced = !is_whole && takes.is_some_and(Takes::takes_cash);
        match step {
            Step::Scope | Step::Sizes | Step::Handover => is_whole,
            Step::Months => !is_whole && self.season == Season::Differs.as_str(),
            Step::Price => is_priced,
            Step::Tariff => is_priced && self.price_kind.parse().is_ok_and(PriceWay::has_details),
            Step::Returns => takes.is_some_and(Takes::takes_in_kind),
            Step::Opening => self.audience == AudienceKind::Steps.as_str(),
            Step::Service
            | Step::About
            | Step::Capacity
            | Step::Takes
            | Step::Quality
            | Step::Terms
            | Step::Standing
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
            Step::Takes => self.takes = typed.takes,
            Step::Price => {
                self.price_kind = typed.price_kind;
                self.price = typed.price;
            }
            Step::Returns => self.wants = typed.wants,
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
            Step::Quality => {
                self.kpis = typed.kpis;
                self.hours = typed.hours;
                self.holidays = typed.holidays;
            }
            Step::Terms => {
                self.lead_days = typed.lead_days;
                self.minimum_order = typed.minimum_order;
                self.reach = typed.reach;
                self.regions = typed.regions;
                self.miles = typed.miles;
            }
            Step::Standing => {
                self.price_basis = typed.price_basis;
                self.vat_treatment = typed.vat_treatment;
                self.legal_power = typed.legal_power;
                self.assurances = typed.assurances;
            }
            Step::Audience => {
                self.audience = typed.audience;
                self.confirm_days = typed.confirm_days;
            }
            Step::Opening => self.take_opening(typed),
        }
    }

    fn take_opening(&mut self, typed: Self) {
        self.partners = typed.partners;
        self.partners_from = typed.partners_from;
        self.bodies_from = typed.bodies_from;
        self.public_from = typed.public_from;
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
