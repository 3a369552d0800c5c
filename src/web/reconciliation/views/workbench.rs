//! The workbench: where the money of the ledger's lines stands, and the lines behind each figure.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::crumbs;
use crate::charges::queries::InvoiceView;
use crate::kernel::Month;
use crate::kernel::ids::BodyId;
use crate::reconciliation::model::{FileView, LineView, MatchView, Standing, Tally, Totals};
use crate::web::answer;
use crate::web::reconciliation::workbench::{Asked, Listing};
use crate::web::ui::{
    Button, ButtonLook, Choice, Column, Confirm, FormKeys, MonthField, Need, Row, Select, Table, Width,
    actions, button_link, date_short, empty_state, get_form, money, one_button_form, pagination,
    quiet_button, quiet_button_link, thousands,
};
use crate::web::urls::reconciliation as urls;

/// Everything on the page.
#[derive(Clone, Debug)]
pub(in crate::web::reconciliation) struct Bench {
    pub(in crate::web::reconciliation) asked: Asked,
    pub(in crate::web::reconciliation) totals: Totals,
    pub(in crate::web::reconciliation) listing: Listing,
    pub(in crate::web::reconciliation) counterparties: Vec<(BodyId, String)>,
    pub(in crate::web::reconciliation) months: Vec<Month>,
    pub(in crate::web::reconciliation) files: Vec<FileView>,
}

pub(in crate::web::reconciliation) fn page(bench: &Bench, keys: Option<&FormKeys>) -> Markup {
    let has_anything = bench.totals.all.count > 0 || bench.totals.open_invoices.count > 0;
    let is_filtered = bench.asked.filter != crate::reconciliation::model::LineFilter::default();
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { "Match lines with invoices" }
        @if has_anything || is_filtered {
            (filters(bench))
            (standing_table(bench))
            @if let Some(keys) = keys {
                (actions(one_button_form(urls::MATCHING, keys, &Button {
                    label: "Look for matches now", look: ButtonLook::Quiet, ..Button::default()
                })))
            }
            h2 { (heading(&bench.asked.show)) }
            (listing(bench, keys.is_some()))
        } @else {
            (empty_state(
                "There is nothing to match yet",
                "Upload a ledger file first. Lines whose reference and amount are those of an invoice find it by \
                 themselves.",
                Some(button_link("Upload a ledger file", urls::LEDGER)),
            ))
        }
    }
}

fn heading(show: &str) -> &'static str {
    match show.parse() {
        Ok(Standing::Matched) => "Matched lines",
        Ok(Standing::Open) => "Open lines of public bodies",
        Ok(Standing::Undecided) => "Lines whose supplier is not decided",
        Ok(Standing::NotABody) => "Lines of others than public bodies",
        Err(_) => "Invoices without a line",
    }
}

fn filters(bench: &Bench) -> Markup {
    let filter = &bench.asked.filter;
    let bodies: Vec<Choice> =
        bench.counterparties.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let files: Vec<Choice> =
        bench.files.iter().map(|file| Choice::new(file.id.to_string(), &file.name)).collect();
    let with = filter.counterparty.map(|id| id.to_string()).unwrap_or_default();
    let file = filter.file.map(|id| id.to_string()).unwrap_or_default();
    let month = filter.month.map(Month::iso).unwrap_or_default();
    let fields = html! {
        input type="hidden" name="show" value=(bench.asked.show);
        div.two {
            (Select {
                name: "with", label: "Public body", prompt: Some("All of them"), choices: &bodies, value: &with,
                need: Need::Filter, width: Width::Medium, ..Select::default()
            }.render())
            (MonthField {
                name: "month", label: "Month", months: &bench.months, value: &month, need: Need::Filter,
                prompt: Some("Any month"), ..MonthField::default()
            }.render())
            (Select {
                name: "file", label: "Ledger file", prompt: Some("All of them"), choices: &files, value: &file,
                need: Need::Filter, width: Width::Medium, ..Select::default()
            }.render())
        }
        (actions(html! { (quiet_button("Show these")) a href=(urls::MATCHING) { "Show all" } }))
    };
    get_form(urls::MATCHING, fields)
}

