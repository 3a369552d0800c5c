//! Files of bank holidays as CSV: a division, a date, a title.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::report::BadRow;
use crate::bodies::register::FileFlaw;
use crate::kernel::delimited;
use crate::kernel::working_days::Division;

const COLUMNS: [&str; 3] = ["division", "date", "title"];

/// The good rows of a file by division and date, and the bad ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BankHolidayFile {
    pub(super) days: BTreeMap<(Division, NaiveDate), String>,
    pub(super) bad_rows: Vec<BadRow>,
}

/// Reads a file. Columns may come in any order, and others are ignored.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<BankHolidayFile, FileFlaw> {
    let text = delimited::text_of(bytes);
    let mut rows = delimited::rows(&text, b',');
    let header = rows.next().ok_or_else(|| FileFlaw::Empty(file.to_owned()))?.cells;
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
        *place = found.ok_or_else(|| FileFlaw::NoColumn { file: file.to_owned(), column })?;
    }
    let mut read = BankHolidayFile::default();
    for row in rows {
        let day = if row.cells.len() == header.len() {
            day(places.map(|place| row.cells[place].trim()))
        } else {
            Err(format!("the row has {} columns where the header has {}", row.cells.len(), header.len()))
        };
        match day {
            Ok((key, title)) => {
                read.days.insert(key, title);
            }
            Err(reason) => read.bad_rows.push(BadRow { file: file.to_owned(), line: row.line, reason }),
        }
    }
    Ok(read)
}

fn day([division, date, title]: [&str; 3]) -> Result<((Division, NaiveDate), String), String> {
    let division = division.parse().map_err(|_| format!("unknown division: {division:?}"))?;
    let date = date.parse().map_err(|_| format!("not a date like 2026-12-25: {date:?}"))?;
    if title.is_empty() {
        return Err("the row has no title".to_owned());
    }
    Ok(((division, date), title.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_rows_are_told_and_good_ones_read() {
        let file = "Date,division,title,notes\n2026-12-25,scotland,Christmas Day,\n25/12/2026,scotland,Christmas Day,\n\
                    2026-12-25,cornwall,Christmas Day,\n2026-12-26,scotland,,\n2026-12-28,scotland\n";

        let read = read("days.csv", file.as_bytes()).unwrap();

        assert_eq!(read.days.len(), 1);
        let bad: Vec<String> = read.bad_rows.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "days.csv, line 3: not a date like 2026-12-25: \"25/12/2026\"",
                "days.csv, line 4: unknown division: \"cornwall\"",
                "days.csv, line 5: the row has no title",
                "days.csv, line 6: the row has 2 columns where the header has 4",
            ]
        );
    }

    #[test]
    fn what_is_no_list_of_bank_holidays_is_refused() {
        assert_eq!(read("days.csv", b"").unwrap_err().to_string(), "days.csv is empty");
        assert_eq!(
            read("days.csv", b"division,date\n").unwrap_err().to_string(),
            "days.csv has no column \"title\""
        );
    }
}
