//! What a need says, once all of it makes sense. A copy is kept with every version that was published.

use super::draft::{MOST_GIVES, NeedDraft, Step};
use crate::catalogue::draft::OTHER_UNIT;
use crate::catalogue::listed::months;
use crate::catalogue::model::{NamedService, Service, Takes};
use crate::catalogue::shape::{self, Shape, Size, SizeMeasure, WHOLE_SERVICE_UNIT};
use crate::catalogue::terms::{Assurance, Reach, several};
use crate::catalogue::{Traded, named_services};
use crate::kernel::{FieldError, FieldErrors, Month, Quantity, Rate, text};

/// Everything a need says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NeedContent {
    pub service_code: String,
    pub service_name: String,
    pub family_name: String,
    pub shape: Shape,
    pub title: String,
    pub description: String,
    /// [`WHOLE_SERVICE_UNIT`] where a whole service is wanted, of which one is needed every month.
    pub unit: String,
    pub quantity_per_month: Quantity,
    /// How large what is to be served is; only where a whole service is wanted.
    pub size: Option<Size>,
    pub first_month: Month,
    pub last_month: Month,
    pub pays: Takes,
    /// The most it may cost, without VAT: for each unit, or for the whole service a month.
    pub highest_price: Option<Rate>,
    /// What the body would do in return.
    pub gives: Vec<NamedService>,
    /// Where providers can be.
    pub reach: Reach,
    /// What a provider must meet, in the order of [`Assurance::ALL`].
    pub assurances: Vec<Assurance>,
}

impl NeedContent {
    /// The content of a whole draft, or everything that is wrong with it.
    pub fn of(draft: &NeedDraft, services: &[Service], this_month: Month) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let service = service(draft, services, &mut errors);
        let words = about(draft, &mut errors);
        let amount = amount(draft, this_month, &mut errors);
        let price = price(draft, services, &mut errors);
        let terms = terms(draft, &mut errors);
        let content = service.zip(words).zip(amount).zip(price).zip(terms).map(
            |(((((service, shape), (title, description)), amount), price), (reach, assurances))| Self {
                service_code: service.code.clone(),
                service_name: service.name.clone(),
                family_name: service.family_name.clone(),
                shape,
                title,
                description,
                unit: amount.unit,
                quantity_per_month: amount.quantity,
                size: amount.size,
                first_month: amount.first,
                last_month: amount.last,
                pays: price.pays,
                highest_price: price.highest,
                gives: price.gives,
                reach,
                assurances,
            },
        );
        errors.finish(content)
    }

    /// "1,200 payslips a month", or "The whole service, for 900 members of staff".
    pub fn amount_in_words(&self) -> String {
        match self.size {
            Some(size) => format!("The whole service, for {}", size.describe()),
            None => format!("{} a month", crate::kernel::unit::counted(self.quantity_per_month, &self.unit)),
        }
    }
}

/// What is wrong on one page of a draft.
pub(super) fn check(draft: &NeedDraft, step: Step, services: &[Service], this_month: Month) -> FieldErrors {
    let mut errors = FieldErrors::default();
    match step {
        Step::Service => drop(service(draft, services, &mut errors)),
        Step::About => drop(about(draft, &mut errors)),
        Step::Amount => drop(amount(draft, this_month, &mut errors)),
        Step::Price => drop(price(draft, services, &mut errors)),
        Step::Terms => drop(terms(draft, &mut errors)),
    }
    errors
}

fn service<'s>(
    draft: &NeedDraft,
    services: &'s [Service],
    errors: &mut FieldErrors,
) -> Option<(&'s Service, Shape)> {
    let found = services.iter().find(|service| service.code == draft.service);
    let service = errors.keep(found.ok_or_else(|| {
        let message = if draft.service.is_empty() {
            "Choose the service you need"
        } else {
            "Choose a service from the list"
        };
        FieldError::unknown("service", message)
    }));
    let shape = draft.shape.parse::<Shape>();
    let shape = errors.keep(shape.map_err(|_| {
        FieldError::required("shape", "Choose whether you need so much a month or the whole service")
    }));
    service.zip(shape)
}

fn about(draft: &NeedDraft, errors: &mut FieldErrors) -> Option<(String, String)> {
    let title = errors.keep(text::required_line("title", &draft.title, "a title", 120));
    let description = errors.keep(text::required("description", &draft.description, "a description", 4000));
    title.zip(description)
}

struct Amount {
    unit: String,
    quantity: Quantity,
    size: Option<Size>,
    first: Month,
    last: Month,
}

fn amount(draft: &NeedDraft, this_month: Month, errors: &mut FieldErrors) -> Option<Amount> {
    let counted = match draft.shape() {
        Shape::Capacity => {
            let unit = errors.keep(unit(draft));
            let quantity =
                errors.keep(Quantity::parse_positive("quantity_per_month", &draft.quantity_per_month));
            unit.zip(quantity).map(|(unit, quantity)| (unit, quantity, None))
        }
        Shape::WholeService => {
            let measure = draft.size_measure.parse::<SizeMeasure>();
            let measure = errors.keep(measure.map_err(|_| {
                FieldError::required("size_measure", "Choose what the size of your body is counted in")
            }));
            let count = errors.keep(shape::parse_count("size", &draft.size));
            measure.zip(count).map(|(measure, count)| {
                let size = Size { measure, count };
                (WHOLE_SERVICE_UNIT.to_owned(), Quantity::from_whole(1), Some(size))
            })
        }
    };
    let [first, last] = months((&draft.first_month, &draft.last_month), this_month, "A need", errors);
    let ((unit, quantity, size), (first, last)) = counted.zip(first.zip(last))?;
    Some(Amount { unit, quantity, size, first, last })
}

