//! Where a file is chosen: templates, what each column holds, and the files uploaded lately.

use maud::{Markup, html};

use super::{our, past};
use crate::bulk::Loadable;
use crate::bulk::columns::Must;
use crate::bulk::file::full_note;
use crate::bulk::model::PastUpload;
use crate::kernel::FieldErrors;
use crate::web::ui::{
    Column, FileField, FormKeys, Link, Row, Table, actions, breadcrumbs, button, disclosure, upload_form,
};
use crate::web::urls::bulk as urls;

pub(in crate::web::bulk) fn page<D: Loadable>(
    files: &[PastUpload],
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    let (kind, many) = (D::KIND, D::KIND.noun(2));
    let file = FileField {
        name: "file",
        label: "Excel workbook (.xlsx) or CSV file",
        hint: Some("Up to 5 MB and 2,000 rows."),
        error: errors.of("file").or(errors.of("name")),
        accept: Some(".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ..FileField::default()
    };
    html! {
        (breadcrumbs(&[Link::new(our(kind), urls::list(kind))]))
        h1 { "Upload " (many) }
        p.lede { "List many " (many) " from one file. You see what is wrong with which row before anything is listed." }
        (upload_form(urls::choose(kind), keys, html! { (file.render()) (actions(button("Upload"))) }))
        h2 { "Templates" }
        p { "Start from our template, or use a file of your own: you then say which column holds what, once." }
        ul {
            li { a href=(urls::template_xlsx(kind)) { "Template for Excel, with notes" } " (XLSX)" }
            li { a href=(urls::template_csv(kind)) { "Template with notes" } " (CSV)" }
        }
        p { "To list something like what you list already, download it in the same columns and change what differs. A row \
             with the same title, service and months as one of your " (many) " is left out as there already, so nothing comes \
             twice: what you list stays as it is, and is changed on its own page." }
        ul {
            li { a href=(urls::download_xlsx(kind)) { (our(kind)) " in full" } " (XLSX)" }
            li { a href=(urls::download_csv(kind)) { (our(kind)) " in full" } " (CSV)" }
        }
        (disclosure("What each column holds", columns::<D>()))
        @if !files.is_empty() {
            h2 { "Files uploaded lately" }
            (past::table(kind, files))
            p { a href=(urls::uploads(kind)) { "All files of " (many) " uploaded, and what became of their rows" } }
        }
    }
}

fn columns<D: Loadable>() -> Markup {
    let row = |column: &crate::bulk::columns::Column<D>| {
        let about = column.about;
        Row::new([
            html! { (about.heading) },
            html! { @if about.must == Must::Always { "Yes" } @else { "No" } },
            html! { (full_note(&about)) },
            html! { (about.example) },
        ])
    };
    Table::new("Columns of the template")
        .columns([
            Column::text("Column"),
            Column::text("Needed"),
            Column::text("What to write"),
            Column::text("An example"),
        ])
        .rows(D::columns().iter().map(row))
        .folds_when_narrow()
        .render()
}
