//! One supplier name: who is it?

use maud::{Markup, html};

use super::crumbs;
use super::names::meaning;
use crate::kernel::FieldErrors;
use crate::kernel::ids::BodyId;
use crate::reconciliation::model::{DecisionView, Meaning, NameView};
use crate::web::reconciliation::names::NameQuery;
use crate::web::ui::{
    Choice, FormKeys, Radios, Search, SummaryRow, actions, button, money, plural, post_form, summary_list,
};
use crate::web::urls::reconciliation as urls;

/// The suggestions with their reasons, what a search found, and that it is no body at all.
pub(in crate::web::reconciliation) fn one(
    query: &NameQuery,
    name: &NameView,
    decided: Option<&DecisionView>,
    found: &[(BodyId, String)],
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    let value = match decided.map(|decided| decided.meaning) {
        Some(Meaning::Body(id)) => id.to_string(),
        Some(Meaning::NotABody) => "not_a_body".to_owned(),
        None => name.exact().map(|exact| exact.key.to_string()).unwrap_or_default(),
    };
    let choices = choices(name, decided, found);
    let fields = html! {
        input type="hidden" name="name" value=(name.key);
        input type="hidden" name="q" value=(query.q);
        (Radios {
            name: "meaning", legend: "Who is this supplier?", choices: &choices, value: &value,
            error: errors.of("meaning"), ..Radios::default()
        }.render())
        (actions(html! { (button("Remember this")) a href=(urls::NAMES) { "Not now" } }))
    };
    let kept = [("name".to_owned(), name.key.clone())];
    html! {
        (crumbs(&[("Ledger", urls::LEDGER), ("Supplier names", urls::NAMES)]))
        h1 { span.caption { "Supplier name " } (name.name) }
        (summary_list(&facts(name, decided)))
        (post_form(urls::DECIDE_NAME, keys, fields))
        h2 { "Somebody else?" }
        (Search {
            action: urls::DECIDE_NAME, name: "q", label: "Search all public bodies", value: &query.q, kept: &kept,
        }.render())
        @if !query.q.trim().is_empty() && found.is_empty() {
            p { "No public body has all of these words in its name. Try fewer of them." }
        }
    }
}

fn facts(name: &NameView, decided: Option<&DecisionView>) -> Vec<SummaryRow> {
    let mut facts = vec![SummaryRow::text(
        "In your ledger",
        format!("{}, {}", plural(name.tally.count, "line", "lines"), money(name.tally.total)),
    )];
    if let Some(decided) = decided {
        facts.push(SummaryRow::new("Decided so far", meaning(decided)));
        facts.push(SummaryRow::text("Decided by", &decided.decided_by));
    }
    facts
}

/// No body twice: what is decided first, then the suggestions, then what the search found.
fn choices(name: &NameView, decided: Option<&DecisionView>, found: &[(BodyId, String)]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut add = |choice: Choice| {
        if choices.iter().all(|each| each.value != choice.value) {
            choices.push(choice);
        }
    };
    for (id, body_name) in found {
        add(Choice::new(id.to_string(), body_name).hint("Found by your search"));
    }
    for suggestion in &name.suggestions {
        let hint = format!("Suggested: {}", suggestion.reason);
        add(Choice::new(suggestion.key.to_string(), &suggestion.name).hint(hint));
    }
    if let Some(DecisionView { meaning: Meaning::Body(id), body_name, .. }) = decided {
        add(Choice::new(id.to_string(), body_name).hint("Decided before"));
    }
    add(Choice::new("not_a_body", "Not a public body").hint("A firm, a charity or a person"));
    choices
}
