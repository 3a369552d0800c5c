//! The catalogue's page.

use std::sync::Arc;

use maud::{Markup, html};

use super::find_query::{FindQuery, Names};
use super::highlight::{excerpt, marked};
use super::listing_views::service_groups;
use super::words;
use crate::catalogue::filter::Sort;
use crate::catalogue::model::{Family, FoundOffer};
use crate::catalogue::queries::Findings;
use crate::catalogue::words::Sought;
use crate::kernel::{FieldErrors, Month, Page, unit};
use crate::web::ui::{
    ActiveFilter, Choice, FilterChoice, FilterGroup, FilterPanel, FindTick, MonthField, Need, OptionGroup,
    ResultItem, Search, Select, TextField, TextKind, Tone, Width, actions, active_filters, empty_state,
    pagination, plural, quiet_button, results, status_tag,
};
use crate::web::urls::{alerts, browse, catalogue as urls, needs, open_data};

/// How far ahead a need can be filtered for.
const MONTHS_AHEAD: i32 = 36;

/// A search of the catalogue and what it found.
pub(super) struct Found {
    pub(super) query: FindQuery,
    pub(super) errors: FieldErrors,
    pub(super) findings: Findings,
    pub(super) families: Arc<[Family]>,
    pub(super) places: Arc<[(String, String)]>,
    /// When nothing was found.
    pub(super) ways_out: Vec<WayOut>,
    pub(super) this_month: Month,
    /// Whether whoever is looking can save the search.
    pub(super) may_keep: bool,
}

/// One thing less to ask for, and how many offers that would leave.
pub(super) enum WayOut {
    /// A word, how many offers have it whatever the other words, and the address of the search without it.
    Word {
        word: String,
        alone: i64,
        without_href: String,
        left: i64,
    },
    Choice {
        name: String,
        value: String,
        left: i64,
    },
}

