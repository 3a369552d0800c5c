//! What a justification looks like: one page that can be printed, kept and shown to an auditor. As a document it stands on
//! its own: it carries its look with it, and its links lead back to this site from wherever it is opened.

use maud::{DOCTYPE, Markup, html};

use super::justification::{Justification, Searched};
use super::shortlist::Shortlist;
use super::shortlist_views::on_and_by;
use super::words;
use crate::catalogue::price_for_me::PriceForMe;
use crate::kernel::{Month, london, unit};
use crate::needs::evidence::Evidence;
use crate::needs::shortlist::{Considered, Decision, lacks};
use crate::web::catalogue::listed;
use crate::web::context::Cx;
use crate::web::ui::{
    self, Column, Link, Row, SummaryRow, Table, actions, breadcrumbs, heading, plural, quiet_button_link,
    summary_list,
};
use crate::web::urls::{catalogue as offers, needs as urls};

/// So many offers stand beside each other on a page of paper.
const ON_A_PAGE: usize = 6;

pub(super) const CSV_HEADER: [&str; 19] = [
    "Offer",
    "Provider",
    "Region",
    "Title",
    "Version",
    "Quantity a month",
    "Unit",
    "Price",
    "First month",
    "Last month",
    "Earliest start",
    "Covers the need",
    "Standards",
    "Standards missing",
    "Distance",
    "Cost with VAT not recovered",
    "Decision",
    "Reason",
    "Note",
];

pub(super) fn csv_row(list: &Shortlist, item: &Considered, evidence: &Evidence) -> Vec<String> {
    let content = &item.held.content;
    vec![
        item.offer.to_string(),
        item.body_name.clone(),
        item.region.clone(),
        content.title.clone(),
        item.held.number.to_string(),
        content.quantity_per_month.plain(),
        content.unit.clone(),
        words::price_for(list.content(), content),
        content.first_month.iso(),
        content.last_month.iso(),
        evidence.starts.map(Month::iso).unwrap_or_default(),
        covers(list, evidence).unwrap_or_default(),
        listed(&content.terms.assurances),
        listed(&evidence.lacking),
        evidence.distance.map(|distance| distance.to_string()).unwrap_or_default(),
        evidence.cost.map(|cost| cost.total.plain()).unwrap_or_default(),
        item.noted.decision.label().to_owned(),
        item.noted.reason.clone(),
        item.noted.note.clone(),
    ]
}

/// The justification as a page.
pub(super) fn page(cx: &Cx, justification: &Justification) -> Markup {
    let need = &justification.list.need;
    let lacking = lacks(&justification.list.items);
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
        p.meta { "To keep it on paper, print the file: up to six offers fit on one page." }
        (needed(justification))
        h2 { "What was chosen" }
        (chosen(justification))
        h2 { "What was considered" }
        p { "Each offer as it stood on the day on which it was added." }
        @if justification.list.items.is_empty() { p { "Nothing is on the shortlist yet." } }
        @for columns in columns(justification, "").chunks(ON_A_PAGE) { (side_by_side(columns)) }
        (beside(cx, justification))
    }
}

/// How the document looks, on a screen and on a page of A4.
const LOOK: &str = "@page { size: A4 landscape; margin: 10mm } \
    body { font: 8.5pt/1.3 Arial, Helvetica, sans-serif; color: #111; background: #fff; margin: 1.5em auto; max-width: 75em; padding: 0 1em } \
    h1 { font-size: 15pt; margin: 0 0 .3em } h2 { font-size: 10.5pt; margin: .7em 0 .2em } p { margin: .2em 0 } \
    ul { margin: .2em 0; padding-left: 1.3em } \
    table { border-collapse: collapse; width: 100%; table-layout: fixed } \
    th, td { border: 1px solid #777; padding: .2em .35em; text-align: left; vertical-align: top; overflow-wrap: anywhere } \
    th { background: #eee } th[scope=row] { width: 11em } \
    a { color: #003a8c } .warn { font-weight: bold } \
    @media print { body { margin: 0; max-width: none; padding: 0 } a { color: #111; text-decoration: none } tr { break-inside: avoid } }";