fn unit(draft: &NeedDraft) -> Result<String, FieldError> {
    let (field, raw) = match draft.unit.as_str() {
        OTHER_UNIT => ("unit_other", &draft.unit_other),
        _ => ("unit", &draft.unit),
    };
    text::required_line(field, raw, "the unit you count in", 40)
}

struct Price {
    pays: Takes,
    highest: Option<Rate>,
    gives: Vec<NamedService>,
}

fn price(draft: &NeedDraft, services: &[Service], errors: &mut FieldErrors) -> Option<Price> {
    let pays = errors.keep(draft.pays.parse::<Takes>().map_err(|_| {
        FieldError::required("pays", "Choose whether you would pay, do a service in return, or either")
    }))?;
    let mut highest = None;
    if pays.takes_cash() && !draft.highest_price.trim().is_empty() {
        let (field, raw) = ("highest_price", &draft.highest_price);
        highest = errors.keep(match draft.shape() {
            Shape::Capacity => Rate::parse(field, raw),
            Shape::WholeService => Rate::parse_whole_pence(field, "The highest price", raw),
        });
    }
    let mut gives = Vec::new();
    if pays.takes_in_kind() {
        let needed = Traded { code: &draft.service, what: "need" };
        gives = named_services("gives", &draft.gives, services, (needed, MOST_GIVES), errors);
        if draft.gives.iter().all(String::is_empty) {
            let message = match pays {
                Takes::Either => "Choose at least one service you would do in return, or give cash alone",
                _ => "Choose at least one service you would do in return",
            };
            errors.push(FieldError::required("gives", message));
        }
    }
    Some(Price { pays, highest, gives })
}

fn terms(draft: &NeedDraft, errors: &mut FieldErrors) -> Option<(Reach, Vec<Assurance>)> {
    let reach = Reach::of(&draft.reach, &draft.regions, &draft.miles, errors);
    let assurances = errors.keep(several("assurances", &draft.assurances));
    reach.zip(assurances)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn it_support() -> Service {
        Service {
            code: "IT-01".into(),
            name: "Service desk".into(),
            family_code: "IT".into(),
            family_name: "Information technology".into(),
            cpv_code: String::new(),
            cpv_name: String::new(),
            units: vec!["ticket".into()],
        }
    }

    fn audit() -> Service {
        Service { code: "AUD-01".into(), name: "Internal audit".into(), ..it_support() }
    }

    fn november() -> Month {
        "2026-11".parse().unwrap()
    }

    fn whole(shape: Shape) -> NeedDraft {
        NeedDraft {
            title: "A service desk for our staff".into(),
            description: "Our contract ends in March.".into(),
            quantity_per_month: "400".into(),
            size_measure: "staff".into(),
            size: "1,200".into(),
            first_month: "2027-04".into(),
            last_month: "2029-03".into(),
            pays: "either".into(),
            highest_price: "12.50".into(),
            gives: vec!["AUD-01".into()],
            ..NeedDraft::of_service(&it_support(), shape)
        }
    }

    #[test]
    fn a_draft_goes_to_content_and_back_in_both_shapes() {
        let services = [it_support(), audit()];
        for shape in Shape::ALL {
            let content = NeedContent::of(&whole(*shape), &services, november()).unwrap();

            let again = NeedDraft::of_content(&content, Some(&services[0]));

            assert_eq!(NeedContent::of(&again, &services, november()), Ok(content));
        }
    }

    #[test]
    fn an_amount_reads_as_people_say_it() {
        let words = |shape| {
            NeedContent::of(&whole(shape), &[it_support(), audit()], november()).unwrap().amount_in_words()
        };

        assert_eq!(words(Shape::Capacity), "400 tickets a month");
        assert_eq!(words(Shape::WholeService), "The whole service, for 1,200 members of staff");
    }

    #[test]
    fn every_mistake_is_named_not_the_first_alone() {
        let draft = NeedDraft {
            shape: "whole_service".into(),
            size: "some".into(),
            first_month: "2026-01".into(),
            last_month: "2026-02".into(),
            pays: "in_kind".into(),
            reach: "within".into(),
            ..NeedDraft::default()
        };

        let errors = NeedContent::of(&draft, &[it_support()], november()).unwrap_err();

        let list: Vec<String> =
            errors.0.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
        insta::assert_snapshot!(list.join("\n"), @"
        service: Choose the service you need
        title: Enter a title
        description: Enter a description
        size_measure: Choose what the size of your body is counted in
        size: Enter a whole number, 1 to 5,000,000
        last_month: The last month must not be in the past
        gives: Choose at least one service you would do in return
        miles: Enter a number of miles
        ");
    }
}
