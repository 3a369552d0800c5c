//! One of many, picked from a list that may be grouped.

use maud::{Markup, html};

use super::{
    choice_fields::Choice,
    field::{Frame, Need},
    text_fields::Width,
};

/// A titled part of a list, such as a service family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionGroup {
    pub label: String,
    pub choices: Vec<Choice>,
}

impl OptionGroup {
    pub fn new(label: impl Into<String>, choices: impl Into<Vec<Choice>>) -> Self {
        Self { label: label.into(), choices: choices.into() }
    }
}

/// One of many. `choices` come first, then `groups`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Select<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    /// What the list says while nothing is picked, such as "Choose a service". It sends an empty value.
    pub prompt: Option<&'a str>,
    pub choices: &'a [Choice],
    pub groups: &'a [OptionGroup],
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub need: Need,
    pub width: Width,
}

impl Select<'_> {
    pub fn render(&self) -> Markup {
        let frame =
            Frame { name: self.name, label: self.label, hint: self.hint, error: self.error, need: self.need };
        frame.around(&html! {
            select id=(self.name) name=(self.name) class=(self.width.class())
                aria-describedby=[frame.described_by()] aria-invalid=[frame.invalid()] {
                @if let Some(prompt) = self.prompt { option value="" { (prompt) } }
                (self.options(self.choices))
                @for group in self.groups {
                    optgroup label=(group.label) { (self.options(&group.choices)) }
                }
            }
        })
    }

    fn options(&self, choices: &[Choice]) -> Markup {
        html! {
            @for choice in choices {
                option value=(choice.value) selected[choice.value == self.value && !self.value.is_empty()] {
                    (choice.label)
                }
            }
        }
    }
}
