//! The words of a search, looked up on the shelf.
//!
//! An offer has a word if its own text has it, or the name of its service, its family or its body; those names are
//! looked up once for all offers that bear them. Every word marks its offers in a row of bytes, one for each place, which
//! says what it counts there: rows are laid over each other as fast as memory is read. Let n be the offers, m those that
//! a word marks: a word takes O(n + m), and both steps are some tenths of a nanosecond.

use std::collections::BTreeMap;

use super::Shelf;
use crate::catalogue::filter::Spelling;
use crate::catalogue::words::{Index, Sought, Term, Word, most_errors, rarity};

/// What was searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    typed: Sought,
    sought: Sought,
}

/// The offers that have every word.
#[derive(Debug)]
pub(super) struct Finds {
    /// Their places, in order.
    pub(super) places: Vec<u32>,
    /// How well each fits, in the same order.
    pub(super) scores: Vec<u32>,
}

/// What a word counts in each place; nothing where it does not occur.
type Row = Vec<u8>;

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
}

impl Shelf {
    /// What to look for, and who has it. What stands in `hidden` places neither is found nor says how a word is written.
    pub(super) fn look_up(&self, words: &str, spelling: Spelling, hidden: &[u32]) -> (Searched, Finds) {
        let typed = Sought::parse(words);
        let (mut sought, mut rows) = (Vec::new(), Vec::new());
        for word in typed.words() {
            for (word, row) in self.understood(word, spelling, hidden) {
                sought.push(word);
                rows.push(row);
            }
        }
        (Searched { typed, sought: sought.into() }, self.with_all(&rows))
    }

    /// A word with the places it has. Of one that occurs nowhere, its parts, or what is nearest to it.
    fn understood(&self, word: &Word, spelling: Spelling, hidden: &[u32]) -> Vec<(Word, Row)> {
        let row = self.row_of(word, hidden);
        if spelling == Spelling::Exact || is_somewhere(&row) {
            return vec![(word.clone(), row)];
        }
        let apart = word.apart().into_iter().map(|part| {
            let row = self.row_of(&part, hidden);
            let nearest = if is_somewhere(&row) { None } else { self.nearest(part.whole().text(), hidden) };
            nearest.map_or((part, row), |nearest| {
                let row = self.row_of(&nearest, hidden);
                (nearest, row)
            })
        });
        let apart: Vec<(Word, Row)> = apart.collect();
        if apart.iter().all(|(_, row)| is_somewhere(row)) { apart } else { vec![(word.clone(), row)] }
    }

    /// The word of the catalogue that a mistyped one is nearest to; of several the one that more offers have.
    fn nearest(&self, typed: &str, hidden: &[u32]) -> Option<Word> {
        let most = most_errors(typed.chars().count());
        if most == 0 || typed.contains(char::is_numeric) {
            return None;
        }
        let mut known: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let stands = |place: &&u32| self.slot(**place).is_some() && !hidden.contains(place);
        let standing = |places: &[u32]| places.iter().filter(stands).count();
        let groups = [
            (&self.words, None),
            (&self.world.service_words, Some(&self.by_service)),
            (&self.world.body_words, Some(&self.by_body)),
        ];
        for (index, lists) in groups {
            for (errors, word, places) in index.near(typed, most) {
                let offers = match lists {
                    None => standing(places),
                    Some(lists) => {
                        let named = places.iter().filter_map(|place| lists.get(*place as usize));
                        named.map(|list| standing(list)).sum()
                    }
                };
                known.entry(word).or_insert((errors, 0)).1 += offers;
            }
        }
        let occurring = known.into_iter().filter(|(_, (_, offers))| *offers > 0);
        let nearest = occurring.min_by_key(|(word, (errors, offers))| (*errors, usize::MAX - offers, *word));
        nearest.map(|(word, _)| Word::known(word))
    }

    fn row_of(&self, word: &Word, hidden: &[u32]) -> Row {
        let mut row = self.row(word.whole(), hidden);
        let parts = word.parts().iter().map(|part| self.row(part, hidden));
        let all_parts = parts.reduce(|mut all, part| {
            all.iter_mut().zip(&part).for_each(|(all, part)| *all = (*all).min(*part));
            all
        });
        if let Some(parts) = all_parts {
            row.iter_mut().zip(&parts).for_each(|(row, parts)| *row = (*row).max(*parts));
        }
        row
    }

    fn row(&self, term: &Term, hidden: &[u32]) -> Row {
        let mut row = vec![0_u8; self.slots.len()];
        self.words.each_find(term, |place, counts| {
            if let Some(cell) = row.get_mut(place as usize) {
                *cell = (*cell).max(counts);
            }
        });
        for (index, lists) in
            [(&self.world.service_words, &self.by_service), (&self.world.body_words, &self.by_body)]
        {
            for (name, counts) in best(index, term) {
                for place in lists.get(name as usize).into_iter().flatten() {
                    if let Some(cell) = row.get_mut(*place as usize) {
                        *cell = cell.saturating_add(counts);
                    }
                }
            }
        }
        row.iter_mut().zip(&self.standing).for_each(|(cell, standing)| *cell &= standing);
        for place in hidden {
            if let Some(cell) = row.get_mut(*place as usize) {
                *cell = 0;
            }
        }
        row
    }

    fn with_all(&self, rows: &[Row]) -> Finds {
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
            let rarity = rarity(with, self.len());
            for (score, place) in scores.iter_mut().zip(&places) {
                *score += row.get(*place as usize).copied().map_or(0, u32::from) * rarity;
            }
        }
        Finds { places, scores }
    }
}

/// The names that answer, and the most that one of their words counts.
fn best(index: &Index, term: &Term) -> BTreeMap<u32, u8> {
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
