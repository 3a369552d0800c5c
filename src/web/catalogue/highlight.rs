//! The words somebody searched for, marked where they stand, and the passage of a text that has most of them.

use std::borrow::Cow;
use std::ops::Range;

use maud::{Markup, html};

use crate::catalogue::words::Sought;

/// How much of a description a list shows.
const EXCERPT_LETTERS: usize = 220;

/// `text` with every word marked that the search would have found it by.
pub(in crate::web) fn marked(text: &str, sought: &Sought) -> Markup {
    if sought.is_empty() {
        return html! { (text) };
    }
    let mut at = 0;
    let pieces = sought.marks(text).into_iter().map(|(range, _)| {
        let before = text.get(at..range.start).unwrap_or_default();
        at = range.end;
        (before, text.get(range).unwrap_or_default())
    });
    let pieces: Vec<(&str, &str)> = pieces.collect();
    html! {
        @for (before, found) in pieces { (before) mark { (found) } }
        (text.get(at..).unwrap_or_default())
    }
}

/// The stretch of `text` in which most of the searched words stand, cut between words.
pub(in crate::web) fn excerpt(text: &str, sought: &Sought) -> String {
    let text = if sought.is_empty() { on_one_line(beginning(text)) } else { on_one_line(text) };
    if text.len() <= EXCERPT_LETTERS {
        return text.into_owned();
    }
    let start = start_before(&text, &passage(&sought.marks(&text)));
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(EXCERPT_LETTERS).map_or(rest.len(), |(end, _)| end);
    let cut = if end < rest.len() { rest[..end].rfind(' ').unwrap_or(end) } else { end };
    let before = if start > 0 { "… " } else { "" };
    let after = if cut < rest.len() { " …" } else { "" };
    format!("{before}{}{after}", &rest[..cut])
}

/// As much of a text as its excerpt can begin with, if nothing is sought in it, and some more, for there may be spaces.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(4 * EXCERPT_LETTERS).map_or(text, |(end, _)| &text[..end])
}

fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_uneven =
        text.contains("  ") || text.contains(|letter: char| letter.is_whitespace() && letter != ' ');
    if is_uneven { text.split_whitespace().collect::<Vec<_>>().join(" ").into() } else { text.trim().into() }
}

/// From the first to the last of the marks that fit in one excerpt and are of most different words; of several such
/// passages the one with most marks, then the first.
fn passage(marks: &[(Range<usize>, usize)]) -> Range<usize> {
    let mut best = (0, 0, 0..0);
    for (number, (first, _)) in marks.iter().enumerate() {
        let within =
            marks.iter().skip(number).take_while(|(mark, _)| mark.end <= first.start + EXCERPT_LETTERS);
        let (mut words, mut count, mut end) = (0_u32, 0, first.end);
        for (mark, word) in within {
            words |= 1 << (word % 32);
            (count, end) = (count + 1, mark.end);
        }
        if (words.count_ones(), count) > (best.0, best.1) {
            best = (words.count_ones(), count, first.start..end);
        }
    }
    best.2
}

/// The beginning of a word some way before the passage, or of the text if the passage is near it.
fn start_before(text: &str, passage: &Range<usize>) -> usize {
    let spare = EXCERPT_LETTERS.saturating_sub(passage.len());
    if passage.end <= EXCERPT_LETTERS - EXCERPT_LETTERS / 8 {
        return 0;
    }
    let wanted = passage.start.saturating_sub(spare / 3);
    let from = (0..=wanted).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..from].rfind(' ').map_or(0, |space| space + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searched_words_are_marked_in_any_form_and_everything_is_escaped() {
        let page = marked("Hosting & <payroll> services", &Sought::parse("host PAY")).into_string();

        assert_eq!(page, "<mark>Hosting</mark> &amp; &lt;<mark>payroll</mark>&gt; services");
        assert_eq!(marked("A & B", &Sought::default()).into_string(), "A &amp; B");
    }

    #[test]
    fn an_excerpt_is_cut_between_words_around_the_passage_with_most_of_the_words() {
        let filler = "before and after ".repeat(30);
        let text =
            format!("Payroll here. {filler} audited payrolls of schools {filler} payroll audit {filler}");

        let excerpt = excerpt(&text, &Sought::parse("school audits payroll"));

        assert!(excerpt.starts_with("… ") && excerpt.ends_with(" …"), "{excerpt}");
        assert!(excerpt.contains("audited payrolls of schools"), "{excerpt}");
        assert!(excerpt.chars().count() <= EXCERPT_LETTERS + 4, "{excerpt}");
    }

    #[test]
    fn an_excerpt_begins_where_the_text_does_if_nothing_is_further_down() {
        let text = format!("Short é payroll {}", "after ".repeat(60));

        assert!(excerpt(&text, &Sought::parse("payroll")).starts_with("Short é payroll after"));
        assert!(excerpt(&text, &Sought::parse("nothing")).ends_with("after …"));
        assert_eq!(excerpt("Short é text", &Sought::default()), "Short é text");
    }
}
