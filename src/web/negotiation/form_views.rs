//! The form in which terms are written: what the offer gives, what is given for it, and what holds for both.

use maud::{Markup, html};

use super::fields::{LegFields, TermsFields, calendar_choices};
use crate::catalogue::model::Family;
use crate::catalogue::shape::listed_a_month;
use crate::kernel::ids::BodyId;
use crate::kernel::price::PriceKind;
use crate::kernel::vat::VatTreatment;
use crate::kernel::{FieldErrors, Month, unit};
use crate::negotiation::ground::Ground;
use crate::web::catalogue::asked_by;
use crate::web::ui::{
    Button, ButtonLook, Choice, FormKeys, MoneyField, MonthField, Need, OptionGroup, Radios, Select,
    TextArea, TextField, TextKind, Width, actions, disclosure_open, post_form,
};

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
            (self.shared())
            (self.given())
            (self.payment())
            (self.message())
            (actions(self.buttons()))
        };
        post_form(self.action, self.keys, content)
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
            (leg.render(Some(&offer.unit)))
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
        html! { (supply.render()) (leg.render(None)) (tolerance.render()) }
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

/// The fields of one leg.
struct LegForm<'a> {
    form: &'a TermsForm<'a>,
    prefix: &'static str,
    fields: &'a LegFields,
    provider: BodyId,
}

impl LegForm<'_> {
    fn render(&self, unit: Option<&str>) -> Markup {
        html! {
            (self.description())
            (self.quantity(unit))
            (self.price())
            (self.vat())
            (self.calendar())
            (self.po_ref())
            (self.kpis())
        }
    }

    fn name(&self, field: &str) -> String {
        format!("{}{field}", self.prefix)
    }

    fn error(&self, field: &str) -> Option<&str> {
        self.form.errors.of(&self.name(field))
    }

    fn description(&self) -> Markup {
        TextArea {
            name: &self.name("description"),
            label: "What exactly is provided",
            value: &self.fields.description,
            error: self.error("description"),
            most: Some(2_000),
            ..TextArea::default()
        }
        .render()
    }

    fn quantity(&self, unit: Option<&str>) -> Markup {
        let suffix = unit.map_or("a month".to_owned(), |unit| format!("{} a month", unit::plural(unit)));
        TextField {
            name: &self.name("quantity"),
            label: "Quantity a month",
            value: &self.fields.quantity,
            error: self.error("quantity"),
            kind: TextKind::Decimal,
            width: Width::Short,
            suffix: Some(&suffix),
            ..TextField::default()
        }
        .render()
    }

    fn price(&self) -> Markup {
        let kinds: Vec<Choice> =
            PriceKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind.label())).collect();
        let kind = Radios {
            name: &self.name("price_kind"),
            legend: "Price is for",
            choices: &kinds,
            value: &self.fields.price_kind,
            error: self.error("price_kind"),
            ..Radios::default()
        };
        let (label, hint) = if self.prefix == "a_" {
            (
                "Price or assessed value",
                "Before VAT in cash; with VAT in it where a service is given in return",
            )
        } else {
            ("Assessed value", "With VAT in it")
        };
        let price = MoneyField {
            name: &self.name("price"),
            label,
            hint: Some(hint),
            value: &self.fields.price,
            error: self.error("price"),
            ..MoneyField::default()
        };
        html! { (kind.render()) (price.render()) }
    }

    fn vat(&self) -> Markup {
        let choices: Vec<Choice> =
            VatTreatment::ALL.iter().map(|vat| Choice::new(vat.as_str(), vat.label())).collect();
        Select {
            name: &self.name("vat"),
            label: "VAT",
            prompt: Some("Choose how VAT is treated"),
            choices: &choices,
            value: &self.fields.vat,
            error: self.error("vat"),
            width: Width::Medium,
            ..Select::default()
        }
        .render()
    }

    fn calendar(&self) -> Markup {
        let ground = self.form.ground;
        let before = ground.before.as_ref().and_then(|terms| terms.leg_of(self.provider));
        let kept = match before {
            Some(leg) => Some(format!("As before: {}", leg.calendar.describe())),
            None if self.provider == ground.provider() => {
                Some(format!("As in the offer: {}", ground.offer.calendar.describe()))
            }
            None => Some("As in the offer chosen above".to_owned()).filter(|_| !ground.in_return.is_empty()),
        };
        let kept = kept.map(|label| Choice::new("keep", label));
        let choices: Vec<Choice> = kept.into_iter().chain(calendar_choices()).collect();
        Select {
            name: &self.name("calendar"),
            label: "Service hours",
            prompt: Some("Choose when the service runs"),
            choices: &choices,
            value: &self.fields.calendar,
            error: self.error("calendar"),
            ..Select::default()
        }
        .render()
    }

    /// Only the consumer has an order to quote.
    fn po_ref(&self) -> Markup {
        if self.form.ground.acting == self.provider {
            return html! {};
        }
        TextField {
            name: &self.name("po_ref"),
            label: "Our purchase order reference",
            hint: Some("Invoices must quote it"),
            value: &self.fields.po_ref,
            error: self.error("po_ref"),
            need: Need::Optional,
            kind: TextKind::Code,
            width: Width::Medium,
            ..TextField::default()
        }
        .render()
    }

    fn kpis(&self) -> Markup {
        html! {
            @for (place, (name, target)) in (1..).zip(self.fields.kpi_rows()) {
                @let (name_field, target_field) = (format!("kpi_{place}"), format!("target_{place}"));
                (TextField {
                    name: &self.name(&name_field), label: &format!("Measure {place}"), value: &name,
                    hint: (place == 1).then_some("What share must be right, such as “Payslips right first time”"),
                    error: self.error(&name_field), need: Need::Optional, ..TextField::default()
                }.render())
                (TextField {
                    name: &self.name(&target_field), label: &format!("Target of measure {place}"), value: &target,
                    error: self.error(&target_field), need: Need::Optional, width: Width::Short,
                    kind: TextKind::Decimal, suffix: Some("at least, in %"), ..TextField::default()
                }.render())
            }
        }
    }
}
