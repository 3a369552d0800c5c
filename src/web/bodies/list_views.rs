//! The list of bodies, with everything that narrows it.

use maud::{Markup, html};

use super::list_query::ListQuery;
use super::standing::{standing_tag, state_tag};
use crate::bodies::BodyKind;
use crate::bodies::filter::{BodySort, Facets};
use crate::bodies::model::{BodySummary, Standing};
use crate::bodies::state::BodyState;
use crate::kernel::Page;
use crate::web::ui::{
    ActiveFilter, Column, Direction, FilterChoice, FilterGroup, FilterPanel, Row, Search, Table,
    active_filters, button_link, empty_state, pagination, plural,
};
use crate::web::urls;

pub(super) fn list(query: &ListQuery, found: &Page<BodySummary>, facets: &Facets) -> Markup {
    let kept: Vec<_> = query.choices().into_iter().filter(|(name, _)| name != "q").collect();
    html! {
        h1 { "Find a body" }
        p.lede { "Councils, NHS bodies, universities, police and fire services, from the public registers." }
        (Search {
            action: urls::bodies::LIST, name: "q", label: "Name or code", value: &query.q, kept: &kept,
        }.render())
        (active_filters(&chips(query), urls::bodies::LIST))
        div.split {
            (panel(query, facets).render())
            div { (results(query, found)) }
        }
    }
}

fn results(query: &ListQuery, found: &Page<BodySummary>) -> Markup {
    if found.items.is_empty() {
        return empty_state(
            "No body fits",
            "Take a filter away, or search for fewer words. A code such as E07000041 or RH8 works too.",
            Some(button_link("Show all bodies", urls::bodies::LIST)),
        );
    }
    let table = Table::new(plural(found.total, "body", "bodies"))
        .id("bodies")
        .columns([
            sortable(query, "Name", BodySort::Name, BodySort::NameDown),
            Column::text("Kind"),
            sortable(query, "Region", BodySort::Region, BodySort::RegionDown),
            Column::text("State"),
        ])
        .rows(found.items.iter().map(row))
        .csv(urls::bodies::csv(&query.string()));
    html! {
        (table.render())
        (pagination(found.request.number(), found.pages(), |number| urls::bodies::list(&query.on_page(number))))
    }
}

fn row(body: &BodySummary) -> Row {
    Row::new([
        html! { a href=(urls::bodies::body(body.id)) { (body.name) } (standing_tag(body.standing)) },
        html! { (body.kind.label()) },
        html! { (place(&body.region, &body.nation)) },
        state_tag(body.state),
    ])
}

/// The region, or where the whole nation is one region, the nation once.
pub(super) fn place(region: &str, nation: &str) -> String {
    match (region, nation) {
        ("", nation) => nation.to_owned(),
        (region, nation) if region == nation || nation.is_empty() => region.to_owned(),
        (region, nation) => format!("{region}, {nation}"),
    }
}

/// A column that sorts up, and down when it is sorted up already.
fn sortable(query: &ListQuery, title: &str, up: BodySort, down: BodySort) -> Column {
    let (next, sorted) = match query.sort() {
        sort if sort == up => (down, Some(Direction::Ascending)),
        sort if sort == down => (up, Some(Direction::Descending)),
        BodySort::Relevance if query.q.is_empty() && up == BodySort::Name => {
            (down, Some(Direction::Ascending))
        }
        _ => (up, None),
    };
    Column::text(title).sortable(urls::bodies::list(&query.sorted(next)), sorted)
}

fn chips(query: &ListQuery) -> Vec<ActiveFilter> {
    let label = |name: &str, value: &str| match name {
        "q" => Some(format!("“{value}”")),
        "kind" => value.parse::<BodyKind>().ok().map(|kind| kind.label().to_owned()),
        "state" => value.parse::<BodyState>().ok().map(|state| state.label().to_owned()),
        "when" => value.parse::<Standing>().ok().map(|standing| standing.label().to_owned()),
        "region" if value.is_empty() => Some("No region".to_owned()),
        "nation" | "region" => Some(value.to_owned()),
        _ => None,
    };
    query
        .choices()
        .iter()
        .filter_map(|(name, value)| {
            let remove_href = urls::bodies::list(&query.without(name, value));
            Some(ActiveFilter { label: label(name, value)?, remove_href })
        })
        .collect()
}

fn panel(query: &ListQuery, facets: &Facets) -> FilterPanel {
    let filter = query.filter();
    let kept = query.choices().into_iter().filter(|(name, _)| name == "q" || name == "sort").collect();
    let kinds = BodyKind::ALL.iter().filter_map(|kind| {
        let count = facets.kinds.iter().find(|(of, _)| of == kind).map_or(0, |(_, count)| *count);
        let checked = filter.kinds.contains(kind);
        (count > 0 || checked).then(|| choice(kind.as_str(), kind.label(), count, checked))
    });
    let states = BodyState::ALL.iter().map(|state| {
        let count = facets.states.iter().find(|(of, _)| of == state).map_or(0, |(_, count)| *count);
        choice(state.as_str(), state.label(), count, filter.states.contains(state))
    });
    let standings = facets.standings.iter().map(|(standing, count)| {
        choice(standing.as_str(), standing.label(), *count, filter.standings.contains(standing))
    });
    FilterPanel {
        action: urls::bodies::LIST.to_owned(),
        groups: vec![
            group("Kind of body", "kind", kinds.collect()),
            group("Nation", "nation", named(&facets.nations, &filter.nations)),
            group("Region", "region", named(&facets.regions, &filter.regions)),
            group("State", "state", states.collect()),
            group("Exists", "when", standings.collect()),
        ],
        chosen: query.choices().iter().filter(|(name, _)| name != "q" && name != "sort").count(),
        kept,
        fields: None,
    }
}

fn group(legend: &str, name: &str, choices: Vec<FilterChoice>) -> FilterGroup {
    FilterGroup { legend: legend.to_owned(), name: name.to_owned(), choices }
}

/// Choices that are their own label; chosen ones are shown even where nothing is left of them.
fn named(counts: &[(String, i64)], chosen: &[String]) -> Vec<FilterChoice> {
    let gone = chosen.iter().filter(|value| counts.iter().all(|(name, _)| name != *value));
    let gone = gone.map(|value| (value.clone(), 0));
    counts
        .iter()
        .cloned()
        .chain(gone)
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, count)| choice(&name, &name, count, chosen.contains(&name)))
        .collect()
}

fn choice(value: &str, label: &str, count: i64, checked: bool) -> FilterChoice {
    FilterChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        count: u64::try_from(count).ok(),
        checked,
    }
}
