//! A whole ledger extract: its good lines, and its bad rows with their line and reason. One bad row never
//! stops the others.

use chrono::NaiveDate;

use crate::kernel::{Pence, delimited};

use super::{
    amount,
    columns::{self, Guess, Mapping},
    dates,
};

/// The most rows one file may have, its header aside.
pub const MOST_ROWS: usize = 200_000;
/// The most columns one file may have.
pub const MOST_COLUMNS: usize = 200;
/// The fewest: a date, an amount and the supplier.
const FEWEST_COLUMNS: usize = 3;
/// The most characters one cell may have.
pub const MOST_CELL: usize = 1_000;
/// How much of a bad row is kept to show.
const MOST_RAW: usize = 500;

/// A file that cannot be read at all, in words for the person who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFlaw {
    #[error("This file is empty")]
    Empty,
    #[error("This is an Excel workbook. Save it as CSV and upload that")]
    Workbook,
    #[error("This file is not text. Upload a CSV file")]
    NotText,
    #[error(
        "The first line of this file does not name three columns. Upload a CSV file with a date, a supplier and an amount on each line"
    )]
    TooFewColumns,
    #[error("This file has more than 200 columns")]
    TooManyColumns,
    #[error("This file has more than 200,000 rows. Split it and upload the parts")]
    TooManyRows,
}

/// A file that could be opened: its headers are known, its rows not yet read.
#[derive(Clone, Debug)]
pub struct LedgerFile {
    text: String,
    delimiter: u8,
    headers: Vec<String>,
}

/// One good line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its line in the file, from 1.
    pub number: u32,
    pub date: NaiveDate,
    /// Empty if the file gives none.
    pub reference: String,
    /// Empty if the file gives none.
    pub supplier_name: String,
    pub amount: Pence,
}

/// One row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    pub number: u32,
    pub reason: String,
    /// The row as it stands in the file, at most so much of it as helps to find it.
    pub raw: String,
}

/// Everything in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extract {
    pub lines: Vec<Line>,
    pub bad_rows: Vec<BadRow>,
}

impl LedgerFile {
    pub fn open(bytes: &[u8]) -> Result<Self, FileFlaw> {
        if bytes.starts_with(b"PK\x03\x04") {
            return Err(FileFlaw::Workbook);
        }
        if bytes.contains(&0) {
            return Err(FileFlaw::NotText);
        }
        let text = delimited::text_of(bytes);
        let delimiter = delimited::delimiter_of(&text);
        let header = delimited::rows(&text, delimiter).next().ok_or(FileFlaw::Empty)?;
        if header.cells.len() > MOST_COLUMNS {
            return Err(FileFlaw::TooManyColumns);
        }
        let headers: Vec<String> = header.cells.iter().map(|cell| cut(cell.trim(), MOST_CELL)).collect();
        if headers.iter().all(String::is_empty) {
            return Err(FileFlaw::Empty);
        }
        if headers.len() < FEWEST_COLUMNS {
            return Err(FileFlaw::TooFewColumns);
        }
        Ok(Self { text, delimiter, headers })
    }

    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What the headers suggest.
    pub fn guess(&self) -> Guess {
        columns::guess(&self.headers)
    }

    pub fn fingerprint(&self) -> String {
        columns::fingerprint(&self.headers)
    }

    /// The first rows below the header, so that a person can see what each column holds.
    pub fn sample(&self, most: usize) -> Vec<Vec<String>> {
        self.rows().take(most).map(|row| row.cells.iter().map(|cell| cut(cell, 100)).collect()).collect()
    }

    /// How many rows there are below the header, counting no further than `most`.
    pub fn rows_up_to(&self, most: usize) -> usize {
        self.rows().take(most).count()
    }

