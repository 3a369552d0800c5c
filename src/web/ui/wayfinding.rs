//! Where the reader is: breadcrumbs, the way back, the step of a longer task, and the page's heading.

use maud::{Markup, html};

use super::page::Link;

/// The pages above this one, outermost first.
pub fn breadcrumbs(links: &[Link]) -> Markup {
    html! {
        nav.crumbs aria-label="Breadcrumb" {
            ol { @for link in links { li { a href=(link.href) { (link.label) } } } }
        }
    }
}

/// A way back to the page before, for steps of a task.
pub fn back_link(href: &str) -> Markup {
    html! { p.back { a href=(href) { "Back" } } }
}

/// The page's `h1`, with the line above it that says what it belongs to.
pub fn heading(caption: &str, title: &str) -> Markup {
    html! { h1 { span.caption { (caption) " " } (title) } }
}

/// "Data centre hosting, step 2 of 9", for the caption of a heading: of as many as the answers so far call for.
pub fn steps_caption(task: &str, step: usize, of: usize) -> String {
    format!("{task}, step {step} of {of}")
}
