//! The catalogue's filters, each choice with the number of offers that it would leave.

use maud::{Markup, html};

use super::assumed_views::{least_field, size_fields};
use super::find_fields::{by_nation, choice, counted, group, quick, select, with_chosen};
use super::find_views::Found;
use crate::catalogue::filter::{Reaching, Sort};
use crate::kernel::Month;
use crate::web::ui::{
    Choice, FilterGroup, FilterPanel, MonthField, Need, OptionGroup, Select, TextField, TextKind, Width,
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
        group("Family", "family", families),
        group("Offered as", "shape", shapes),
        group("Kind of body", "kind", kinds),
        group("You pay with", "pays", pays),
        group("Standards met, all of them", "assurance", standards),
        group("Reach", "reach", reach),
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
    let regions = by_nation(&found.places, &named(&facets.regions, &query.region));
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
