//! Buttons, links that look like buttons, and the row they stand in.

use maud::{Markup, html};

/// How much a button asks for attention. One `Main` to a page; `Danger` for what cannot be undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonLook {
    #[default]
    Main,
    Quiet,
    Danger,
}

impl ButtonLook {
    fn class(self) -> &'static str {
        match self {
            Self::Main => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button that sends its form. `about` finishes the label for those who hear it out of context: "Remove" and
/// then "Ana Bell".
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    pub label: &'a str,
    pub look: ButtonLook,
    /// The name and value sent when this button, of several, is the one pressed.
    pub sends: Option<(&'a str, &'a str)>,
    pub about: Option<&'a str>,
}

impl Button<'_> {
    pub fn render(&self) -> Markup {
        let (name, value) = self.sends.unzip();
        html! {
            button class=(self.look.class()) type="submit" name=[name] value=[value] {
                (self.label)
                @if let Some(about) = self.about { span.visually-hidden { " " (about) } }
            }
        }
    }
}

/// The button that does what the page is for.
pub fn button(label: &str) -> Markup {
    Button { label, ..Button::default() }.render()
}

/// A button for the second choice.
pub fn quiet_button(label: &str) -> Markup {
    Button { label, look: ButtonLook::Quiet, ..Button::default() }.render()
}

/// A button for what cannot be undone. Put it behind a [`super::Confirm`].
pub fn danger_button(label: &str) -> Markup {
    Button { label, look: ButtonLook::Danger, ..Button::default() }.render()
}

/// A link to the page's main next step.
pub fn button_link(label: &str, href: &str) -> Markup {
    html! { a.button href=(href) { (label) } }
}

/// A link to a second step.
pub fn quiet_button_link(label: &str, href: &str) -> Markup {
    html! { a.button.quiet href=(href) { (label) } }
}

/// The row of buttons and links at the end of a form or page. Not printed.
pub fn actions(content: Markup) -> Markup {
    html! { div.actions { (content) } }
}
