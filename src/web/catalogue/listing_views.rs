//! The pages of a listing.

use maud::{Markup, html};

use super::{audience_views, terms_views, whole_views};
use crate::catalogue::draft::{MOST_KPIS, MOST_WANTS, OfferDraft, Season, Step, TypedKpi};
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::shape::Shape;
use crate::catalogue::tariff::PriceWay;
use crate::kernel::ids::OfferId;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month};
use crate::web::context::Cx;
use crate::web::listings::{StepForm, comes_from_answers, fields};
use crate::web::ui::{
    Button, ButtonLook, Choice, MoneyField, Need, OptionGroup, Radios, Select, TextField, TextKind, Width,
    actions, back_link, button, heading, post_form, steps_caption,
};
use crate::web::urls::catalogue as urls;

/// One page of a listing.
pub(super) struct StepPage {
    pub(super) id: OfferId,
    pub(super) version: i64,
    pub(super) step: Step,
    pub(super) services: Vec<Service>,
    pub(super) draft: OfferDraft,
    pub(super) this_month: Month,
}

/// The first page, before there is an offer.
pub(super) fn begin(
    cx: &Cx,
    id: OfferId,
    services: &[Service],
    draft: &OfferDraft,
    errors: &FieldErrors,
) -> Markup {
    html! {
        (back_link(urls::OUR_OFFERS))
        (heading(&caption(draft, Step::Service), "Which service do you offer?"))
        p { "You can stop after any page and come back: nobody outside your body sees a draft." }
        (post_form(&urls::begin_offer(id), &cx.once(), html! {
            input type="hidden" name="draft" value=(id);
            (service(services, draft, errors))
            (actions(button("Continue")))
        }))
    }
}

/// A page of an offer that has been begun.
pub(super) fn step(cx: &Cx, page: &StepPage, errors: &FieldErrors) -> Markup {
    let StepPage { draft, services, .. } = page;
    let (question, fields) = match page.step {
        Step::Service => ("Which service do you offer?", service(services, draft, errors)),
        Step::About => ("What should partners know?", about(draft, errors)),
        Step::Scope => ("What belongs to the service?", whole_views::scope(draft, errors)),
        Step::Capacity if draft.shape() == Shape::WholeService => {
            ("For how many more bodies, and from when?", whole_views::bodies(page, errors))
        }
        Step::Capacity => ("How much can you spare?", capacity(page, errors)),
        Step::Months => ("How much in each month?", terms_views::months(page, errors)),
        Step::Takes => ("What do you take for it?", takes(draft, errors)),
        Step::Price => ("What does it cost?", price(draft, errors)),
        Step::Returns => ("Which services would you take in return?", wants(services, draft, errors)),
        Step::Tariff => ("How is the price worked out?", terms_views::tariff(draft, errors)),
        Step::Sizes => ("What does it cost, by size?", whole_views::sizes(draft, errors)),
        Step::Handover => ("How does it change hands?", whole_views::handover(draft, errors)),
        Step::Quality => ("How well, and when?", quality(draft, errors)),
        Step::Terms => ("How soon, how little and how far?", terms_views::start(draft, errors)),
        Step::Standing => ("What stands behind it?", terms_views::standing(draft, errors)),
        Step::Audience => ("Who may see it, and for how long?", audience_views::audience(draft, errors)),
        Step::Opening => ("From when may they see it?", audience_views::opening(draft, errors)),
    };
    StepForm {
        caption: &caption(draft, page.step),
        question,
        action: &urls::edit_offer(page.id, page.step),
        version: page.version,
        back: &back(cx, page),
        way_out: &urls::offer(page.id),
        fields,
        other_way: work_out(page),
    }
    .render(cx)
}

/// What the button sends that leaves the page of the price to work out what a unit costs.
pub(super) const WORK_OUT: &str = "work_out";

fn work_out(page: &StepPage) -> Option<Markup> {
    let is_priced = page.step == Step::Price;
    let button = Button {
        label: "Work out what one unit costs you",
        look: ButtonLook::Quiet,
        sends: Some((WORK_OUT, "yes")),
        ..Button::default()
    };
    is_priced.then(|| button.render())
}

fn caption(draft: &OfferDraft, step: Step) -> String {
    let steps = draft.steps();
    let place = steps.iter().take_while(|other| **other < step).count();
    // After the last page come the answers.
    steps_caption("List an offer", place + 1, steps.len() + 1)
}

fn back(cx: &Cx, page: &StepPage) -> String {
    if comes_from_answers(cx) {
        return urls::check_offer(page.id);
    }
    let before = page.draft.steps().into_iter().take_while(|step| *step < page.step).last();
    before.map_or_else(|| urls::offer(page.id), |step| urls::edit_offer(page.id, step))
}

/// Services under their families.
pub(in crate::web) fn service_groups(services: &[Service]) -> Vec<OptionGroup> {
    services
        .chunk_by(|one, next| one.family_code == next.family_code)
        .map(|family| {
            let label = family.first().map(|service| service.family_name.clone()).unwrap_or_default();
            let choices: Vec<Choice> =
                family.iter().map(|service| Choice::new(&service.code, &service.name)).collect();
            OptionGroup::new(label, choices)
        })
        .collect()
}

fn service(services: &[Service], draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let select = Select {
        name: "service",
        label: "Service",
        hint: Some("If none fits exactly, choose the nearest and say more in the description"),
        prompt: Some("Choose a service"),
        groups: &service_groups(services),
        value: &draft.service,
        error: errors.of("service"),
        ..Select::default()
    };
    let shapes = [
        Choice::new(Shape::Capacity.as_str(), "So much of it each month")
            .hint("Such as 400 payslips, 20 audit days or 6 rack units"),
        Choice::new(Shape::WholeService.as_str(), "The whole service, run for another body")
            .hint("Such as “we would run your IT”, at a price that depends on the size of the other body"),
    ];
    let shape = Radios {
        name: "shape",
        legend: "How much of it do you offer?",
        choices: &shapes,
        value: draft.shape().as_str(),
        error: errors.of("shape"),
        ..Radios::default()
    };
    html! { (select.render()) (shape.render()) }
}

