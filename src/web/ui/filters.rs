//! Narrowing a list: the panel of choices with their counts, and the chips that take one choice away again.

use maud::{Markup, html};

use super::{
    buttons::{actions, quiet_button},
    form::kept_fields,
    format::thousands,
};

/// One question of the panel, sent under `name` once for every ticked choice.
#[derive(Clone, Debug, Default)]
pub struct FilterGroup {
    pub legend: String,
    pub name: String,
    pub choices: Vec<FilterChoice>,
}

/// One choice and how many things it would leave.
#[derive(Clone, Debug, Default)]
pub struct FilterChoice {
    pub value: String,
    pub label: String,
    pub count: Option<u64>,
    pub checked: bool,
}

/// The panel. On a narrow screen it folds into "Filters".
#[derive(Clone, Debug, Default)]
pub struct FilterPanel {
    pub action: String,
    pub groups: Vec<FilterGroup>,
    /// How many choices are in force, of the groups and of the fields.
    pub chosen: usize,
    /// What the panel does not ask but the address must keep: the search words, the order.
    pub kept: Vec<(String, String)>,
    /// Further fields, such as a [`super::Select`] of regions.
    pub fields: Option<Markup>,
}

impl FilterPanel {
    pub fn render(&self) -> Markup {
        html! {
            form.filters method="get" action=(self.action) aria-label="Filters" {
                details.unfolds {
                    summary { "Filters" @if self.chosen > 0 { span.here { (self.chosen) " chosen" } } }
                    div {
                        (kept_fields(&self.kept))
                        @for group in &self.groups { (filter_group(group)) }
                        @if let Some(fields) = &self.fields { (fields) }
                        (actions(quiet_button("Apply filters")))
                    }
                }
            }
        }
    }
}

fn filter_group(group: &FilterGroup) -> Markup {
    html! {
        fieldset {
            legend { (group.legend) }
            @for (place, choice) in group.choices.iter().enumerate() {
                @let id = format!("filter-{}-{}", group.name, place + 1);
                div.choice.compact {
                    input id=(id) name=(group.name) type="checkbox" value=(choice.value)
                        checked[choice.checked];
                    label for=(id) {
                        (choice.label)
                        @if let Some(count) = choice.count { " " span.count { (thousands(count)) } }
                    }
                }
            }
        }
    }
}

/// A common answer to a question that takes any, one click away.
#[derive(Clone, Debug, Default)]
pub struct QuickChoice {
    pub label: String,
    /// How many things it would leave.
    pub count: u64,
    pub href: String,
}

/// Common answers beneath the field they would fill; those that would leave nothing are left out.
pub fn quick_choices(about: &str, choices: &[QuickChoice]) -> Markup {
    let useful: Vec<&QuickChoice> = choices.iter().filter(|choice| choice.count > 0).collect();
    html! {
        @if !useful.is_empty() {
            ul.quick aria-label=(about) {
                @for choice in useful {
                    li { a href=(choice.href) { (choice.label) } " " span.count { (thousands(choice.count)) } }
                }
            }
        }
    }
}

/// One choice in force, and the list without it.
#[derive(Clone, Debug, Default)]
pub struct ActiveFilter {
    pub label: String,
    pub remove_href: String,
}

/// The choices in force, each a link that takes it away. Nothing when none is.
pub fn active_filters(filters: &[ActiveFilter], clear_href: &str) -> Markup {
    html! {
        @if !filters.is_empty() {
            ul.chips aria-label="Filters in force" {
                @for filter in filters {
                    li {
                        a.chip href=(filter.remove_href) {
                            span.visually-hidden { "Remove filter: " }
                            (filter.label)
                            span.cross aria-hidden="true" { "×" }
                        }
                    }
                }
                @if filters.len() > 1 {
                    li { a href=(clear_href) { "Clear all" span.visually-hidden { " filters" } } }
                }
            }
        }
    }
}