fn here<'a>(bench: &'a Bench, show: &'a str, page: u32) -> urls::Workbench<'a> {
    let filter = &bench.asked.filter;
    urls::Workbench { show, with: filter.counterparty, month: filter.month, file: filter.file, page }
}

/// Every line in exactly one row, so that the rows add up to the lines loaded.
fn standing_table(bench: &Bench) -> Markup {
    let row = |label: &str, show: &str, tally: Tally| {
        let row = Row::new([
            html! { a href=(here(bench, show, 1).url()) { (label) } },
            html! { (thousands(tally.count)) },
            html! { (money(tally.total)) },
        ]);
        if bench.asked.show == show { row.picked() } else { row }
    };
    let rows = Standing::ALL
        .iter()
        .map(|standing| row(standing.label(), standing.as_str(), bench.totals.of(*standing)));
    let all = bench.totals.all;
    let invoices = bench.totals.open_invoices;
    html! {
        (Table::new("Where your ledger lines stand")
            .columns([Column::text("Lines"), Column::numeric("How many"), Column::numeric("Amount")])
            .folds_when_narrow()
            .rows(rows)
            .foot(Row::new([
                html! { "All loaded lines" }, html! { (thousands(all.count)) }, html! { (money(all.total)) },
            ]))
            .render())
        (Table::new("Invoices you owe that no line pays yet")
            .columns([Column::text("Invoices"), Column::numeric("How many"), Column::numeric("Left to pay")])
            .folds_when_narrow()
            .rows([row("Without a line in your ledger", "invoices", invoices)])
            .render())
    }
}

fn listing(bench: &Bench, may_undo: bool) -> Markup {
    let csv = here(bench, &bench.asked.show, 1).csv();
    let (table, pages) = match &bench.listing {
        Listing::Matches(page) => (match_table(&page.items, may_undo), page.pages()),
        Listing::Lines(standing, page) => (line_table(*standing, &page.items), page.pages()),
        Listing::Invoices(invoices) => (invoice_table(invoices), 1),
    };
    html! {
        div.bench { (table.csv(csv).render()) }
        (pagination(bench.asked.page, pages, |page| here(bench, &bench.asked.show, page).url()))
    }
}

fn line_table(standing: Standing, lines: &[LineView]) -> Table {
    let row = |line: &LineView| {
        Row::new([
            html! { @if line.reference.is_empty() { "No reference" } @else { (line.reference) } },
            html! { (date_short(line.dated)) },
            html! {
                @if line.supplier_name.is_empty() { "No supplier name" }
                @else { a href=(urls::decide_name(&line.supplier_key)) { (line.supplier_name) } }
            },
            html! { (money(line.amount)) },
            html! { a href=(urls::file(line.file)) { "Line " (thousands(line.number)) } },
        ])
    };
    Table::new(standing.label())
        .hidden_caption()
        .columns([
            Column::unbroken("Reference"),
            Column::unbroken("Date"),
            Column::text("Supplier"),
            Column::numeric("Amount"),
            Column::text("In the file"),
        ])
        .folds_when_narrow()
        .rows(lines.iter().map(row))
        .empty("No lines stand here.")
}

fn match_table(matches: &[MatchView], may_undo: bool) -> Table {
    let row = |each: &MatchView| {
        Row::new([
            html! { (each.line.reference) },
            html! { (date_short(each.line.dated)) },
            html! { (each.provider_name) },
            html! { (money(each.amount)) },
            html! { (each.invoice_number) },
            html! { (each.why) br; span.meta { "Matched by " (each.matched_by) } },
            html! {
                @if may_undo {
                    a href=(urls::undo_match(each.id)) {
                        "Undo" span.visually-hidden { " the match of " (each.invoice_number) }
                    }
                }
            },
        ])
    };
    Table::new("Matched lines")
        .hidden_caption()
        .columns([
            Column::unbroken("Reference"),
            Column::unbroken("Date"),
            Column::text("Public body"),
            Column::numeric("Amount"),
            Column::unbroken("Invoice"),
            Column::text("Why"),
            Column::text("Undo"),
        ])
        .folds_when_narrow()
        .rows(matches.iter().map(row))
        .empty("No line is matched yet.")
}

