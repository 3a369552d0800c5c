//! CSV files with known columns, read fast and refused precisely. A file without a quotation mark, which is nearly
//! every file of this kind, is cut at its commas and line ends in one pass; one with quotation marks goes through the
//! `csv` crate. Either way each row comes with the line it begins on. O(bytes).

use std::borrow::Cow;
use std::fmt;

/// Something wrong with a file: the line, from 1, and a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub line: u64,
    pub reason: String,
}

impl Flaw {
    pub(super) fn new(line: u64, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

/// Hands each row's cells, in the order of `columns`, to `row`, which says what is wrong with them. The first line
/// must name exactly these columns, in any order. Answers everything that is wrong, in the order of lines.
pub(super) fn each_row<const N: usize>(
    bytes: &[u8],
    columns: [&str; N],
    mut row: impl FnMut(u64, [&str; N]) -> Result<(), String>,
) -> Vec<Flaw> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let mut flaws = Vec::new();
    if matches!(text, Cow::Owned(_)) {
        let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
        let torn = lines.filter(|(_, line)| std::str::from_utf8(line).is_err());
        flaws.extend(torn.map(|(line, _)| Flaw::new(line, "this line is not UTF-8 text")));
    }
    let mut places = None;
    let mut cells = Vec::with_capacity(N + 1);
    let mut take = |line: u64, cells: &[&str]| match &places {
        None => match header(&columns, cells) {
            Ok(found) => {
                places = Some(found);
                true
            }
            Err(reason) => {
                flaws.push(Flaw::new(line, reason));
                false
            }
        },
        Some(places) => {
            let read = if cells.len() == N {
                row(line, std::array::from_fn(|column| cells[places[column]]))
            } else {
                Err(format!("there are {} cells where the header has {N}", cells.len()))
            };
            flaws.extend(read.err().map(|reason| Flaw::new(line, reason)));
            true
        }
    };
    if text.contains('"') {
        cut_quoted(&text, &mut take);
    } else {
        cut_plain(&text, &mut cells, &mut take);
    }
    if places.is_none() && flaws.is_empty() {
        flaws.push(Flaw::new(1, format!("the file is empty; its first line must be {}", columns.join(","))));
    }
    flaws.sort_by_key(|flaw| flaw.line);
    flaws
}

/// Where each column stands in the file.
fn header<const N: usize>(columns: &[&str; N], cells: &[&str]) -> Result<[usize; N], String> {
    let expected = columns.join(",");
    if !cells.iter().any(|cell| columns.contains(cell)) {
        return Err(format!("there is no header; the first line must be {expected}"));
    }
    if let Some(unknown) = cells.iter().find(|cell| !columns.contains(cell)) {
        return Err(format!("unknown column “{unknown}”; the columns are {expected}"));
    }
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        let mut found = cells.iter().enumerate().filter(|(_, cell)| *cell == column);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => *place = at,
            (None, _) => return Err(format!("the column {column} is missing")),
            (Some(_), Some(_)) => return Err(format!("the column {column} is there twice")),
        }
    }
    Ok(places)
}

/// Cuts at commas and line ends. `take` answers whether to go on. Blank lines are left out.
fn cut_plain<'t>(text: &'t str, cells: &mut Vec<&'t str>, take: &mut impl FnMut(u64, &[&str]) -> bool) {
    let (mut line, mut from) = (1, 0);
    cells.clear();
    for (at, byte) in text.bytes().enumerate() {
        if byte == b',' {
            cells.push(&text[from..at]);
            from = at + 1;
        } else if byte == b'\n' {
            if !end_of_line(&text[from..at], cells, line, take) {
                return;
            }
            line += 1;
            from = at + 1;
        }
    }
    end_of_line(&text[from..], cells, line, take);
}

fn end_of_line<'t>(
    last: &'t str,
    cells: &mut Vec<&'t str>,
    line: u64,
    take: &mut impl FnMut(u64, &[&str]) -> bool,
) -> bool {
    let last = last.strip_suffix('\r').unwrap_or(last);
    let blank = last.is_empty() && cells.is_empty();
    cells.push(last);
    let on = blank || take(line, cells);
    cells.clear();
    on
}

fn cut_quoted(text: &str, take: &mut impl FnMut(u64, &[&str]) -> bool) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (1, 0);
    // Reading text in memory does not fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let begins = record.position().map_or(0, csv::Position::byte);
        let mut begins = usize::try_from(begins).unwrap_or(usize::MAX).min(text.len());
        let rest = &text[begins..];
        begins += rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        line += text.as_bytes()[counted..begins].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        counted = begins;
        let cells: Vec<&str> = record.iter().collect();
        if !take(line, &cells) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<(u64, String)>, Vec<String>) {
        let mut rows = Vec::new();
        let flaws = each_row(text, ["name", "size"], |line, [name, size]| {
            rows.push((line, format!("{name}={size}")));
            if size == "?" { Err("what size?".to_owned()) } else { Ok(()) }
        });
        (rows, flaws.iter().map(Flaw::to_string).collect())
    }

    #[test]
    fn rows_come_with_their_lines_with_quotes_and_without() {
        let plain = read(b"\xEF\xBB\xBFsize,name\r\n\r\n1,a\r\n\n2,b");
        let quoted = read(b"name,size\n\n\"a, the \"\"first\"\"\",1\n\"b\nc\",2\n\nd,?\n");

        assert_eq!(plain, (vec![(3, "a=1".to_owned()), (5, "b=2".to_owned())], vec![]));
        assert_eq!(quoted.0[0], (3, "a, the \"first\"=1".to_owned()));
        assert_eq!(quoted.0[1], (4, "b\nc=2".to_owned()));
        assert_eq!(quoted.1, ["line 7: what size?"]);
    }

    #[test]
    fn a_header_is_refused_for_what_is_wrong_with_it() {
        let said = |text: &[u8]| read(text).1.join("; ");

        assert_eq!(said(b""), "line 1: the file is empty; its first line must be name,size");
        assert_eq!(said(b"a,1\nb,2\n"), "line 1: there is no header; the first line must be name,size");
        assert_eq!(
            said(b"name,size,colour\na,1,2"),
            "line 1: unknown column “colour”; the columns are name,size"
        );
        assert_eq!(said(b"name\na"), "line 1: the column size is missing");
        assert_eq!(said(b"name,size,name\n"), "line 1: the column name is there twice");
        assert_eq!(said(b"name,size\n"), "");
    }

    #[test]
    fn every_bad_line_is_named() {
        let (rows, flaws) = read(b"name,size\na\nb,1\n\xFF,1\nc,?\nd,1,2\n");

        assert_eq!(rows.len(), 3);
        assert_eq!(
            flaws,
            [
                "line 2: there are 1 cells where the header has 2",
                "line 4: this line is not UTF-8 text",
                "line 5: what size?",
                "line 6: there are 3 cells where the header has 2",
            ]
        );
    }
}
