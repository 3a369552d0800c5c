//! How far a file has come, and what it brought.

use maud::{Markup, html};

use super::crumbs;
use crate::bulk::model::{DoneRow, HowToLoad, LoadAs, Outcome, Twins, UploadView};
use crate::kernel::Page;
use crate::web::bulk::check::so_far;
use crate::web::ui::{
    Column, FormKeys, Row, SummaryRow, Table, Tone, actions, button, button_link, heading, pagination,
    post_form, quiet_button_link, status_tag, summary_list, thousands, warning,
};
use crate::web::urls::bulk as urls;

/// A file that is half loaded: how far, and how to go on.
pub(in crate::web::bulk) fn half_loaded(file: &UploadView, keys: &FormKeys) -> Markup {
    let how = file.how.unwrap_or(HowToLoad { load_as: LoadAs::Drafts, twins: Twins::Skip });
    html! {
        (crumbs(file.kind))
        (heading(&file.name, "Half loaded"))
        (warning(html! { (so_far(file.done, file.rows)) " are done. Go on until all are: no row is loaded twice." }))
        progress value=(file.done) max=(file.rows) aria-label="Rows done" {}
        (post_form(&urls::load(file.kind, file.id), keys, html! {
            input type="hidden" name="load_as" value=(how.load_as.as_str());
            @if how.twins == Twins::Load { input type="hidden" name="twins" value="yes"; }
            (actions(button("Go on loading")))
        }))
    }
}

/// A loaded file: what became of every row.
pub(in crate::web::bulk) fn page(
    file: &UploadView,
    counts: &[(Outcome, i64)],
    rows: &Page<DoneRow>,
) -> Markup {
    let count =
        |outcome: Outcome| counts.iter().find(|(other, _)| *other == outcome).map_or(0, |(_, count)| *count);
    let kind = file.kind;
    let loaded = match file.how.map(|how| how.load_as) {
        Some(LoadAs::Published) => "Published",
        _ => "Kept as drafts",
    };
    html! {
        (crumbs(kind))
        (heading("What came of the file", &file.name))
        (summary_list(&[
            SummaryRow::text(loaded, thousands(count(Outcome::Loaded))),
            SummaryRow::text("Duplicates left out", thousands(count(Outcome::Duplicate))),
            SummaryRow::text("Bad rows left out", thousands(count(Outcome::Bad))),
            SummaryRow::text("Uploaded by", &file.uploaded_by),
        ]))
        (actions(html! {
            (button_link(super::our(kind), urls::list(kind)))
            @if count(Outcome::Bad) > 0 {
                (quiet_button_link("Download the bad rows (CSV)", &urls::bad_rows(kind, file.id)))
            }
            (quiet_button_link("Upload another file", urls::choose(kind)))
        }))
        h2 { "What became of each row" }
        (table(file, rows))
        (pagination(rows.request.number(), rows.pages(), |page| {
            format!("{}?page={page}", urls::upload(kind, file.id))
        }))
    }
}

fn table(file: &UploadView, rows: &Page<DoneRow>) -> Markup {
    let row = |row: &DoneRow| {
        let tone = match row.outcome {
            Outcome::Loaded => Tone::Good,
            Outcome::Duplicate => Tone::Plain,
            Outcome::Bad => Tone::Warn,
        };
        Row::new([
            html! { "Line " (thousands(row.line)) },
            html! {
                @match row.listing {
                    Some(id) => { a href=(urls::listing(file.kind, id)) { (row.title) } }
                    None => { (row.title) }
                }
            },
            status_tag(tone, row.outcome.label()),
            html! { (row.reason) },
        ])
    };
    Table::new("What became of each row")
        .hidden_caption()
        .columns([
            Column::unbroken("Where"),
            Column::text("Title"),
            Column::text("Outcome"),
            Column::text("Why"),
        ])
        .rows(rows.items.iter().map(row))
        .folds_when_narrow()
        .render()
}
