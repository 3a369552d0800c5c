//! What a document is, told by its content: what a file is called, and what a browser says of it, proves nothing.
//! Only what readers can open without running anything is taken, so macros are refused wherever they hide.

use std::io::{Cursor, Read};

use crate::kernel::text_enum;

/// The most parts that a Word or Excel file may have. A long report with a picture on every page has some hundreds.
const MOST_PARTS: usize = 5_000;
/// The most that is read of the list of an Office file's parts, whatever it claims to come to.
const MOST_LISTED_BYTES: u64 = 2 * 1024 * 1024;
/// The part of an Office file that says what every other part is.
const LIST_OF_PARTS: &str = "[Content_Types].xml";

text_enum! {
    /// A kind of document that may stand beside an offer, by its media type.
    pub enum FileKind {
        Pdf = "application/pdf",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Png = "image/png",
        Jpeg = "image/jpeg",
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFlaw {
    #[error("This file is empty")]
    Empty,
    #[error("This is not a PDF, Word (.docx), Excel (.xlsx), PNG or JPEG file, whatever it is called")]
    Unknown,
    #[error("This file holds macros. Save it without them, as .docx or .xlsx, and add that")]
    Macros,
    #[error("This Word or Excel file cannot be read. Open it, save it again and add that")]
    Broken,
    #[error(
        "This is an old or protected Office file. Save it as .docx or .xlsx without a password, or as PDF"
    )]
    OldOffice,
}

impl FileKind {
    /// Looks into a file.
    pub fn of(bytes: &[u8]) -> Result<Self, FileFlaw> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        if bytes.is_empty() {
            Err(FileFlaw::Empty)
        } else if begins(b"%PDF-") {
            Ok(Self::Pdf)
        } else if begins(b"\x89PNG\r\n\x1A\n") && bytes.get(12..16) == Some(b"IHDR") {
            Ok(Self::Png)
        } else if begins(b"\xFF\xD8\xFF") {
            Ok(Self::Jpeg)
        } else if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            Err(FileFlaw::OldOffice)
        } else if begins(b"PK\x03\x04") {
            office(bytes)
        } else {
            Err(FileFlaw::Unknown)
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Xlsx => "Excel workbook",
            Self::Png => "PNG image",
            Self::Jpeg => "JPEG image",
        }
    }

    /// How the name of such a file may end, the usual ending first.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
        }
    }
}

