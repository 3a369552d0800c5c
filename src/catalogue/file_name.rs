//! What a document is called: one name without a path, in letters that show what they are, ending as its content says.

use super::file_kind::FileKind;

/// The most characters of a name, its ending included.
pub const LONGEST: usize = 120;
/// What a file is called whose own name leaves nothing.
const NAMELESS: &str = "document";

/// The name under which a file of this kind is kept and downloaded.
pub fn clean(raw: &str, kind: FileKind) -> String {
    let name = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = name.chars().filter(|letter| !is_hidden(*letter)).map(harmless).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let (stem, ending) = match shown.rsplit_once('.') {
        Some((stem, ending)) if is_known(ending) => (stem, Some(ending)),
        _ => (shown.as_str(), None),
    };
    let fits = |ending: &&str| kind.extensions().iter().any(|known| known.eq_ignore_ascii_case(ending));
    let ending = ending.filter(fits).or_else(|| kind.extensions().first().copied()).unwrap_or_default();
    let stem = stem.trim_matches([' ', '.']);
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    let most = LONGEST.saturating_sub(ending.len() + 1);
    let stem: String = stem.chars().take(most).collect();
    format!("{}.{ending}", stem.trim_end_matches([' ', '.']))
}

fn is_known(ending: &str) -> bool {
    FileKind::ALL.iter().flat_map(|kind| kind.extensions()).any(|known| known.eq_ignore_ascii_case(ending))
}

/// Letters that nobody sees, some of which turn a name round so that "fdp.exe" reads "exe.pdf".
fn is_hidden(letter: char) -> bool {
    (letter.is_control() && !letter.is_whitespace())
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What means something to one system or another becomes a dash.
const fn harmless(letter: char) -> char {
    match letter {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_path_no_hidden_letters_and_the_ending_of_its_kind() {
        for (raw, kind, clean_name) in [
            ("Rate card.pdf", FileKind::Pdf, "Rate card.pdf"),
            ("../../etc/Rate card.PDF", FileKind::Pdf, "Rate card.PDF"),
            ("C:\\Users\\ana\\plan.jpeg", FileKind::Jpeg, "plan.jpeg"),
            ("photo.png", FileKind::Jpeg, "photo.jpg"),
            ("Minutes v1.2", FileKind::Docx, "Minutes v1.2.docx"),
            ("page.html", FileKind::Pdf, "page.html.pdf"),
            ("a\u{202e}fdp.exe", FileKind::Pdf, "afdp.exe.pdf"),
            ("two\r\nlines: \"x\".pdf", FileKind::Pdf, "two lines- -x-.pdf"),
            ("Gebühren & Kosten 100%.xlsx", FileKind::Xlsx, "Gebühren & Kosten 100%.xlsx"),
            (".pdf", FileKind::Pdf, "document.pdf"),
            ("", FileKind::Png, "document.png"),
        ] {
            assert_eq!(clean(raw, kind), clean_name);
        }
        let long = clean(&format!("{}.pdf", "x".repeat(300)), FileKind::Pdf);
        assert_eq!((long.chars().count(), long.ends_with("x.pdf")), (LONGEST, true));
    }
}
