//! The catalogue's page.

use std::sync::Arc;

use maud::{Markup, html};

use super::find_asked::Asked;
use super::find_labels::Names;
use super::find_nothing::{Nothing, WayOut, corrected};
use super::find_panel::panel;
use super::find_query::{FindQuery, MOST_COMPARED};
use super::find_reader::{which_body, whose_search};
use super::find_results::{errors, result};
use crate::catalogue::filter::Sort;
use crate::catalogue::model::{Family, FoundOffer};
use crate::catalogue::queries::Findings;
use crate::catalogue::shelf::ShelfBody;
use crate::kernel::Month;
use crate::kernel::ids::OfferId;
use crate::web::ui::{
    ActiveFilter, Button, ButtonLook, FindTick, ResultItem, Search, actions, active_filters, banner,
    kept_fields, pagination, plural, quiet_button, results, thousands,
};
use crate::web::urls::{alerts, browse, catalogue as urls, needs, open_data};

/// A search of the catalogue and what it found.
pub(super) struct Found {
    pub(super) query: FindQuery,
    pub(super) asked: Asked,
    pub(super) findings: Findings,
    pub(super) families: Arc<[Family]>,
    pub(super) places: Arc<[(String, String)]>,
    /// When nothing was found.
    pub(super) ways_out: Vec<WayOut>,
    /// When a name was typed that several bodies have: how many, and the first of them.
    pub(super) namesakes: usize,
    pub(super) named: Vec<ShelfBody>,
    pub(super) this_month: Month,
    /// Whether whoever is looking can save the search.
    pub(super) may_keep: bool,
    /// The offers that were kept to be compared.
    pub(super) picked: Vec<FoundOffer>,
}

impl Found {
    pub(super) fn names(&self) -> Names<'_> {
        let near = self.asked.near.as_ref().map(|body| body.name.as_str());
        Names { families: &self.families, near, size: self.asked.filter.size }
    }

    /// What a form does not ask but its address must keep. The body is named, so that whoever is sent the address finds
    /// the same.
    pub(super) fn kept(&self, is_kept: impl Fn(&(String, String)) -> bool) -> Vec<(String, String)> {
        let mut pairs = self.query.pairs();
        pairs.retain(|(name, _)| name != "near");
        pairs.extend(self.asked.near.as_ref().map(|body| ("near".to_owned(), body.id.to_string())));
        pairs.extend(self.query.compare.iter().map(|id| ("compare".to_owned(), id.clone())));
        pairs.retain(is_kept);
        pairs
    }
}

pub(super) fn page(found: &Found) -> Markup {
    let query = &found.query;
    let kept = found.kept(|(name, _)| !matches!(name.as_str(), "q" | "exact"));
    let search =
        Search { action: urls::FIND, name: "q", label: "Search offers", value: &query.q, kept: &kept };
    html! {
        h1 { "Find a service" }
        p.lede { "What other public bodies can spare, for cash or for a service in return." }
        nav aria-label="Other ways to look" {
            ul.inline {
                li { a href=(browse::SERVICES) { "Browse by service" } }
                li { a href=(browse::REGIONS) { "Browse by region" } }
                li { a href=(browse::MAP) { "See the map" } }
                li { a href=(needs::FIND) { "See what others need" } }
                @if found.may_keep { li { a href=(alerts::LIST) { "Your saved searches" } } }
            }
        }
        (search.render())
        (errors(&found.asked.errors))
        (which_body(found))
        (whose_search(found))
        (active_filters(&chips(found), &query.cleared_href()))
        div.split {
            (panel(found))
            div {
                @if found.findings.page.total == 0 { (nothing(found)) } @else { (finds(found)) }
            }
        }
    }
}

fn finds(found: &Found) -> Markup {
    let Findings { page, seen, searched, .. } = &found.findings;
    let tick = |offer: &FoundOffer| FindTick {
        form: "compare",
        name: "compare",
        value: offer.id.to_string(),
        is_ticked: found.picked.iter().any(|picked| picked.id == offer.id),
        deed: "Compare",
        what: offer.title.clone(),
    };
    let own = found.asked.own;
    let item = |(offer, seen): (&Arc<FoundOffer>, _)| ResultItem {
        // One's own offers are nothing to choose from.
        tick: (own != Some(offer.body)).then(|| tick(offer)),
        ..result(offer, searched.sought(), Some((seen, &found.asked)))
    };
    let items: Vec<ResultItem> = page.items.iter().zip(seen).map(item).collect();
    html! {
        (correction(found))
        p.meta role="status" { (plural(page.total, "offer", "offers")) }
        (mixed_units(found))
        (kept_to_compare(found))
        (results(&items))
        @if items.iter().any(|item| item.tick.is_some()) { (compare_form(found)) }
        (pagination(page.request.number(), page.pages(), |number| found.query.page_href(number)))
        p.download {
            a href=(open_data::catalogue_csv(&found.asked.for_everybody(&found.query).pairs())) download { "Download these offers as CSV" }
        }
        (keep(found))
    }
}

