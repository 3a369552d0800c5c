//! The list of proposals.

use maud::{Markup, html};

use super::enquiry_views::negotiation_tabs;
use super::views::{next_step, state_tag};
use crate::kernel::Page;
use crate::kernel::ids::BodyId;
use crate::negotiation::model::Proposal;
use crate::negotiation::queries::{ProposalFilter, ProposalOrder};
use crate::negotiation::state::ProposalState;
use crate::web::ui::{Column, Direction, Row, Search, Table, button_link, empty_state, pagination};
use crate::web::urls::{self, negotiation as at};

pub(super) fn list(page: &Page<Proposal>, viewer: BodyId, filter: &ProposalFilter) -> Markup {
    let kept: Vec<(String, String)> = [("state", state_of(filter)), ("sort", order_of(filter))]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let search = Search {
        action: at::PROPOSALS,
        name: "q",
        label: "Search title, reference or partner",
        value: &filter.words,
        kept: &kept,
    };
    let untouched = filter.state.is_none() && filter.words.is_empty();
    let numbered = |number: u32| href(filter, at::PROPOSALS, &[("page", &number.to_string())]);
    html! {
        h1 { "Proposals" }
        (negotiation_tabs(at::PROPOSALS))
        @if page.total == 0 && untouched {
            (empty_state(
                "No proposals yet",
                "Find an offer that would help your body, ask about it or propose terms straight away.",
                Some(button_link("Find an offer", urls::catalogue::FIND)),
            ))
        } @else {
            (search.render())
            (state_links(filter))
            (table(page, viewer, filter))
            (pagination(page.request.number(), page.pages(), numbered))
        }
    }
}

fn table(page: &Page<Proposal>, viewer: BodyId, filter: &ProposalFilter) -> Markup {
    let column = |title: &str, order: ProposalOrder| {
        let sorted = (filter.order == order).then_some(Direction::Ascending);
        Column::text(title).sortable(href(filter, at::PROPOSALS, &[("sort", order.as_str())]), sorted)
    };
    let rows = page.items.iter().map(|proposal| {
        Row::new([
            html! { a href=(at::proposal(proposal.id)) { (proposal.reference) } },
            html! { (proposal.title) },
            html! { (proposal.parties.name_of(proposal.parties.other_than(viewer))) },
            html! { (state_tag(proposal.state)) },
            html! { (next_step(proposal, viewer)) },
        ])
    });
    Table::new("Proposals")
        .hidden_caption()
        .columns([
            column("Reference", ProposalOrder::Reference),
            column("Title", ProposalOrder::Title),
            Column::text("With"),
            Column::text("State"),
            column("Next", ProposalOrder::Soonest),
        ])
        .rows(rows)
        .empty("No proposal fits. Search for something else or choose another state.")
        .csv(href(filter, at::PROPOSALS_CSV, &[]))
        .render()
}

fn state_links(filter: &ProposalFilter) -> Markup {
    let link = |state: Option<ProposalState>| {
        let with = ProposalFilter { state, ..filter.clone() };
        html! {
            a href=(href(&with, at::PROPOSALS, &[])) aria-current=[(filter.state == state).then_some("page")] {
                (state.map_or("All", ProposalState::label))
            }
        }
    };
    html! {
        nav.tabs aria-label="State" {
            ul {
                li { (link(None)) }
                @for state in ProposalState::ALL { li { (link(Some(*state))) } }
            }
        }
    }
}

fn state_of(filter: &ProposalFilter) -> &'static str {
    filter.state.map_or("", ProposalState::as_str)
}

fn order_of(filter: &ProposalFilter) -> &'static str {
    if filter.order == ProposalOrder::Newest { "" } else { filter.order.as_str() }
}

/// The list's address with this filter, where `more` comes instead of what the filter says.
fn href(filter: &ProposalFilter, path: &str, more: &[(&str, &str)]) -> String {
    let own = [("q", filter.words.as_str()), ("state", state_of(filter)), ("sort", order_of(filter))];
    urls::of_list(path, &own, more)
}
