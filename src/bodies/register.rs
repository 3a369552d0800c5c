//! Registers of public bodies as CSV files: one row a body, with its codes, its dates and its successors. Good
//! rows load whatever is wrong with others; a bad row is told with its file, line and reason.

use crate::kernel::delimited;

use super::register_row::{COLUMNS, RegisterRow, RowFlaw, single_spaced};

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct BadRow {
    pub file: String,
    pub line: u32,
    pub reason: RowFlaw,
}

/// A file that is not a register at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFlaw {
    #[error("{0} is empty")]
    Empty(String),
    #[error("{file} has no column {column:?}")]
    NoColumn { file: String, column: &'static str },
}

/// Everything in a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    pub rows: Vec<RegisterRow>,
    pub bad_rows: Vec<BadRow>,
}

/// Reads a register. `file` is what bad rows call it. Columns may come in any order, and others are ignored.
pub fn read(file: &str, bytes: &[u8]) -> Result<Register, FileFlaw> {
    let text = delimited::text_of(bytes);
    let mut rows = delimited::rows(&text, b',');
    let header = rows.next().ok_or_else(|| FileFlaw::Empty(file.to_owned()))?;
    let places = Columns::find(file, &header.cells)?;
    let mut register = Register::default();
    let mut lines = std::collections::BTreeMap::new();
    for row in rows {
        let parsed =
            places.parse(&row.cells).and_then(|parsed| match lines.insert(parsed.import_key(), row.line) {
                Some(earlier) => Err(RowFlaw::Repeated(earlier)),
                None => Ok(parsed),
            });
        match parsed {
            Ok(parsed) => register.rows.push(parsed),
            Err(reason) => register.bad_rows.push(BadRow { file: file.to_owned(), line: row.line, reason }),
        }
    }
    Ok(register)
}

/// Where each column of [`COLUMNS`] stands in a file.
struct Columns {
    places: [usize; COLUMNS.len()],
    width: usize,
}

impl Columns {
    fn find(file: &str, header: &[String]) -> Result<Self, FileFlaw> {
        let mut places = [0; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let found = header.iter().position(|name| name.trim().eq_ignore_ascii_case(column));
            *place = found.ok_or_else(|| FileFlaw::NoColumn { file: file.to_owned(), column })?;
        }
        Ok(Self { places, width: header.len() })
    }

    fn parse(&self, cells: &[String]) -> Result<RegisterRow, RowFlaw> {
        if cells.len() != self.width {
            return Err(RowFlaw::Width { has: cells.len(), wants: self.width });
        }
        RegisterRow::of_cells(self.places.map(|place| single_spaced(&cells[place])))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::bodies::kind::BodyKind;

    const HEADER: &str = "code,scheme,name,kind,nation,region,lat,lon,geo_precision,website,valid_from,valid_to,successor,alt_codes,notes";

    fn register(rows: &[&str]) -> Register {
        read("fictional.csv", format!("{HEADER}\r\n{}\r\n", rows.join("\r\n")).as_bytes()).unwrap()
    }

    #[test]
    fn a_row_is_read_whole() {
        let register = register(&[
            "X1,ONS-GSS,Ashdale  Council,unitary authority,England,South West,50.1,-3.25,area,https://www.Ashdale.example/home,\
             2001-04-01,2026-03-31,X2;X3,GB-LAE-ASH;ONS-GSS:W1,\"old, split\"",
        ]);

        let row = &register.rows[0];
        assert_eq!(register.bad_rows, []);
        assert_eq!(
            (row.import_key().as_str(), row.name.as_str(), row.kind),
            ("ONS-GSS:X1", "Ashdale Council", BodyKind::Council)
        );
        assert_eq!(row.website.as_ref().unwrap().host, "ashdale.example");
        assert_eq!(row.place.unwrap().longitude.to_string(), "-3.25");
        assert_eq!(row.successors, ["X2", "X3"]);
        let codes: Vec<String> =
            row.other_codes.iter().map(|each| format!("{} {}", each.scheme, each.code)).collect();
        assert_eq!(codes, ["GB-LAE ASH", "ONS-GSS W1"]);
        assert_eq!(
            (row.valid_to.unwrap().to_string().as_str(), row.notes.as_str()),
            ("2026-03-31", "old, split")
        );
    }

    #[test]
    fn bad_rows_are_told_with_line_and_reason() {
        let register = register(&[
            "X1,ONS-GSS,,police force,,,,,,,,,,,",
            "X2,ONS-GSS,Ashdale Guild,guild of dragons,,,,,,,,,,,",
            "X3,ONS-GSS,Ashdale Police",
            "X4,ONS-GSS,Ashdale Police,police force,,,91,0,,,,,,,",
            "X5,ONS-GSS,Ashdale Police,police force,,,,,,,01/04/2026,,,,",
            "X6,ONS-GSS,Ashdale Police,police force,,,,,,javascript:alert(1),,,,,",
            "X7,ONS-GSS,Ashdale Police,police force,,,,,,,,,,GB-ASH,",
            "X8,ONS-GSS,Ashdale Police,police force,,,,,,,2026-04-01,2025-04-01,,,",
            "X9,,Ashdale Police,police force,,,,,,,,,,,",
            ",ONS-GSS,Ashdale Police,police force,,,,,,,,,,,",
            ",ONS-GSS,Ashdale Police,police force,,,,,,,,,,,",
        ]);

        let bad: Vec<String> = register.bad_rows.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            [
                "fictional.csv, line 2: the row has no name",
                "fictional.csv, line 3: unknown kind of body: \"guild of dragons\"",
                "fictional.csv, line 4: the row has 3 columns where the header has 15",
                "fictional.csv, line 5: latitude and longitude must both be given, in decimal degrees",
                "fictional.csv, line 6: not a date like 2026-04-01: \"01/04/2026\"",
                "fictional.csv, line 7: not a web address: \"javascript:alert(1)\"",
                "fictional.csv, line 8: not a code with its scheme: \"GB-ASH\"",
                "fictional.csv, line 9: the body ends before it begins",
                "fictional.csv, line 10: the row has no scheme for its code",
                "fictional.csv, line 12: the same body is on line 11",
            ]
        );
        assert_eq!(register.rows[0].import_key(), "police force+Ashdale Police");
    }

