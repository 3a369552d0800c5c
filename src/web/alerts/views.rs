//! What the pages of saved searches look like.

use maud::{Markup, html};

use super::pages::Typed;
use crate::alerts::Cadence;
use crate::alerts::model::SavedSearch;
use crate::kernel::{FieldErrors, london};
use crate::web::context::Cx;
use crate::web::ui::{
    self, ButtonLook, Choice, Column, Confirm, Radios, Row, Table, TextField, actions, back_link, button,
    post_form,
};
use crate::web::urls::{alerts as urls, catalogue};

pub(super) fn table(saved: &[SavedSearch]) -> Markup {
    let row = |search: &SavedSearch| {
        Row::new([
            html! { a href=(search_href(search)) { (search.name) } },
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

fn search_href(search: &SavedSearch) -> String {
    if search.query.is_empty() {
        catalogue::FIND.to_owned()
    } else {
        format!("{}?{}", catalogue::FIND, search.query)
    }
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
    let back = if typed.query.is_empty() {
        catalogue::FIND.to_owned()
    } else {
        format!("{}?{}", catalogue::FIND, typed.query)
    };
    html! {
        (back_link(&back))
        h1 { "Save this search" }
        p { "We look for you and tell you of offers that are published from now on, that come to cost less, or that change \
            so that they fit." }
        (post_form(urls::LIST, &cx.once(), html! {
            input type="hidden" name="query" value=(typed.query);
            (fields(typed, errors))
            (actions(button("Save this search")))
        }))
    }
}

pub(super) fn edit(cx: &Cx, search: &SavedSearch, typed: &Typed, errors: &FieldErrors) -> Markup {
    html! {
        (back_link(urls::LIST))
        h1 { "Change “" (search.name) "”" }
        p { a href=(search_href(search)) { "See what it finds" } ". To look for something else, save another search." }
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
