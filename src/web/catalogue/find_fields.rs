//! The fields of a search's filters, each choice with how much it would leave.

use maud::Markup;

use crate::web::ui::{
    Choice, FilterChoice, FilterGroup, Need, OptionGroup, QuickChoice, Select, quick_choices, thousands,
};

/// A choice that can be ticked, of a list of which these are.
pub(in crate::web) fn choice(chosen: &[String], value: &str, label: &str, left: i64) -> FilterChoice {
    FilterChoice {
        value: value.to_owned(),
        label: label.to_owned(),
        count: Some(u64::try_from(left).unwrap_or_default()),
        checked: chosen.iter().any(|chosen| chosen == value),
    }
}

/// Choices that can be ticked. One that would leave nothing is left out, unless it is the one in force.
pub(in crate::web) fn group(
    legend: &str,
    name: &str,
    choices: impl IntoIterator<Item = FilterChoice>,
) -> FilterGroup {
    let useful = |choice: &FilterChoice| choice.checked || choice.count != Some(0);
    FilterGroup {
        legend: legend.to_owned(),
        name: name.to_owned(),
        choices: choices.into_iter().filter(useful).collect(),
    }
}

pub(in crate::web) fn select(
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
pub(in crate::web) fn counted(value: String, label: &str, left: i64, chosen: &str) -> Option<Choice> {
    (left > 0 || value == chosen).then(|| {
        let left = thousands(u64::try_from(left).unwrap_or_default());
        Choice::new(value, format!("{label} ({left})"))
    })
}

/// The choices with the one in force, so that it is sent again with the others.
pub(in crate::web) fn with_chosen(mut choices: Vec<Choice>, chosen: &str) -> Vec<Choice> {
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
    choices
}

/// Regions under their nations.
pub(in crate::web) fn by_nation(places: &[(String, String)], counted: &[Choice]) -> Vec<OptionGroup> {
    let nations = places.chunk_by(|one, next| one.0 == next.0);
    let groups = nations.map(|nation| {
        let is_here = |choice: &&Choice| nation.iter().any(|(_, region)| *region == choice.value);
        let name = nation.first().map(|(nation, _)| nation.clone()).unwrap_or_default();
        OptionGroup::new(name, counted.iter().filter(is_here).cloned().collect::<Vec<_>>())
    });
    groups.filter(|group| !group.choices.is_empty()).collect()
}

/// Common answers to a question that takes any.
pub(in crate::web) fn quick(about: &str, choices: impl Iterator<Item = (String, i64, String)>) -> Markup {
    let choice = |(label, left, href): (String, i64, String)| QuickChoice {
        label,
        count: u64::try_from(left).unwrap_or_default(),
        href,
    };
    quick_choices(about, &choices.map(choice).collect::<Vec<_>>())
}
