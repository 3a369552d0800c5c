//! The catalogue's filters, each choice with the number of offers that it would leave.

use maud::{Markup, html};

use super::assumed_views::{least_field, size_fields};
use super::find_views::Found;
use crate::catalogue::filter::{Reaching, Sort};
use crate::kernel::Month;
use crate::web::ui::{
    Choice, FilterChoice, FilterGroup, FilterPanel, MonthField, Need, OptionGroup, QuickChoice, Select,
    TextField, TextKind, Width, quick_choices, thousands,
};
use crate::web::urls::catalogue as urls;

/// How far ahead a need can be filtered for.
const MONTHS_AHEAD: i32 = 36;
/// How many units a list of them names.
const MOST_UNITS: usize = 60;

pub(super) fn panel(found: &Found) -> Markup {
    let query = &found.query;
    let asked_here = query.filters();
    let is_asked = |pair: &(String, String)| {
        matches!(pair.0.as_str(), "sort" | "size_measure") || asked_here.contains(pair)
    };
    FilterPanel {
        action: urls::FIND.to_owned(),
        groups: groups(found),
        chosen: query.filters().len(),
        kept: found.kept(|pair| !is_asked(pair)),
        fields: Some(html! {
            (what_and_where(found))
            (size_fields(query, &found.asked.errors))
            (how_far(found))
            (how_much(found))
            (when(found))
            (order(found))
        }),
    }
    .render()
}

fn groups(found: &Found) -> Vec<FilterGroup> {
    let (query, facets) = (&found.query, &found.findings.facets);
    let choice = |chosen: &[String], value: &str, label: &str, left: i64| FilterChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        count: Some(u64::try_from(left).unwrap_or_default()),
        checked: chosen.iter().any(|chosen| chosen == value),
    };
    // A choice that would leave nothing is left out, unless it is the one in force.
    let useful = |choice: &FilterChoice| choice.checked || choice.count != Some(0);
    let group = |legend: &str, name: &str, choices: Vec<FilterChoice>| FilterGroup {
        legend: legend.to_owned(),
        name: name.to_owned(),
        choices: choices.into_iter().filter(useful).collect(),
    };
    let families = facets.families.iter().map(|(code, name, left)| choice(&query.family, code, name, *left));
    let kinds =
        facets.kinds.iter().map(|(kind, left)| choice(&query.kind, kind.as_str(), kind.label(), *left));
    let pays = facets.pays.iter().map(|(pays, left)| choice(&query.pays, pays.as_str(), pays.label(), *left));
    let shapes =
        facets.shapes.iter().map(|(shape, left)| choice(&query.shape, shape.as_str(), shape.label(), *left));
    let standards = facets.assurances.iter();
    let standards =
        standards.map(|(each, left)| choice(&query.assurance, each.as_str(), each.label(), *left));
    let reach = found.asked.near.as_ref().zip(facets.reaching).map(|(near, left)| {
        let label = format!("Only offers that reach {}", near.name);
        choice(std::slice::from_ref(&query.reach), Reaching::Us.as_str(), &label, left)
    });
    let mut groups = vec![
        group("Family", "family", families.collect()),
        group("Offered as", "shape", shapes.collect()),
        group("Kind of body", "kind", kinds.collect()),
        group("You pay with", "pays", pays.collect()),
        group("Standards met, all of them", "assurance", standards.collect()),
        group("Reach", "reach", reach.into_iter().collect()),
    ];
    groups.retain(|group| !group.choices.is_empty());
    groups
}

fn what_and_where(found: &Found) -> Markup {
    let (query, facets) = (&found.query, &found.findings.facets);
    let left =
        |code: &str| facets.services.iter().find(|(known, _)| known == code).map_or(0, |(_, left)| *left);
    let services = found.families.iter().map(|family| {
        let services =
            family.services.iter().map(|service| (service.code.clone(), &service.name, left(&service.code)));
        let choices = services.filter_map(|(code, name, left)| counted(code, name, left, &query.service));
        OptionGroup::new(&family.name, choices.collect::<Vec<_>>())
    });
    let services: Vec<OptionGroup> = services.filter(|group| !group.choices.is_empty()).collect();
    let named = |names: &[(String, i64)], chosen: &str| -> Vec<Choice> {
        names.iter().filter_map(|(name, left)| counted(name.clone(), name, *left, chosen)).collect()
    };
    let regions = regions(found, &named(&facets.regions, &query.region));
    html! {
        (select("service", "Service", "Any service", &query.service, &[], &services))
        (select("nation", "Nation", "Any nation", &query.nation, &named(&facets.nations, &query.nation), &[]))
        (select("region", "Region", "Any region", &query.region, &[], &regions))
    }
}

