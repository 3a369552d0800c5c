//! What an offer says, once all of it makes sense. A copy is kept with every version that was published.

use super::asked::{self, Asked};
use super::audience::{self, Audience};
use super::draft::{MOST_KPIS, OfferDraft, Season, Step, TypedKpi};
use super::listed::{capacity, most};
use super::model::{NamedService, ProposedKpi, Service, Takes};
use super::season::MonthQuantity;
use super::shape::Shape;
use super::tariff::{PriceWay, Tariff};
use super::terms::{self, OfferTerms};
use super::whole::{self, WholeService};
use crate::kernel::kpi::Target;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::{Preset, ServiceCalendar};
use crate::kernel::working_days::Division;
use crate::kernel::{FieldError, FieldErrors, Month, Quantity, Rate, text};

/// Everything an offer says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OfferContent {
    pub service_code: String,
    pub service_name: String,
    pub family_name: String,
    pub title: String,
    pub description: String,
    pub unit: String,
    /// In a usual month.
    pub quantity_per_month: Quantity,
    pub first_month: Month,
    pub last_month: Month,
    /// The months that differ, in order.
    #[serde(default)]
    pub differs: Vec<MonthQuantity>,
    pub takes: Takes,
    pub price_kind: Option<PriceKind>,
    pub price: Option<Rate>,
    pub wants: Vec<NamedService>,
    pub kpis: Vec<ProposedKpi>,
    pub calendar: ServiceCalendar,
    #[serde(default)]
    pub terms: OfferTerms,
    /// What there is to say of a whole service. Its unit is [`WHOLE_SERVICE_UNIT`], its quantity how many more bodies could
    /// be taken on, and its price that of the smallest size.
    #[serde(default)]
    pub whole: Option<WholeService>,
}

impl OfferContent {
    /// What is listed in a month.
    pub fn quantity_in(&self, month: Month) -> Quantity {
        let differs = self.differs.iter().find(|row| row.month == month);
        differs.map_or(self.quantity_per_month, |row| row.quantity)
    }

    /// The least and the most that a month has.
    pub fn least_and_most(&self) -> (Quantity, Quantity) {
        let months = || self.first_month.through(self.last_month).map(|month| self.quantity_in(month));
        let usual = self.quantity_per_month;
        (months().min().unwrap_or(usual), months().max().unwrap_or(usual))
    }

    /// The way it is priced, where cash is taken.
    pub fn price_way(&self) -> Option<PriceWay> {
        self.price_kind.map(|kind| self.terms.tariff.way(kind))
    }

    /// The content of a whole draft, or everything that is wrong with it.
    pub fn of(draft: &OfferDraft, services: &[Service], this_month: Month) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let service = errors.keep(service(&draft.service, services));
        let words = about(draft, &mut errors);
        let capacity = capacity(draft, this_month, &mut errors);
        let whole = match draft.shape() {
            Shape::Capacity => Some(None),
            Shape::WholeService => WholeService::of(draft, &mut errors).map(Some),
        };
        let price = Asked::of(draft, services, &mut errors);
        let quality = quality(draft, &mut errors);
        let terms = OfferTerms::of(draft, &mut errors);
        let audience = Audience::of(draft, &mut errors);
        if let Some(capacity) = &capacity {
            errors.keep(terms::minimum_fits(draft, capacity.most()));
            Tariff::check_reach(draft, capacity.most(), &mut errors);
        }
        let terms = price.as_ref().zip(terms).zip(audience).map(|((price, terms), audience)| OfferTerms {
            tariff: price.tariff.clone(),
            audience,
            ..terms
        });
        let said = service.zip(words).zip(capacity).zip(whole);
        let content = said.zip(price).zip(quality).zip(terms).map(
            |((((((service, words), capacity), whole), price), (kpis, calendar)), terms)| Self {
                service_code: service.code.clone(),
                service_name: service.name.clone(),
                family_name: service.family_name.clone(),
                title: words.0,
                description: words.1,
                unit: capacity.unit,
                quantity_per_month: capacity.quantity,
                first_month: capacity.first,
                last_month: capacity.last,
                differs: capacity.differs,
                takes: price.takes,
                price_kind: price.price.map(|(kind, _)| kind),
                price: price.price.map(|(_, price)| whole.as_ref().map_or(price, WholeService::least_price)),
                wants: price.wants,
                kpis,
                calendar,
                terms,
                whole,
            },
        );
        errors.finish(content)
    }
}