/// Word or Excel, if it is either: both are ZIP archives whose list of parts names a document or a workbook.
fn office(bytes: &[u8]) -> Result<FileKind, FileFlaw> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFlaw::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(FileFlaw::Broken);
    }
    let names: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(|name| name.to_ascii_lowercase())).collect();
    let names = names.map_err(|_| FileFlaw::Broken)?;
    let has = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    let runs = |name: &String| {
        name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") || name.contains("/activex/")
    };
    if names.iter().any(runs) {
        return Err(FileFlaw::Macros);
    }
    let Some(place) = archive.index_for_name(LIST_OF_PARTS) else { return Err(FileFlaw::Unknown) };
    let part = archive.by_index(place).map_err(|_| FileFlaw::Broken)?;
    let mut list = Vec::new();
    part.take(MOST_LISTED_BYTES + 1).read_to_end(&mut list).map_err(|_| FileFlaw::Broken)?;
    if u64::try_from(list.len()).unwrap_or(u64::MAX) > MOST_LISTED_BYTES {
        return Err(FileFlaw::Broken);
    }
    // Some programs write it in UTF-16; without its empty bytes that reads the same.
    list.retain(|byte| *byte != 0);
    let list = String::from_utf8_lossy(&list).to_ascii_lowercase();
    // No program writes these there: they would hide what a part is from whoever reads only the text.
    if ["&#", "<!--", "<!doctype"].iter().any(|mark| list.contains(mark)) {
        return Err(FileFlaw::Broken);
    }
    // A macro part under another name is still declared here by what it is.
    if ["macroenabled", "vbaproject", "macrosheet"].iter().any(|word| list.contains(word)) {
        return Err(FileFlaw::Macros);
    }
    if has("word/") && list.contains("wordprocessingml.document.main+xml") {
        Ok(FileKind::Docx)
    } else if has("xl/") && list.contains("spreadsheetml.sheet.main+xml") {
        Ok(FileKind::Xlsx)
    } else {
        Err(FileFlaw::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_list_of_parts_that_hides_what_they_are_is_not_read() {
        let list = |list: &str| FileKind::of(&archive(&[(LIST_OF_PARTS, list), ("word/document.xml", "")]));

        assert_eq!(list(&format!("<Override ContentType=\"{WORD}\"/>")), Ok(FileKind::Docx));
        for hidden in ["macro&#69;nabled", "<!-- -->", "<!DOCTYPE x [<!ENTITY y 'vba'>]>"] {
            assert_eq!(list(&format!("{WORD} {hidden}")), Err(FileFlaw::Broken), "{hidden}");
        }
    }

    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    #[test]
    fn a_file_is_what_its_content_says() {
        assert_eq!(FileKind::of(b"%PDF-1.7\n"), Ok(FileKind::Pdf));
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Ok(FileKind::Png));
        assert_eq!(FileKind::of(b"\xFF\xD8\xFF\xE0"), Ok(FileKind::Jpeg));
        let word = archive(&[(LIST_OF_PARTS, WORD), ("word/document.xml", "")]);
        assert_eq!(FileKind::of(&word), Ok(FileKind::Docx));
        let excel = archive(&[(LIST_OF_PARTS, EXCEL), ("xl/workbook.xml", "")]);
        assert_eq!(FileKind::of(&excel), Ok(FileKind::Xlsx));
    }

    #[test]
    fn anything_else_is_refused_with_a_reason() {
        let html = b"<!doctype html><script>alert(1)</script>%PDF-1.7";
        assert_eq!(FileKind::of(html), Err(FileFlaw::Unknown));
        assert_eq!(FileKind::of(b""), Err(FileFlaw::Empty));
        assert_eq!(FileKind::of(b"PK\x03\x04rest"), Err(FileFlaw::Broken));
        assert_eq!(FileKind::of(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(FileFlaw::OldOffice));
        assert_eq!(FileKind::of(&archive(&[("word/document.xml", "")])), Err(FileFlaw::Unknown));
        assert_eq!(
            FileKind::of(&archive(&[(LIST_OF_PARTS, WORD), ("index.html", "")])),
            Err(FileFlaw::Unknown)
        );
    }

    #[test]
    fn macros_are_found_under_any_name() {
        let plain = archive(&[(LIST_OF_PARTS, EXCEL), ("xl/workbook.xml", ""), ("xl/VBAProject.bin", "")]);
        assert_eq!(FileKind::of(&plain), Err(FileFlaw::Macros));
        let declared = format!("{EXCEL} application/vnd.ms-office.vbaProject");
        let renamed =
            archive(&[(LIST_OF_PARTS, &declared), ("xl/workbook.xml", ""), ("xl/harmless.bin", "")]);
        assert_eq!(FileKind::of(&renamed), Err(FileFlaw::Macros));
        let wide: String = declared.chars().flat_map(|letter| [letter, '\0']).collect();
        let wide = archive(&[(LIST_OF_PARTS, &wide), ("xl/workbook.xml", "")]);
        assert_eq!(FileKind::of(&wide), Err(FileFlaw::Macros));
    }

    #[test]
    fn a_list_of_parts_that_inflates_without_end_is_not_read_to_the_end() {
        let bomb = archive(&[(LIST_OF_PARTS, &"x".repeat(3 * 1024 * 1024)), ("word/document.xml", "")]);

        assert_eq!(FileKind::of(&bomb), Err(FileFlaw::Broken));
    }
}
