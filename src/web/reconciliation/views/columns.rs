//! The question which column of a ledger file holds what.

use maud::{Markup, html};

use super::crumbs;
use crate::kernel::FieldErrors;
use crate::reconciliation::columns::{Guess, MappingForm};
use crate::reconciliation::model::{FileView, Preview};
use crate::web::ui::{Choice, Column, FormKeys, Need, Row, Select, Table, Width, actions, button, post_form};
use crate::web::urls::reconciliation as urls;

/// The form as it is first shown: with the columns remembered, or else those that the headers suggest.
pub(in crate::web::reconciliation) fn suggested(preview: &Preview) -> MappingForm {
    let guess = preview.mapping.map_or(preview.guess, |mapping| Guess {
        date: Some(mapping.date),
        amount: Some(mapping.amount),
        supplier_name: Some(mapping.supplier_name),
        reference: mapping.reference,
    });
    let text = |column: Option<usize>| column.map(|index| index.to_string()).unwrap_or_default();
    MappingForm {
        date: text(guess.date),
        amount: text(guess.amount),
        supplier_name: text(guess.supplier_name),
        reference: text(guess.reference),
    }
}

/// The form, with the first rows of the file beneath it.
pub(in crate::web::reconciliation) fn form(
    file: &FileView,
    preview: &Preview,
    form: &MappingForm,
    keys: &FormKeys,
    errors: &FieldErrors,
) -> Markup {
    let choices: Vec<Choice> = preview
        .headers
        .iter()
        .enumerate()
        .map(|(index, header)| Choice::new(index.to_string(), column_name(index, header)))
        .collect();
    let select = |name, label, hint, prompt, value, need| {
        Select {
            name,
            label,
            hint,
            prompt: Some(prompt),
            choices: &choices,
            value,
            error: errors.of(name),
            need,
            width: Width::Medium,
            ..Select::default()
        }
        .render()
    };
    let fields = html! {
        (select("date", "Date", None, "Choose a column", &form.date, Need::Required))
        (select(
            "amount", "Amount", Some("The amount with VAT, if your file has it: that is what an invoice asks for."),
            "Choose a column", &form.amount, Need::Required,
        ))
        (select("supplier_name", "Supplier name", None, "Choose a column", &form.supplier_name, Need::Required))
        (select(
            "reference", "Reference",
            Some("The supplier’s invoice number. Without it no line is matched by itself."),
            "No such column", &form.reference, Need::Optional,
        ))
        (actions(html! { (button("Continue")) a href=(urls::LEDGER) { "Not now" } }))
    };
    html! {
        (crumbs(&[("Ledger", urls::LEDGER)]))
        h1 { span.caption { (file.name) " " } "Which column is which?" }
        p { "You say this once. Later files with the same headers are read the same way." }
        (post_form(&urls::file_columns(file.id), keys, fields))
        h2 { "The first rows of the file" }
        (sample(preview))
    }
}

fn sample(preview: &Preview) -> Markup {
    let columns: Vec<Column> = preview
        .headers
        .iter()
        .enumerate()
        .map(|(index, header)| Column::text(column_name(index, header)))
        .collect();
    let row = |cells: &Vec<String>| Row::new(cells.iter().map(|cell| html! { (cell) }).collect::<Vec<_>>());
    Table::new("The first rows, as they stand in the file")
        .columns(columns)
        .rows(preview.sample.iter().map(row))
        .empty("The file has headers and no rows.")
        .render()
}

/// A column without a header still has a place.
fn column_name(index: usize, header: &str) -> String {
    if header.is_empty() { format!("Column {}", index + 1) } else { header.to_owned() }
}
