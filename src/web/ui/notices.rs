//! Things the page says of its own accord: news, warnings, and what to do where there is nothing yet.

use maud::{Markup, html};

use super::icons;

/// What the last command achieved. Read out, and shown once.
pub fn flash(message: &str) -> Markup {
    html! { div.flash role="status" { p { (message) } } }
}

/// Something worth knowing before reading on.
pub fn banner(content: Markup) -> Markup {
    html! { div.banner { (content) } }
}

/// Something that goes wrong unless the reader acts.
pub fn warning(content: Markup) -> Markup {
    html! { div.banner.warning { p { strong { span.visually-hidden { "Warning: " } (content) } } } }
}

/// An empty list: why it is empty, and the step that would fill it. `action` is a button or nothing.
pub fn empty_state(title: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty {
            (icons::nothing_yet())
            h2 { (title) }
            p { (text) }
            @if let Some(action) = action { div.actions { (action) } }
        }
    }
}
