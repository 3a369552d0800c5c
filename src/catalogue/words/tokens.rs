//! A text taken apart into words, once and for every use: to be found by, to look for, and to mark.
//!
//! Letters are compared small and without their accents (Unicode NFKD, UAX #15, less the combining marks), so "Cafe"
//! finds "café" and "Llyr" "Llŷr". What people write in more than one way is found in every one: "part-time" also as
//! "part time" and "parttime", "O'Brien" also as "Brien" and "Obrien", "ISO27001" also as "ISO 27001". Such a run gives
//! its parts and, as one more word, all of them together. A comma within a number is dropped. O(letters).

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};
use icu_normalizer::DecomposingNormalizerBorrowed;

/// No word is longer; of a longer one this much counts.
const LONGEST: usize = 64;

/// Words too common to tell one offer from another: nobody is found by them. Neither "it" nor "us" is among them,
/// because IT is a family of services.
const STOP: [&str; 39] = [
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "has", "have", "in",
    "into", "is", "its", "of", "on", "or", "our", "that", "the", "their", "them", "these", "they", "this",
    "those", "to", "was", "we", "were", "which", "will", "with", "you", "your",
];

/// What is one word to the eye, perhaps put together from several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// Its words, small and without accents, and where each stands. Never empty.
    pub parts: Vec<(Range<usize>, String)>,
}

impl Run {
    /// All parts together; of a simple word, the word.
    pub fn whole(&self) -> Cow<'_, str> {
        match self.parts.as_slice() {
            [(_, only)] => Cow::Borrowed(only),
            parts => Cow::Owned(parts.iter().flat_map(|(_, part)| part.chars()).take(LONGEST).collect()),
        }
    }
}

/// Every run of a text, in order.
pub fn runs(text: &str) -> impl Iterator<Item = Run> {
    runs_if(text, |_| true)
}

/// Every run with a part that passes, which is shown the text from its beginning on. The others cost no memory.
pub(super) fn runs_if(text: &str, passes: impl Fn(&str) -> bool) -> impl Iterator<Item = Run> {
    let (mut at, mut parts) = (0, Vec::new());
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find(in_word)?;
            at = run_end(text, start, &mut parts);
            if parts.iter().any(|part| passes(&text[part.start..])) {
                let folded = parts.iter().map(|part| (part.clone(), fold(&text[part.clone()])));
                let parts: Vec<_> = folded.filter(|(_, word)| !word.is_empty()).collect();
                if !parts.is_empty() {
                    return Some(Run { range: start..at, parts });
                }
            }
        }
    })
}

/// Every word a text is found by: the parts of each run, and the whole of those that have several.
pub fn each_word(text: &str, mut take: impl FnMut(&str)) {
    for run in runs(text) {
        for (_, part) in run.parts.iter().filter(|(_, part)| !is_stop(part)) {
            take(part);
        }
        if run.parts.len() > 1 {
            Some(run.whole()).filter(|whole| !is_stop(whole)).inspect(|whole| take(whole));
        }
    }
}

/// What a word has in common with its other forms: "audits" and "auditing" share "audit". The English stemmer of
/// Snowball (Porter, 2001); anything but plain letters is its own stem.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Stemmer::new(Algorithm::English).stem(word)
    } else {
        Cow::Borrowed(word)
    }
}

/// Whether a word is too common to be searched for.
pub(super) fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// Where the run ends that begins at `start`, and where its parts stand.
fn run_end(text: &str, start: usize, parts: &mut Vec<Range<usize>>) -> usize {
    parts.clear();
    // As most words are: plain letters up to something that never joins letters.
    let rest = &text.as_bytes()[start..];
    let plain = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let ends = matches!(rest.get(plain), None | Some(b' ' | b'\n' | b'.' | b',' | b';' | b':' | b')'));
    if plain > 0 && ends {
        parts.push(start..start + plain);
        return start + plain;
    }
    let (mut part, mut end) = (start, start);
    let mut letters = text[start..].char_indices().map(|(at, letter)| (start + at, letter)).peekable();
    let mut last = None;
    while let Some((at, letter)) = letters.next() {
        if in_word(letter) {
            if last.is_some_and(|last: char| changes_kind(last, letter)) {
                parts.push(part..at);
                part = at;
            }
            end = at + letter.len_utf8();
            if !is_mark(letter) {
                last = Some(letter);
            }
            continue;
        }
        let Some((next_at, next)) = letters.peek().copied() else { break };
        match joint(last, letter, next) {
            Joint::None => break,
            Joint::WithinNumber => {}
            Joint::BetweenParts => {
                parts.push(part..end);
                (part, last) = (next_at, None);
            }
        }
    }
    parts.push(part..end);
    end
}

enum Joint {
    None,
    WithinNumber,
    BetweenParts,
}

/// What a sign between two letters or digits does.
fn joint(before: Option<char>, sign: char, after: char) -> Joint {
    let digits = before.is_some_and(char::is_numeric) && after.is_numeric();
    let letters = before.is_some_and(|before| !before.is_numeric()) && in_word(after) && !after.is_numeric();
    match sign {
        ',' | '.' if digits => Joint::WithinNumber,
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '&' if letters => Joint::BetweenParts,
        _ => Joint::None,
    }
}

fn changes_kind(one: char, next: char) -> bool {
    !is_mark(next) && one.is_numeric() != next.is_numeric()
}

fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_mark(letter)
}

/// An accent that stands as a character of its own behind its letter.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Small letters without accents.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        let kept = word.chars().filter(|letter| *letter != ',').take(LONGEST);
        return kept.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(word);
    let mut folded = String::with_capacity(apart.len());
    for letter in apart.chars().filter(|letter| !is_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            _ if letter.is_alphanumeric() || letter == '.' => folded.push(letter),
            _ => {}
        }
    }
    match folded.char_indices().nth(LONGEST) {
        Some((end, _)) => folded[..end].to_owned(),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn the_common_words_are_in_order() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn a_text_is_found_by_its_words_however_they_are_written() {
        for (text, expected) in [
            ("The Payroll, for IT & HR!", "payroll it hr"),
            ("O'Brien’s part-time", "o brien s obriens part time parttime"),
            ("Café LLŶR ĲSSEL Straße", "cafe llyr ijssel strasse"),
            ("cafe\u{301}", "cafe"),
            ("R&D, AT&T", "r d rd t att"),
            ("4,000 payslips at 99.5%, 2026-27, 24/7", "4000 payslips 99.5 2026 27 24 7"),
            ("ISO27001 and s.151", "iso 27001 iso27001 s 151"),
            ("İstanbul 漢字 ﬁre", "istanbul 漢字 fire"),
            ("-- ' & . ,", ""),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        assert_eq!(stem("audits"), stem("auditing"));
        assert_eq!(stem("services"), stem("service"));
        assert_ne!(stem("hospital"), stem("host"));
        assert_eq!(stem("27001"), "27001");
    }

    proptest! {
        #[test]
        fn runs_stand_in_order_within_any_text_and_a_word_taken_apart_again_is_itself(text in "\\PC{0,40}") {
            let mut end = 0;
            for run in runs(&text) {
                prop_assert!(run.range.start >= end && text.get(run.range.clone()).is_some());
                end = run.range.end;
                for (range, part) in &run.parts {
                    prop_assert!(run.range.start <= range.start && range.end <= run.range.end);
                    prop_assert!(part.chars().count() <= LONGEST * 2);
                    if part.is_ascii() {
                        prop_assert_eq!(fold(part), part.clone());
                    }
                }
            }
        }
    }
}