/// What is ticked is compared, or kept while the reader looks on: on this page, on the next, in another search.
fn compare_form(found: &Found) -> Markup {
    let page = &found.findings.page;
    let is_here = |id: &String| page.items.iter().any(|offer| offer.id.to_string() == *id);
    let mut kept = found.kept(|(name, _)| name != "compare");
    // One that is on this page has a box of its own, so that it can be let go of.
    let elsewhere = found.query.compare.iter().filter(|id| !is_here(id));
    kept.extend(elsewhere.map(|id| ("compare".to_owned(), id.clone())));
    kept.push(("page".to_owned(), page.request.number().to_string()));
    let keep = |label, then| Button {
        label,
        look: ButtonLook::Quiet,
        sends: Some(("then", then)),
        ..Button::default()
    };
    html! {
        form id="compare" method="get" action=(urls::COMPARE) {
            (kept_fields(&kept))
            (actions(html! {
                (quiet_button("Compare what is ticked"))
                (keep("Keep what is ticked", "keep").render())
                @if page.request.number() < page.pages() {
                    (keep("Keep it and see the next page", "next").render())
                }
            }))
        }
    }
}

/// The offers that were kept on other pages and in other searches.
fn kept_to_compare(found: &Found) -> Markup {
    let ids: Vec<OfferId> = found.picked.iter().map(|offer| offer.id).collect();
    let without = |id: OfferId| {
        let others: Vec<OfferId> = ids.iter().copied().filter(|other| *other != id).collect();
        found.query.keeping(&others).page_href(found.findings.page.request.number())
    };
    html! {
        @if !ids.is_empty() {
            (banner(html! {
                p { strong { "Kept to compare: " (ids.len()) } " of " (MOST_COMPARED) " at most. "
                    a href=(found.query.compare_href()) { "Compare them" } }
                ul {
                    @for offer in &found.picked {
                        li {
                            a href=(urls::offer(offer.id)) { (offer.title) } ", " (offer.body_name) ". "
                            a href=(without(offer.id)) { "Let go" span.visually-hidden { " of " (offer.title) } }
                        }
                    }
                }
            }))
        }
    }
}

/// That figures of different units stand below each other, and how to see those of one.
fn mixed_units(found: &Found) -> Markup {
    const MOST: usize = 6;
    let filter = &found.asked.filter;
    let figures = match filter.sort {
        Some(Sort::Price | Sort::PriceForMe) => Some("These prices are for different units, which"),
        Some(Sort::Free) => Some("What is free is counted in different units here, which"),
        _ => None,
    };
    let units = &found.findings.facets.units;
    html! {
        @if let Some(figures) = figures.filter(|_| !filter.is_of_one_unit() && units.len() > 1) {
            p {
                (figures) " cannot be compared. See one unit: "
                @for (place, (unit, left)) in units.iter().take(MOST).enumerate() {
                    @if place > 0 { ", " }
                    a href=(found.query.with_href(&[("unit", unit)])) { (unit) } " (" (thousands(left)) ")"
                }
                "."
            }
        }
    }
}

/// The way to being told of what is new in this search.
fn keep(found: &Found) -> Markup {
    html! {
        @if found.may_keep {
            p {
                a href=(urls::with_query(alerts::NEW, &found.query.pairs())) { "Save this search" }
                " and be told when something new fits."
            }
        }
    }
}

fn correction(found: &Found) -> Markup {
    corrected(&found.findings.searched, || found.query.exact_href())
}

fn chips(found: &Found) -> Vec<ActiveFilter> {
    let names = found.names();
    let chip = |(name, value): (String, String)| ActiveFilter {
        label: names.label(&name, &value),
        remove_href: found.query.without_href(&name, &value),
    };
    found.query.filters().into_iter().map(chip).collect()
}

fn nothing(found: &Found) -> Markup {
    let nothing = Nothing {
        one: "offer",
        many: "offers",
        ways_out: &found.ways_out,
        has_filters: !found.query.filters().is_empty(),
        everything: ("See everything in the catalogue", urls::FIND),
        keep: found.may_keep.then(|| urls::with_query(alerts::NEW, &found.query.pairs())),
    };
    html! {
        (correction(found))
        (nothing.render(
            |name, value| (found.query.without_href(name, value), found.names().label(name, value)),
        ))
    }
}
