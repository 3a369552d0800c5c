//! What the pages of saved searches look like.

use maud::{Markup, html};

use super::pages::Typed;
use crate::alerts::Cadence;
use crate::alerts::model::{SavedSearch, SearchKind};
use crate::kernel::{FieldErrors, london};
use crate::web::context::Cx;
use crate::web::ui::{
    self, ButtonLook, Choice, Column, Confirm, Radios, Row, Table, TextField, actions, back_link, button,
    plural, post_form,
};
use crate::web::urls::{alerts as urls, catalogue, needs};

/// "3 new offers"; of offers and needs together, "3 new finds".
pub(super) fn new(count: i64, kind: Option<SearchKind>) -> String {
    match kind {
        Some(SearchKind::Offers) => plural(count, "new offer", "new offers"),
        Some(SearchKind::Needs) => plural(count, "new need", "new needs"),
        None => plural(count, "new find", "new finds"),
    }
}

pub(super) fn table(saved: &[SavedSearch]) -> Markup {
    let row = |search: &SavedSearch| {
        Row::new([
            html! {
                a href=(search_href(search.kind, &search.query)) { (search.name) }
                @if search.kind == SearchKind::Needs { " (needs)" }
            },
            html! { (search.cadence.label()) },
            html! { a href=(urls::finds(Some(search.id), 1)) { (search.unseen) span.visually-hidden { " of “" (search.name) "”" } } },
            html! { (ui::date_short(london::date(search.created_at))) },
            html! {
                ul.plain {
                    li { a href=(urls::search(search.id)) { "Change" span.visually-hidden { " “" (search.name) "”" } } }
                    li { a href=(urls::delete(search.id)) { "Delete" span.visually-hidden { " “" (search.name) "”" } } }
                }
            },
        ])
    };
    Table::new("Your searches")
        .hidden_caption()
        .columns([
            Column::text("Search"),
            Column::text("You are told"),
            Column::numeric("New"),
            Column::text("Saved"),
            Column::text("Go on"),
        ])
        .rows(saved.iter().map(row))
        .folds_when_narrow()
        .render()
}

fn search_href(kind: SearchKind, query: &str) -> String {
    let path = match kind {
        SearchKind::Offers => catalogue::FIND,
        SearchKind::Needs => needs::FIND,
    };
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn fields(typed: &Typed, errors: &FieldErrors) -> Markup {
    let name = TextField {
        name: "name",
        label: "Name of the search",
        hint: Some("It stands in the subject of the mails"),
        value: &typed.name,
        error: errors.of("name"),
        ..TextField::default()
    };
    let choices: Vec<Choice> =
        Cadence::ALL.iter().map(|cadence| Choice::new(cadence.as_str(), cadence.label())).collect();
    let cadence = Radios {
        name: "cadence",
        legend: "How often do you want a mail when something new fits?",
        hint: Some("No mail is sent when there is nothing new"),
        choices: &choices,
        value: &typed.cadence,
        error: errors.of("cadence"),
        ..Radios::default()
    };
    html! { (name.render()) (cadence.render()) }
}

pub(super) fn begin(cx: &Cx, typed: &Typed, errors: &FieldErrors) -> Markup {
    let kind = typed.kind();
    let back = search_href(kind, &typed.query);
    html! {
        (back_link(&back))
        h1 { "Save this search" }
        p {
            "We look for you and tell you of " (kind.many()) " that are published from now on"
            @if kind == SearchKind::Offers { ", that come to cost less, or that change so that they fit" }
            "."
        }
        (post_form(urls::LIST, &cx.once(), html! {
            input type="hidden" name="query" value=(typed.query);
            input type="hidden" name="looks_for" value=(kind.as_str());
            (fields(typed, errors))
            (actions(button("Save this search")))
        }))
    }
}

pub(super) fn edit(cx: &Cx, search: &SavedSearch, typed: &Typed, errors: &FieldErrors) -> Markup {
    html! {
        (back_link(urls::LIST))
        h1 { "Change “" (search.name) "”" }
        p { a href=(search_href(search.kind, &search.query)) { "See what it finds" } ". To look for something else, save another search." }
        (post_form(&urls::search(search.id), &cx.once(), html! {
            input type="hidden" name="version" value=(typed.version.unwrap_or(search.version));
            (fields(typed, errors))
            (actions(html! { (button("Save")) a href=(urls::delete(search.id)) { "Delete this search" } }))
        }))
    }
}

pub(super) fn ask_delete(cx: &Cx, search: &SavedSearch) -> Markup {
    let question = format!("Delete “{}”?", search.name);
    Confirm {
        question: &question,
        consequences: &["You get no more mails of it, and what it found is forgotten".to_owned()],
        action: &urls::delete(search.id),
        keys: &cx.once(),
        deed: "Delete it",
        look: ButtonLook::Danger,
        fields: None,
        way_out: "Keep it",
        way_out_href: urls::LIST,
    }
    .render()
}
