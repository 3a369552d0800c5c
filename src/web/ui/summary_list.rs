//! Facts about one thing: a term, its value, and perhaps a way to change it.

use maud::{Markup, html};

use super::prose::lines;

/// One fact.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    pub term: String,
    pub value: Markup,
    pub action: Option<RowAction>,
}

/// What can be done about one fact: "Change", and where.
#[derive(Clone, Debug)]
pub struct RowAction {
    pub label: String,
    pub href: String,
}

impl SummaryRow {
    pub fn new(term: impl Into<String>, value: Markup) -> Self {
        Self { term: term.into(), value, action: None }
    }

    /// A fact that is plain text. Its lines stay lines.
    pub fn text(term: impl Into<String>, value: impl AsRef<str>) -> Self {
        Self::new(term, lines(value.as_ref()))
    }

    /// The same fact with a link that changes it.
    #[must_use]
    pub fn action(self, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { action: Some(RowAction { label: label.into(), href: href.into() }), ..self }
    }
}

/// The facts, one a line.
pub fn summary_list(rows: &[SummaryRow]) -> Markup {
    html! {
        dl.summary {
            @for row in rows {
                div {
                    dt { (row.term) }
                    dd { (row.value) }
                    @if let Some(action) = &row.action {
                        dd.row-action {
                            a href=(action.href) { (action.label) span.visually-hidden { " " (row.term) } }
                        }
                    }
                }
            }
        }
    }
}
