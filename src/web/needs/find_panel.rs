//! The filters of a search for needs, each choice with the number of needs that it would leave.

use maud::{Markup, html};

use super::find_views::Found;
use crate::catalogue::filter::Reaching;
use crate::needs::filter::Sort;
use crate::web::catalogue::{by_nation, choice, counted, group, quick, select, with_chosen};
use crate::web::ui::{
    Choice, FilterGroup, FilterPanel, Need, OptionGroup, Select, TextField, TextKind, Width,
};
use crate::web::urls::needs as urls;

/// How many units a list of them names.
const MOST_UNITS: usize = 60;

pub(super) fn panel(found: &Found) -> Markup {
    let query = &found.query;
    // The body whose needs are wanted has no field: it comes from that body's page.
    let asked_here: Vec<_> = query.filters().into_iter().filter(|(name, _)| name != "body").collect();
    let is_asked = |pair: &(String, String)| pair.0 == "sort" || asked_here.contains(pair);
    FilterPanel {
        action: urls::FIND.to_owned(),
        groups: groups(found),
        chosen: query.filters().len(),
        kept: found.kept(|pair| !is_asked(pair)),
        fields: Some(html! {
            (what_and_where(found))
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
    let reach = found.asked.near.as_ref().zip(facets.reaching).map(|(near, left)| {
        let label = format!("Only needs that {} could meet from where it is", near.name);
        choice(std::slice::from_ref(&query.reach), Reaching::Us.as_str(), &label, left)
    });
    let mut groups = vec![
        group("Family", "family", families),
        group("Kind of body", "kind", kinds),
        group("They would give", "pays", pays),
        group("Reach", "reach", reach),
    ];
    groups.retain(|group| !group.choices.is_empty());
    groups
}

fn what_and_where(found: &Found) -> Markup {
    let (query, facets) = (&found.query, &found.findings.facets);
    let left =
        |code: &str| facets.services.iter().find(|(known, _)| known == code).map_or(0, |(_, left)| *left);
    let services = found.catalogue.families().iter().map(|family| {
        let services =
            family.services.iter().map(|service| (service.code.clone(), &service.name, left(&service.code)));
        let choices = services.filter_map(|(code, name, left)| counted(code, name, left, &query.service));
        OptionGroup::new(&family.name, choices.collect::<Vec<_>>())
    });
    let services: Vec<OptionGroup> = services.filter(|group| !group.choices.is_empty()).collect();
    let shapes = facets.shapes.iter();
    let shapes: Vec<Choice> = shapes
        .filter_map(|(shape, left)| counted(shape.as_str().to_owned(), shape.label(), *left, &query.shape))
        .collect();
    let named = |names: &[(String, i64)], chosen: &str| -> Vec<Choice> {
        let counted = names.iter().filter_map(|(name, left)| counted(name.clone(), name, *left, chosen));
        with_chosen(counted.collect(), chosen)
    };
    let regions = by_nation(found.catalogue.places(), &named(&facets.regions, &query.region));
    html! {
        (select("service", "Service", "Any service", &query.service, &[], &services))
        (select("shape", "What is needed", "Units or a whole service", &query.shape, &shapes, &[]))
        (select("nation", "Nation", "Any nation", &query.nation, &named(&facets.nations, &query.nation), &[]))
        (select("region", "Region", "Any region", &query.region, &[], &regions))
    }
}

/// A number that is typed.
fn number(
    found: &Found,
    (name, label): (&str, &str),
    hint: Option<&str>,
    value: &str,
    suffix: Option<&str>,
) -> Markup {
    TextField {
        name,
        label,
        hint,
        value,
        error: found.asked.errors.of(name),
        need: Need::Filter,
        kind: TextKind::Decimal,
        width: Width::Short,
        suffix,
        ..TextField::default()
    }
    .render()
}

fn how_much(found: &Found) -> Markup {
    let (query, facets) = (&found.query, &found.findings.facets);
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
        error: found.asked.errors.of("unit"),
        need: Need::Filter,
        ..Select::default()
    };
    let hint = if query.unit.is_empty() {
        "Choose a unit first: what different units may cost cannot be compared".to_owned()
    } else {
        format!("Pounds per {}, before VAT", query.unit)
    };
    // Of several that would leave as much, the one that says most.
    let least = facets.least.chunk_by(|one, next| one.1 == next.1).filter_map(|alike| alike.last());
    let least = least
        .filter(|(_, left)| *left > 0)
        .map(|(least, left)| (format!("{least} or more"), *left, query.with_href("least", &least.plain())));
    html! {
        (unit.render())
        (number(found, ("price_from", "They would pay at least"), Some(&hint), &query.price_from, None))
        (number(found, ("least", "Needed each month, at least"), None, &query.least, None))
        (quick("Needed each month", least))
    }
}

fn when(found: &Found) -> Markup {
    let query = &found.query;
    let starts = found.findings.facets.starts.iter().filter(|(month, _)| *month >= found.this_month);
    let starts: Vec<Choice> = starts
        .filter_map(|(month, left)| counted(month.iso(), &month.to_string(), *left, &query.start_by))
        .collect();
    let starts = with_chosen(starts, &query.start_by);
    Select {
        name: "start_by",
        label: "Begins by",
        prompt: Some("Any time"),
        value: &query.start_by,
        choices: &starts,
        error: found.asked.errors.of("start_by"),
        need: Need::Filter,
        ..Select::default()
    }
    .render()
}

fn how_far(found: &Found) -> Markup {
    let query = &found.query;
    let hint = found.asked.near.is_none().then_some("Name a body as well, to measure from");
    let miles = found.findings.facets.within.chunk_by(|one, next| one.1 == next.1);
    let miles = miles.filter_map(|alike| alike.first()).map(|(miles, left)| {
        (format!("{miles} miles"), *left, query.with_href("within", &miles.to_string()))
    });
    html! {
        (number(found, ("within", "Within"), hint, &query.within, Some("miles")))
        (quick("Distance", miles))
    }
}

fn order(found: &Found) -> Markup {
    let sorts: Vec<Choice> = Sort::ALL.iter().map(|sort| Choice::new(sort.as_str(), sort.label())).collect();
    select("sort", "Order", "Best match", &found.query.sort, &sorts, &[])
}
