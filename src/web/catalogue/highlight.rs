//! The words somebody searched for, marked where they stand, and the stretch of a text around the first of them.

use maud::{Markup, html};

use crate::kernel::text::words;

/// How much of a description a list shows.
const EXCERPT_LETTERS: usize = 220;

/// `text` with every word marked that the search would have found it by.
pub(super) fn marked(text: &str, searched: &str) -> Markup {
    let searched = words(searched);
    html! {
        @for piece in pieces(text) {
            @if is_found(piece, &searched) { mark { (piece) } } @else { (piece) }
        }
    }
}

/// A stretch of `text`, beginning a little before the first searched word.
pub(super) fn excerpt(text: &str, searched: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let searched = words(searched);
    let mut at = 0;
    let first = pieces(&text).find_map(|piece| {
        let found = is_found(piece, &searched).then_some(at);
        at += piece.len();
        found
    });
    let start = first.map_or(0, |found| start_before(&text, found));
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(EXCERPT_LETTERS).map_or(rest.len(), |(end, _)| end);
    let cut = if end < rest.len() { rest[..end].rfind(' ').unwrap_or(end) } else { end };
    let before = if start > 0 { "… " } else { "" };
    let after = if cut < rest.len() { " …" } else { "" };
    format!("{before}{}{after}", &rest[..cut])
}

/// The beginning of a word some way before `found`, or of the text if that is near.
fn start_before(text: &str, found: usize) -> usize {
    if found < EXCERPT_LETTERS / 2 {
        return 0;
    }
    let from = (0..=found - EXCERPT_LETTERS / 4).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..from].rfind(' ').map_or(0, |space| space + 1)
}

/// The text cut into words and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let in_word = first.is_alphanumeric();
        let end = rest.find(|letter: char| letter.is_alphanumeric() != in_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Whether the search finds this word. Databases look for stems, so "hosts" finds "hosting": two words count as one
/// if they share all but their last three letters.
fn is_found(piece: &str, searched: &[String]) -> bool {
    let word = piece.to_lowercase();
    searched.iter().any(|searched| {
        let shared = word.chars().zip(searched.chars()).take_while(|(one, other)| one == other).count();
        let length = searched.chars().count();
        shared == length || (shared >= 4 && shared + 3 >= length && shared + 3 >= word.chars().count())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searched_words_are_marked_and_everything_is_escaped() {
        let page = marked("Hosting & <payroll> services", "host PAY").into_string();

        assert_eq!(page, "<mark>Hosting</mark> &amp; &lt;<mark>payroll</mark>&gt; services");
    }

    #[test]
    fn a_word_and_its_other_forms_are_one() {
        let found = |word: &str, searched: &str| is_found(word, &words(searched));

        assert!(found("Hosting", "hosts"));
        assert!(found("services", "service"));
        assert!(!found("hospital", "host"));
        assert!(!found(" ", "host"));
    }

    #[test]
    fn an_excerpt_is_cut_between_words_around_the_first_find() {
        let text = format!("{} payroll for everybody {}", "before ".repeat(60), "after ".repeat(60));

        let excerpt = excerpt(&text, "payroll");

        assert!(excerpt.starts_with("… before ") && excerpt.ends_with("after …"), "{excerpt}");
        assert!(excerpt.contains("payroll"));
        assert_eq!(super::excerpt("Short é text", "nothing"), "Short é text");
    }
}
