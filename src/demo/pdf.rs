//! A page of text as a PDF, for documents that made-up bodies put beside their offers.

use std::fmt::Write as _;

/// How many letters fit on a line, and how many lines on the page.
const LINE: usize = 84;
const MOST_LINES: usize = 44;

/// A document of one page (ISO 32000-1, in its plainest form): a title and paragraphs.
pub(super) fn page(title: &str, paragraphs: &[String]) -> Vec<u8> {
    let mut text = format!("BT /F1 20 Tf 56 780 Td ({}) Tj /F2 11 Tf 0 -20 Td\n", escaped(title));
    let lines = paragraphs
        .iter()
        .flat_map(|paragraph| wrapped(paragraph).into_iter().chain(std::iter::once(String::new())));
    for line in lines.take(MOST_LINES) {
        // Writing to a text does not fail.
        let _ = writeln!(text, "0 -15 Td ({}) Tj", escaped(&line));
    }
    text.push_str("ET");
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R \
         /F2 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        font("Helvetica-Bold"),
        font("Helvetica"),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = String::new();
    for (number, object) in (1..).zip(&objects) {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{number} 0 obj\n{object}\nendobj");
    }
    let (start, count) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n\
         %%EOF\n"
    );
    file.into_bytes()
}

/// Letters that the file's own signs could be mistaken for, and those that the plain fonts do not know.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | ')' | '\\' => safe.extend(['\\', letter]),
            '’' | '‘' => safe.push('\''),
            '“' | '”' => safe.push('"'),
            '£' => safe.push_str("\\243"),
            letter if letter.is_ascii() && !letter.is_ascii_control() => safe.push(letter),
            _ => safe.push('-'),
        }
    }
    safe
}

fn wrapped(paragraph: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() && line.chars().count() + word.chars().count() >= LINE {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Upload;

    #[test]
    fn a_page_is_taken_for_a_pdf_and_its_table_points_at_its_objects() {
        let file = page("Rate card (2027)", &["At £4.20 a payslip. ".repeat(12)]);

        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains("(Rate card \\(2027\\)) Tj") && text.contains("\\2434.20"));
        let table = text.split("xref\n").nth(1).unwrap();
        for (number, line) in table.lines().skip(2).take(6).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(text[place..].starts_with(&format!("{} 0 obj", number + 1)));
        }
        assert!(Upload::parse("rates.pdf", file).is_ok());
    }
}
