//! A list of what one's own body has listed: searched, narrowed to a state, sorted, and page by page.

use maud::{Markup, html};
use serde::Deserialize;

use crate::kernel::{Page, PageRequest};
use crate::web::ui::{
    ActiveFilter, Column, Direction, Search, actions, active_filters, empty_state, pagination,
};
use crate::web::urls::catalogue::with_query;

/// How many of one's own a page holds.
const PAGE: u32 = 25;

/// The query string of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct OwnQuery {
    q: String,
    state: String,
    sort: String,
    page: String,
}

impl OwnQuery {
    pub(in crate::web) fn words(&self) -> String {
        self.q.trim().to_owned()
    }

    /// The state chosen, if it is one.
    pub(in crate::web) fn state<T: std::str::FromStr>(&self) -> Option<T> {
        self.state.parse().ok()
    }

    pub(in crate::web) fn sort<T: std::str::FromStr>(&self) -> Option<T> {
        self.sort.parse().ok()
    }

    pub(in crate::web) fn page(&self) -> PageRequest {
        PageRequest::new(self.page.parse().unwrap_or(1), PAGE)
    }

    /// Every choice but the page.
    pub(in crate::web) fn pairs(&self) -> Vec<(String, String)> {
        let pairs = [("q", &self.q), ("state", &self.state), ("sort", &self.sort)];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    fn is_filtered(&self) -> bool {
        !self.q.is_empty() || !self.state.is_empty()
    }

    fn with_state(&self, path: &str, state: &str) -> String {
        let chosen = Self { state: state.to_owned(), page: String::new(), ..self.clone() };
        with_query(path, &chosen.pairs())
    }

    /// A column that the list can be sorted by.
    pub(in crate::web) fn sortable<T: std::str::FromStr + PartialEq + Copy>(
        &self,
        path: &str,
        (sort, word): (T, &str),
        usual: T,
        direction: Direction,
        column: Column,
    ) -> Column {
        let chosen = Self { sort: word.to_owned(), page: String::new(), ..self.clone() };
        let is_sorted = self.sort().unwrap_or(usual) == sort;
        column.sortable(with_query(path, &chosen.pairs()), is_sorted.then_some(direction))
    }
}

/// The list around its table.
pub(in crate::web) struct OwnList<'l> {
    pub(in crate::web) title: &'l str,
    pub(in crate::web) path: &'l str,
    pub(in crate::web) search_label: &'l str,
    /// The words and the labels of the states.
    pub(in crate::web) states: Vec<(&'static str, &'static str)>,
    /// What there is to say, and to do, as long as nothing was listed.
    pub(in crate::web) empty: (&'l str, &'l str),
    /// The way to list something, for those who may.
    pub(in crate::web) begin: Option<Markup>,
    /// Anything else that belongs above the list.
    pub(in crate::web) above: Option<Markup>,
}

impl OwnList<'_> {
    pub(in crate::web) fn render<T>(&self, query: &OwnQuery, page: &Page<T>, table: &Markup) -> Markup {
        let kept: Vec<(String, String)> = query.pairs().into_iter().filter(|(name, _)| name != "q").collect();
        let search =
            Search { action: self.path, name: "q", label: self.search_label, value: &query.q, kept: &kept };
        html! {
            h1 { (self.title) }
            @if page.total == 0 && !query.is_filtered() {
                (empty_state(self.empty.0, self.empty.1, self.begin.clone()))
            } @else {
                @if let Some(begin) = &self.begin { (actions(begin.clone())) }
                @if let Some(above) = &self.above { (above) }
                (search.render())
                (self.states(query))
                (table)
                (pagination(page.request.number(), page.pages(), |number| {
                    let mut pairs = query.pairs();
                    pairs.push(("page".to_owned(), number.to_string()));
                    with_query(self.path, &pairs)
                }))
            }
        }
    }

    /// The states to choose from, or the one chosen.
    fn states(&self, query: &OwnQuery) -> Markup {
        let chosen = self.states.iter().find(|(word, _)| *word == query.state);
        html! {
            @if let Some((_, label)) = chosen {
                (active_filters(
                    &[ActiveFilter { label: (*label).to_owned(), remove_href: query.with_state(self.path, "") }],
                    self.path,
                ))
            } @else {
                p.meta {
                    "Show only: "
                    @for (place, (word, label)) in self.states.iter().enumerate() {
                        @if place > 0 { ", " }
                        a href=(query.with_state(self.path, word)) { (label.to_lowercase()) }
                    }
                }
            }
        }
    }
}
