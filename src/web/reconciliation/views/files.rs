//! Ledger files: the list, the preview before loading, and what was loaded.

use maud::{Markup, html};

use super::crumbs;
use crate::kernel::london;
use crate::kernel::{FieldErrors, Page};
use crate::reconciliation::extract::BadRow;
use crate::reconciliation::model::{FileView, Preview, Standing, Summary, Totals};
use crate::reconciliation::state::{FileEvent, FileState};
use crate::web::ui::{
    Button, ButtonLook, Column, FileField, FormKeys, Row, SummaryRow, Table, Tile, Tone, actions, banner,
    button, button_link, date_short, disclosure, empty_state, money, one_button_form, pagination, plural,
    quiet_button_link, status_tag, summary_list, thousands, tiles, upload_form, warning,
};
use crate::web::urls::reconciliation as urls;

/// Everything about the body's own ledger, and the form that adds to it.
pub(in crate::web::reconciliation) fn list(
    files: &Page<FileView>,
    totals: &Totals,
    keys: Option<&FormKeys>,
    errors: &FieldErrors,
) -> Markup {
    html! {
        (crumbs(&[]))
        h1 { "Ledger" }
        p.lede { "Upload what your finance system has paid. Lines that pay an invoice find it by themselves." }
        @if totals.all.count > 0 { (overview(totals)) }
        @if let Some(keys) = keys { (upload_part(keys, errors)) }
        h2 { "Files" }
        @if files.items.is_empty() {
            (empty_state(
                "No ledger yet",
                "Save the payments of a month from your finance system as CSV, and upload that file.",
                None,
            ))
        } @else {
            (file_table(files))
            (pagination(files.request.number(), files.pages(), |page| format!("{}?page={page}", urls::LEDGER)))
        }
    }
}

fn overview(totals: &Totals) -> Markup {
    let show = |standing: &'static str| urls::Workbench { show: standing, ..Default::default() }.url();
    let tile = |standing: Standing, label: &str, href: String| Tile {
        figure: thousands(totals.of(standing).count),
        label: label.to_owned(),
        note: Some(money(totals.of(standing).total)),
        href: Some(href),
    };
    html! {
        (tiles(&[
            tile(Standing::Matched, "lines matched", show("matched")),
            tile(Standing::Open, "lines of public bodies open", show("open")),
            tile(Standing::Undecided, "lines whose supplier is not decided", urls::NAMES.to_owned()),
            Tile {
                figure: thousands(totals.open_invoices.count),
                label: "invoices without a line".into(),
                note: Some(money(totals.open_invoices.total)),
                href: Some(show("invoices")),
            },
        ]))
        (actions(html! {
            (button_link("Match lines with invoices", urls::MATCHING))
            (quiet_button_link("Supplier names", urls::NAMES))
            (quiet_button_link("Statements", urls::STATEMENTS))
        }))
    }
}

fn upload_part(keys: &FormKeys, errors: &FieldErrors) -> Markup {
    let fields = html! {
        (FileField {
            name: "file", label: "CSV file from your finance system",
            hint: Some("Up to 16 MB. The same file twice changes nothing."),
            error: errors.of("file").or(errors.of("name")), accept: Some(".csv,text/csv"), ..FileField::default()
        }.render())
        (actions(button("Upload")))
    };
    html! {
        h2 { "Upload a file" }
        (upload_form(urls::LEDGER, keys, fields))
    }
}

fn file_table(files: &Page<FileView>) -> Markup {
    let row = |file: &FileView| {
        let is_loaded = file.state == FileState::Loaded;
        Row::new([
            html! { a href=(urls::file(file.id)) { (file.name) } },
            state_tag(file.state),
            html! { (date_short(london::date(file.uploaded_at))) ", " (file.uploaded_by) },
            html! { @if is_loaded { (thousands(file.good_rows)) } },
            html! { @if is_loaded { (thousands(file.bad_rows)) } },
            html! { @if is_loaded { (money(file.total)) } },
        ])
    };
    Table::new("Ledger files")
        .hidden_caption()
        .columns([
            Column::text("File"),
            Column::text("State"),
            Column::text("Uploaded"),
            Column::numeric("Good lines"),
            Column::numeric("Bad rows"),
            Column::numeric("Total"),
        ])
        .rows(files.items.iter().map(row))
        .render()
}

fn state_tag(state: FileState) -> Markup {
    let tone = match state {
        FileState::Uploaded => Tone::Plain,
        FileState::Loading => Tone::Warn,
        FileState::Loaded => Tone::Good,
    };
    status_tag(tone, state.label())
}

