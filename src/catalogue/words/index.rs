//! Where each word stands: for every word the places of the texts that have it, and what it counts there.
//!
//! A place is only ever added, at the end; whoever takes a text away remembers that its place is empty. So a list of
//! places is always in order and never searched. A copy shares the lists with the original until one of them changes.
//! Let w be the words of a text: putting it in is O(w), looking a word up O(texts that have it). Each different word of
//! a text takes five bytes. (Zobel and Moffat, Inverted files for text search engines, ACM Computing Surveys 2006.)

use std::sync::Arc;

use super::rank::impact;
use super::sought::Term;
use super::tokens::each_word;
use super::vocabulary::{Answer, Vocabulary, WordNumber};

/// Words, and where each stands.
#[derive(Clone, Debug, Default)]
pub struct Index {
    vocabulary: Arc<Vocabulary>,
    /// By the number of the word.
    lists: Vec<Arc<List>>,
    /// Kept between texts so that none has to ask for memory.
    scratch: Vec<Occurrence>,
}

/// The texts that have a word.
#[derive(Clone, Debug, Default)]
struct List {
    places: Vec<u32>,
    impacts: Vec<u8>,
}

/// A word where it stands, before it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    word: WordNumber,
    in_title: bool,
}

impl Index {
    /// Puts in a title with its description. Places must come in order.
    pub fn add_text(&mut self, place: u32, title: &str, description: &str) {
        let mut occurrences = std::mem::take(&mut self.scratch);
        occurrences.clear();
        for (text, in_title) in [(title, true), (description, false)] {
            each_word(text, |word| occurrences.push(Occurrence { word: self.number(word), in_title }));
        }
        let in_description = occurrences.iter().filter(|occurrence| !occurrence.in_title).count();
        let length = u32::try_from(in_description).unwrap_or(u32::MAX);
        occurrences.sort_unstable();
        for same in occurrences.chunk_by(|one, next| one.word == next.word) {
            let times = |in_title: bool| {
                let counted = same.iter().filter(|occurrence| occurrence.in_title == in_title).count();
                u32::try_from(counted).unwrap_or(u32::MAX)
            };
            if let Some(first) = same.first() {
                self.push(first.word, place, impact(times(true), times(false), length));
            }
        }
        self.scratch = occurrences;
    }

    /// Puts in a name, each word of which counts the same. Places must come in order.
    pub fn add_name(&mut self, place: u32, name: &str, counts: u8) {
        let mut words = Vec::new();
        each_word(name, |word| words.push(self.number(word)));
        words.sort_unstable();
        words.dedup();
        for word in words {
            self.push(word, place, counts);
        }
    }

    /// Every place that has what is looked for, and what it counts there; a place again for each word it has of it.
    /// What a word only begins with counts half.
    pub fn each_find(&self, term: &Term, mut take: impl FnMut(u32, u8)) {
        for (word, answer) in self.vocabulary.answering(term) {
            let Some(list) = self.lists.get(word as usize) else { continue };
            let finds = list.places.iter().zip(&list.impacts);
            match answer {
                Answer::Full => finds.for_each(|(place, counts)| take(*place, *counts)),
                Answer::Beginning => finds.for_each(|(place, counts)| take(*place, counts.div_ceil(2))),
            }
        }
    }

    /// The words that are as near to a mistyped one as `most` errors: how many, the word, and where it stands.
    pub fn near(&self, typed: &str, most: usize) -> impl Iterator<Item = (usize, &str, &[u32])> {
        self.vocabulary.near(typed, most).map(|(errors, number, word)| {
            let places = self.lists.get(number as usize).map_or(&[][..], |list| list.places.as_slice());
            (errors, word, places)
        })
    }

    /// Gives back what memory was asked for and not needed.
    pub fn shrink(&mut self) {
        for list in self.lists.iter_mut().filter_map(Arc::get_mut) {
            list.places.shrink_to_fit();
            list.impacts.shrink_to_fit();
        }
        self.scratch = Vec::new();
    }

    fn number(&mut self, word: &str) -> WordNumber {
        match self.vocabulary.number(word) {
            Some(number) => number,
            None => Arc::make_mut(&mut self.vocabulary).add(word),
        }
    }

    fn push(&mut self, word: WordNumber, place: u32, counts: u8) {
        let word = word as usize;
        if self.lists.len() <= word {
            self.lists.resize_with(word + 1, Arc::default);
        }
        if let Some(list) = self.lists.get_mut(word).map(Arc::make_mut) {
            list.places.push(place);
            list.impacts.push(counts);
        }
    }
}
