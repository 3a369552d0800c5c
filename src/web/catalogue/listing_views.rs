//! The pages of a listing.

use maud::{Markup, html};

use super::terms_views;
use crate::catalogue::draft::{MOST_KPIS, MOST_WANTS, OfferDraft, Season, Step, TypedKpi};
use crate::catalogue::model::{Service, Takes};
use crate::kernel::ids::OfferId;
use crate::kernel::price::PriceKind;
use crate::kernel::service_calendar::Preset;
use crate::kernel::working_days::Division;
use crate::kernel::{FieldErrors, Month};
use crate::web::context::Cx;
use crate::web::listings::{comes_from_answers, fields, step_form};
use crate::web::ui::{
    Choice, MoneyField, Need, OptionGroup, Radios, Select, TextField, TextKind, Width, actions, back_link,
    button, heading, post_form, steps_caption,
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
pub(super) fn begin(cx: &Cx, services: &[Service], draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    html! {
        (back_link(urls::OUR_OFFERS))
        (heading(&caption(draft, Step::Service), "Which service do you offer?"))
        p { "You can stop after any page and come back: nobody outside your body sees a draft." }
        (post_form(urls::NEW_OFFER, &cx.once(), html! {
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
        Step::Capacity => ("How much can you spare?", capacity(page, errors)),
        Step::Months => ("How much in each month?", terms_views::months(page, errors)),
        Step::Price => ("What do you take for it?", price(services, draft, errors)),
        Step::Quality => ("How well, and when?", quality(draft, errors)),
        Step::Terms => ("What else decides whether you fit?", terms_views::terms(draft, errors)),
    };
    step_form(
        cx,
        (&caption(draft, page.step), question),
        (&urls::edit_offer(page.id, page.step), page.version),
        (&back(cx, page), &urls::offer(page.id)),
        &fields,
    )
}

fn caption(draft: &OfferDraft, step: Step) -> String {
    let steps = draft.steps();
    let place = steps.iter().take_while(|other| **other < step).count();
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
    Select {
        name: "service",
        label: "Service",
        hint: Some("If none fits exactly, choose the nearest and say more in the description"),
        prompt: Some("Choose a service"),
        groups: &service_groups(services),
        value: &draft.service,
        error: errors.of("service"),
        ..Select::default()
    }
    .render()
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

fn price(services: &[Service], draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let takes: Vec<Choice> =
        Takes::ALL.iter().map(|takes| Choice::new(takes.as_str(), takes.label())).collect();
    let kinds: Vec<Choice> =
        PriceKind::ALL.iter().rev().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
    let takes = Radios {
        name: "takes",
        legend: "What do you take?",
        choices: &takes,
        value: &draft.takes,
        error: errors.of("takes"),
        ..Radios::default()
    };
    let kind = Radios {
        name: "price_kind",
        legend: "If you take cash, how do you price it?",
        choices: &kinds,
        value: &draft.price_kind,
        error: errors.of("price_kind"),
        need: Need::Optional,
        ..Radios::default()
    };
    let price = MoneyField {
        name: "price",
        label: "Price, without VAT",
        hint: Some("Up to 4 decimal places, such as 4.40 or 0.0250"),
        value: &draft.price,
        error: errors.of("price"),
        need: Need::Optional,
        ..MoneyField::default()
    };
    html! { (takes.render()) (kind.render()) (price.render()) (wants(services, draft, errors)) }
}

fn wants(services: &[Service], draft: &OfferDraft, errors: &FieldErrors) -> Markup {
    let groups = service_groups(services);
    html! {
        h2 { "If you take a service in return" }
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