fn invoice_table(invoices: &[InvoiceView]) -> Table {
    let row = |invoice: &InvoiceView| {
        Row::new([
            html! { (invoice.number) },
            html! { (invoice.provider_name) },
            html! { (invoice.description) ", " (invoice.month) },
            html! { (date_short(invoice.issued_on)) },
            html! { (money(invoice.gross)) },
            html! { (money(invoice.set_off)) },
            html! { (money(invoice.to_pay())) },
        ])
    };
    Table::new("Invoices that no line pays")
        .hidden_caption()
        .columns([
            Column::unbroken("Invoice"),
            Column::text("From"),
            Column::text("For"),
            Column::unbroken("Issued"),
            Column::numeric("Gross"),
            Column::numeric("Set off"),
            Column::numeric("Left to pay"),
        ])
        .folds_when_narrow()
        .rows(invoices.iter().map(row))
        .empty("Every invoice you owe is paid by a line of your ledger.")
}

/// The same rows as the page lists, all of them.
pub(in crate::web::reconciliation) fn csv(listing: &Listing) -> HttpResponse {
    match listing {
        Listing::Lines(standing, page) => answer::csv(
            &format!("ledger-lines-{}", standing.as_str().replace('_', "-")),
            &["Reference", "Date", "Supplier", "Amount", "Line"],
            page.items.iter().map(line_cells),
        ),
        Listing::Matches(page) => answer::csv(
            "matched-lines",
            &[
                "Reference",
                "Date",
                "Supplier",
                "Amount",
                "Line",
                "Invoice",
                "Public body",
                "Why",
                "Matched by",
            ],
            page.items.iter().map(|each| {
                let mut cells = line_cells(&each.line);
                let more = [&each.invoice_number, &each.provider_name, &each.why, &each.matched_by];
                cells.extend(more.into_iter().cloned());
                cells
            }),
        ),
        Listing::Invoices(invoices) => answer::csv(
            "invoices-without-a-line",
            &["Invoice", "From", "For", "Month", "Issued", "Gross", "Set off", "Left to pay"],
            invoices.iter().map(|invoice| {
                vec![
                    invoice.number.clone(),
                    invoice.provider_name.clone(),
                    invoice.description.clone(),
                    invoice.month.iso(),
                    invoice.issued_on.to_string(),
                    invoice.gross.plain(),
                    invoice.set_off.plain(),
                    invoice.to_pay().plain(),
                ]
            }),
        ),
    }
}

fn line_cells(line: &LineView) -> Vec<String> {
    vec![
        line.reference.clone(),
        line.dated.to_string(),
        line.supplier_name.clone(),
        line.amount.plain(),
        line.number.to_string(),
    ]
}

/// "Are you sure?", before a match is taken apart.
pub(in crate::web::reconciliation) fn confirm_undo(found: &MatchView, keys: &FormKeys) -> Markup {
    let back = urls::Workbench { show: "matched", ..Default::default() }.url();
    let consequences = [
        format!(
            "The line {} of {} and the invoice {} are open again.",
            found.line.reference, found.amount, found.invoice_number
        ),
        "The two are never matched by themselves again.".to_owned(),
        "The other body sees nothing of this: it is your ledger.".to_owned(),
    ];
    html! {
        (Confirm {
            question: "Undo this match?",
            consequences: &consequences,
            action: &urls::undo_match(found.id),
            keys,
            deed: "Undo the match",
            look: ButtonLook::Danger,
            fields: None,
            way_out: "Keep it",
            way_out_href: &back,
        }.render())
        (actions(quiet_button_link("Back to matching", &back)))
    }
}
