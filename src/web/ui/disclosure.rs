//! Things most readers can skip, folded behind a line that says what they are. Printed in full.

use maud::{Markup, html};

/// Folded until the reader opens it.
pub fn disclosure(summary: &str, content: Markup) -> Markup {
    html! { details.disclosure { summary { (summary) } div { (content) } } }
}

/// Open until the reader folds it away.
pub fn disclosure_open(summary: &str, content: Markup) -> Markup {
    html! { details.disclosure open { summary { (summary) } div { (content) } } }
}