    /// Reads every row with a mapping that was checked against the headers.
    pub fn read(&self, mapping: &Mapping) -> Result<Extract, FileFlaw> {
        let mut extract = Extract::default();
        for row in self.rows() {
            if extract.lines.len() + extract.bad_rows.len() == MOST_ROWS {
                return Err(FileFlaw::TooManyRows);
            }
            match self.line(&row, mapping) {
                Ok(line) => extract.lines.push(line),
                Err(reason) => {
                    extract.bad_rows.push(BadRow { number: row.line, reason, raw: cut(row.raw, MOST_RAW) });
                }
            }
        }
        Ok(extract)
    }

    /// The rows below the header. Those without a single filled cell are what a spreadsheet leaves behind.
    fn rows(&self) -> impl Iterator<Item = delimited::Row<'_>> {
        let all = delimited::rows(&self.text, self.delimiter).skip(1);
        all.filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))
    }

    /// One row as a line, or every reason why it is none.
    fn line(&self, row: &delimited::Row<'_>, mapping: &Mapping) -> Result<Line, String> {
        if row.cells.iter().any(|cell| cell.chars().count() > MOST_CELL) {
            return Err("a cell is longer than 1,000 characters: is a quotation mark left open?".to_owned());
        }
        if row.cells.len() != self.headers.len() {
            let (has, wants) = (row.cells.len(), self.headers.len());
            return Err(format!("the row has {} where the header has {wants}", counted(has)));
        }
        let cell = |index: usize| row.cells.get(index).map(|cell| cell.trim()).unwrap_or_default();
        match (dates::read(cell(mapping.date)), amount::read(cell(mapping.amount))) {
            (Ok(date), Ok(amount)) => Ok(Line {
                number: row.line,
                date,
                reference: mapping.reference.map(cell).unwrap_or_default().to_owned(),
                supplier_name: cell(mapping.supplier_name).to_owned(),
                amount,
            }),
            (Err(date), Err(amount)) => Err(format!("{date}; {amount}")),
            (Err(date), Ok(_)) => Err(date.to_string()),
            (Ok(_), Err(amount)) => Err(amount.to_string()),
        }
    }
}