/// What is wrong on one page of a draft.
pub(super) fn check(draft: &OfferDraft, step: Step, services: &[Service], this_month: Month) -> FieldErrors {
    let mut errors = FieldErrors::default();
    match step {
        Step::Service => {
            errors.keep(service(&draft.service, services));
            errors.keep(shape(&draft.shape));
        }
        Step::About => drop(about(draft, &mut errors)),
        Step::Scope => drop(whole::Scope::of(draft, &mut errors)),
        Step::Sizes => drop(whole::sizes(draft, &mut errors)),
        Step::Handover => drop(whole::Handover::of(draft, &mut errors)),
        Step::Audience => {
            errors.keep(audience::kind(&draft.audience));
            errors.keep(terms::confirm_days(&draft.confirm_days));
        }
        Step::Opening => drop(Audience::of(draft, &mut errors)),
        Step::Capacity => {
            let usual = OfferDraft { season: Season::Same.as_str().to_owned(), ..draft.clone() };
            drop(capacity(&usual, this_month, &mut errors));
        }
        Step::Months => drop(capacity(draft, this_month, &mut errors)),
        Step::Takes => {
            errors.keep(asked::takes(draft));
        }
        Step::Price => {
            // What follows from the answer is asked on a page of its own.
            let plain = match draft.price_kind.parse::<PriceWay>() {
                Ok(way) if way.has_details() => PriceWay::PerUnit.as_str().to_owned(),
                _ => draft.price_kind.clone(),
            };
            drop(Tariff::of(&OfferDraft { price_kind: plain, ..draft.clone() }, &mut errors));
        }
        Step::Returns => {
            if let Ok(takes) = asked::takes(draft) {
                drop(asked::wants(draft, takes, services, &mut errors));
            }
        }
        Step::Tariff => {
            drop(Tariff::of(draft, &mut errors));
            if let Some(most) = most(draft, this_month) {
                Tariff::check_reach(draft, most, &mut errors);
            }
        }
        Step::Standing => drop(terms::Standing::of(draft, &mut errors)),
        Step::Quality => drop(quality(draft, &mut errors)),
        Step::Terms => {
            drop(terms::Start::of(draft, &mut errors));
            if let Some(most) = most(draft, this_month) {
                errors.keep(terms::minimum_fits(draft, most));
            }
        }
    }
    errors
}

fn service<'s>(code: &str, services: &'s [Service]) -> Result<&'s Service, FieldError> {
    if code.is_empty() {
        return Err(FieldError::required("service", "Choose the service you offer"));
    }
    let found = services.iter().find(|service| service.code == code);
    found.ok_or_else(|| FieldError::unknown("service", "Choose a service from the list"))
}

fn shape(raw: &str) -> Result<Shape, FieldError> {
    if raw.is_empty() {
        return Ok(Shape::Capacity);
    }
    let message = "Choose whether you offer so much a month or a whole service";
    raw.parse().map_err(|_| FieldError::unknown("shape", message))
}

