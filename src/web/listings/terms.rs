//! What was published, term by term and version by version.

use maud::{Markup, html};

use crate::kernel::{Instant, london};
use crate::web::ui::{self, Link, SummaryRow, TermChange, breadcrumbs, heading, summary_list};

/// One thing that is said, and the page on which it is said.
pub(in crate::web) struct Term<S> {
    pub(in crate::web) step: S,
    pub(in crate::web) name: &'static str,
    pub(in crate::web) value: String,
}

pub(in crate::web) fn term<S>(step: S, name: &'static str, value: impl Into<String>) -> Term<S> {
    Term { step, name, value: value.into() }
}

/// Everything a version says: its description as prose, the rest as facts.
pub(in crate::web) fn said<S>(title: &str, description: &str, terms: Vec<Term<S>>) -> Markup {
    let rows: Vec<SummaryRow> = terms
        .into_iter()
        .filter(|term| !matches!(term.name, "Title" | "Description") && !term.value.is_empty())
        .map(|term| SummaryRow::text(term.name, term.value))
        .collect();
    html! {
        h2 { (title) }
        (ui::prose(description))
        (summary_list(&rows))
    }
}

/// The versions there are, the latest first.
pub(in crate::web) fn versions(
    versions: &[(i32, Instant)],
    latest: i32,
    href: impl Fn(i32) -> String,
) -> Markup {
    html! {
        h2 { "Versions" }
        ul {
            @for (number, at) in versions {
                li {
                    a href=(href(*number)) { "Version " (number) }
                    ", published on " (ui::date(london::date(*at)))
                    @if *number == latest { " (the latest)" }
                }
            }
        }
    }
}

/// What differs between two versions.
pub(in crate::web) fn changes<S>(was: &[Term<S>], now: &[Term<S>]) -> Vec<TermChange> {
    was.iter()
        .zip(now)
        .filter_map(|(was, now)| TermChange::between(was.name, Some(&was.value), Some(&now.value)))
        .collect()
}

/// One version, and what became of it since.
pub(in crate::web) struct VersionPage<'v> {
    pub(in crate::web) crumbs: [Link; 2],
    pub(in crate::web) body_name: &'v str,
    pub(in crate::web) title: &'v str,
    pub(in crate::web) number: i32,
    pub(in crate::web) published_at: Instant,
    pub(in crate::web) said: Markup,
    /// The number of the latest version, if there is one, and what has changed until then.
    pub(in crate::web) latest: Option<(i32, Vec<TermChange>)>,
}

impl VersionPage<'_> {
    pub(in crate::web) fn render(&self) -> Markup {
        html! {
            (breadcrumbs(&self.crumbs))
            (heading(&format!("{}, version {}", self.body_name, self.number), self.title))
            p.meta { "Published on " (ui::date(london::date(self.published_at))) "." }
            (self.said)
            @match &self.latest {
                Some((latest, _)) if *latest == self.number => { p { "This is the latest version." } }
                Some((latest, changes)) => {
                    h2 { "What has changed since" }
                    (ui::diff(&format!("From version {} to version {latest}", self.number), changes))
                }
                None => {}
            }
        }
    }
}