/// The justification as a document of its own.
pub(super) fn document(cx: &Cx, justification: &Justification) -> Markup {
    let list = &justification.list;
    let title = format!("Justification: {}", list.need.title());
    let site = &cx.app().settings.base_url;
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (LOOK) }
            }
            body {
                main {
                    h1 { (title) }
                    @for sentence in lacks(&list.items) { p.warn { "Not complete: " (sentence) } }
                    h2 { "What was needed" }
                    p { (needed_in_a_line(list)) }
                    h2 { "What was chosen" }
                    (chosen(justification))
                    h2 { "What was considered" }
                    @if list.items.is_empty() { p { "Nothing is on the shortlist yet." } }
                    @for columns in columns(justification, site).chunks(ON_A_PAGE) { (plain_table(columns)) }
                    (beside(cx, justification))
                    p { "Kept on " a href=(format!("{site}{}", urls::justification(list.need.id))) { (site) } "." }
                }
            }
        }
    }
}

fn needed(justification: &Justification) -> Markup {
    html! {
        h2 { "What was needed" }
        @if let Some(version) = &justification.list.need.published {
            (summary_list(&words::terms(&version.content)
                .into_iter()
                .filter(|term| term.name != "Title" && !term.value.is_empty())
                .map(|term| SummaryRow::text(term.name, term.value))
                .collect::<Vec<_>>()))
        } @else { p { "The need was not published." } }
    }
}

/// The same as one paragraph, for paper.
fn needed_in_a_line(list: &Shortlist) -> String {
    let Some(content) = list.content() else { return "The need was not published.".to_owned() };
    let said = words::terms(content)
        .into_iter()
        .filter(|term| !matches!(term.name, "Title" | "Description") && !term.value.is_empty());
    said.map(|term| format!("{}: {}", term.name, term.value)).collect::<Vec<_>>().join(". ") + "."
}

fn chosen(justification: &Justification) -> Markup {
    let list = &justification.list;
    let chosen: Vec<&Considered> =
        list.items.iter().filter(|item| item.noted.decision == Decision::Chosen).collect();
    html! {
        @for item in &chosen {
            p {
                strong { (item.held.content.title) } " by " (item.body_name) ": "
                (words::price_for(list.content(), &item.held.content)) ". "
                @if !item.noted.reason.is_empty() { (item.noted.reason) }
            }
        }
        @if chosen.is_empty() { p { "Nothing yet." } }
    }
}

/// One offer as a column: its link and title, and a value for each line.
struct OfferColumn {
    href: String,
    title: String,
    values: Vec<String>,
}

/// What each line says, in the order of [`values`].
const LINES: [&str; 12] = [
    "Provider",
    "Quantity a month",
    "Months",
    "Earliest start",
    "Covers the need",
    "Price",
    "Cost with VAT not recovered",
    "Standards",
    "Distance",
    "Decision",
    "Why",
    "Decided",
];

fn columns(justification: &Justification, site: &str) -> Vec<OfferColumn> {
    let list = &justification.list;
    let column = |(item, evidence): (&Considered, &Evidence)| OfferColumn {
        href: format!("{site}{}", offers::offer_version(item.offer, item.held.number)),
        title: format!("{}, version {}", item.held.content.title, item.held.number),
        values: values(list, item, evidence),
    };
    list.items.iter().zip(&justification.evidence).map(column).collect()
}

fn values(list: &Shortlist, item: &Considered, evidence: &Evidence) -> Vec<String> {
    let content = &item.held.content;
    let mut standards = listed(&content.terms.assurances);
    if standards.is_empty() {
        "None named".clone_into(&mut standards);
    }
    if !evidence.lacking.is_empty() {
        standards = format!("{standards}. Missing: {}", listed(&evidence.lacking));
    }
    let decided = item.decided.map(|(person, at)| on_and_by(list, Some(person), at));
    vec![
        format!("{}, {}", item.body_name, item.region),
        unit::counted(content.quantity_per_month, &content.unit),
        format!("{} to {}", content.first_month, content.last_month),
        evidence.starts.map_or_else(|| "Not before its last month".to_owned(), |month| month.to_string()),
        covers(list, evidence).unwrap_or_else(|| "Counted in another way".to_owned()),
        words::price_for(list.content(), content),
        evidence.cost.map_or_else(|| "No price in cash".to_owned(), cost),
        standards,
        evidence.distance.map_or_else(|| "Not known".to_owned(), |distance| distance.to_string()),
        item.noted.decision.label().to_owned(),
        item.noted.reason.clone(),
        decided
            .unwrap_or_else(|| format!("Not yet; added {}", on_and_by(list, item.added_by, item.added_at))),
    ]
}

