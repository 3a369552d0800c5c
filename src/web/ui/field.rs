//! What surrounds every control of a form: its label, hint and error, tied to it by ids made from its name.
//! A field's id is its name, so that the error summary can link to `#name`.

use maud::{Markup, html};

/// Whether a field must be filled in. Most must; those that need not say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    #[default]
    Required,
    Optional,
    /// Needed once another answer calls for it, as its label says.
    Conditional,
    /// It narrows a list: everybody knows that it may be left as it is.
    Filter,
}

/// The label, hint and error of one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) hint: Option<&'a str>,
    pub(super) error: Option<&'a str>,
    pub(super) need: Need,
}

impl Frame<'_> {
    /// What `aria-describedby` of the control points at: the hint, then the error.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let error = self.error.map(|_| format!("{}-error", self.name));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    /// `aria-invalid` of the control.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.map(|_| "true")
    }

    /// The field around a single control whose id is the field's name.
    pub(super) fn around(&self, control: &Markup) -> Markup {
        html! {
            div.field.has-error[self.error.is_some()] {
                label for=(self.name) { (self.label) (self.optional_note()) }
                (self.notes())
                (control)
            }
        }
    }

    /// The field around several controls that share a question.
    pub(super) fn around_group(&self, controls: &Markup) -> Markup {
        html! {
            div.field.has-error[self.error.is_some()] {
                fieldset aria-describedby=[self.described_by()] {
                    legend { (self.label) (self.optional_note()) }
                    (self.notes())
                    (controls)
                }
            }
        }
    }

    fn optional_note(&self) -> Markup {
        html! { @if self.need == Need::Optional { span.optional { " (optional)" } } }
    }

    fn notes(&self) -> Markup {
        html! {
            @if let Some(hint) = self.hint { p.hint id={ (self.name) "-hint" } { (hint) } }
            @if let Some(error) = self.error {
                p.error-text id={ (self.name) "-error" } { span.visually-hidden { "Error: " } (error) }
            }
        }
    }
}