fn about(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<(String, String)> {
    let title = errors.keep(text::required_line("title", &draft.title, "a title", 120));
    let description = errors.keep(text::required("description", &draft.description, "a description", 4000));
    title.zip(description)
}

fn quality(draft: &OfferDraft, errors: &mut FieldErrors) -> Option<(Vec<ProposedKpi>, ServiceCalendar)> {
    let mut kpis = Vec::new();
    for (place, typed) in draft.kpis.iter().enumerate() {
        if !(typed.name.trim().is_empty() && typed.target.trim().is_empty()) {
            kpis.push(measure(place + 1, typed, errors));
        }
    }
    if kpis.len() > MOST_KPIS {
        let message = format!("Propose {MOST_KPIS} measures at most");
        errors.push(FieldError::out_of_range("kpi_1_name", message));
    }
    let preset = errors.keep(
        draft
            .hours
            .parse::<Preset>()
            .map_err(|_| FieldError::required("hours", "Choose when the service runs")),
    );
    let division = errors.keep(
        draft
            .holidays
            .parse::<Division>()
            .map_err(|_| FieldError::required("holidays", "Choose whose bank holidays the service keeps")),
    );
    let kpis: Option<Vec<ProposedKpi>> = kpis.into_iter().collect();
    let calendar = preset.zip(division).map(|(preset, division)| preset.calendar(division));
    kpis.zip(calendar)
}

fn measure(number: usize, typed: &TypedKpi, errors: &mut FieldErrors) -> Option<ProposedKpi> {
    let what = format!("what measure {number} measures");
    let name = errors.keep(text::required(&format!("kpi_{number}_name"), &typed.name, &what, 120));
    let named = |error: FieldError| FieldError {
        message: error.message.replacen("Target", &format!("The target of measure {number}"), 1),
        ..error
    };
    let target = Target::parse(&format!("kpi_{number}_target"), &typed.target).map_err(named);
    let target = errors.keep(target);
    name.zip(target).map(|(name, target)| ProposedKpi { name, target })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::draft::OTHER_UNIT;

    fn payroll() -> Service {
        Service {
            code: "PAY-01".into(),
            name: "Payroll".into(),
            family_code: "PAY".into(),
            family_name: "Payroll and pensions".into(),
            cpv_code: String::new(),
            cpv_name: String::new(),
            units: vec!["payslip".into()],
        }
    }

    fn whole() -> OfferDraft {
        OfferDraft {
            title: "Payroll for 4,000 staff".into(),
            description: "Monthly payroll with pensions returns.".into(),
            quantity_per_month: "4,000".into(),
            first_month: "2027-01".into(),
            last_month: "2027-12".into(),
            takes: "cash".into(),
            price_kind: "per_unit".into(),
            price: "4.40".into(),
            kpis: vec![TypedKpi { name: "Paid on the day".into(), target: "99.5%".into() }],
            ..OfferDraft::of_service(&payroll(), Shape::Capacity)
        }
    }

    fn november() -> Month {
        "2026-11".parse().unwrap()
    }

    #[test]
    fn a_draft_goes_to_content_and_back() {
        let services = [payroll()];
        let content = OfferContent::of(&whole(), &services, november()).unwrap();

        let again = OfferDraft::of_content(&content, Some(&services[0]));

        assert_eq!(OfferContent::of(&again, &services, november()), Ok(content));
    }

    #[test]
    fn every_mistake_is_named_not_the_first_alone() {
        let draft = OfferDraft {
            service: "NO-01".into(),
            unit: OTHER_UNIT.into(),
            takes: "in_kind".into(),
            kpis: vec![TypedKpi { name: String::new(), target: "101".into() }],
            ..OfferDraft::default()
        };

        let errors = OfferContent::of(&draft, &[payroll()], november()).unwrap_err();

        let list: Vec<String> =
            errors.0.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        insta::assert_snapshot!(list.join("\n"), @"
        service: Choose a service from the list
        title: Enter a title
        description: Enter a description
        unit_other: Enter the unit you count in
        quantity_per_month: Enter a quantity
        first_month: Choose the first month
        last_month: Choose the last month
        wants: Choose at least one service you would take
        kpi_1_name: Enter what measure 1 measures
        kpi_1_target: The target of measure 1 must be more than 0% and no more than 100%
        hours: Choose when the service runs
        holidays: Choose whose bank holidays the service keeps
        ");
    }

    #[test]
    fn months_must_make_sense() {
        let message = |first: &str, last: &str| {
            let draft = OfferDraft { first_month: first.into(), last_month: last.into(), ..whole() };
            let errors = draft.check(Step::Capacity, &[payroll()], november());
            errors.of("last_month").map(str::to_owned)
        };

        assert_eq!(message("2026-11", "2026-11"), None);
        assert_eq!(
            message("2027-02", "2027-01").unwrap(),
            "The last month must not be before the first month"
        );
        assert_eq!(message("2026-01", "2026-10").unwrap(), "The last month must not be in the past");
        assert_eq!(message("2026-01", "2036-01").unwrap(), "An offer can run for 10 years at most");
    }

    #[test]
    fn a_price_typed_for_cash_is_not_kept_for_a_swap() {
        let draft = OfferDraft { takes: "in_kind".into(), wants: vec!["AUD-01".into()], ..whole() };
        let audit = Service { code: "AUD-01".into(), name: "Internal audit".into(), ..payroll() };

        let content = OfferContent::of(&draft, &[payroll(), audit], november()).unwrap();

        assert_eq!((content.price_kind, content.price), (None, None));
        assert_eq!(content.wants[0].name, "Internal audit");
    }
}
