//! The list of one's own needs, the page of a need, and its versions.

use maud::{Markup, html};

use super::words;
use crate::access::CapabilityKind;
use crate::bulk::model::Kind;
use crate::kernel::{Page, Rate, london};
use crate::needs::filter::OwnSort;
use crate::needs::model::{NeedVersion, NeedView, OwnNeed};
use crate::needs::{NeedContent, NeedEvent, NeedState};
use crate::web::context::Cx;
use crate::web::listings::{self, OwnList, OwnQuery, VersionPage, changes, versions};
use crate::web::ui::{
    self, Column, Direction, Link, Row, Table, Tone, actions, breadcrumbs, button_link, heading, post_form,
    quiet_button, quiet_button_link, status_tag,
};
use crate::web::urls::{self as site, catalogue::with_query, needs as urls};

pub(super) const CSV_HEADER: [&str; 9] = [
    "Title",
    "Service",
    "State",
    "Unit",
    "Quantity a month",
    "First month",
    "Last month",
    "Highest price",
    "Changed on",
];

pub(super) fn csv_row(need: &OwnNeed) -> Vec<String> {
    let said = |say: &dyn Fn(&NeedContent) -> String| need.content.as_ref().map(say).unwrap_or_default();
    vec![
        need.title.clone(),
        need.service_name.clone(),
        need.state.label().to_owned(),
        said(&|content| content.unit.clone()),
        said(&|content| content.quantity_per_month.plain()),
        said(&|content| content.first_month.iso()),
        said(&|content| content.last_month.iso()),
        said(&|content| content.highest_price.map(Rate::plain).unwrap_or_default()),
        london::date(need.updated_at).to_string(),
    ]
}

/// The needs of one's own body.
pub(super) fn list(cx: &Cx, query: &OwnQuery, page: &Page<OwnNeed>) -> Markup {
    let may_list = cx.credential().can(CapabilityKind::ManageNeeds);
    OwnList {
        title: "Our needs",
        path: urls::OUR_NEEDS,
        search_label: "Search our needs",
        states: NeedState::ALL.iter().map(|state| (state.as_str(), state.label())).collect(),
        empty: (
            "You have not said yet what you need",
            "Say what your body looks for. Bodies that can spare it find you, and you see at once who fits.",
        ),
        begin: may_list.then(|| {
            html! {
                (button_link("List a need", urls::NEW_NEED))
                (quiet_button_link("Upload needs", site::bulk::choose(Kind::Needs)))
            }
        }),
        above: Some(html! { p { a href=(urls::SUGGESTIONS) { "See who could meet them" } } }),
    }
    .render(query, page, &table(query, page))
}

fn table(query: &OwnQuery, page: &Page<OwnNeed>) -> Markup {
    let by = |sort: OwnSort, direction: Direction, column: Column| {
        query.sortable(urls::OUR_NEEDS, (sort, sort.as_str()), OwnSort::Updated, direction, column)
    };
    Table::new("Our needs")
        .hidden_caption()
        .columns([
            by(OwnSort::Title, Direction::Ascending, Column::text("Title")),
            Column::text("Service"),
            by(OwnSort::State, Direction::Ascending, Column::text("State")),
            Column::text("How much"),
            Column::text("Months"),
            by(OwnSort::Updated, Direction::Descending, Column::text("Changed")),
        ])
        .rows(page.items.iter().map(row))
        .empty("None of your needs fits.")
        .csv(with_query(urls::OUR_NEEDS_CSV, &query.pairs()))
        .render()
}

fn row(need: &OwnNeed) -> Row {
    let said =
        |say: &dyn Fn(&NeedContent) -> String| need.content.as_ref().map_or("Not published".into(), say);
    Row::new([
        html! { a href=(urls::need(need.id)) { (words::title(&need.title)) } },
        html! { (need.service_name) },
        html! {
            (status_tag(words::tone(need.state), need.state.label()))
            @if need.has_changes { " " (status_tag(Tone::Warn, "Changes not published")) }
        },
        html! { (said(&NeedContent::amount_in_words)) },
        html! { (said(&|content| format!("{} to {}", content.first_month.short(), content.last_month.short()))) },
        html! { (ui::date_short(london::date(need.updated_at))) },
    ])
}