    #[test]
    fn a_successor_takes_over_on_the_first_of_a_month() {
        let day = |month, day| chrono::NaiveDate::from_ymd_opt(2023, month, day);

        assert_eq!(crate::bodies::register_row::vesting_date(day(3, 31).unwrap()), day(4, 1));
        assert_eq!(crate::bodies::register_row::vesting_date(day(4, 1).unwrap()), day(4, 1));
    }

    #[test]
    fn what_is_not_a_register_is_refused() {
        assert_eq!(read("a.csv", b""), Err(FileFlaw::Empty("a.csv".to_owned())));
        let flaw = read("a.csv", b"code,scheme,kind\n").unwrap_err();
        assert_eq!(flaw.to_string(), "a.csv has no column \"name\"");
    }

    #[test]
    fn every_row_of_the_real_registers_loads() {
        let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        let (mut keys, mut kinds, mut hosts) =
            (BTreeSet::new(), BTreeMap::<&str, usize>::new(), BTreeMap::<String, usize>::new());
        let (mut codes, mut successors) = (BTreeSet::new(), BTreeSet::new());
        for file in ["local_authorities", "nhs_bodies", "universities", "police_forces", "fire_services"] {
            let path = format!("{shared}/data/registers/{file}.csv");
            let Ok(bytes) = std::fs::read(&path) else {
                println!("left out: no register at {path}");
                return;
            };
            let register = read(file, &bytes).unwrap();
            assert_eq!(register.bad_rows, []);
            for row in register.rows {
                keys.insert(row.import_key());
                codes.extend(row.code);
                successors.extend(row.successors);
                *kinds.entry(row.kind.as_str()).or_default() += 1;
                *hosts.entry(row.website.map_or(String::new(), |website| website.host)).or_default() += 1;
            }
        }

        // 30 rows have no code, and no two rows have the same.
        assert_eq!((keys.len(), codes.len()), (1_009, 1_009 - 30));
        assert!(successors.is_subset(&codes));
        hosts.remove("");
        assert_eq!(hosts.values().filter(|bodies| **bodies > 1).count(), 18);
        let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        assert_eq!(
            kinds,
            [
                "combined_authority 15",
                "council 457",
                "fire 49",
                "integrated_care_board 48",
                "nhs_trust 233",
                "police 46",
                "university 161",
            ]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read("any.csv", &[HEADER.as_bytes(), b"\n", &bytes].concat());
        }

        #[test]
        fn no_cells_make_it_panic(cells in proptest::collection::vec("[-a-zA-Z0-9:;./é ]{0,12}", 15)) {
            let _ = read("any.csv", format!("{HEADER}\n{}", cells.join(",")).as_bytes());
        }
    }
}