fn about(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    fields::about(
        (
            "What a colleague elsewhere would search for, such as “Payroll for up to 4,000 staff”",
            &draft.title,
        ),
        (
            "What is included and what is not, who does it, and what a partner must bring. It begins with an outline \
             that others use for this service: change whatever is different with you",
            &draft.description,
        ),
        errors,
    )
}

fn capacity(page: &StepPage, errors: &FieldErrors) -> Markup {
    let draft = &page.draft;
    let service = page.services.iter().find(|service| service.code == draft.service);
    let units = service.map(|service| service.units.as_slice()).unwrap_or_default();
    let quantity = TextField {
        name: "quantity_per_month",
        label: "How many can you spare each month?",
        value: &draft.quantity_per_month,
        error: errors.of("quantity_per_month"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("a month"),
        ..TextField::default()
    };
    let seasons: Vec<Choice> =
        Season::ALL.iter().map(|season| Choice::new(season.as_str(), season.label())).collect();
    let season = Radios {
        name: "season",
        legend: "Is it the same every month?",
        hint: Some("If some months differ, the next page asks for each of them"),
        choices: &seasons,
        value: &draft.season,
        error: errors.of("season"),
        ..Radios::default()
    };
    html! {
        (fields::unit(units, &draft.unit, &draft.unit_other, errors))
        (quantity.render())
        (fields::months(&draft.first_month, &draft.last_month, page.this_month, errors))
        (season.render())
    }
}

fn takes(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let choices: Vec<Choice> =
        Takes::ALL.iter().map(|takes| Choice::new(takes.as_str(), takes.label())).collect();
    let takes = Radios {
        name: "takes",
        legend: "What do you take?",
        hint: Some("The next pages ask for the price in cash, for the services you would take, or for both"),
        choices: &choices,
        value: &draft.takes,
        error: errors.of("takes"),
        ..Radios::default()
    };
    takes.render()
}

fn price(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let ways: Vec<Choice> =
        PriceWay::ALL.iter().map(|way| Choice::new(way.as_str(), way.label()).hint(way.hint())).collect();
    let kind = Radios {
        name: "price_kind",
        legend: "How do you price it?",
        choices: &ways,
        value: &draft.price_kind,
        error: errors.of("price_kind"),
        ..Radios::default()
    };
    let price = MoneyField {
        name: "price",
        label: "Price, without VAT",
        hint: Some(
            "For each unit up to 4 decimal places, such as 4.40 or 0.0250; for a month in whole pence. With tiers, what the \
             first units cost; with a share of the cost, what you estimate for a month; with no charge, nothing",
        ),
        value: &draft.price,
        error: errors.of("price"),
        need: Need::Conditional,
        ..MoneyField::default()
    };
    html! {
        (kind.render()) (price.render())
        p.hint { "If you do not know it, the second button below works out what one unit costs you. What you typed here is \
                  kept meanwhile." }
    }
}

fn wants(services: &[Service], draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let groups = service_groups(services);
    html! {
        p.hint { "Choose up to " (MOST_WANTS) " services you would take. Partners who offer one of them find you \
                  sooner." }
        (fields::services("wants", "Service wanted in return", &groups, (&draft.wants, MOST_WANTS), errors))
    }
}

fn quality(draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let hours: Vec<Choice> =
        Preset::ALL.iter().map(|preset| Choice::new(preset.as_str(), preset.label())).collect();
    let divisions: Vec<Choice> =
        Division::ALL.iter().map(|division| Choice::new(division.as_str(), division.label())).collect();
    let hours = Radios {
        name: "hours",
        legend: "When does the service run?",
        choices: &hours,
        value: &draft.hours,
        error: errors.of("hours"),
        ..Radios::default()
    };
    let holidays = Radios {
        name: "holidays",
        legend: "Whose bank holidays does it keep?",
        hint: Some("A service that runs all hours keeps none"),
        choices: &divisions,
        value: &draft.holidays,
        error: errors.of("holidays"),
        ..Radios::default()
    };
    html! {
        (hours.render()) (holidays.render())
        h2 { "Measures you would be held to" }
        p.hint { "A share of all cases that meets a standard, such as “Payslips right first time” with a target of \
                  99.5%. What stands here is a place to start: promise only what you can keep, and leave the rest \
                  empty." }
        @for place in 1..=MOST_KPIS { (measure(place, draft.kpis.get(place - 1), errors)) }
    }
}

fn measure(place: usize, typed: Option<&TypedKpi>, errors: &FieldErrors) -> Markup {
    let (name, target) = (format!("kpi_{place}_name"), format!("kpi_{place}_target"));
    html! {
        (TextField {
            name: &name,
            label: &format!("Measure {place}"),
            value: typed.map_or("", |kpi| kpi.name.as_str()),
            error: errors.of(&name),
            need: Need::Optional,
            ..TextField::default()
        }.render())
        (TextField {
            name: &target,
            label: &format!("Target of measure {place}"),
            value: typed.map_or("", |kpi| kpi.target.trim_end_matches('%')),
            error: errors.of(&target),
            need: Need::Optional,
            kind: TextKind::Decimal,
            width: Width::Short,
            suffix: Some("%"),
            ..TextField::default()
        }.render())
    }
}
