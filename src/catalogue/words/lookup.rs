//! The words of a search, looked up in many texts at once, and put right where they occur nowhere.
//!
//! Every word marks its texts in a row of bytes, one for each place, which says what it counts there: rows are laid over
//! each other as fast as memory is read. Let n be the places, m those that a word marks: a word takes O(n + m), and both
//! steps are some tenths of a nanosecond.

use std::collections::BTreeMap;

use super::near::most_errors;
use super::rank::rarity;
use super::sought::{Sought, Term, Word};
use crate::catalogue::filter::Spelling;

/// What was searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    typed: Sought,
    sought: Sought,
}

/// The texts that have every word.
#[derive(Debug)]
pub struct Finds {
    /// Their places, in order.
    pub places: Vec<u32>,
    /// How well each fits, in the same order.
    pub scores: Vec<u32>,
}

/// What a word counts in each place; nothing where it does not occur.
pub type Row = Vec<u8>;

/// A word near to a mistyped one: how many errors lie between them, the word, and how many texts have it.
pub type NearWord<'t> = (usize, &'t str, usize);

/// Texts that can be searched, each in its place, as one reader sees them.
pub trait Texts {
    /// How many there are.
    fn count(&self) -> usize;

    /// What is looked for, in each place. What the reader does not see counts nothing.
    fn row(&self, term: &Term) -> Row;

    /// The words near to a mistyped one; one may come several times, from different kinds of text.
    fn near(&self, typed: &str, most: usize) -> Vec<NearWord<'_>>;
}

impl Searched {
    /// What was typed, less what is too common to search for.
    pub fn typed(&self) -> &Sought {
        &self.typed
    }

    /// What was looked for: with words that occur nowhere put right.
    pub fn sought(&self) -> &Sought {
        &self.sought
    }

    /// Whether anything was put right.
    pub fn is_corrected(&self) -> bool {
        self.typed != self.sought
    }

    /// What each word does to the search, if `count` tells how many texts some words find.
    pub fn word_by_word(&self, count: impl Fn(String) -> i64) -> Vec<WordCount> {
        let words: Vec<&str> = self.typed.words().iter().map(Word::typed).collect();
        let word = |(place, word): (usize, &&str)| {
            let kept = words.iter().enumerate().filter(|(other, _)| *other != place);
            let others = kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
            let (alone, without) = (count((*word).to_owned()), count(others.clone()));
            WordCount { word: (*word).to_owned(), others, alone, without }
        };
        words.iter().enumerate().map(word).collect()
    }
}

/// One word of a search that found nothing, and what it has to do with that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordCount {
    pub word: String,
    /// The other words.
    pub others: String,
    /// How many texts have this word, whatever the others.
    pub alone: i64,
    /// How many have all the others.
    pub without: i64,
}

/// What to look for, and who has it.
pub fn look_up(texts: &impl Texts, words: &str, spelling: Spelling) -> (Searched, Finds) {
    let typed = Sought::parse(words);
    let (mut sought, mut rows) = (Vec::new(), Vec::new());
    for word in typed.words() {
        for (word, row) in understood(texts, word, spelling) {
            sought.push(word);
            rows.push(row);
        }
    }
    (Searched { typed, sought: sought.into() }, with_all(texts, &rows))
}

/// A word with the places it has. Of one that occurs nowhere, its parts, or what is nearest to it.
fn understood(texts: &impl Texts, word: &Word, spelling: Spelling) -> Vec<(Word, Row)> {
    let row = row_of(texts, word);
    if spelling == Spelling::Exact || is_somewhere(&row) {
        return vec![(word.clone(), row)];
    }
    let apart = word.apart().into_iter().map(|part| {
        let row = row_of(texts, &part);
        let nearest = if is_somewhere(&row) { None } else { nearest(texts, part.whole().text()) };
        nearest.map_or((part, row), |nearest| {
            let row = row_of(texts, &nearest);
            (nearest, row)
        })
    });
    let apart: Vec<(Word, Row)> = apart.collect();
    if apart.iter().all(|(_, row)| is_somewhere(row)) { apart } else { vec![(word.clone(), row)] }
}

/// The word that a mistyped one is nearest to; of several the one that more texts have.
fn nearest(texts: &impl Texts, typed: &str) -> Option<Word> {
    let most = most_errors(typed.chars().count());
    if most == 0 || typed.contains(char::is_numeric) {
        return None;
    }
    let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (errors, word, having) in texts.near(typed, most) {
        known.entry(word).or_insert((errors, 0)).1 += having;
    }
    let occurring = known.into_iter().filter(|(_, (_, having))| *having > 0);
    let nearest = occurring.min_by_key(|(word, (errors, having))| (*errors, usize::MAX - having, *word));
    nearest.map(|(word, _)| Word::known(word))
}

fn row_of(texts: &impl Texts, word: &Word) -> Row {
    let mut row = texts.row(word.whole());
    let parts = word.parts().iter().map(|part| texts.row(part));
    let all_parts = parts.reduce(|mut all, part| {
        all.iter_mut().zip(&part).for_each(|(all, part)| *all = (*all).min(*part));
        all
    });
    if let Some(parts) = all_parts {
        row.iter_mut().zip(&parts).for_each(|(row, parts)| *row = (*row).max(*parts));
    }
    row
}

fn with_all(texts: &impl Texts, rows: &[Row]) -> Finds {
    let Some((first, others)) = rows.split_first() else {
        return Finds { places: vec![], scores: vec![] };
    };
    let mut all = first.clone();
    for row in others {
        all.iter_mut().zip(row).for_each(|(all, cell)| *all = if *cell == 0 { 0 } else { *all });
    }
    let places: Vec<u32> =
        all.iter().zip(0..).filter(|(cell, _)| **cell != 0).map(|(_, place)| place).collect();
    let mut scores = vec![0_u32; places.len()];
    for row in rows {
        let with = row.iter().filter(|cell| **cell != 0).count();
        let rarity = rarity(with, texts.count());
        for (score, place) in scores.iter_mut().zip(&places) {
            *score += row.get(*place as usize).copied().map_or(0, u32::from) * rarity;
        }
    }
    Finds { places, scores }
}

/// The names that answer, by their places, and the most that one of their words counts.
pub fn best(index: &super::Index, term: &Term) -> BTreeMap<u32, u8> {
    let mut best = BTreeMap::new();
    index.each_find(term, |name, counts| {
        let most = best.entry(name).or_insert(counts);
        *most = counts.max(*most);
    });
    best
}

fn is_somewhere(row: &[u8]) -> bool {
    row.iter().any(|cell| *cell != 0)
}