/// What loading would bring, before it is done. `keys` are for the load and for throwing the file away.
pub(in crate::web::reconciliation) fn preview(
    file: &FileView,
    preview: &Preview,
    keys: Option<&(FormKeys, FormKeys)>,
) -> Markup {
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { span.caption { "Check before loading " } (file.name) }
        @if file.state == FileState::Loading {
            (warning(html! { "Loading this file was cut off. Load it again to finish: no line comes twice." }))
        }
        @match &preview.summary {
            None => { p { "Nobody has said yet which column of this file holds what." } }
            Some(summary) => { (preview_summary(file, preview, summary)) }
        }
        @if let Some((load, discard)) = keys {
            (actions(html! {
                @if let Some(summary) = &preview.summary {
                    (one_button_form(&urls::load_file(file.id), load, &Button {
                        label: &format!("Load {}", plural(summary.good, "line", "lines")), ..Button::default()
                    }))
                }
                @if file.state.allows(FileEvent::ChooseColumns) {
                    (quiet_button_link("Change the columns", &urls::file_columns(file.id)))
                }
                @if file.state.allows(FileEvent::Discard) {
                    (one_button_form(&urls::discard_file(file.id), discard, &Button {
                        label: "Throw this file away", look: ButtonLook::Quiet, ..Button::default()
                    }))
                }
            }))
        }
    }
}

fn preview_summary(file: &FileView, preview: &Preview, summary: &Summary) -> Markup {
    let header = |index: usize| preview.headers.get(index).cloned().unwrap_or_default();
    html! {
        (summary_list(&[
            SummaryRow::text("Good lines", thousands(summary.good)),
            SummaryRow::text("Total of the good lines", money(summary.total)),
            SummaryRow::text("Bad rows", thousands(summary.bad)),
        ]))
        @if let Some(mapping) = preview.mapping {
            h2 { "Columns" }
            (summary_list(&[
                SummaryRow::text("Date", header(mapping.date)),
                SummaryRow::text("Amount", header(mapping.amount)),
                SummaryRow::text("Supplier name", header(mapping.supplier_name)),
                SummaryRow::text("Reference", mapping.reference.map_or("None".to_owned(), header)),
            ]))
        }
        @if summary.bad > 0 {
            h2 { "Bad rows" }
            p { "These rows are left out and listed. Everything else loads. Mend them in your finance system and \
                 upload a new file with those rows alone." }
            (bad_row_table(&format!("The first bad rows of {}", file.name), &summary.first_bad, None))
        }
    }
}

fn bad_row_table(caption: &str, rows: &[BadRow], csv: Option<String>) -> Markup {
    let row = |row: &BadRow| {
        Row::new([
            html! { "Line " (thousands(row.number)) },
            html! { (row.reason) },
            html! { code { (row.raw) } },
        ])
    };
    let table = Table::new(caption)
        .columns([Column::text("Where"), Column::text("What is wrong"), Column::text("The row as it stands")])
        .rows(rows.iter().map(row));
    match csv {
        Some(href) => table.csv(href).render(),
        None => table.render(),
    }
}

/// A loaded file: what came of it.
pub(in crate::web::reconciliation) fn loaded(file: &FileView, bad_rows: &Page<BadRow>) -> Markup {
    let workbench = urls::Workbench { show: "open", file: Some(file.id), ..Default::default() };
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { span.caption { "Ledger file " } (file.name) }
        (summary_list(&[
            SummaryRow::new("State", state_tag(file.state)),
            SummaryRow::text("Good lines", thousands(file.good_rows)),
            SummaryRow::text("Total of the good lines", money(file.total)),
            SummaryRow::text("Bad rows", thousands(file.bad_rows)),
            SummaryRow::text("Uploaded by", &file.uploaded_by),
        ]))
        (actions(html! {
            (button_link("Match its lines", &workbench.url()))
            (quiet_button_link("Supplier names", urls::NAMES))
        }))
        @if bad_rows.items.is_empty() {
            (banner(html! { p { "Every row of this file was good." } }))
        } @else {
            h2 { "Bad rows" }
            (bad_row_table("Bad rows that were left out", &bad_rows.items, Some(urls::bad_rows(file.id))))
            (pagination(bad_rows.request.number(), bad_rows.pages(), |page| {
                format!("{}?page={page}", urls::file(file.id))
            }))
        }
        (disclosure("How we know this file again", html! {
            p { "Its SHA-256 is " code { (file.sha256) } }
        }))
    }
}
