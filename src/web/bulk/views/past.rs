//! Every file that a body has uploaded, and what became of its rows.

use maud::{Markup, html};

use super::{crumbs, state_tag};
use crate::bulk::model::{Kind, PastUpload};
use crate::bulk::state::UploadState;
use crate::kernel::{Page, london};
use crate::web::ui::{Column, Row, Table, button_link, date_short, empty_state, pagination, thousands};
use crate::web::urls::bulk as urls;

pub(in crate::web::bulk) fn page(kind: Kind, files: &Page<PastUpload>) -> Markup {
    html! {
        (crumbs(kind))
        h1 { "Files of " (kind.noun(2)) " uploaded" }
        @if files.total == 0 {
            (empty_state(
                "No file has been uploaded",
                "Each file that somebody of your body uploads stands here, with what became of its rows.",
                Some(button_link(&format!("Upload {}", kind.noun(2)), urls::choose(kind))),
            ))
        } @else {
            p { "The newest first. A file that was thrown away before it was loaded is gone." }
            (table(kind, &files.items))
            (pagination(files.request.number(), files.pages(), |number| urls::uploads_page(kind, number)))
        }
    }
}

pub(super) fn table(kind: Kind, files: &[PastUpload]) -> Markup {
    let row = |PastUpload { file, loaded, duplicates, bad }: &PastUpload| {
        let is_begun = file.state != UploadState::Uploaded;
        let count = |count: &i64| html! { @if is_begun { (thousands(*count)) } };
        Row::new([
            html! { a href=(urls::upload(kind, file.id)) { (file.name) } },
            html! { (date_short(london::date(file.uploaded_at))) },
            html! { (file.uploaded_by) },
            state_tag(file.state),
            html! { (thousands(file.rows)) },
            count(loaded),
            count(duplicates),
            html! {
                @if *bad > 0 { a href=(urls::bad_rows(kind, file.id)) { (thousands(*bad))
                    span.visually-hidden { " bad rows of " (file.name) " as a file" } } }
                @else { (count(bad)) }
            },
        ])
    };
    Table::new("Files uploaded")
        .hidden_caption()
        .columns([
            Column::text("File"),
            Column::unbroken("Uploaded"),
            Column::text("By"),
            Column::text("State"),
            Column::numeric("Rows"),
            Column::numeric("Loaded"),
            Column::numeric("Duplicates left out"),
            Column::numeric("Bad"),
        ])
        .rows(files.iter().map(row))
        .folds_when_narrow()
        .render()
}
