//! The first sheet of an Excel workbook as rows of texts. The sheet is read cell by cell and never laid out as a whole:
//! one cell in the last corner of a sheet would otherwise ask for room for all cells before it.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::archive::{self, Unsafe};
use super::table::{MOST_COLUMNS, MOST_ROWS, TableFlaw, TableRow};

/// How far down the rows may stand, with gaps between them.
const LAST_ROW: u32 = 20_000;
/// The most bytes that the texts of all cells may come to. Cells share texts, so that a small file can name a long one often.
const MOST_TEXT: usize = 16 * 1024 * 1024;
/// How many digits of a number a spreadsheet shows, and means.
const DIGITS: u32 = 15;

/// The rows of the first sheet, all as wide as the widest.
pub fn rows(bytes: &[u8]) -> Result<Vec<TableRow>, TableFlaw> {
    archive::check(bytes).map_err(|flaw| match flaw {
        Unsafe::Broken => TableFlaw::BrokenWorkbook,
        Unsafe::TooLarge => TableFlaw::TooLarge,
    })?;
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| TableFlaw::BrokenWorkbook)?;
    let sheet = book.sheet_names().first().cloned().ok_or(TableFlaw::Empty)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| TableFlaw::BrokenWorkbook)?;
    let mut rows: Vec<TableRow> = Vec::new();
    let mut text_bytes = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| TableFlaw::BrokenWorkbook)? {
        let (row, column) = cell.get_position();
        text_bytes += length_of(cell.get_value());
        if text_bytes > MOST_TEXT {
            return Err(TableFlaw::TooLarge);
        }
        let text = text_of(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        if row >= LAST_ROW || rows.len() > MOST_ROWS * 2 {
            return Err(TableFlaw::TooManyRows);
        }
        let column = usize::try_from(column).ok().filter(|column| *column < MOST_COLUMNS);
        put(&mut rows, row + 1, column.ok_or(TableFlaw::TooManyColumns)?, text);
    }
    let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    for row in &mut rows {
        row.cells.resize(widest, String::new());
    }
    // Programs write rows in their order, each once.
    if rows.is_sorted_by(|row, next| row.line < next.line) {
        Ok(rows)
    } else {
        Err(TableFlaw::BrokenWorkbook)
    }
}

fn put(rows: &mut Vec<TableRow>, line: u32, column: usize, text: String) {
    if rows.last().is_none_or(|row| row.line != line) {
        rows.push(TableRow { line, cells: Vec::new() });
    }
    let Some(row) = rows.last_mut() else { return };
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = text;
    }
}

/// How long a cell's text is; what is no text is short.
fn length_of(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

/// A cell as somebody would have typed it; dates as 2027-01-31.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_as_shown(number),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => number_as_shown(duration.as_f64()),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number in the digits that its spreadsheet shows: 4.4, never 4.400000000000001. From here on it is a text, which
/// the same rules read that read what a person types.
fn number_as_shown(number: impl std::fmt::Display) -> String {
    let text = number.to_string();
    let shown = text.parse::<Decimal>().ok().and_then(|number| number.round_sf(DIGITS));
    shown.map_or(text, |number| number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook, XlsxError};

    use super::*;

    fn book(write: impl Fn(&mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
        let mut book = Workbook::new();
        write(book.add_worksheet()).unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_read_as_somebody_would_have_typed_them() {
        let date = Format::new().set_num_format("mmm yyyy");
        let bytes = book(|sheet| {
            sheet.write(0, 0, "Title")?;
            sheet.write(2, 0, "Payroll")?;
            sheet.write(2, 1, 4.4)?;
            sheet.write(2, 2, 4000)?;
            sheet.write_with_format(2, 3, 46_388, &date)?;
            sheet.write(2, 4, true)?;
            sheet.write(3, 1, 0.300_000_000_000_000_04)?;
            Ok(())
        });

        let rows = rows(&bytes).unwrap();

        let told: Vec<String> =
            rows.iter().map(|row| format!("{}: {}", row.line, row.cells.join("|"))).collect();
        assert_eq!(told, ["1: Title||||", "3: Payroll|4.4|4000|2027-01-01|TRUE", "4: |0.3|||"]);
    }

    #[test]
    fn a_cell_in_the_far_corner_asks_for_no_room() {
        let corner = book(|sheet| sheet.write(1_048_575, 0, "x").map(|_| ()));
        let wide = book(|sheet| sheet.write(0, 16_383, "x").map(|_| ()));

        let long = "x".repeat(32_000);
        let often = book(|sheet| (0..1_000).try_for_each(|row| sheet.write(row, 0, &long).map(|_| ())));

        assert_eq!(rows(&often), Err(TableFlaw::TooLarge), "one long text, named a thousand times");
        assert_eq!(rows(&corner), Err(TableFlaw::TooManyRows));
        assert_eq!(rows(&wide), Err(TableFlaw::TooManyColumns));
    }
}
