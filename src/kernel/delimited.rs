//! Files of rows and columns as spreadsheets and finance systems save them: commas, semicolons or tabs between
//! cells, quoted cells with line breaks in them, UTF-8 or Windows-1252. Every row knows its line in the file,
//! so that a person can find what is wrong with it.

use std::borrow::Cow;

/// One row: where it is, its cells, and how it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'t> {
    /// The line it begins on, from 1.
    pub line: u32,
    pub cells: Vec<String>,
    pub raw: &'t str,
}

/// The text of a file. A byte-order mark goes, line ends become plain, and bytes that are not UTF-8 are read as
/// Windows-1252, in which every byte means something.
pub fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What Windows-1252 has where Latin-1 has control characters: 0x80 to 0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The delimiter that the first line uses most outside quotes; a comma if it uses none.
pub fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: String = first.split('"').step_by(2).collect();
    let used = |delimiter: u8| outside.bytes().filter(|byte| *byte == delimiter).count();
    // The last of equals wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| used(*delimiter)).unwrap_or(b',')
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell for a file that people open in a spreadsheet: what would be taken for a formula stands behind an apostrophe.
/// Numbers stay numbers.
pub fn defuse(cell: &str) -> Cow<'_, str> {
    let is_number = cell.parse::<rust_decimal::Decimal>().is_ok();
    if !is_number && cell.starts_with(FORMULA) {
        return format!("'{cell}").into();
    }
    cell.into()
}

/// What [`defuse`] was given, from what it gave.
pub fn undefuse(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// The rows of a text that [`text_of`] gave, blank lines left out.
pub fn rows(text: &str, delimiter: u8) -> Rows<'_> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    Rows { reader, text, counted: 0, line: 1 }
}

/// The iterator behind [`rows`].
#[derive(Debug)]
pub struct Rows<'t> {
    reader: csv::Reader<&'t [u8]>,
    text: &'t str,
    /// How far line breaks have been counted, and the line that begins there.
    counted: usize,
    line: u32,
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        let mut record = csv::ByteRecord::new();
        // Reading memory does not fail, and rows of any width are welcome here.
        if !self.reader.read_byte_record(&mut record).unwrap_or(false) {
            return None;
        }
        let from = self.offset(record.position().map_or(0, csv::Position::byte));
        let to = self.offset(self.reader.position().byte()).max(from);
        let stretch = self.text.get(from..to).unwrap_or_default();
        let blank = stretch.len() - stretch.trim_start_matches('\n').len();
        let line = self.line_at(from + blank);
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        Some(Row { line, cells, raw: stretch.trim_matches('\n') })
    }
}

impl Rows<'_> {
    fn offset(&self, byte: u64) -> usize {
        usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len())
    }

    fn line_at(&mut self, offset: usize) -> u32 {
        let passed = self.text.get(self.counted..offset).unwrap_or_default();
        let breaks = passed.matches('\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.counted = self.counted.max(offset);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<String>)> {
        rows(text, delimiter_of(text)).map(|row| (row.line, row.cells)).collect()
    }

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn rows_know_their_lines_past_blank_lines_and_quoted_breaks() {
        let text = text_of(b"a,b\r\n\r\n\r\n1,\"x\r\ny\"\r\n2,z\r\n");

        assert_eq!(
            read(&text),
            [(1, cells(&["a", "b"])), (4, cells(&["1", "x\ny"])), (6, cells(&["2", "z"])),]
        );
        let raw: Vec<&str> = rows(&text, b',').map(|row| row.raw).collect();
        assert_eq!(raw, ["a,b", "1,\"x\ny\"", "2,z"]);
    }

    #[test]
    fn a_formula_in_a_cell_is_defused_and_a_negative_number_is_not() {
        for (cell, defused) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("-12.50", "-12.50"),
            ("+44 20", "'+44 20"),
            ("'tis", "'tis"),
        ] {
            assert_eq!(defuse(cell), defused);
            assert_eq!(undefuse(defused), cell);
        }
    }

    #[test]
    fn the_delimiter_is_what_the_first_line_uses() {
        assert_eq!(delimiter_of("a;b;c\n1,5;2;3"), b';');
        assert_eq!(delimiter_of("\na\tb\n"), b'\t');
        assert_eq!(delimiter_of("\"a;b;c\",d"), b',');
        assert_eq!(delimiter_of("alone"), b',');
    }

    #[test]
    fn old_windows_files_keep_their_pound_signs_and_quotes() {
        assert_eq!(text_of(b"\xA35 \x96 St Edda\x92s"), "£5 – St Edda’s");
        assert_eq!(text_of("\u{feff}£5".as_bytes()), "£5");
    }

    #[test]
    fn a_quote_that_never_closes_takes_the_rest_of_the_file() {
        assert_eq!(read("a,b\n1,\"x\n2,y\n"), [(1, cells(&["a", "b"])), (2, cells(&["1", "x\n2,y\n"]))]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let text = text_of(&bytes);
            let lines: Vec<u32> = rows(&text, delimiter_of(&text)).map(|row| row.line).collect();

            prop_assert!(lines.is_sorted());
        }

        #[test]
        fn what_was_written_is_read(table in proptest::collection::vec(proptest::collection::vec("[a-z ,;\"\n£é]{1,8}", 3), 1..20)) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = text_of(&writer.into_inner().unwrap());

            let read: Vec<Vec<String>> = rows(&text, b',').map(|row| row.cells).collect();

            prop_assert_eq!(read, table);
        }
    }
}
