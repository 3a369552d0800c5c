//! Questions answered by ticking: one of several, any of several, or a single yes.

use maud::{Markup, html};

use super::field::{Frame, Need};

/// One answer that can be picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same choice with a line of explanation beneath it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// One of a few. For more than about seven use [`super::Select`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Radios<'a> {
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: Option<&'a str>,
    pub choices: &'a [Choice],
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
}

impl Radios<'_> {
    pub fn render(&self) -> Markup {
        let frame = Frame {
            name: self.name,
            label: self.legend,
            hint: self.hint,
            error: self.error,
            need: self.need,
        };
        frame.around_group(&html! {
            @for (place, choice) in self.choices.iter().enumerate() {
                (tick(Kind::Radio, self.name, place, choice, Ticked::when(choice.value == self.value)))
            }
        })
    }
}

/// Any of a few, all sent under one name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkboxes<'a> {
    pub name: &'a str,
    pub legend: &'a str,
    pub hint: Option<&'a str>,
    pub choices: &'a [Choice],
    pub values: &'a [String],
    pub error: Option<&'a str>,
    pub need: Need,
}

impl Checkboxes<'_> {
    pub fn render(&self) -> Markup {
        let frame = Frame {
            name: self.name,
            label: self.legend,
            hint: self.hint,
            error: self.error,
            need: self.need,
        };
        frame.around_group(&html! {
            @for (place, choice) in self.choices.iter().enumerate() {
                (tick(Kind::Checkbox, self.name, place, choice, Ticked::when(self.values.contains(&choice.value))))
            }
        })
    }
}

/// A single yes, such as "I have read this version". Sends `name=yes` when ticked, nothing otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkbox<'a> {
    pub name: &'a str,
    pub label: &'a str,
    /// What the form sent: ticked when "yes".
    pub value: &'a str,
    pub error: Option<&'a str>,
}

impl Checkbox<'_> {
    pub fn render(&self) -> Markup {
        let error_id = self.error.map(|_| format!("{}-error", self.name));
        html! {
            div.field.has-error[self.error.is_some()] {
                @if let Some(error) = self.error {
                    p.error-text id={ (self.name) "-error" } { span.visually-hidden { "Error: " } (error) }
                }
                div.choice {
                    input id=(self.name) name=(self.name) type="checkbox" value="yes" checked[self.value == "yes"]
                        aria-describedby=[error_id] aria-invalid=[self.error.map(|_| "true")];
                    label for=(self.name) { (self.label) }
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Radio,
    Checkbox,
}

#[derive(Clone, Copy, PartialEq)]
enum Ticked {
    Yes,
    No,
}

impl Ticked {
    fn when(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }
}

/// One radio button or box. The first has the field's name as its id: that is where the error summary leads.
fn tick(kind: Kind, name: &str, place: usize, choice: &Choice, ticked: Ticked) -> Markup {
    let id = if place == 0 { name.to_owned() } else { format!("{name}-{}", place + 1) };
    let hint_id = choice.hint.as_ref().map(|_| format!("{id}-about"));
    let kind = match kind {
        Kind::Radio => "radio",
        Kind::Checkbox => "checkbox",
    };
    html! {
        div.choice {
            input id=(id) name=(name) type=(kind) value=(choice.value) checked[ticked == Ticked::Yes]
                aria-describedby=[hint_id.as_deref()];
            div {
                label for=(id) { (choice.label) }
                @if let Some(hint) = &choice.hint { p.hint id={ (id) "-about" } { (hint) } }
            }
        }
    }
}
