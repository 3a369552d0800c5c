//! What somebody is about to say of a need: texts as they were typed, page by page, kept between visits.

use super::content::NeedContent;
use crate::catalogue::draft::OTHER_UNIT;
use crate::catalogue::model::Service;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::ReachKind;
use crate::kernel::{FieldErrors, Month, Quantity, Rate, text_enum};

text_enum! {
    /// The pages of listing a need, in their order.
    pub enum Step {
        Service = "service",
        About = "about",
        Amount = "amount",
        Price = "price",
        Terms = "terms",
    }
}

impl Step {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::About => "Title and description",
            Self::Amount => "How much, and when",
            Self::Price => "What you would give",
            Self::Terms => "Who fits",
        }
    }

    /// The page that follows.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| *step > self)
    }

    /// The page before.
    pub fn prev(self) -> Option<Self> {
        Self::ALL.iter().copied().rev().find(|step| *step < self)
    }
}

/// The most services that a need offers in return.
pub const MOST_GIVES: usize = 5;

/// Everything that was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NeedDraft {
    pub service: String,
    /// A [`Shape`].
    pub shape: String,
    pub title: String,
    pub description: String,
    /// One of the service's units, or [`OTHER_UNIT`]; for capacity by unit only.
    pub unit: String,
    pub unit_other: String,
    pub quantity_per_month: String,
    /// A `SizeMeasure`; for a whole service only.
    pub size_measure: String,
    pub size: String,
    pub first_month: String,
    pub last_month: String,
    /// A `Takes`, seen from the other side.
    pub pays: String,
    pub highest_price: String,
    pub gives: Vec<String>,
    pub reach: String,
    pub regions: Vec<String>,
    pub miles: String,
    pub assurances: Vec<String>,
    /// The offer for whose shortlist the need is listed, if one is: it goes on it when the need is published.
    pub for_offer: String,
}

impl NeedDraft {
    /// A draft that says nothing but its service and its shape.
    pub fn of_service(service: &Service, shape: Shape) -> Self {
        Self {
            service: service.code.clone(),
            shape: shape.as_str().to_owned(),
            unit: service.units.first().cloned().unwrap_or_default(),
            reach: ReachKind::Anywhere.as_str().to_owned(),
            ..Self::default()
        }
    }

    /// What was published, as somebody would have typed it.
    pub fn of_content(content: &NeedContent, service: Option<&Service>) -> Self {
        let is_known = service.is_some_and(|service| service.units.contains(&content.unit));
        let (unit, unit_other) = match content.shape {
            Shape::WholeService => (String::new(), String::new()),
            Shape::Capacity if is_known => (content.unit.clone(), String::new()),
            Shape::Capacity => (OTHER_UNIT.to_owned(), content.unit.clone()),
        };
        let (regions, miles) = content.reach.typed();
        let quantity = Some(content.quantity_per_month).filter(|_| content.shape == Shape::Capacity);
        Self {
            service: content.service_code.clone(),
            shape: content.shape.as_str().to_owned(),
            title: content.title.clone(),
            description: content.description.clone(),
            unit,
            unit_other,
            quantity_per_month: quantity.map(Quantity::plain).unwrap_or_default(),
            size_measure: content.size.map(|size| size.measure.as_str().to_owned()).unwrap_or_default(),
            size: content.size.map(|size| size.count.to_string()).unwrap_or_default(),
            first_month: content.first_month.iso(),
            last_month: content.last_month.iso(),
            pays: content.pays.as_str().to_owned(),
            highest_price: content.highest_price.map(Rate::plain).unwrap_or_default(),
            gives: content.gives.iter().map(|service| service.code.clone()).collect(),
            reach: content.reach.kind().as_str().to_owned(),
            regions,
            miles,
            assurances: content.assurances.iter().map(|standard| standard.as_str().to_owned()).collect(),
            for_offer: String::new(),
        }
    }

    /// Takes what one page was sent with.
    pub fn take(&mut self, step: Step, typed: Self) {
        match step {
            Step::Service => {
                if self.service != typed.service {
                    // Units belong to a service.
                    self.unit.clear();
                }
                self.service = typed.service;
                self.shape = typed.shape;
            }
            Step::About => {
                self.title = typed.title;
                self.description = typed.description;
            }
            Step::Amount => {
                self.unit = typed.unit;
                self.unit_other = typed.unit_other;
                self.quantity_per_month = typed.quantity_per_month;
                self.size_measure = typed.size_measure;
                self.size = typed.size;
                self.first_month = typed.first_month;
                self.last_month = typed.last_month;
            }
            Step::Price => {
                self.pays = typed.pays;
                self.highest_price = typed.highest_price;
                self.gives = typed.gives;
            }
            Step::Terms => {
                self.reach = typed.reach;
                self.regions = typed.regions;
                self.miles = typed.miles;
                self.assurances = typed.assurances;
            }
        }
    }

    /// The first page on which something is missing or wrong, if there is one.
    pub fn first_open(&self, services: &[Service], this_month: Month) -> Option<Step> {
        Step::ALL.iter().copied().find(|step| !self.check(*step, services, this_month).is_empty())
    }

    /// The shape, or the usual one as long as none was chosen.
    pub fn shape(&self) -> Shape {
        self.shape.parse().unwrap_or(Shape::Capacity)
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
