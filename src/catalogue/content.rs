//! What an offer says, once all of it makes sense. A copy is kept with every version that was published.

use super::asked::Asked;
use super::attachment::ListedDocument;
use super::audience::{self, Audience};
use super::draft::{OTHER_UNIT, OfferDraft, Season, Step};
use super::hours::{self, HoursKind};
use super::measures::measures;
use super::model::{NamedService, ProposedKpi, Service, Takes};
use super::season::{self, MonthQuantity};
use super::shape::{Shape, WHOLE_SERVICE_UNIT, parse_unit};
use super::tariff::{PriceWay, Tariff};
use super::terms::OfferTerms;
use super::whole::{self, WholeService};
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::ServiceCalendar;
use crate::kernel::{FieldError, FieldErrors, Month, Quantity, Rate, text};

/// The longest an offer runs: ten years of months.
pub const MOST_MONTHS: i32 = 120;

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
    /// The documents that stood beside it.
    #[serde(default)]
    pub documents: Vec<ListedDocument>,
}

impl OfferContent {
    /// What is listed in a month.
    pub fn quantity_in(&self, month: Month) -> Quantity {
        let differs = self.differs.iter().find(|row| row.month == month);
        differs.map_or(self.quantity_per_month, |row| row.quantity)
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
        let kpis = measures(&draft.kpis, &mut errors);
        let quality = kpis.zip(hours::calendar(draft, &mut errors));
        let terms = OfferTerms::of(draft, &mut errors);
        let audience = Audience::of(&draft.seen_by, &mut errors);
        if let Some((capacity, terms)) = capacity.as_ref().zip(terms.as_ref()) {
            errors.keep(terms.minimum_fits(capacity.most()));
        }
        if let Some((capacity, price)) = capacity.as_ref().zip(price.as_ref()) {
            price.tariff.check_reach(&draft.tiers, capacity.most(), &mut errors);
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
                // Publishing lists those that stand beside the offer.
                documents: Vec::new(),
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
            errors.keep(audience::kind(&draft.seen_by.audience));
        }
        Step::Opening => drop(Audience::of(&draft.seen_by, &mut errors)),
        Step::Capacity => {
            let usual = OfferDraft { season: Season::Same.as_str().to_owned(), ..draft.clone() };
            drop(capacity(&usual, this_month, &mut errors));
        }
        Step::Months => drop(capacity(draft, this_month, &mut errors)),
        Step::Price => {
            // What follows from the answer is asked on a page of its own.
            let plain = match draft.price_kind.parse::<PriceWay>() {
                Ok(way) if way.has_details() => PriceWay::PerUnit.as_str().to_owned(),
                _ => draft.price_kind.clone(),
            };
            drop(Asked::of(&OfferDraft { price_kind: plain, ..draft.clone() }, services, &mut errors));
        }
        Step::Tariff => {
            let tariff = Tariff::of(draft, &mut errors);
            if let Some(((_, _, tariff), most)) = tariff.zip(most(draft, this_month)) {
                tariff.check_reach(&draft.tiers, most, &mut errors);
            }
        }
        Step::Quality => {
            drop(measures(&draft.kpis, &mut errors));
            // The hours of each day are asked for on a page of their own.
            let is_own = draft.hours == HoursKind::Own.as_str();
            let hours = if is_own { HoursKind::OfficeHours.as_str().to_owned() } else { draft.hours.clone() };
            drop(hours::calendar(&OfferDraft { hours, ..draft.clone() }, &mut errors));
        }
        Step::Week => drop(hours::calendar(draft, &mut errors)),
        Step::Terms => {
            let terms = OfferTerms::of(draft, &mut errors);
            if let Some((terms, most)) = terms.zip(most(draft, this_month)) {
                errors.keep(terms.minimum_fits(most));
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

struct Capacity {
    unit: String,
    quantity: Quantity,
    first: Month,
    last: Month,
    differs: Vec<MonthQuantity>,
}

impl Capacity {
    /// What is listed in the month that has the most.
    fn most(&self) -> Quantity {
        let months = usize::try_from(self.last.since(self.first) + 1).unwrap_or_default();
        let usual = (self.differs.len() < months).then_some(self.quantity);
        let differs = self.differs.iter().map(|row| row.quantity);
        differs.chain(usual).max().unwrap_or(self.quantity)
    }
}

/// [`Capacity::most`] of a draft whose capacity makes sense.
fn most(draft: &OfferDraft, this_month: Month) -> Option<Quantity> {
    capacity(draft, this_month, &mut FieldErrors::default()).map(|capacity| capacity.most())
}

fn capacity(draft: &OfferDraft, this_month: Month, errors: &mut FieldErrors) -> Option<Capacity> {
    let is_whole = draft.shape() == Shape::WholeService;
    let unit = if is_whole { Some(WHOLE_SERVICE_UNIT.to_owned()) } else { errors.keep(unit(draft)) };
    let quantity = errors.keep(if is_whole {
        whole::bodies(&draft.quantity_per_month)
    } else {
        Quantity::parse_positive("quantity_per_month", &draft.quantity_per_month)
    });
    let first = errors.keep(Month::parse("first_month", &draft.first_month));
    let last = errors.keep(Month::parse("last_month", &draft.last_month));
    if let Some((first, last)) = first.zip(last) {
        let flaw = if last < first {
            Some("The last month must not be before the first month")
        } else if last.since(first) >= MOST_MONTHS {
            Some("An offer can run for 10 years at most")
        } else if last < this_month {
            Some("The last month must not be in the past")
        } else {
            None
        };
        if let Some(flaw) = flaw {
            errors.push(FieldError::out_of_range("last_month", flaw));
        }
    }
    let ((unit, quantity), (first, last)) = unit.zip(quantity).zip(first.zip(last))?;
    if last < first || last.since(first) >= MOST_MONTHS {
        return None;
    }
    let differs =
        if is_whole { Vec::new() } else { season::differing(draft, first, last, quantity, errors)? };
    Some(Capacity { unit, quantity, first, last, differs })
}

fn unit(draft: &OfferDraft) -> Result<String, FieldError> {
    let (field, typed) = match draft.unit.as_str() {
        OTHER_UNIT => ("unit_other", &draft.unit_other),
        _ => ("unit", &draft.unit),
    };
    parse_unit(field, typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::draft::TypedKpi;
    use crate::kernel::working_days::Division;

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
            ..OfferDraft::of_service(&payroll(), Shape::Capacity, Division::EnglandAndWales)
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
        first_month: Enter a month, like 2026-10
        last_month: Enter a month, like 2026-10
        wants: Choose at least one service you would take
        kpi_1_name: Enter what is measured
        kpi_1_target: Target must be more than 0% and no more than 100%
        hours: Choose when the service runs
        holidays: Choose whose bank holidays the service keeps
        ");
    }

    #[test]
    fn the_unit_of_whole_services_is_not_to_be_had_for_capacity() {
        for (unit, other, field) in [("service", "", "unit"), (OTHER_UNIT, " Services ", "unit_other")] {
            let draft = OfferDraft { unit: unit.into(), unit_other: other.into(), ..whole() };
            let errors = draft.check(Step::Capacity, &[payroll()], november());
            assert!(errors.of(field).unwrap().contains("whole service"), "{errors:?}");
        }
        let day = OfferDraft { unit: OTHER_UNIT.into(), unit_other: "service desk day".into(), ..whole() };
        assert!(day.check(Step::Capacity, &[payroll()], november()).is_empty());
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
