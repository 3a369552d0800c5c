//! A file of rows as texts, whichever program saved it: a CSV file or the first sheet of a workbook. Every row knows
//! its line, so that a person can find what is wrong with it.

use super::workbook;
use crate::kernel::delimited;

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most rows one file may have, its headings aside.
pub const MOST_ROWS: usize = 2_000;
/// The most columns one file may have.
pub const MOST_COLUMNS: usize = 200;
/// The most characters one cell may have.
pub const MOST_CELL: usize = 10_000;
/// What the rows of our template begin with that tell people something and are not read.
pub const NOTES: [&str; 2] = ["# What to write:", "# An example:"];

/// A file that cannot be read at all, in words for the person who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableFlaw {
    #[error("This file is empty")]
    Empty,
    #[error("This file is larger than 5 MB. Split it and upload the parts")]
    TooManyBytes,
    #[error("This is neither a CSV file nor an Excel workbook (.xlsx)")]
    NotATable,
    #[error("This is an old Excel workbook (.xls). Save it as .xlsx or as CSV and upload that")]
    OldWorkbook,
    #[error(
        "This workbook cannot be read. Open it in your spreadsheet program, save it again as .xlsx, and upload that"
    )]
    BrokenWorkbook,
    #[error(
        "This workbook holds far more than a table of 2,000 rows, so it was not opened. Copy the rows into our template and upload that"
    )]
    TooLarge,
    #[error("This file has more than 200 columns")]
    TooManyColumns,
    #[error("This file has more than 2,000 rows. Split it and upload the parts")]
    TooManyRows,
    #[error("This file has headings and no rows below them")]
    NoRows,
}

/// One row below the headings.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableRow {
    /// The line it begins on, from 1.
    pub line: u32,
    pub cells: Vec<String>,
}

/// Headings, and the rows below them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<TableRow>,
}

impl Table {
    /// Reads a file. What it is, its content says and not its name.
    pub fn open(bytes: &[u8]) -> Result<Self, TableFlaw> {
        if bytes.len() > MOST_BYTES {
            return Err(TableFlaw::TooManyBytes);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::of_rows(workbook::rows(bytes)?.into_iter());
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(TableFlaw::OldWorkbook);
        }
        if bytes.contains(&0) {
            return Err(TableFlaw::NotATable);
        }
        let text = delimited::text_of(bytes);
        let rows = delimited::rows(&text, delimited::delimiter_of(&text));
        Self::of_rows(rows.map(|row| TableRow {
            line: row.line,
            cells: row.cells.iter().map(|cell| delimited::undefuse(cell).to_owned()).collect(),
        }))
    }

    /// The first row that holds anything names the columns; rows of notes and rows without anything are left out.
    fn of_rows(rows: impl Iterator<Item = TableRow>) -> Result<Self, TableFlaw> {
        let mut rows = rows.filter(|row| {
            let first = row.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
            first.is_some_and(|cell| !NOTES.iter().any(|note| cell.starts_with(note)))
        });
        let mut headings = rows.next().ok_or(TableFlaw::Empty)?.cells;
        while headings.last().is_some_and(|heading| heading.trim().is_empty()) {
            headings.pop();
        }
        if headings.len() > MOST_COLUMNS {
            return Err(TableFlaw::TooManyColumns);
        }
        let headings: Vec<String> = headings.iter().map(|cell| cut(cell.trim(), 200)).collect();
        let mut kept = Vec::new();
        for mut row in rows {
            if kept.len() == MOST_ROWS {
                return Err(TableFlaw::TooManyRows);
            }
            while row.cells.len() > headings.len()
                && row.cells.last().is_some_and(|cell| cell.trim().is_empty())
            {
                row.cells.pop();
            }
            row.cells.truncate(MOST_COLUMNS + 1);
            for cell in &mut row.cells {
                // More than any text of ours may have, so that what is too long is still told so.
                *cell = cut(cell, MOST_CELL);
            }
            kept.push(row);
        }
        if kept.is_empty() { Err(TableFlaw::NoRows) } else { Ok(Self { headings, rows: kept }) }
    }

    /// The first filled cells below a heading, so that a person sees what it holds.
    pub fn sample(&self, column: usize, most: usize) -> Vec<String> {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.trim());
        cells.filter(|cell| !cell.is_empty()).take(most).map(|cell| cut(cell, 60)).collect()
    }

    /// What a column is called: its heading, or its place where it has none.
    pub fn name_of(&self, column: usize) -> String {
        let heading = self.headings.get(column).filter(|heading| !heading.is_empty());
        heading.cloned().unwrap_or_else(|| format!("Column {}", column + 1))
    }
}

/// No text of ours holds a zero byte, which PostgreSQL does not take.
fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(most).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn notes_and_blank_rows_are_left_out_and_lines_are_those_of_the_file() {
        let table =
            Table::open(b"Title;Price;\r\n# What to write: a name;Pounds\r\n#1;2\r\n;;\r\nPayroll;4,40;\r\n\r\n'=Sum;1;x\r\n")
                .unwrap();

        assert_eq!(table.headings, ["Title", "Price"]);
        let rows: Vec<(u32, String)> = table.rows.iter().map(|row| (row.line, row.cells.join("|"))).collect();
        assert_eq!(
            rows,
            [(3, "#1|2".to_owned()), (5, "Payroll|4,40".to_owned()), (7, "=Sum|1|x".to_owned())]
        );
        assert_eq!(table.sample(1, 5), ["2", "4,40", "1"]);
        assert_eq!(table.name_of(7), "Column 8");
    }

    #[test]
    fn what_is_not_a_table_says_so() {
        for (bytes, flaw) in [
            (b"".as_slice(), TableFlaw::Empty),
            (b"\n,,\n", TableFlaw::Empty),
            (b"Title,Price\n", TableFlaw::NoRows),
            (b"T\x00i\x00", TableFlaw::NotATable),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", TableFlaw::OldWorkbook),
            (b"PK\x03\x04rest", TableFlaw::BrokenWorkbook),
            ("a,".repeat(201).as_bytes(), TableFlaw::TooManyColumns),
        ] {
            assert_eq!(Table::open(bytes), Err(flaw));
        }
        let rows = format!("Title\n{}", "x\n".repeat(MOST_ROWS + 1));
        assert_eq!(Table::open(rows.as_bytes()), Err(TableFlaw::TooManyRows));
        assert_eq!(Table::open(&vec![b'x'; MOST_BYTES + 1]), Err(TableFlaw::TooManyBytes));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = Table::open(&bytes);
            let _ = Table::open(&[b"PK\x03\x04".as_slice(), &bytes].concat());
        }
    }
}