fn covers(list: &Shortlist, evidence: &Evidence) -> Option<String> {
    Some(evidence.cover?.in_words(list.content()?))
}

/// "£5.28 (£4.40, and £0.88 of VAT)".
fn cost(cost: PriceForMe) -> String {
    let assumed = if cost.is_stated { "" } else { ", taxed as assumed" };
    if cost.vat_lost.is_zero() {
        return format!("{}, no VAT lost{assumed}", cost.total);
    }
    format!("{} ({}, and {} of VAT{assumed})", cost.total, cost.price, cost.vat_lost)
}

/// As a table of this site.
fn side_by_side(columns: &[OfferColumn]) -> Markup {
    let titles = columns.iter().map(|column| Column::text(&column.title));
    let cell = |line: usize| move |column: &OfferColumn| column.values.get(line).cloned().unwrap_or_default();
    let row = |(line, name): (usize, &&str)| {
        let values = columns.iter().map(cell(line)).map(|value| html! { (value) });
        Row::new(std::iter::once(html! { (name) }).chain(values).collect::<Vec<_>>())
    };
    let links = columns.iter().map(|column| {
        html! { a href=(column.href) { "See it as it stood" span.visually-hidden { ": " (column.title) } } }
    });
    let last = Row::new(std::iter::once(html! { "The offer" }).chain(links).collect::<Vec<_>>());
    Table::new("Offers that were considered")
        .hidden_caption()
        .columns(std::iter::once(Column::text("What")).chain(titles).collect::<Vec<_>>())
        .rows(LINES.iter().enumerate().map(row).chain([last]))
        .render()
}

/// As a table that needs no look of this site.
fn plain_table(columns: &[OfferColumn]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    th scope="row" { "Offer, as it stood when it was added" }
                    @for column in columns { th scope="col" { a href=(column.href) { (column.title) } } }
                }
            }
            tbody {
                @for (line, name) in LINES.iter().enumerate() {
                    tr {
                        th scope="row" { (name) }
                        @for column in columns { td { (column.values.get(line).map_or("", String::as_str)) } }
                    }
                }
            }
        }
    }
}

/// What stands below the table: what was searched, what was taken off, what is assumed, and who drew it up.
fn beside(cx: &Cx, justification: &Justification) -> Markup {
    let Justification { list, taken_off, searched, vat, .. } = justification;
    let today = ui::date(london::date(cx.now()));
    html! {
        @if let Some(searched) = searched { p { (what_was_searched(searched, &today)) } }
        @if !taken_off.is_empty() {
            h2 { "What was taken off the list" }
            ul {
                @for item in taken_off {
                    li {
                        strong { (item.title) } " by " (item.body_name) ", version " (item.version) ": "
                        (item.reason) " (" (on_and_by(list, item.by, item.at)) ")"
                    }
                }
            }
        }
        @if let Some(vat) = vat {
            p {
                "VAT: what is not recovered is reckoned for a body that says “" (vat.profile.label())
                "”, which is assumed of its kind; an offer that proposes no treatment is taken to be taxed at the \
                 standard rate. Distances are as the crow flies, between the places in the registers."
            }
        }
        p.meta { "Drawn up for " (list.need.body_name) " on " (today) "." }
    }
}

/// "On 1 December 2026, of 40 offers of the service in the catalogue, 3 fitted: …".
fn what_was_searched(searched: &Searched, today: &str) -> String {
    format!(
        "Searched: {}. On {today} the catalogue had {} of the service, of which {} fitted all of this.",
        searched.choices.join("; "),
        plural(searched.of_service, "offer", "offers"),
        searched.fitting,
    )
}
