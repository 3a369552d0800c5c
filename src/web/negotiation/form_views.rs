//! The form in which terms are written: what the offer gives, what is given for it, and what holds for both.

use maud::{Markup, html};

use super::fields::TermsFields;
use super::leg_form::LegForm;
use super::pricing_views;
use crate::catalogue::model::Family;
use crate::catalogue::shape::listed_a_month;
use crate::kernel::{FieldErrors, Month};
use crate::negotiation::ground::Ground;
use crate::web::catalogue::asked_by;
use crate::web::needs::said_of_need;
use crate::web::ui::{
    Button, ButtonLook, Choice, FormKeys, MoneyField, MonthField, Need, OptionGroup, Radios, Select,
    TextArea, TextField, actions, disclosure, disclosure_open, post_form,
};
use crate::web::urls;

/// Everything the form needs to be drawn.
pub(super) struct TermsForm<'a> {
    pub(super) ground: &'a Ground,
    pub(super) families: &'a [Family],
    pub(super) fields: &'a TermsFields,
    pub(super) errors: &'a FieldErrors,
    pub(super) action: &'a str,
    pub(super) keys: &'a FormKeys,
    pub(super) kind: FormKind,
    pub(super) way_out: &'a str,
    /// In which ways the terms are not what a need asks for.
    pub(super) notes: &'a [String],
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormKind {
    /// A draft can be kept or sent.
    Draft,
    /// A counter-proposal is sent at once.
    Counter,
}

impl TermsForm<'_> {
    pub(super) fn render(&self) -> Markup {
        let content = html! {
            @if self.kind == FormKind::Counter { input type="hidden" name="number" value=(self.fields.number); }
            input type="hidden" name="worked_out" value=(self.fields.worked_out);
            (self.shared())
            (self.given())
            (self.payment())
            (self.message())
            (actions(self.buttons()))
        };
        html! { (self.need()) (post_form(self.action, self.keys, content)) }
    }

    /// The need that is answered, and where these terms are not what it asks for.
    fn need(&self) -> Markup {
        let Some(need) = &self.ground.need else { return html! {} };
        html! {
            p { "For the need “" a href=(urls::needs::need(need.id)) { (need.content.title) } "” of " (need.body_name) "." }
            @if !self.notes.is_empty() { ul { @for note in self.notes { li { (note) } } } }
            (disclosure("What the need says", said_of_need(&need.content)))
        }
    }

    fn shared(&self) -> Markup {
        let title = TextField {
            name: "title",
            label: "Title",
            hint: Some("What both sides will call the agreement"),
            value: &self.fields.title,
            error: self.errors.of("title"),
            ..TextField::default()
        };
        let months = self.months();
        let month = |name, label, value| {
            MonthField {
                name,
                label,
                months: &months,
                value,
                error: self.errors.of(name),
                ..MonthField::default()
            }
            .render()
        };
        html! {
            (title.render())
            (month("first_month", "First month", &self.fields.first_month))
            (month("last_month", "Last month", &self.fields.last_month))
        }
    }

    /// The months of the offer that are not over, at most ten years of them.
    fn months(&self) -> Vec<Month> {
        let offer = &self.ground.offer;
        let first = offer.first_month.max(self.ground.this_month);
        first.through(offer.last_month).take(120).collect()
    }

    fn given(&self) -> Markup {
        let offer = &self.ground.offer;
        let leg = LegForm {
            form: self,
            prefix: "a_",
            fields: &self.fields.given,
            provider: self.ground.provider(),
        };
        html! {
            h2 { (offer.body_name) " gives" }
            p { strong { (offer.service_name) } ", from the offer “" (offer.title) "”" }
            @if let Some(asks) = asked_by(offer) { p.hint { "The offer asks: " (asks) } }
            (leg.render(Some(&offer.unit), &pricing_views::pricing(self.ground, self.fields, self.errors)))
        }
    }

    fn payment(&self) -> Markup {
        let choices = [
            Choice::new("cash", "In cash").hint("One invoice a month, VAT added"),
            Choice::new("service", "With a service in return")
                .hint("Each side invoices the other, the invoices are set off, and only the difference can fall due"),
        ];
        let in_return = Radios {
            name: "in_return",
            legend: "How is it paid for?",
            choices: &choices,
            value: &self.fields.in_return,
            error: self.errors.of("in_return"),
            ..Radios::default()
        };
        let returning = self.ground.parties.name_of(self.ground.consumer());
        let summary = format!("What {returning} gives in return");
        html! {
            h2 { "In return" }
            (in_return.render())
            (disclosure_open(&summary, self.returned()))
        }
    }

    fn returned(&self) -> Markup {
        let groups = self.supplies();
        let supply = Select {
            name: "b_service_code",
            label: "Service and unit",
            hint: Some("Fill in this part only for a service in return"),
            prompt: Some("Choose a service"),
            groups: &groups,
            value: &self.fields.returned.supply,
            error: self.errors.of("b_service_code"),
            ..Select::default()
        };
        let tolerance = MoneyField {
            name: "tolerance",
            label: "Tolerance of the in-kind account",
            hint: Some("How far what was given each way may differ before the difference is paid"),
            value: &self.fields.tolerance,
            error: self.errors.of("tolerance"),
            ..MoneyField::default()
        };
        let leg = LegForm {
            form: self,
            prefix: "b_",
            fields: &self.fields.returned,
            provider: self.ground.consumer(),
        };
        html! { (supply.render()) (leg.render(None, &html! {})) (tolerance.render()) }
    }

    /// The offers that can be taken up in return, then the whole taxonomy.
    fn supplies(&self) -> Vec<OptionGroup> {
        let own = self.ground.in_return.iter().map(|offer| {
            Choice::new(
                format!("offer:{}", offer.id),
                format!("{} ({})", offer.title, listed_a_month(offer.quantity_per_month, &offer.unit)),
            )
        });
        let mut groups = Vec::new();
        let own: Vec<Choice> = own.collect();
        if !own.is_empty() {
            let name = self.ground.parties.name_of(self.ground.consumer());
            groups.push(OptionGroup::new(format!("Published offers of {name}"), own));
        }
        groups.extend(self.families.iter().map(|family| {
            let services = family.services.iter().flat_map(|service| {
                service.units.iter().map(move |unit| {
                    Choice::new(format!("{}/{unit}", service.code), format!("{}, by {unit}", service.name))
                })
            });
            OptionGroup::new(family.name.clone(), services.collect::<Vec<_>>())
        }));
        groups
    }

    fn message(&self) -> Markup {
        let other = self.ground.parties.name_of(self.ground.parties.other_than(self.ground.acting));
        let label = format!("Message to {other}");
        let message = TextArea {
            name: "message",
            label: &label,
            hint: Some("It stands beside the terms and is not part of them"),
            value: &self.fields.message,
            error: self.errors.of("message"),
            need: Need::Optional,
            most: Some(4_000),
            ..TextArea::default()
        };
        html! { h2 { "Message" } (message.render()) }
    }

    fn buttons(&self) -> Markup {
        let button = |label, value, look| {
            Button { label, look, sends: Some(("then", value)), ..Button::default() }.render()
        };
        html! {
            @match self.kind {
                FormKind::Draft => {
                    (button("Send the proposal", "send", ButtonLook::Main))
                    (button("Save as a draft", "keep", ButtonLook::Quiet))
                }
                FormKind::Counter => { (button("Send the counter-proposal", "send", ButtonLook::Main)) }
            }
            a href=(self.way_out) { "Cancel" }
        }
    }
}
