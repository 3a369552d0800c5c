//! What changed between two versions, term by term, readable without colour: each change carries a word, and each
//! value says whether it was or is now.

use maud::{Markup, html};

use super::{
    format::plural,
    status::{Tone, status_tag},
    table::{Column, Row, Table},
};

/// What became of one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Same(String),
    Changed { was: String, now: String },
    Added(String),
    Removed(String),
}

/// One term and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermChange {
    /// What the term is a part of, said once above its terms; empty for none.
    pub part: String,
    pub term: String,
    pub change: Change,
}

impl TermChange {
    /// Compares two versions of one term; a missing or empty value is a term that is not there. `None` if it is
    /// in neither.
    pub fn between(term: impl Into<String>, was: Option<&str>, now: Option<&str>) -> Option<Self> {
        let present = |value: Option<&str>| value.filter(|text| !text.is_empty()).map(str::to_owned);
        let change = match (present(was), present(now)) {
            (None, None) => return None,
            (Some(was), Some(now)) if was == now => Change::Same(now),
            (Some(was), Some(now)) => Change::Changed { was, now },
            (None, Some(now)) => Change::Added(now),
            (Some(was), None) => Change::Removed(was),
        };
        Some(Self { part: String::new(), term: term.into(), change })
    }

    /// The same as one of several terms under a heading.
    #[must_use]
    pub fn of_part(self, part: impl Into<String>) -> Self {
        Self { part: part.into(), ..self }
    }
}

/// All terms of two versions. The caption counts the changes, so that nobody has to.
pub fn diff(title: &str, terms: &[TermChange]) -> Markup {
    let same = terms.iter().filter(|term| matches!(term.change, Change::Same(_))).count();
    let changed = plural(terms.len() - same, "term changed", "terms changed");
    let table = Table::new(format!("{title}: {changed}, {same} unchanged"))
        .columns([Column::text("Term"), Column::text("Value"), Column::text("Change")])
        .rows(terms.chunk_by(|one, next| one.part == next.part).flat_map(|part| {
            let heading = part.first().filter(|term| !term.part.is_empty());
            let rows = part
                .iter()
                .map(|term| Row::new([html! { (term.term) }, value(&term.change), word(&term.change)]));
            heading.map(|term| Row::part(&term.part)).into_iter().chain(rows)
        }))
        .folds_when_narrow()
        .empty("There are no terms to compare.");
    html! { div.diff { (table.render()) } }
}

fn value(change: &Change) -> Markup {
    html! {
        @match change {
            Change::Same(text) => { span.unchanged { (text) } }
            Change::Changed { was, now } => { (old(was)) " " (new(now)) }
            Change::Added(now) => { (new(now)) }
            Change::Removed(was) => { (old(was)) }
        }
    }
}

fn old(text: &str) -> Markup {
    html! { del { span.visually-hidden { "was " } (text) span.visually-hidden { ", " } } }
}

fn new(text: &str) -> Markup {
    html! { ins { span.visually-hidden { "now " } (text) } }
}

fn word(change: &Change) -> Markup {
    match change {
        Change::Same(_) => html! { span.unchanged { "Unchanged" } },
        Change::Changed { .. } => status_tag(Tone::Warn, "Changed"),
        Change::Added(_) => status_tag(Tone::Good, "Added"),
        Change::Removed(_) => status_tag(Tone::Bad, "Removed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_without_colour() {
        let terms: Vec<TermChange> = [
            TermChange::between("Price", Some("£4.60"), Some("£4.40")),
            TermChange::between("Start", Some("1 April 2026"), Some("1 April 2026")),
            TermChange::between("Minimum", Some(""), None),
        ]
        .into_iter()
        .flatten()
        .collect();

        let page = diff("Version 2 to 3", &terms).into_string();

        assert!(page.contains("was </span>£4.60"));
        assert!(page.contains("now </span>£4.40"));
        assert!(page.contains("1 term changed, 1 unchanged"));
        assert!(!page.contains("Minimum"));
    }
}