fn counted(columns: usize) -> String {
    if columns == 1 { "1 column".to_owned() } else { format!("{columns} columns") }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn extract(text: &str) -> Extract {
        let file = LedgerFile::open(text.as_bytes()).unwrap();
        file.read(&file.guess().mapping().unwrap()).unwrap()
    }

    #[test]
    fn good_rows_load_and_bad_rows_say_why() {
        let extract = extract(
            "Date;Amount;Supplier;Reference\n02/01/2025;£1,250.00;\"Ashdale\nCouncil\";AC-1\n31/02/2025;0;Fernshire;\n\
             ;;;\n03/01/2025;5\n04/01/2025;1.005;Fernshire;\nTotal;1255.00;;\n",
        );

        let lines: Vec<String> = extract
            .lines
            .iter()
            .map(|line| {
                format!(
                    "{} {} {} {:?} {}",
                    line.number, line.date, line.reference, line.supplier_name, line.amount
                )
            })
            .collect();
        let bad: Vec<String> =
            extract.bad_rows.iter().map(|row| format!("{}: {}", row.number, row.reason)).collect();
        assert_eq!(lines, ["2 2025-01-02 AC-1 \"Ashdale\\nCouncil\" £1,250.00"]);
        assert_eq!(
            bad,
            [
                "4: there is no day 31/02/2025 (day, month, year); the amount is zero",
                "6: the row has 2 columns where the header has 4",
                "7: the amount has a fraction of a penny",
                "8: the date is not like 02/01/2025, 2025-01-02 or 02-Jan-2025",
            ]
        );
        assert_eq!(extract.bad_rows[2].raw, "04/01/2025;1.005;Fernshire;");
    }

    #[test]
    fn a_quote_left_open_is_told() {
        let long = "x,y\n".repeat(400);
        let extract = extract(&format!("Date,Amount,Payee\n02/01/2025,5,\"Ashdale\n{long}"));

        assert_eq!(extract.bad_rows.len(), 1);
        assert!(extract.bad_rows[0].reason.contains("quotation mark"));
        assert_eq!(extract.bad_rows[0].raw.chars().count(), 500);
    }

    #[test]
    fn what_is_not_a_table_of_text_is_refused() {
        for (bytes, flaw) in [
            (b"".as_slice(), FileFlaw::Empty),
            (b"\n\n", FileFlaw::Empty),
            (b",,\n1,2,3", FileFlaw::Empty),
            (b"{}", FileFlaw::TooFewColumns),
            (b"Date,Amount\n2026-10-01,1.00\n", FileFlaw::TooFewColumns),
            (b"PK\x03\x04rest", FileFlaw::Workbook),
            (b"D\x00a\x00t\x00e\x00", FileFlaw::NotText),
            (",".repeat(200).as_bytes(), FileFlaw::TooManyColumns),
        ] {
            assert_eq!(LedgerFile::open(bytes).map(|_| ()), Err(flaw));
        }
        let rows = format!("Date,Amount,Payee\n{}", "x,1,y\n".repeat(MOST_ROWS + 1));
        let file = LedgerFile::open(rows.as_bytes()).unwrap();
        assert_eq!(file.read(&file.guess().mapping().unwrap()), Err(FileFlaw::TooManyRows));
    }

    /// One of the real ledgers where the shared data is at hand; says aloud when it is not.
    fn real_ledger(name: &str) -> Option<LedgerFile> {
        let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        let path = format!("{shared}/data/ledgers/{name}");
        let Ok(bytes) = std::fs::read(&path) else {
            println!("left out: no ledger at {path}");
            return None;
        };
        Some(LedgerFile::open(&bytes).unwrap())
    }

    /// Good lines, bad rows, the total, and how many bad rows each reason has.
    fn summary(file: &LedgerFile) -> (usize, usize, String, Vec<String>) {
        let extract = file.read(&file.guess().mapping().unwrap()).unwrap();
        let total = Pence::sum(extract.lines.iter().map(|line| line.amount)).unwrap();
        let mut reasons = std::collections::BTreeMap::<&str, usize>::new();
        for row in &extract.bad_rows {
            *reasons.entry(&row.reason).or_default() += 1;
        }
        let reasons = reasons.into_iter().map(|(reason, count)| format!("{count} × {reason}")).collect();
        (extract.lines.len(), extract.bad_rows.len(), total.to_string(), reasons)
    }

    #[test]
    fn the_ledger_of_devon_loads() {
        let Some(file) = real_ledger("devon_2025_paid_to_public_bodies.csv") else { return };

        assert_eq!(
            summary(&file),
            (744, 67, "£33,255,333.37".to_owned(), vec!["67 × the amount is empty".to_owned()])
        );
    }

    #[test]
    fn the_ledger_of_exeter_loads() {
        let Some(file) = real_ledger("exeter_2025.csv") else { return };

        assert_eq!(
            summary(&file),
            (10_221, 20, "£54,729,608.16".to_owned(), vec!["20 × the amount is zero".to_owned()])
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(file) = LedgerFile::open(&bytes) {
                let _ = (file.sample(5), file.fingerprint(), file.guess());
                let _ = file.read(&Mapping { date: 0, amount: 1, supplier_name: 2, reference: Some(3) });
            }
        }

        #[test]
        fn every_row_is_either_good_or_bad(rows in proptest::collection::vec("[0-9/]{1,10},[-0-9.£(]{0,8},[a-z\"]{0,5}", 0..30)) {
            let text = format!("Date,Amount,Payee\n{}", rows.join("\n"));
            let file = LedgerFile::open(text.as_bytes()).unwrap();

            let extract = file.read(&file.guess().mapping().unwrap()).unwrap();

            prop_assert_eq!(extract.lines.len() + extract.bad_rows.len(), file.rows().count());
        }
    }
}
