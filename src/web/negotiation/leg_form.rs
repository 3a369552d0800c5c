//! The fields of one leg in the form of terms.

use maud::{Markup, html};

use super::fields::{LegFields, calendar_choices};
use super::form_views::TermsForm;
use crate::kernel::ids::BodyId;
use crate::kernel::price::PriceKind;
use crate::kernel::unit;
use crate::kernel::vat::VatTreatment;
use crate::negotiation::input::LONGEST_DESCRIPTION;
use crate::web::ui::{Choice, MoneyField, Need, Radios, Select, TextArea, TextField, TextKind, Width};

/// The fields of one leg.
pub(super) struct LegForm<'a> {
    pub(super) form: &'a TermsForm<'a>,
    /// `a_` for what the offer gives, `b_` for what is given in return.
    pub(super) prefix: &'static str,
    pub(super) fields: &'a LegFields,
    pub(super) provider: BodyId,
}

impl LegForm<'_> {
    /// The fields; `pricing` stands before the price, where there is something to say of how it comes about.
    pub(super) fn render(&self, unit: Option<&str>, pricing: &Markup) -> Markup {
        html! {
            (self.description())
            (self.quantity(unit))
            (pricing)
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
            most: u32::try_from(LONGEST_DESCRIPTION).ok(),
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
