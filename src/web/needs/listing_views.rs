//! The pages of a listing.

use maud::{Markup, html};

use super::words;
use crate::catalogue::model::{Service, Takes};
use crate::catalogue::shape::{Shape, SizeMeasure};
use crate::catalogue::terms::Assurance;
use crate::kernel::ids::NeedId;
use crate::kernel::{FieldErrors, Month};
use crate::needs::draft::MOST_GIVES;
use crate::needs::{NeedDraft, Step};
use crate::web::catalogue::{reach_fields, service_groups};
use crate::web::context::Cx;
use crate::web::listings::{StepForm, comes_from_answers, fields};
use crate::web::ui::{
    Checkboxes, Choice, MoneyField, Need, Radios, Select, TextField, TextKind, Width, actions, back_link,
    button, heading, post_form, steps_caption,
};
use crate::web::urls::needs as urls;

/// One page of a listing.
pub(super) struct StepPage {
    pub(super) id: NeedId,
    pub(super) version: i64,
    pub(super) step: Step,
    pub(super) services: Vec<Service>,
    pub(super) draft: NeedDraft,
    pub(super) this_month: Month,
}

/// The first page, before there is a need.
pub(super) fn begin(
    cx: &Cx,
    id: NeedId,
    services: &[Service],
    draft: &NeedDraft,
    errors: &FieldErrors,
) -> Markup {
    html! {
        (back_link(urls::OUR_NEEDS))
        (heading(&caption(Step::Service), "What do you need?"))
        p { "You can stop after any page and come back: nobody outside your body sees a draft." }
        (post_form(&urls::begin(id, &[]), &cx.once(), html! {
            input type="hidden" name="draft" value=(id);
            @if !draft.for_offer.is_empty() { input type="hidden" name="for_offer" value=(draft.for_offer); }
            (service(services, draft, errors))
            (actions(button("Continue")))
        }))
    }
}

/// A page of a need that has been begun.
pub(super) fn step(cx: &Cx, page: &StepPage, errors: &FieldErrors) -> Markup {
    let StepPage { draft, services, .. } = page;
    let (question, fields) = match page.step {
        Step::Service => ("What do you need?", service(services, draft, errors)),
        Step::About => ("What should providers know?", about(draft, errors)),
        Step::Amount => ("How much, and when?", amount(page, errors)),
        Step::Price => ("What would you give for it?", price(services, draft, errors)),
        Step::Terms => ("Who fits?", terms(draft, errors)),
    };
    StepForm {
        caption: &caption(page.step),
        question,
        action: &urls::edit(page.id, page.step),
        version: page.version,
        back: &back(cx, page),
        way_out: &urls::need(page.id),
        fields,
        other_way: None,
    }
    .render(cx)
}

/// Where somebody is, of all pages and the answers after them.
pub(super) fn caption(step: Step) -> String {
    let place = Step::ALL.iter().take_while(|other| **other < step).count();
    steps_caption("List a need", place + 1, Step::ALL.len() + 1)
}

fn back(cx: &Cx, page: &StepPage) -> String {
    if comes_from_answers(cx) {
        return urls::check(page.id);
    }
    page.step.prev().map_or_else(|| urls::need(page.id), |step| urls::edit(page.id, step))
}

fn service(services: &[Service], draft: &NeedDraft, errors: &FieldErrors) -> Markup {
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
        Choice::new(Shape::WholeService.as_str(), "The whole service, run for us")
            .hint("Such as “run our IT”: a provider takes it over with everything that belongs to it"),
    ];
    let shape = Radios {
        name: "shape",
        legend: "How much of it do you need?",
        choices: &shapes,
        value: &draft.shape,
        error: errors.of("shape"),
        ..Radios::default()
    };
    html! { (select.render()) (shape.render()) }
}

fn about(draft: &NeedDraft, errors: &FieldErrors) -> Markup {
    fields::about(
        ("What a provider would recognise at once, such as “Payroll for 900 staff from April”", &draft.title),
        (
            "What is to be done, what you have today and why that has to change, and what you would keep doing",
            &draft.description,
        ),
        errors,
    )
}

fn amount(page: &StepPage, errors: &FieldErrors) -> Markup {
    html! {
        @match page.draft.shape() {
            Shape::Capacity => { (counted(page, errors)) }
            Shape::WholeService => { (size(&page.draft, errors)) }
        }
        (fields::months(&page.draft.first_month, &page.draft.last_month, page.this_month, errors))
    }
}

fn counted(page: &StepPage, errors: &FieldErrors) -> Markup {
    let draft = &page.draft;
    let service = page.services.iter().find(|service| service.code == draft.service);
    let units = service.map(|service| service.units.as_slice()).unwrap_or_default();
    let quantity = TextField {
        name: "quantity_per_month",
        label: "How many do you need each month?",
        value: &draft.quantity_per_month,
        error: errors.of("quantity_per_month"),
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix: Some("a month"),
        ..TextField::default()
    };
    html! { (fields::unit(units, &draft.unit, &draft.unit_other, errors)) (quantity.render()) }
}

fn size(draft: &NeedDraft, errors: &FieldErrors) -> Markup {
    let measures: Vec<Choice> =
        SizeMeasure::ALL.iter().map(|measure| Choice::new(measure.as_str(), measure.label())).collect();
    let measure = Radios {
        name: "size_measure",
        legend: "What is the size of your service counted in?",
        choices: &measures,
        value: &draft.size_measure,
        error: errors.of("size_measure"),
        ..Radios::default()
    };
    let count = TextField {
        name: "size",
        label: "How many are to be served?",
        value: &draft.size,
        error: errors.of("size"),
        kind: TextKind::Decimal,
        width: Width::Short,
        ..TextField::default()
    };
    html! { (measure.render()) (count.render()) }
}

fn price(services: &[Service], draft: &NeedDraft, errors: &FieldErrors) -> Markup {
    let ways: Vec<Choice> =
        Takes::ALL.iter().map(|way| Choice::new(way.as_str(), words::pays(*way))).collect();
    let pays = Radios {
        name: "pays",
        legend: "What would you give?",
        choices: &ways,
        value: &draft.pays,
        error: errors.of("pays"),
        ..Radios::default()
    };
    let label = match draft.shape() {
        Shape::Capacity => "The most you would pay for each unit, without VAT",
        Shape::WholeService => "The most you would pay a month, without VAT",
    };
    let highest = MoneyField {
        name: "highest_price",
        label,
        hint: Some("Providers see it. Leave it empty to hear what they ask"),
        value: &draft.highest_price,
        error: errors.of("highest_price"),
        need: Need::Optional,
        ..MoneyField::default()
    };
    let groups = service_groups(services);
    html! {
        (pays.render()) (highest.render())
        h2 { "If you would do a service in return" }
        p.hint { "Choose up to " (MOST_GIVES) " services that your body could do for the provider." }
        (fields::services("gives", "Service in return", &groups, (&draft.gives, MOST_GIVES), errors))
    }
}

fn terms(draft: &NeedDraft, errors: &FieldErrors) -> Markup {
    let standards: Vec<Choice> =
        Assurance::ALL.iter().map(|standard| Choice::new(standard.as_str(), standard.label())).collect();
    let standards = Checkboxes {
        name: "assurances",
        legend: "Which standards must a provider meet?",
        choices: &standards,
        values: &draft.assurances,
        error: errors.of("assurances"),
        need: Need::Optional,
        ..Checkboxes::default()
    };
    html! {
        (reach_fields("Where can a provider be?", (&draft.reach, &draft.regions, &draft.miles), errors))
        (standards.render())
    }
}
