//! What the page of others' needs looks like.

use std::sync::Arc;

use maud::{Markup, html};

use super::find_panel::panel;
use super::find_query::{NeedQuery, NeedsAsked};
use super::words;
use crate::bodies::Distance;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::{Shelf, ShelfBody};
use crate::catalogue::words::Sought;
use crate::kernel::{Month, Rate};
use crate::needs::model::FoundNeed;
use crate::needs::queries::Findings;
use crate::web::catalogue::{
    Names, NearForm, Nothing, WayOut, corrected, excerpt, marked, search_errors, which_body,
};
use crate::web::ui::{
    self, ActiveFilter, ResultItem, Search, Tone, active_filters, pagination, plural, results, status_tag,
};
use crate::web::urls::{alerts, catalogue, needs as urls};

/// A search for needs and what it found.
pub(super) struct Found {
    pub(super) query: NeedQuery,
    pub(super) asked: NeedsAsked,
    pub(super) findings: Findings,
    pub(super) catalogue: Arc<Shelf>,
    /// When nothing was found.
    pub(super) ways_out: Vec<WayOut>,
    /// When a name was typed that several bodies have: how many, and the first of them.
    pub(super) namesakes: usize,
    pub(super) named: Vec<ShelfBody>,
    pub(super) this_month: Month,
    /// Whether whoever is looking can save the search.
    pub(super) may_keep: bool,
}

impl Found {
    /// What one choice is called.
    pub(super) fn label(&self, name: &str, value: &str) -> String {
        let near = self.asked.near.as_ref().map(|body| body.name.as_str());
        let understood = match name {
            "shape" => value.parse::<Shape>().ok().map(|shape| shape.label().to_owned()),
            "price_from" => Rate::parse(name, value).ok().map(|price| format!("Would pay {price} or more")),
            "start_by" => value.parse::<Month>().ok().map(|month| format!("Begins by {month}")),
            "least" => Some(format!("At least {value} a month")),
            "body" => self.asked.of.as_ref().map(|body| format!("Needed by {}", body.name)),
            "reach" => Some(format!("Can be met from {}", near.unwrap_or("your body"))),
            _ => None,
        };
        let names = Names { families: self.catalogue.families(), near, size: None };
        understood.unwrap_or_else(|| names.label(name, value))
    }

    /// What a form does not ask but its address must keep. The body is named, so that whoever is sent the address finds
    /// the same.
    pub(super) fn kept(&self, is_kept: impl Fn(&(String, String)) -> bool) -> Vec<(String, String)> {
        let mut pairs = self.query.pairs();
        pairs.retain(|(name, _)| name != "near");
        pairs.extend(self.asked.near.as_ref().map(|body| ("near".to_owned(), body.id.to_string())));
        pairs.retain(is_kept);
        pairs
    }

    /// How far away whoever needs something is.
    fn distance(&self, need: &FoundNeed) -> Option<Distance> {
        let near = self.asked.near.as_ref().filter(|near| near.id != need.body)?;
        self.catalogue.distance(near.id, need.body)
    }
}

pub(super) fn page(found: &Found) -> Markup {
    let query = &found.query;
    let kept = found.kept(|(name, _)| !matches!(name.as_str(), "q" | "exact"));
    let search =
        Search { action: urls::FIND, name: "q", label: "Search needs", value: &query.q, kept: &kept };
    let chip = |(name, value): (String, String)| ActiveFilter {
        label: found.label(&name, &value),
        remove_href: query.without_href(&name, &value),
    };
    let chips: Vec<ActiveFilter> = query.filters().into_iter().map(chip).collect();
    html! {
        h1 { "What others need" }
        p.lede { "Public bodies that look for a service. Perhaps yours can spare it." }
        nav aria-label="Other ways to look" {
            ul.inline {
                li { a href=(catalogue::FIND) { "Find what others offer" } }
                @if found.may_keep { li { a href=(alerts::LIST) { "Your saved searches" } } }
            }
        }
        (search.render())
        (search_errors(&found.asked.errors))
        (which_body((&found.named, found.namesakes), &query.near_name, |id| query.with_href("near", id)))
        (whose_search(found))
        (active_filters(&chips, &query.cleared_href()))
        div.split {
            (panel(found))
            div { @if found.findings.page.total == 0 { (nothing(found)) } @else { (finds(found)) } }
        }
    }
}

