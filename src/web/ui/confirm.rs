//! The question before something that cannot be undone.

use maud::{Markup, html};

use super::{
    buttons::{Button, ButtonLook, actions},
    form::{FormKeys, post_form},
};

/// A page body that asks "are you sure?": what will happen in plain words, the button that does it, and the way
/// out.
#[derive(Clone, Debug)]
pub struct Confirm<'a> {
    /// The question, as the page's heading: "Withdraw this offer?".
    pub question: &'a str,
    /// What will happen, one consequence a line.
    pub consequences: &'a [String],
    pub action: &'a str,
    pub keys: &'a FormKeys,
    /// What the button says: the deed itself, never "OK".
    pub deed: &'a str,
    pub look: ButtonLook,
    /// Fields the deed needs, such as a reason.
    pub fields: Option<Markup>,
    pub way_out: &'a str,
    pub way_out_href: &'a str,
}

impl Confirm<'_> {
    /// The body of a page of its own.
    pub fn render(&self) -> Markup {
        html! { div.confirm { h1 { (self.question) } (self.rest()) } }
    }

    /// The same within a page that has another heading.
    pub fn render_as_part(&self) -> Markup {
        html! { div.confirm { h2 { (self.question) } (self.rest()) } }
    }

    fn rest(&self) -> Markup {
        let content = html! {
            @if let Some(fields) = &self.fields { (fields) }
            (actions(html! {
                (Button { label: self.deed, look: self.look, ..Button::default() }.render())
                a href=(self.way_out_href) { (self.way_out) }
            }))
        };
        html! {
            @if !self.consequences.is_empty() {
                ul { @for consequence in self.consequences { li { (consequence) } } }
            }
            (post_form(self.action, self.keys, content))
        }
    }
}
