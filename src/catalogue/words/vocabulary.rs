//! Every word that occurs, by its letters, by its stem and by its beginning, and those near to a word that does not.
//!
//! Let V be the words. Finding one or the forms of one is O(1), those with a beginning O(log V + found); the near ones
//! take a look at every word's [`Signature`], which is some nanoseconds each, and a distance for the few that are left.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::near::{Signature, distance};
use super::sought::{Extent, Term};
use super::tokens::stem;

/// The number of a word.
pub(super) type WordNumber = u32;

/// How a word answers what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is the word, or another form of it.
    Full,
    /// It only begins with it.
    Beginning,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<Arc<str>, WordNumber>,
    in_order: BTreeMap<Arc<str>, WordNumber>,
    by_stem: HashMap<Box<str>, Vec<WordNumber>>,
    signatures: Vec<Signature>,
    words: Vec<Arc<str>>,
}

impl Vocabulary {
    pub(super) fn number(&self, word: &str) -> Option<WordNumber> {
        self.numbers.get(word).copied()
    }

    /// Takes in a word that is not there yet.
    pub(super) fn add(&mut self, word: &str) -> WordNumber {
        let number = WordNumber::try_from(self.words.len()).unwrap_or(WordNumber::MAX);
        let word: Arc<str> = word.into();
        self.by_stem.entry(stem(&word).into()).or_default().push(number);
        self.signatures.push(Signature::of(&word));
        self.in_order.insert(Arc::clone(&word), number);
        self.numbers.insert(Arc::clone(&word), number);
        self.words.push(word);
        number
    }

    /// Every word that answers what is looked for.
    pub(super) fn answering(&self, term: &Term) -> Vec<(WordNumber, Answer)> {
        let forms = self.by_stem.get(term.stem()).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<(WordNumber, Answer)> = forms.iter().map(|word| (*word, Answer::Full)).collect();
        if term.extent() == Extent::Beginning {
            let from = self.in_order.range::<str, _>((Bound::Included(term.text()), Bound::Unbounded));
            let begin = from.take_while(|(word, _)| word.starts_with(term.text()));
            let others = begin.map(|(_, number)| *number).filter(|number| !forms.contains(number));
            found.extend(others.map(|number| (number, Answer::Beginning)));
        }
        found
    }

    /// The words that a mistyped one may have been meant to be, with how many errors that would be. Figures are never
    /// guessed at.
    pub(super) fn near(&self, typed: &str, most: usize) -> impl Iterator<Item = (usize, WordNumber, &str)> {
        let signature = Signature::of(typed);
        let errors = u32::try_from(most).unwrap_or_default();
        let near = self.signatures.iter().zip(&self.words).zip(0..);
        near.filter(move |((other, _), _)| most > 0 && signature.may_be_near(**other, errors))
            .filter(|((_, word), _)| !word.contains(char::is_numeric))
            .filter_map(move |((_, word), number)| Some((distance(typed, word, most)?, number, &**word)))
    }
}