fn how_much(found: &Found) -> Markup {
    let (query, facets, errors) = (&found.query, &found.findings.facets, &found.asked.errors);
    let units = facets.units.iter().take(MOST_UNITS);
    let units: Vec<Choice> =
        units.filter_map(|(unit, left)| counted(unit.clone(), unit, *left, &query.unit)).collect();
    let units = with_chosen(units, &query.unit);
    let unit = Select {
        name: "unit",
        label: "Counted in",
        prompt: Some("Any unit"),
        value: &query.unit,
        choices: &units,
        error: errors.of("unit"),
        need: Need::Filter,
        ..Select::default()
    };
    let hint = if query.unit.is_empty() && found.asked.filter.is_of_one_unit() {
        "Pounds a month for a whole service, before VAT".to_owned()
    } else if query.unit.is_empty() {
        "Choose a unit first, or whole services alone: prices for different units cannot be compared"
            .to_owned()
    } else {
        format!("Pounds per {}, before VAT", query.unit)
    };
    let price = |name, label, value, hint| {
        TextField {
            name,
            label,
            hint,
            value,
            error: errors.of(name),
            need: Need::Filter,
            kind: TextKind::Decimal,
            width: Width::Short,
            ..TextField::default()
        }
        .render()
    };
    let bands = facets.prices.iter().map(|band| {
        let href = query.with_href(&[("price_from", &band.from.plain()), ("price_to", &band.to.plain())]);
        (format!("{} to {}", band.from, band.to), band.offers, href)
    });
    // Of several that would leave as much, the one that says most.
    let least = facets.least.chunk_by(|one, next| one.1 == next.1).filter_map(|alike| alike.last());
    let least = least.map(|(least, left)| {
        let href = query.with_href(&[("least", &least.plain())]);
        (format!("{least} or more"), *left, href)
    });
    html! {
        (unit.render())
        (price("price_from", "Price from", &query.price_from, Some(hint.as_str())))
        (price("price_to", "Price to", &query.price_to, None))
        (quick("Prices asked", bands))
        (least_field(query, errors))
        (quick("Free in the best month", least))
    }
}

fn when(found: &Found) -> Markup {
    let (query, errors) = (&found.query, &found.asked.errors);
    let months: Vec<Month> = found.this_month.through(found.this_month.plus(MONTHS_AHEAD)).collect();
    let starts = found.findings.facets.starts.iter();
    let mut starts: Vec<Choice> = starts
        .filter_map(|(month, left)| counted(month.iso(), &month.to_string(), *left, &query.start_by))
        .collect();
    if found.findings.facets.starts.is_empty() {
        // Not counted beside a least quantity, but to be chosen all the same.
        starts = months.iter().map(|month| Choice::new(month.iso(), month.to_string())).collect();
    }
    let starts = with_chosen(starts, &query.start_by);
    let start_by = Select {
        name: "start_by",
        label: "Can start by",
        hint: Some("With the notice that the provider asks for"),
        prompt: Some("Any time"),
        value: &query.start_by,
        choices: &starts,
        error: errors.of("start_by"),
        need: Need::Filter,
        ..Select::default()
    };
    let from = MonthField {
        name: "from",
        label: "Month needed",
        months: &months,
        value: &query.from,
        error: errors.of("from"),
        prompt: Some("Any month"),
        need: Need::Filter,
        ..MonthField::default()
    };
    html! { (start_by.render()) (from.render()) }
}

fn how_far(found: &Found) -> Markup {
    let query = &found.query;
    let within = TextField {
        name: "within",
        label: "Within",
        hint: found.asked.near.is_none().then_some("Name a body as well, to measure from"),
        value: &query.within,
        error: found.asked.errors.of("within"),
        need: Need::Filter,
        kind: TextKind::WholeNumber,
        width: Width::Short,
        suffix: Some("miles"),
        ..TextField::default()
    };
    let miles = found.findings.facets.within.chunk_by(|one, next| one.1 == next.1);
    let miles = miles.filter_map(|alike| alike.first()).map(|(miles, left)| {
        let href = query.with_href(&[("within", &miles.to_string())]);
        (format!("{miles} miles"), *left, href)
    });
    html! { (within.render()) (quick("Distance", miles)) }
}

fn order(found: &Found) -> Markup {
    let sorts: Vec<Choice> = Sort::ALL.iter().map(|sort| Choice::new(sort.as_str(), sort.label())).collect();
    select("sort", "Order", "Best match", &found.query.sort, &sorts, &[])
}

fn select(
    name: &str,
    label: &str,
    prompt: &str,
    value: &str,
    choices: &[Choice],
    groups: &[OptionGroup],
) -> Markup {
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
}

/// One of a list with what it would leave; nothing if that is nothing and it is not the one in force.
fn counted(value: String, label: &str, left: i64, chosen: &str) -> Option<Choice> {
    (left > 0 || value == chosen).then(|| {
        let left = thousands(u64::try_from(left).unwrap_or_default());
        Choice::new(value, format!("{label} ({left})"))
    })
}

/// The choices with the one in force, so that it is sent again with the others.
fn with_chosen(mut choices: Vec<Choice>, chosen: &str) -> Vec<Choice> {
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
    choices
}

/// Regions under their nations.
fn regions(found: &Found, counted: &[Choice]) -> Vec<OptionGroup> {
    let nations = found.places.chunk_by(|one, next| one.0 == next.0);
    let groups = nations.map(|nation| {
        let is_here = |choice: &&Choice| nation.iter().any(|(_, region)| *region == choice.value);
        let name = nation.first().map(|(nation, _)| nation.clone()).unwrap_or_default();
        OptionGroup::new(name, counted.iter().filter(is_here).cloned().collect::<Vec<_>>())
    });
    groups.filter(|group| !group.choices.is_empty()).collect()
}

/// Common answers to a question that takes any.
fn quick(about: &str, choices: impl Iterator<Item = (String, i64, String)>) -> Markup {
    let choice = |(label, left, href): (String, i64, String)| QuickChoice {
        label,
        count: u64::try_from(left).unwrap_or_default(),
        href,
    };
    quick_choices(about, &choices.map(choice).collect::<Vec<_>>())
}
