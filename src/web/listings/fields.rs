//! The questions that offers and needs have in common, and what was sent of them.

use maud::{Markup, html};

use crate::catalogue::draft::OTHER_UNIT;
use crate::kernel::{FieldErrors, Month};
use crate::web::context::Cx;
use crate::web::ui::{
    Choice, MoneyField, MonthField, Need, OptionGroup, Radios, Select, TextArea, TextField, TextKind, Width,
    actions, back_link, button, heading, post_form,
};

/// How far ahead months can be chosen.
const MONTHS_AHEAD: i32 = 60;

/// The fields of a form, whichever page sent them.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Sent<'f>(pub(in crate::web) &'f [(String, String)]);

impl Sent<'_> {
    pub(in crate::web) fn text(self, name: &str) -> String {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Everything that was ticked under one name.
    pub(in crate::web) fn all(self, name: &str) -> Vec<String> {
        let sent = self.0.iter().filter(|(field, value)| field == name && !value.is_empty());
        sent.map(|(_, value)| value.clone()).collect()
    }

    /// What was chosen in the lists that [`services`] shows, those left open out.
    pub(in crate::web) fn numbered(self, name: &str, most: usize) -> Vec<String> {
        let chosen = (1..=most).map(|place| self.text(&numbered(name, place)));
        chosen.filter(|code| !code.is_empty()).collect()
    }

    /// The version that the reader saw.
    pub(in crate::web) fn seen(self) -> Option<i64> {
        self.text("version").parse().ok()
    }
}

/// The name of the `place`th of several lists. The first is called like the whole question, so that its mistakes lead
/// there.
pub(in crate::web) fn numbered(name: &str, place: usize) -> String {
    if place == 1 { name.to_owned() } else { format!("{name}_{place}") }
}

/// A title and a description, each with its hint.
pub(in crate::web) fn about(
    (title_hint, title): (&str, &str),
    (description_hint, description): (&str, &str),
    errors: &FieldErrors,
) -> Markup {
    let title = TextField {
        name: "title",
        label: "Title",
        hint: Some(title_hint),
        value: title,
        error: errors.of("title"),
        ..TextField::default()
    };
    let description = TextArea {
        name: "description",
        label: "Description",
        hint: Some(description_hint),
        value: description,
        error: errors.of("description"),
        rows: Some(9),
        most: Some(4000),
        ..TextArea::default()
    };
    html! { (title.render()) (description.render()) }
}

/// The unit: one of the service's, or another that is named.
pub(in crate::web) fn unit(units: &[String], unit: &str, other: &str, errors: &FieldErrors) -> Markup {
    let mut choices: Vec<Choice> = units.iter().map(|unit| Choice::new(unit, unit)).collect();
    choices.push(Choice::new(OTHER_UNIT, "Another unit").hint("Name it in the next box"));
    let unit = Radios {
        name: "unit",
        legend: "What do you count in?",
        choices: &choices,
        value: unit,
        error: errors.of("unit"),
        ..Radios::default()
    };
    let other = TextField {
        name: "unit_other",
        label: "Name of another unit",
        value: other,
        error: errors.of("unit_other"),
        need: Need::Conditional,
        width: Width::Medium,
        ..TextField::default()
    };
    html! { (unit.render()) (other.render()) }
}

/// The first and the last month. What was chosen once can be chosen again, however long ago it is.
pub(in crate::web) fn months(first: &str, last: &str, this_month: Month, errors: &FieldErrors) -> Markup {
    let earliest = first.parse::<Month>().unwrap_or(this_month).min(this_month);
    let months: Vec<Month> = earliest.through(this_month.plus(MONTHS_AHEAD)).collect();
    let field = |name, label, value| {
        MonthField { name, label, months: &months, value, error: errors.of(name), ..MonthField::default() }
            .render()
    };
    html! { (field("first_month", "First month", first)) (field("last_month", "Last month", last)) }
}

/// As many lists of services as may be chosen.
pub(in crate::web) fn services(
    name: &str,
    label: &str,
    groups: &[OptionGroup],
    (chosen, most): (&[String], usize),
    errors: &FieldErrors,
) -> Markup {
    html! {
        @for place in 1..=most {
            @let name = numbered(name, place);
            (Select {
                name: &name,
                label: &format!("{label}, choice {place}"),
                prompt: Some("No service chosen"),
                groups,
                value: chosen.get(place - 1).map_or("", String::as_str),
                error: errors.of(&name),
                // One is needed as soon as something is taken in return.
                need: if place == 1 { Need::Conditional } else { Need::Optional },
                ..Select::default()
            }.render())
        }
    }
}

/// Whether a page was kept with its mistakes, and is to show them.
pub(in crate::web) fn is_shown_again(cx: &Cx) -> bool {
    cx.query().contains("again=yes")
}

/// Whether somebody came from the answers, to change one of them.
pub(in crate::web) fn comes_from_answers(cx: &Cx) -> bool {
    cx.query().contains("then=check")
}

/// One line of several: a quantity and the price that goes with it.
pub(in crate::web) struct PricedLine<'l> {
    pub(in crate::web) legend: &'l str,
    /// The name, the label and what was typed.
    pub(in crate::web) quantity: (&'l str, &'l str, &'l str),
    pub(in crate::web) price: (&'l str, &'l str, &'l str),
    pub(in crate::web) need: Need,
}

impl PricedLine<'_> {
    pub(in crate::web) fn render(&self, errors: &FieldErrors) -> Markup {
        let (need, (name, label, value)) = (self.need, self.quantity);
        let quantity = TextField {
            name,
            label,
            value,
            error: errors.of(name),
            need,
            kind: TextKind::Decimal,
            width: Width::Short,
            ..TextField::default()
        };
        let (name, label, value) = self.price;
        let price = MoneyField { name, label, value, error: errors.of(name), need, ..MoneyField::default() };
        html! {
            fieldset.pair {
                legend { (self.legend) }
                (quantity.render()) (price.render())
            }
        }
    }
}

/// One page of a listing: its questions, and the ways on and out.
pub(in crate::web) struct StepForm<'a> {
    pub(in crate::web) caption: &'a str,
    pub(in crate::web) question: &'a str,
    pub(in crate::web) action: &'a str,
    /// Of the listing, as it is served.
    pub(in crate::web) version: i64,
    /// The page before.
    pub(in crate::web) back: &'a str,
    /// Where whoever leaves without saving goes.
    pub(in crate::web) way_out: &'a str,
    pub(in crate::web) fields: Markup,
    /// One more button that sends what was typed.
    pub(in crate::web) other_way: Option<Markup>,
}

impl StepForm<'_> {
    pub(in crate::web) fn render(&self, cx: &Cx) -> Markup {
        // A page that is refused comes back under this address, and still has to know.
        let to_answers = comes_from_answers(cx);
        let action = if to_answers { format!("{}?then=check", self.action) } else { self.action.to_owned() };
        html! {
            (back_link(self.back))
            (heading(self.caption, self.question))
            (post_form(&action, &cx.once(), html! {
                input type="hidden" name="version" value=(self.version);
                @if to_answers { input type="hidden" name="then" value="check"; }
                (self.fields)
                (actions(html! {
                    (button("Save and continue"))
                    // After the main button: the first one is pressed by the Enter key.
                    @if let Some(other_way) = &self.other_way { (other_way) }
                    a href=(self.way_out) { "Leave without saving this page" }
                }))
            }))
        }
    }
}
