//! Files that we write: the empty template with its notes, and what a body lists in the same shape.

use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};

use super::columns::{About, Must};
use super::listing::Listing;
use super::model::Kind;
use super::table::{MOST_ROWS, NOTES};

/// The longest list that a drop-down holds by itself.
const LONGEST_LIST: usize = 255;

/// What stands before the columns in a file of bad rows. Mended, that file is uploaded again as it is.
pub const BEFORE_BAD_ROWS: [&str; 2] = ["Line", "What is wrong"];

/// The headings of a file.
pub fn headings<D: Listing>() -> Vec<&'static str> {
    D::columns().iter().map(|column| column.about.heading).collect()
}

/// The rows of the CSV template below its headings: a note and an example for each column.
pub fn notes<D: Listing>() -> Vec<Vec<String>> {
    let note = |about: &About| format!("{}{}", needed(about), full_note(about));
    let rows: [Vec<String>; 2] = [
        D::columns().iter().map(|column| note(&column.about)).collect(),
        D::columns().iter().map(|column| column.about.example.to_owned()).collect(),
    ];
    let marked = |(mark, mut row): (&str, Vec<String>)| {
        if let Some(first) = row.first_mut() {
            *first = format!("{mark} {first}");
        }
        row
    };
    NOTES.into_iter().zip(rows).map(marked).collect()
}

/// What a column holds, with its list where that is short.
pub fn full_note(about: &About) -> String {
    let choices = (about.choices)();
    if choices.is_empty() {
        return about.note.to_owned();
    }
    format!("{} One of: {}.", about.note, choices.join("; ")).trim_start().to_owned()
}

fn needed(about: &About) -> &'static str {
    if about.must == Must::Always { "Needed. " } else { "" }
}

/// A workbook with these rows and a sheet of notes. Every cell is text, so that no spreadsheet makes a date of a month or a
/// formula of a title.
pub fn workbook<D: Listing>(rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let name = if D::KIND == Kind::Offers { "Offers" } else { "Needs" };
    let sheet = book.add_worksheet().set_name(name)?;
    for (place, column) in D::columns().iter().enumerate() {
        heading(sheet, u16::try_from(place).unwrap_or(u16::MAX), &column.about, (&text, &bold))?;
    }
    for (place, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let row = u32::try_from(place + 1).unwrap_or(u32::MAX);
            sheet.write_string_with_format(row, u16::try_from(column).unwrap_or(u16::MAX), cell, &text)?;
        }
    }
    let last = u16::try_from(D::columns().len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.ignore_error_range(0, 0, last_row(), last, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 1)?;
    explain::<D>(book.add_worksheet(), &bold)?;
    book.save_to_buffer()
}

fn last_row() -> u32 {
    u32::try_from(MOST_ROWS).unwrap_or(u32::MAX)
}

fn heading(
    sheet: &mut Worksheet,
    column: u16,
    about: &About,
    (text, bold): (&Format, &Format),
) -> Result<(), XlsxError> {
    sheet.set_column_format(column, text)?;
    sheet.set_column_width(column, if about.key == "description" { 50 } else { 22 })?;
    sheet.write_string_with_format(0, column, about.heading, bold)?;
    let note = format!("{}{}", needed(about), about.note);
    sheet.insert_note(0, column, &Note::new(note).add_author_prefix(false))?;
    let choices = (about.choices)();
    let takes_several = about.note.contains("semicolons");
    if !choices.is_empty()
        && !takes_several
        && choices.join(",").len() <= LONGEST_LIST
        && !choices.iter().any(|choice| choice.contains(','))
    {
        let list = DataValidation::new().allow_list_strings(&choices)?;
        sheet.add_data_validation(1, column, last_row(), column, &list)?;
    }
    Ok(())
}

fn explain<D: Listing>(sheet: &mut Worksheet, bold: &Format) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    sheet.set_name("Notes")?;
    for (column, (heading, width)) in
        [("Column", 26), ("Needed", 10), ("What to write", 70), ("An example", 40)].into_iter().enumerate()
    {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, bold)?;
    }
    for (place, column) in D::columns().iter().enumerate() {
        let row = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let about = &column.about;
        let must = if about.must == Must::Always { "Yes" } else { "" };
        for (cell, text) in [(0, about.heading), (1, must), (2, &full_note(about)), (3, about.example)] {
            sheet.write_string_with_format(row, cell, text, &wrap)?;
        }
    }
    Ok(())
}