/// The page of a need, for its owner and for everybody else.
pub(super) fn show(cx: &Cx, need: &NeedView, drafted: &Markup) -> Markup {
    let is_own = cx.credential().acting().is_some_and(|acting| acting.body == need.body);
    let above = if is_own {
        Link::new("Our needs", urls::OUR_NEEDS)
    } else {
        Link::new("What others need", urls::FIND)
    };
    let caption = need.published.as_ref().map_or("Need", |version| version.content.service_name.as_str());
    html! {
        (breadcrumbs(&[above]))
        (heading(caption, need.title()))
        @if is_own { (owner_notes(cx, need)) } @else { (reader_notes(cx, need)) }
        @match &need.published {
            Some(version) => { (published(need, version)) }
            None => { p { "This is a draft. Nobody outside your body can see it." } (drafted) }
        }
    }
}

fn owner_notes(cx: &Cx, need: &NeedView) -> Markup {
    let may = cx.credential().can(CapabilityKind::ManageNeeds);
    let has_changes = need.draft.is_some() && need.published.is_some();
    let next = match (need.state, &need.draft) {
        (NeedState::Draft, _) => "Go on with this draft",
        (NeedState::Expired, _) => "Check and publish again",
        (_, Some(_)) => "Check and publish the changes",
        (_, None) => "Change this need",
    };
    html! {
        p {
            (status_tag(words::tone(need.state), need.state.label()))
            @if has_changes && need.state.allows(NeedEvent::Edit) {
                " " (status_tag(Tone::Warn, "Changes not published"))
            }
        }
        @if need.state == NeedState::Expired {
            (ui::banner(html! {
                p { strong { "The last month of this need is over." } " Give it other months and publish it again, or \
                    say that it is met." }
            }))
        }
        @if may && need.state.allows(NeedEvent::Edit) {
            (actions(html! {
                @let go_on = if need.state == NeedState::Draft { urls::go_on(need.id) } else { urls::check(need.id) };
                (button_link(next, &go_on))
                (quiet_button_link("Shortlist", &urls::shortlist(need.id)))
                (quiet_button_link("Suggestions", urls::SUGGESTIONS))
                @if need.state.allows(NeedEvent::Meet) { (quiet_button_link("It is met", &urls::meet(need.id))) }
                (post_form(&urls::copy(need.id), &cx.once(), quiet_button("Copy")))
                @if has_changes { a href=(urls::discard_changes(need.id)) { "Drop the changes" } }
                @if need.published.is_some() {
                    a href=(urls::withdraw(need.id)) { "Withdraw" }
                } @else {
                    a href=(urls::delete(need.id)) { "Delete this draft" }
                }
            }))
        } @else if may {
            (actions(post_form(&urls::copy(need.id), &cx.once(), quiet_button("List it again as a new need"))))
        }
    }
}

fn reader_notes(cx: &Cx, need: &NeedView) -> Markup {
    html! {
        p.lede { "Needed by " a href=(site::bodies::body(need.body)) { (need.body_name) } }
        @if need.state != NeedState::Published {
            (ui::banner(html! {
                p { strong { "This need is not open any more." } " You see what it said when it was last published." }
            }))
        } @else if !cx.credential().is_signed_in() {
            (actions(button_link("Sign in to answer it", &site::sign_in_then(&urls::need(need.id)))))
        }
    }
}

fn published(need: &NeedView, version: &NeedVersion) -> Markup {
    html! {
        (said(version))
        (versions(&need.versions, version.number, |number| urls::version(need.id, number)))
    }
}

/// Everything a version says.
fn said(version: &NeedVersion) -> Markup {
    listings::said("What is needed", &version.content.description, words::terms(&version.content))
}

/// One version, and what became of it since.
pub(super) fn version(need: &NeedView, version: &NeedVersion) -> Markup {
    let changes =
        |latest: &NeedVersion| changes(&words::terms(&version.content), &words::terms(&latest.content));
    VersionPage {
        crumbs: [Link::new("What others need", urls::FIND), Link::new(need.title(), urls::need(need.id))],
        body_name: &need.body_name,
        title: &version.content.title,
        number: version.number,
        published_at: version.published_at,
        said: said(version),
        latest: need.published.as_ref().map(|latest| (latest.number, changes(latest))),
    }
    .render()
}