/// The body that distances and reaches are worked out for.
fn whose_search(found: &Found) -> Markup {
    let (query, asked) = (&found.query, &found.asked);
    html! {
        @if let Some(body) = &asked.near {
            p.meta {
                "Distances are those from " strong { (body.name) } @if asked.is_own { ", your own body" } "."
                @if !asked.is_own && asked.own.is_some() {
                    " " a href=(NeedQuery { near: String::new(), ..query.clone() }.page_href(1)) { "Search for your own" }
                }
            }
        }
        (NearForm {
            action: urls::FIND,
            hint: "How far away those are who need something, and whether they would take it from there",
            typed: &query.near_name,
            error: asked.errors.of("near_name").or_else(|| asked.errors.of("near")),
            is_named: asked.near.is_some(),
            kept: found.kept(|(name, _)| name != "near"),
        }.render())
    }
}

fn correction(found: &Found) -> Markup {
    corrected(&found.findings.searched, || found.query.exact_href())
}

fn nothing(found: &Found) -> Markup {
    let nothing = Nothing {
        one: "need",
        many: "needs",
        ways_out: &found.ways_out,
        has_filters: !found.query.filters().is_empty(),
        everything: ("See everything that is needed", urls::FIND),
        keep: found.may_keep.then(|| keep_href(found)),
    };
    html! {
        (correction(found))
        (nothing.render(|name, value| (found.query.without_href(name, value), found.label(name, value))))
    }
}

fn finds(found: &Found) -> Markup {
    let Findings { page, searched, .. } = &found.findings;
    let items = page.items.iter().map(|need| item(need, searched.sought(), found.distance(need)));
    html! {
        (correction(found))
        p.meta role="status" { (plural(page.total, "need", "needs")) }
        (results(&items.collect::<Vec<_>>()))
        (pagination(page.request.number(), page.pages(), |number| found.query.page_href(number)))
        p.download {
            a href=(catalogue::with_query(urls::FIND_CSV, &found.asked.for_everybody(&found.query).pairs())) download {
                "Download these needs as CSV"
            }
        }
        (keep(found))
    }
}

fn keep_href(found: &Found) -> String {
    let mut pairs = vec![("looks_for".to_owned(), "needs".to_owned())];
    pairs.extend(found.query.pairs());
    catalogue::with_query(alerts::NEW, &pairs)
}

/// The way to being told of what is new in this search.
fn keep(found: &Found) -> Markup {
    html! {
        @if found.may_keep {
            p {
                a href=(keep_href(found)) { "Save this search" }
                " and be told when a new need fits."
            }
        }
    }
}

fn item(need: &FoundNeed, sought: &Sought, away: Option<Distance>) -> ResultItem {
    let content = &need.content;
    let price = content.highest_price.map(|price| format!("up to {price}"));
    let away = away.map(|distance| format!(", {distance} away")).unwrap_or_default();
    ResultItem {
        title: marked(&content.title, sought),
        href: urls::need(need.id),
        from: format!("{}, {}{away}", need.body_name, need.region),
        text: marked(&excerpt(&content.description, sought), sought),
        tags: vec![
            status_tag(Tone::Plain, &content.service_name),
            status_tag(Tone::Plain, words::pays(content.pays)),
            status_tag(
                Tone::Plain,
                &format!("{} to {}", content.first_month.short(), content.last_month.short()),
            ),
        ],
        figure: Some(content.amount_in_words()),
        figure_notes: price.into_iter().collect(),
        tick: None,
        deeds: None,
    }
}

/// One need in a list, for other pages.
pub(in crate::web) fn found_need(need: &FoundNeed) -> ResultItem {
    item(need, &Sought::default(), None)
}

/// Open needs in a list, for other pages.
pub(in crate::web) fn list(needs: &[FoundNeed]) -> Markup {
    let items: Vec<ResultItem> = needs.iter().map(found_need).collect();
    ui::results(&items)
}