pub(super) fn page(found: &Found) -> Markup {
    let query = &found.query;
    let is_kept = |(name, _): &(String, String)| !matches!(name.as_str(), "q" | "exact");
    let kept: Vec<(String, String)> = query.pairs().into_iter().filter(is_kept).collect();
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
    let Findings { page, searched, .. } = &found.findings;
    let tick = |offer: &FoundOffer| FindTick {
        form: "compare",
        name: "offer",
        value: offer.id.to_string(),
        deed: "Compare",
        what: offer.title.clone(),
    };
    let item = |offer| ResultItem { tick: Some(tick(offer)), ..result(offer, searched.sought()) };
    let items: Vec<ResultItem> = page.items.iter().map(item).collect();
    html! {
        (correction(found))
        p.meta role="status" { (plural(page.total, "offer", "offers")) }
        (results(&items))
        @if items.len() > 1 {
            form id="compare" method="get" action=(urls::COMPARE) { (actions(quiet_button("Compare what is ticked"))) }
        }
        (pagination(page.request.number(), page.pages(), |number| found.query.page_href(number)))
        p.download {
            a href=(open_data::catalogue_csv(&found.query.pairs())) download { "Download these offers as CSV" }
        }
        (keep(found))
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

/// What was searched for instead of what was typed.
fn correction(found: &Found) -> Markup {
    let searched = &found.findings.searched;
    html! {
        @if searched.is_corrected() {
            p role="status" {
                "Showing results for " strong { (searched.sought().text()) } ". "
                a href=(found.query.exact_href()) { "Search for " (searched.typed().text()) " instead" }
            }
        }
    }
}

/// One offer in a list.
pub(in crate::web) fn found_item(offer: &FoundOffer) -> ResultItem {
    result(offer, &Sought::default())
}

/// One offer in a list, the searched words marked.
fn result(offer: &FoundOffer, sought: &Sought) -> ResultItem {
    let excerpt = excerpt(&offer.description, sought);
    let mut notes = Vec::new();
    if let Some(kind) = offer.price_kind {
        notes.push(words::price_basis(kind, &offer.unit));
    }
    notes.push(if offer.free_most.is_zero() {
        "nothing free now".to_owned()
    } else {
        format!("up to {} free a month", unit::counted(offer.free_most, &offer.unit))
    });
    ResultItem {
        title: marked(&offer.title, sought),
        href: urls::offer(offer.id),
        from: format!("{}, {}", offer.body_name, offer.region),
        text: marked(&excerpt, sought),
        tags: vec![
            status_tag(Tone::Plain, &offer.service_name),
            status_tag(Tone::Plain, offer.takes.label()),
            status_tag(Tone::Plain, &words::months(offer.first_month, offer.last_month)),
        ],
        figure: Some(offer.price.map_or_else(|| "In kind".to_owned(), |price| price.to_string())),
        figure_notes: notes,
        tick: None,
        deeds: None,
    }
}

/// What a body has in the catalogue, for its own page.
pub(in crate::web) fn offers_of_body(page: &Page<FoundOffer>, href_of: impl Fn(u32) -> String) -> Markup {
    let items: Vec<ResultItem> = page.items.iter().map(|offer| result(offer, &Sought::default())).collect();
    html! {
        @if items.is_empty() { p.nothing { "This body has nothing in the catalogue." } }
        @else {
            (results(&items))
            (pagination(page.request.number(), page.pages(), href_of))
        }
    }
}

/// The newest of something, each as the catalogue shows it.
pub(in crate::web) fn newest_offers(offers: &[FoundOffer]) -> Markup {
    results(&offers.iter().map(|offer| result(offer, &Sought::default())).collect::<Vec<_>>())
}

fn chips(found: &Found) -> Vec<ActiveFilter> {
    let names = Names(&found.families);
    let chip = |(name, value): (String, String)| ActiveFilter {
        label: FindQuery::label(&name, &value, &names),
        remove_href: found.query.without_href(&name, &value),
    };
    found.query.filters().into_iter().map(chip).collect()
}

fn nothing(found: &Found) -> Markup {
    let mut helps: Vec<&WayOut> = found.ways_out.iter().filter(|way| way.left() > 0).collect();
    helps.sort_by_key(|way| -way.left());
    let advice = html! {
        @if !helps.is_empty() {
            ul { @for way in helps { (way_out(way, found)) } }
        } @else { a href=(urls::FIND) { "See everything in the catalogue" } }
    };
    html! {
        (correction(found))
        (empty_state("No offer fits", &why_nothing(found), Some(advice)))
    }
}

fn way_out(way: &WayOut, found: &Found) -> Markup {
    let (href, left_out) = match way {
        WayOut::Word { word, without_href, .. } => (without_href.clone(), word.clone()),
        WayOut::Choice { name, value, .. } => {
            (found.query.without_href(name, value), FindQuery::label(name, value, &Names(&found.families)))
        }
    };
    html! { li { a href=(href) { "Without “" (left_out) "”" } ": " (plural(way.left(), "offer", "offers")) } }
}

/// What it is that leaves nothing.
fn why_nothing(found: &Found) -> String {
    let mut words = Vec::new();
    let mut missing = Vec::new();
    for way in &found.ways_out {
        let WayOut::Word { word, alone, .. } = way else { continue };
        words.push(word);
        if *alone == 0 {
            missing.push(format!("“{word}”"));
        }
    }
    let has_filters = !found.query.filters().is_empty();
    match (words.len(), missing.is_empty(), has_filters) {
        (0, ..) => "Drop a filter.".to_owned(),
        (_, false, false) => format!("No offer has {}.", missing.join(" or ")),
        (_, false, true) => format!("No offer that passes your filters has {}.", missing.join(" or ")),
        (_, true, false) => "Each of these words is in some offer, but no offer has them all.".to_owned(),
        (_, true, true) => {
            "Each of these words is in some offer that passes your filters, but none has them all.".to_owned()
        }
    }
}

impl WayOut {
    fn left(&self) -> i64 {
        match self {
            Self::Word { left, .. } | Self::Choice { left, .. } => *left,
        }
    }
}

fn panel(found: &Found) -> Markup {
    let query = &found.query;
    let count = |count: i64| Some(u64::try_from(count).unwrap_or_default());
    let choice = |chosen: &[String], value: &str, label: &str, left: i64| FilterChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        count: count(left),
        checked: chosen.iter().any(|chosen| chosen == value),
    };
    // A choice that would leave nothing is left out, unless it is the one in force.
    let useful = |choice: &FilterChoice| choice.checked || choice.count != Some(0);
    let group = |legend: &str, name: &str, choices: Vec<FilterChoice>| FilterGroup {
        legend: legend.to_owned(),
        name: name.to_owned(),
        choices: choices.into_iter().filter(useful).collect(),
    };
    let facets = &found.findings.facets;
    let families = facets.families.iter().map(|(code, name, left)| choice(&query.family, code, name, *left));
    let kinds =
        facets.kinds.iter().map(|(kind, left)| choice(&query.kind, kind.as_str(), kind.label(), *left));
    let pays = facets.pays.iter().map(|(pays, left)| choice(&query.pays, pays.as_str(), pays.label(), *left));
    let mut groups = vec![
        group("Family", "family", families.collect()),
        group("Kind of body", "kind", kinds.collect()),
        group("You pay with", "pays", pays.collect()),
    ];
    groups.retain(|group| !group.choices.is_empty());
    FilterPanel {
        action: urls::FIND.to_owned(),
        groups,
        chosen: query.filters().len(),
        kept: query.pairs().into_iter().filter(|(name, _)| matches!(name.as_str(), "q" | "exact")).collect(),
        fields: Some(fields(found)),
    }
    .render()
}

fn fields(found: &Found) -> Markup {
    let query = &found.query;
    let services: Vec<_> = found.families.iter().flat_map(|family| family.services.clone()).collect();
    let service_groups = service_groups(&services);
    let months: Vec<Month> = found.this_month.through(found.this_month.plus(MONTHS_AHEAD)).collect();
    let mut nations: Vec<Choice> =
        found.places.iter().map(|(nation, _)| Choice::new(nation, nation)).collect();
    nations.dedup();
    nations.retain(|choice| !choice.value.is_empty());
    let sorts: Vec<Choice> = Sort::ALL.iter().map(|sort| Choice::new(sort.as_str(), sort.label())).collect();
    let any = |name, label, prompt, value, choices: &[Choice], groups: &[OptionGroup]| {
        Select {
            name,
            label,
            prompt: Some(prompt),
            value,
            choices,
            groups,
            need: Need::Filter,
            ..Select::default()
        }
        .render()
    };
    let least = TextField {
        name: "least",
        label: "Least free a month",
        value: &query.least,
        error: found.errors.of("least"),
        need: Need::Filter,
        kind: TextKind::Decimal,
        width: Width::Short,
        ..TextField::default()
    };
    let from = MonthField {
        name: "from",
        label: "Month needed",
        months: &months,
        value: &query.from,
        error: found.errors.of("from"),
        prompt: Some("Any month"),
        need: Need::Filter,
        ..MonthField::default()
    };
    html! {
        (any("service", "Service", "Any service", &query.service, &[], &service_groups))
        (any("nation", "Nation", "Any nation", &query.nation, &nations, &[]))
        (any("region", "Region", "Any region", &query.region, &[], &regions(&found.places)))
        (from.render())
        (least.render())
        (any("sort", "Order", "Best match", &query.sort, &sorts, &[]))
    }
}

/// Regions under their nations.
fn regions(places: &[(String, String)]) -> Vec<OptionGroup> {
    places
        .chunk_by(|one, next| one.0 == next.0)
        .map(|nation| {
            let choices: Vec<Choice> = nation
                .iter()
                .filter(|(_, region)| !region.is_empty())
                .map(|(_, region)| Choice::new(region, region))
                .collect();
            OptionGroup::new(nation.first().map(|(nation, _)| nation.clone()).unwrap_or_default(), choices)
        })
        .filter(|group| !group.choices.is_empty())
        .collect()
}
