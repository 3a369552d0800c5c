//! What somebody looks for: words that must all occur, in any form, the last of them perhaps not typed to its end.
//! [`Sought::is_in`] and [`Sought::marks`] say what that means for a single text; the index gives the same answers.

use std::borrow::Cow;
use std::ops::Range;

use super::tokens::{Run, is_stop, runs, runs_if, stem};

/// More words than these nobody needs.
const MOST_WORDS: usize = 12;

/// Whether a word was typed to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// Whatever begins with it is found as well.
    Beginning,
}

/// One word in the form in which texts are searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    text: String,
    stem: String,
    /// How much of the stem all its forms begin with, in bytes.
    common: usize,
    extent: Extent,
}

/// One word as somebody typed it. One with several parts is found as a whole or by all its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    typed: String,
    whole: Term,
    parts: Vec<Term>,
}

/// Everything that must occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    words: Vec<Word>,
}

impl Sought {
    /// What was typed, less what is too common to search for, unless that is all.
    pub fn parse(raw: &str) -> Self {
        let typed: Vec<Run> = runs(raw).take(10 * MOST_WORDS).collect();
        let telling: Vec<&Run> = typed.iter().filter(|run| !is_stop(&run.whole())).collect();
        let kept = if telling.is_empty() { typed.iter().collect() } else { telling };
        let count = kept.len().min(MOST_WORDS);
        let extent = |place: usize| if place + 1 == count { Extent::Beginning } else { Extent::Whole };
        let word = |(place, run): (usize, &Run)| Word::of(raw, run, extent(place));
        Self { words: kept.into_iter().take(MOST_WORDS).enumerate().map(word).collect() }
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What was typed, or is searched for instead.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Whether every word occurs somewhere in these texts.
    pub fn is_in(&self, texts: &[&str]) -> bool {
        let runs: Vec<Run> = texts.iter().flat_map(|text| runs(text)).collect();
        self.words.iter().all(|word| {
            let occurs = |term: &Term| runs.iter().any(|run| run_words(run).any(|word| term.is(&word)));
            occurs(&word.whole) || !word.parts.is_empty() && word.parts.iter().all(occurs)
        })
    }

    /// Where a text has one of the words, and which of them, in order.
    pub fn marks(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let numbered = |(number, word)| Word::terms(word).map(move |term| (number, term));
        let terms: Vec<(usize, &Term)> = self.words.iter().enumerate().flat_map(numbered).collect();
        let found = |word: &str| {
            let mut stemmed = None;
            let mut is = |term: &Term| {
                term.begins(word)
                    || term.begins_as(word) && *stemmed.get_or_insert_with(|| stem(word)) == term.stem
            };
            let found = terms.iter().find(|(_, term)| is(term)).map(|(number, _)| *number);
            found.filter(|_| !is_stop(word))
        };
        let may_begin = |rest: &str| terms.iter().any(|(_, term)| term.may_begin(rest));
        let mut marks = Vec::new();
        for run in runs_if(text, may_begin) {
            match found(&run.whole()) {
                Some(number) => marks.push((run.range, number)),
                None if run.parts.len() > 1 => {
                    let parts = run.parts.iter();
                    marks.extend(parts.filter_map(|(range, part)| Some((range.clone(), found(part)?))));
                }
                None => {}
            }
        }
        marks
    }
}

impl From<Vec<Word>> for Sought {
    fn from(words: Vec<Word>) -> Self {
        Self { words }
    }
}

impl Word {
    fn of(raw: &str, run: &Run, extent: Extent) -> Self {
        let telling = run.parts.iter().map(|(_, part)| part).filter(|part| !is_stop(part));
        let mut parts: Vec<Term> = telling.map(|part| Term::new(part, Extent::Whole)).collect();
        if let Some(last) = parts.last_mut() {
            last.extent = extent;
        }
        if run.parts.len() < 2 {
            parts.clear();
        }
        let typed = raw.get(run.range.clone()).unwrap_or_default().to_owned();
        Self { typed, whole: Term::new(&run.whole(), extent), parts }
    }

    /// A word of the vocabulary, to be searched for instead.
    pub fn known(word: &str) -> Self {
        Self { typed: word.to_owned(), whole: Term::new(word, Extent::Whole), parts: vec![] }
    }

    pub fn typed(&self) -> &str {
        &self.typed
    }

    pub fn whole(&self) -> &Term {
        &self.whole
    }

    /// What must all occur where the whole does not; nothing for a simple word.
    pub fn parts(&self) -> &[Term] {
        &self.parts
    }

    /// The parts as words of their own; the word itself if it is simple.
    pub fn apart(&self) -> Vec<Self> {
        if self.parts.is_empty() {
            return vec![self.clone()];
        }
        let word = |part: &Term| Self { typed: part.text.clone(), whole: part.clone(), parts: vec![] };
        self.parts.iter().map(word).collect()
    }

