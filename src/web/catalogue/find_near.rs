//! The body that a search is for, by its name: a form to name it, and a question where several may be meant.

use maud::{Markup, html};

use crate::catalogue::shelf::ShelfBody;
use crate::kernel::ids::BodyId;
use crate::web::ui::{
    Need, TextField, Width, actions, banner, disclosure, disclosure_open, get_form, kept_fields, plural,
    quiet_button,
};

/// The one that was meant: the only one, or the only one of just this name.
pub(in crate::web) fn meant(named: &[ShelfBody], typed: &str) -> Option<BodyId> {
    let typed = typed.to_lowercase();
    let mut alike = named.iter().filter(|body| body.name.to_lowercase() == typed);
    match (named, alike.next(), alike.next()) {
        ([only], ..) | (_, Some(only), None) => Some(only.id),
        _ => None,
    }
}

/// Which of several bodies was meant, of which these are the first.
pub(in crate::web) fn which_body(
    (named, namesakes): (&[ShelfBody], usize),
    typed: &str,
    href: impl Fn(&str) -> String,
) -> Markup {
    let total = i64::try_from(namesakes).unwrap_or_default();
    html! {
        @if !named.is_empty() {
            (banner(html! {
                h2 { "Which body do you search for?" }
                p { (plural(total, "body has", "bodies have")) " “" (typed) "” in the name:" }
                ul {
                    @for body in named {
                        li {
                            a href=(href(&body.id.to_string())) { (body.name) }
                            ", " (body.kind.label()) @if !body.region.is_empty() { ", " (body.region) }
                        }
                    }
                }
                @if namesakes > named.len() { p { "There are more: type more of the name." } }
            }))
        }
    }
}

/// A search for a body by its name.
pub(in crate::web) struct NearForm<'n> {
    pub(in crate::web) action: &'n str,
    /// What follows from it.
    pub(in crate::web) hint: &'n str,
    pub(in crate::web) typed: &'n str,
    pub(in crate::web) error: Option<&'n str>,
    /// Whether one is known already.
    pub(in crate::web) is_named: bool,
    /// The rest of the search.
    pub(in crate::web) kept: Vec<(String, String)>,
}

impl NearForm<'_> {
    pub(in crate::web) fn render(&self) -> Markup {
        let name = TextField {
            name: "near_name",
            label: "Name of the body, or a part of it",
            hint: Some(self.hint),
            value: self.typed,
            error: self.error,
            need: Need::Filter,
            width: Width::Medium,
            ..TextField::default()
        };
        let form = get_form(
            self.action,
            html! {
                (kept_fields(&self.kept))
                (name.render())
                (actions(quiet_button("Search for this body")))
            },
        );
        let summary = if self.is_named { "Search for another body" } else { "Name your body" };
        let is_open = self.error.is_some() || !self.typed.is_empty();
        if is_open { disclosure_open(summary, form) } else { disclosure(summary, form) }
    }
}
