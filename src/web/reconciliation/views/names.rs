//! The lists of supplier names.

use maud::{Markup, html};

use super::crumbs;
use crate::kernel::london;
use crate::kernel::{Page, PageRequest};
use crate::reconciliation::model::{DecisionView, Meaning, NameView};
use crate::web::reconciliation::names::NamesQuery;
use crate::web::ui::{
    Button, Column, FormKeys, Row, Search, Table, Tone, actions, date_short, empty_state, money, pagination,
    plural, post_form, status_tag, thousands,
};
use crate::web::urls::reconciliation as urls;

/// Names that look like a public body, each with its likeliest meaning to tick.
pub(in crate::web::reconciliation) fn suggested(
    query: &NamesQuery,
    names: &Page<NameView>,
    keys: &FormKeys,
) -> Markup {
    let row = |(place, name): (usize, &NameView)| {
        let first = name.suggestions.first();
        let value = first.map(|first| format!("{} {}", first.key, name.key)).unwrap_or_default();
        let likely = html! { @if let Some(first) = first { (first.name) br; span.meta { (first.reason) } } };
        name_row(place, name, &value, Ticked::when(name.exact().is_some()), likely)
    };
    let table = Table::new("Supplier names that could be public bodies")
        .hidden_caption()
        .columns([
            Column::text("Supplier name in your ledger"),
            Column::numeric("Lines"),
            Column::numeric("Total"),
            Column::text("Looks like"),
            Column::text("Confirm"),
        ])
        .folds_when_narrow()
        .rows(names.items.iter().enumerate().map(row));
    frame(
        query,
        names.total,
        names.pages(),
        &html! {
            @if names.items.is_empty() {
                (empty_state(
                    "No supplier name waits for you",
                    "Every name that looks like a public body is decided. The others may still hold one.",
                    None,
                ))
            } @else {
                p { "Tick those that are right. Names that are letter for letter the same are ticked for you. Later \
                     files apply what you decide." }
                (ticked_form(query, keys, table, "Confirm the ticked names"))
            }
        },
    )
}

/// Names that look like no public body, to be put aside many at a time.
pub(in crate::web::reconciliation) fn others(
    query: &NamesQuery,
    names: &Page<NameView>,
    keys: &FormKeys,
) -> Markup {
    let row =
        |(place, name): (usize, &NameView)| name_row(place, name, &name.key, Ticked::Yes, html! { "None" });
    let table = Table::new("Supplier names that look like no public body")
        .hidden_caption()
        .columns([
            Column::text("Supplier name in your ledger"),
            Column::numeric("Lines"),
            Column::numeric("Total"),
            Column::text("Looks like"),
            Column::text("Not a body"),
        ])
        .folds_when_narrow()
        .rows(names.items.iter().enumerate().map(row));
    frame(
        query,
        names.total,
        names.pages(),
        &html! {
            @if names.items.is_empty() {
                (empty_state("Nothing here", "No other supplier name waits for a decision.", None))
            } @else {
                p { "These look like firms, charities and people. Take the tick away from any that is a public body \
                     after all, and choose its name to say which." }
                (ticked_form(query, keys, table, "The ticked names are not public bodies"))
            }
        },
    )
}

#[derive(Clone, Copy, PartialEq)]
enum Ticked {
    Yes,
    No,
}

impl Ticked {
    fn when(condition: bool) -> Self {
        if condition { Self::Yes } else { Self::No }
    }
}

fn name_row(place: usize, name: &NameView, value: &str, ticked: Ticked, likely: Markup) -> Row {
    let id = if place == 0 { "names".to_owned() } else { format!("names-{}", place + 1) };
    Row::new([
        html! { a href=(urls::decide_name(&name.key)) { (name.name) } },
        html! { (thousands(name.tally.count)) },
        html! { (money(name.tally.total)) },
        likely,
        html! {
            input id=(id) name="names" type="checkbox" value=(value) checked[ticked == Ticked::Yes]
                aria-label=(name.name);
        },
    ])
}

fn ticked_form(query: &NamesQuery, keys: &FormKeys, table: Table, deed: &str) -> Markup {
    let content = html! {
        input type="hidden" name="show" value=(query.show);
        input type="hidden" name="q" value=(query.q);
        div.bench { (table.render()) }
        (actions(Button { label: deed, ..Button::default() }.render()))
    };
    post_form(urls::NAMES, keys, content)
}

/// What was decided, each with the way to change it.
pub(in crate::web::reconciliation) fn decided(query: &NamesQuery, decided: &Page<DecisionView>) -> Markup {
    let row = |decision: &DecisionView| {
        Row::new([
            html! { (decision.name) },
            meaning(decision),
            html! { (date_short(london::date(decision.decided_at))) ", " (decision.decided_by) },
            html! {
                a href=(urls::decide_name(&decision.key)) {
                    "Change" span.visually-hidden { " " (decision.name) }
                }
            },
        ])
    };
    let table = Table::new("Supplier names that are decided")
        .hidden_caption()
        .columns([
            Column::text("Supplier name in your ledger"),
            Column::text("Means"),
            Column::text("Decided"),
            Column::text("Change"),
        ])
        .folds_when_narrow()
        .rows(decided.items.iter().map(row))
        .empty("No supplier name is decided yet.");
    frame(query, decided.total, decided.pages(), &table.render())
}

pub(super) fn meaning(decision: &DecisionView) -> Markup {
    match decision.meaning {
        Meaning::Body(_) => html! { (decision.body_name) },
        Meaning::NotABody => status_tag(Tone::Plain, "Not a public body"),
    }
}

/// What the three lists share: where the reader is, the search, the pages.
fn frame(query: &NamesQuery, total: i64, pages: u32, content: &Markup) -> Markup {
    let kept = [("show".to_owned(), query.show.clone())];
    let current = PageRequest::new(query.page, 1).number();
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { "Supplier names" }
        p.lede { "Say which supplier names of your ledger are public bodies." }
        (views_of_names(query))
        (Search {
            action: urls::NAMES, name: "q", label: "Search supplier names", value: &query.q, kept: &kept,
        }.render())
        @if total > 0 { p.meta { (plural(total, "name", "names")) } }
        (content)
        (pagination(current, pages, |page| urls::names(&query.show, &query.q, page)))
    }
}

fn views_of_names(query: &NamesQuery) -> Markup {
    let views = [("suggested", "Could be public bodies"), ("others", "Others"), ("decided", "Decided")];
    let is_shown = |show: &str| {
        query.show == show || (show == "suggested" && !["others", "decided"].contains(&query.show.as_str()))
    };
    html! {
        nav aria-label="Supplier names" {
            ul.inline {
                @for (show, label) in views {
                    li {
                        @if is_shown(show) { strong aria-current="page" { (label) } }
                        @else { a href=(urls::names(show, &query.q, 1)) { (label) } }
                    }
                }
            }
        }
    }
}