    fn terms(&self) -> impl Iterator<Item = &Term> {
        std::iter::once(&self.whole).chain(&self.parts)
    }
}

impl Term {
    fn new(text: &str, extent: Extent) -> Self {
        let stem = stem(text).into_owned();
        let letters = stem.chars().count().saturating_sub(2).max(1);
        let common = stem.char_indices().nth(letters).map_or(stem.len(), |(end, _)| end);
        Self { text: text.to_owned(), stem, common, extent }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn extent(&self) -> Extent {
        self.extent
    }

    pub(super) fn stem(&self) -> &str {
        &self.stem
    }

    /// Whether a word of a text is this one, in any form.
    fn is(&self, word: &str) -> bool {
        !is_stop(word) && (self.begins(word) || self.begins_as(word) && stem(word) == self.stem)
    }

    fn begins(&self, word: &str) -> bool {
        self.extent == Extent::Beginning && word.starts_with(&self.text)
    }

    /// Whether a word has the letters that every form of this one begins with: a stem is the beginning of its words but
    /// for its last two letters ("die" for "dying", "stabl" for "stability").
    fn begins_as(&self, word: &str) -> bool {
        word.starts_with(self.common())
    }

    /// Whether a word of this may begin where a text goes on so. This is asked of every word of every text that is
    /// shown, so it looks at plain letters only and lets everything else pass.
    fn may_begin(&self, rest: &str) -> bool {
        let (common, rest) = (self.common().as_bytes(), rest.as_bytes());
        let (common, rest) = if common.first().is_some_and(u8::is_ascii_digit) {
            (common.get(..1).unwrap_or_default(), rest)
        } else {
            (common, rest)
        };
        rest.iter()
            .zip(common)
            .find(|(letter, common)| !letter.eq_ignore_ascii_case(common))
            .is_none_or(|(letter, common)| !letter.is_ascii() || !common.is_ascii())
    }

    /// What all its forms begin with, of which there is at least one letter.
    fn common(&self) -> &str {
        &self.stem[..self.common]
    }
}

fn run_words(run: &Run) -> impl Iterator<Item = Cow<'_, str>> {
    run.parts.iter().map(|(_, part)| Cow::Borrowed(part.as_str())).chain(Some(run.whole()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str, text: &str) -> bool {
        Sought::parse(typed).is_in(&[text])
    }

    #[test]
    fn every_word_must_occur_in_any_form_and_the_last_may_be_half_typed() {
        assert!(found("audits payroll", "An audit of the payroll"));
        assert!(found("audit payr", "Payroll audits"));
        assert!(!found("payr audit", "Payroll audits"));
        assert!(!found("audit refuse", "Payroll audits"));
        assert!(found("payroll for the schools", "School payroll"));
        assert!(found("IT support", "IT, supported"));
    }

    #[test]
    fn what_is_written_in_more_than_one_way_is_found_in_every_one() {
        for typed in ["part-time", "part time", "parttime", "part-ti"] {
            assert!(found(typed, "Part-time staff"), "{typed}");
        }
        assert!(found("part-time", "a part of the time") && found("part-time", "parttime"));
        assert!(found("brien", "O'Brien") && found("o’brien", "O'Brien") && found("obrien", "O'Brien"));
        assert!(found("council", "the council's depot") && found("councils'", "a council"));
        assert!(found("iso 27001", "ISO27001") && found("iso27001", "ISO 27001"));
        assert!(found("4000", "4,000 payslips") && found("Llyr", "Llŷr"));
    }

    #[test]
    fn a_stem_is_the_beginning_of_its_words_but_for_two_letters() {
        let texts = [
            include_str!("../../../seed/taxonomy.csv"),
            include_str!("../../../seed/common_passwords.txt"),
            include_str!("../../../README.md"),
            "dying skies stability hopping hoped relational conditionally flies responsibilities news",
        ];
        for word in texts.iter().flat_map(|text| runs(text)).flat_map(|run| run.parts) {
            let term = Term::new(&word.1, Extent::Whole);
            assert!(term.begins_as(&word.1) && term.may_begin(&word.1.to_uppercase()), "{}", word.1);
        }
    }

    #[test]
    fn words_too_common_to_search_for_are_searched_for_only_alone() {
        assert_eq!(Sought::parse("payroll for the").text(), "payroll");
        assert_eq!(Sought::parse("the").text(), "the");
        assert!(found("the", "Therapy") && !found("the", "The depot"));
    }

    #[test]
    fn a_mark_covers_the_run_or_the_part_that_is_meant() {
        let text = "The council's part-time payroll";
        let marked = |typed: &str| -> Vec<&str> {
            Sought::parse(typed).marks(text).into_iter().map(|(range, _)| &text[range]).collect()
        };

        assert_eq!(marked("council pay"), ["council's", "payroll"]);
        assert_eq!(marked("time"), ["time"]);
        assert_eq!(marked("part-time"), ["part-time"]);
        assert_eq!(marked(""), [""; 0]);
    }
}
