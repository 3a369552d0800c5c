//! Why this offer and not the others, on one page that can be printed, kept and shown to an auditor.

use maud::{DOCTYPE, Markup, html};

use super::shortlist::Shortlist;
use super::shortlist_views::tone;
use super::words;
use crate::kernel::{london, unit};
use crate::needs::NeedContent;
use crate::needs::shortlist::{Considered, Decision, lacks};
use crate::web::context::Cx;
use crate::web::ui::{
    self, Column, Link, Row, SummaryRow, Table, actions, breadcrumbs, heading, quiet_button_link, status_tag,
    summary_list,
};
use crate::web::urls::{catalogue as offers, needs as urls};

pub(super) const CSV_HEADER: [&str; 11] = [
    "Offer",
    "Provider",
    "Region",
    "Title",
    "Version",
    "Quantity a month",
    "Unit",
    "Price",
    "Decision",
    "Reason",
    "Note",
];

pub(super) fn csv_row(need: Option<&NeedContent>, item: &Considered) -> Vec<String> {
    let content = &item.held.content;
    vec![
        item.offer.to_string(),
        item.body_name.clone(),
        item.region.clone(),
        content.title.clone(),
        item.held.number.to_string(),
        content.quantity_per_month.plain(),
        content.unit.clone(),
        words::price_for(need, content),
        item.noted.decision.label().to_owned(),
        item.noted.reason.clone(),
        item.noted.note.clone(),
    ]
}

/// The justification as a page.
pub(super) fn page(cx: &Cx, list: &Shortlist) -> Markup {
    let need = &list.need;
    let lacking = lacks(&list.items);
    html! {
        (breadcrumbs(&[
            Link::new("Our needs", urls::OUR_NEEDS),
            Link::new(need.title(), urls::need(need.id)),
            Link::new("Shortlist", urls::shortlist(need.id)),
        ]))
        (heading(need.title(), "Justification"))
        @if !lacking.is_empty() {
            (ui::banner(html! {
                p { strong { "This is not complete yet." } }
                ul { @for sentence in &lacking { li { (sentence) } } }
            }))
        }
        (actions(quiet_button_link("Download as a file", &urls::justification_file(need.id))))
        p.meta { "To keep it on paper, print this page." }
        (text(cx, list))
    }
}

/// The justification as a document of its own.
pub(super) fn document(cx: &Cx, list: &Shortlist) -> Markup {
    let title = format!("Justification: {}", list.need.title());
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body {
                main {
                    h1 { (title) }
                    @for sentence in lacks(&list.items) { p { strong { "Not complete: " } (sentence) } }
                    (text(cx, list))
                }
            }
        }
    }
}

fn text(cx: &Cx, list: &Shortlist) -> Markup {
    let need = &list.need;
    let today = ui::date(london::date(cx.now()));
    html! {
        h2 { "What was needed" }
        @if let Some(version) = &need.published {
            (summary_list(&words::terms(&version.content)
                .into_iter()
                .filter(|term| term.name != "Title" && !term.value.is_empty())
                .map(|term| SummaryRow::text(term.name, term.value))
                .collect::<Vec<_>>()))
        } @else { p { "The need was not published." } }
        h2 { "What was chosen" }
        @for item in list.items.iter().filter(|item| item.noted.decision == Decision::Chosen) {
            p {
                strong { (item.held.content.title) } " by " (item.body_name) ": "
                (words::price_for(list.content(), &item.held.content)) ". "
                @if !item.noted.reason.is_empty() { (item.noted.reason) }
            }
        }
        @if !list.items.iter().any(|item| item.noted.decision == Decision::Chosen) { p { "Nothing yet." } }
        h2 { "What was considered" }
        p { "Each offer as it stood on the day on which it was added." }
        (Table::new("Offers that were considered")
            .hidden_caption()
            .columns([
                Column::text("Offer"), Column::text("Provider"), Column::text("Quantity a month"),
                Column::text("Price"), Column::text("Added"), Column::text("Decision"), Column::text("Why"),
            ])
            .rows(list.items.iter().map(|item| row(list.content(), item)))
            .empty("Nothing is on the shortlist yet.")
            .folds_when_narrow()
            .render())
        p.meta { "Drawn up for " (need.body_name) " on " (today) "." }
    }
}

fn row(need: Option<&NeedContent>, item: &Considered) -> Row {
    let content = &item.held.content;
    Row::new([
        html! {
            a href=(offers::offer_version(item.offer, item.held.number)) { (content.title) }
            ", version " (item.held.number)
        },
        html! { (item.body_name) ", " (item.region) },
        html! { (unit::counted(content.quantity_per_month, &content.unit)) },
        html! { (words::price_for(need, content)) },
        html! { (ui::date_short(london::date(item.added_at))) },
        html! { (status_tag(tone(item.noted.decision), item.noted.decision.label())) },
        html! { (item.noted.reason) },
    ])
}
