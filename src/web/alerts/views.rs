//! What the pages of saved searches look like.

use maud::{Markup, html};

use super::pages::Typed;
use crate::alerts::Cadence;
use crate::alerts::model::{Find, Listed, SavedSearch, SearchKind};
use crate::kernel::{FieldErrors, london};
use crate::web::catalogue::found_item;
use crate::web::context::Cx;
use crate::web::needs::found_need;
use crate::web::ui::{
    self, ButtonLook, Choice, Column, Confirm, Radios, ResultItem, Row, Table, TextField, Tone, actions,
    back_link, button, button_link, empty_state, plural, post_form, quiet_button, results, status_tag,
};
use crate::web::urls::{self as site, alerts as urls, catalogue, needs};

/// The searches, and what they found.
pub(super) fn list(cx: &Cx, saved: &[SavedSearch], finds: &[Find]) -> Markup {
    let finds = by_listing(finds);
    let fresh: Vec<SearchKind> =
        finds.iter().filter(|(find, _)| find.is_new).map(|(find, _)| find.listed.kind()).collect();
    let kind = fresh.first().copied().filter(|first| fresh.iter().all(|kind| kind == first));
    let count = i64::try_from(fresh.len()).unwrap_or_default();
    html! {
        h1 { "Saved searches" }
        @if saved.is_empty() {
            (empty_state(
                "You have not saved a search yet",
                "Search the catalogue for what you need, or for what others need, and save the search: you are told when something new fits.",
                Some(button_link("Find a service", catalogue::FIND)),
            ))
        } @else {
            h2 { "What is new" }
            @if finds.is_empty() {
                p.nothing { "Nothing new so far. We look for you." }
            } @else {
                @if count > 0 {
                    p.meta role="status" { (new(count, kind)) }
                    (post_form(urls::SEEN, &cx.once(), actions(quiet_button("I have seen these"))))
                }
                (results(&finds.iter().map(item).collect::<Vec<_>>()))
            }
            h2 { "Your searches" }
            (table(saved))
        }
    }
}

/// "3 new offers"; of offers and needs together, "3 new finds".
pub(super) fn new(count: i64, kind: Option<SearchKind>) -> String {
    match kind {
        Some(SearchKind::Offers) => plural(count, "new offer", "new offers"),
        Some(SearchKind::Needs) => plural(count, "new need", "new needs"),
        None => plural(count, "new find", "new finds"),
    }
}

/// Each find once, as it was found last, with the names of all searches that have found it.
fn by_listing(finds: &[Find]) -> Vec<(Find, Vec<&str>)> {
    let mut listed: Vec<(Find, Vec<&str>)> = Vec::new();
    for find in finds {
        match listed.iter_mut().find(|(known, _)| known.listed.id() == find.listed.id()) {
            Some((known, names)) => {
                known.is_new |= find.is_new;
                names.push(&find.search_name);
            }
            None => listed.push((find.clone(), vec![&find.search_name])),
        }
    }
    listed
}

fn item((find, names): &(Find, Vec<&str>)) -> ResultItem {
    let mut item = match &find.listed {
        Listed::Offer(offer) => found_item(offer),
        Listed::Need(need) => found_need(need),
    };
    if find.is_new {
        item.tags.insert(0, status_tag(Tone::Good, "New"));
    }
    item.figure_notes.push(format!(
        "found by {} on {}",
        names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" and "),
        ui::date(london::date(find.found_at))
    ));
    item
}

fn table(saved: &[SavedSearch]) -> Markup {
    let row = |search: &SavedSearch| {
        Row::new([
            html! {
                a href=(search_href(search.kind, &search.query)) { (search.name) }
                @if search.kind == SearchKind::Needs { " (needs)" }
            },
            html! { (search.cadence.label()) },
            html! { (search.unseen) },
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
        p { "We look for you and tell you of " (kind.many()) " that are published from now on." }
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

pub(super) fn ask_stop(cx: &Cx, secret: &str, name: &str) -> Markup {
    html! {
        h1 { "Stop the mails of “" (name) "”?" }
        p { "The search is kept, and you can turn its mails on again under your saved searches." }
        (post_form(&urls::stop(secret), &cx.once(), actions(button("Stop these mails"))))
    }
}

pub(super) fn stopped(name: &str) -> Markup {
    html! {
        h1 { "You get no more mails of “" (name) "”" }
        p { "The search is kept: what it finds stands under " a href=(urls::LIST) { "your saved searches" } "." }
        p { a href=(site::HOME) { "Go to the first page" } }
    }
}
