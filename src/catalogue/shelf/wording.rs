//! The words of a search, looked up on the shelf.
//!
//! An offer has a word if its own text has it, or the name of its service, its family or its body; those names are
//! looked up once for all offers that bear them.

use super::Shelf;
use crate::catalogue::filter::Spelling;
use crate::catalogue::words::lookup::{self, NearWord, Row, Texts, best};
use crate::catalogue::words::{Index, Term};
use crate::kernel::ids::BodyId;

pub use crate::catalogue::words::lookup::{Finds, Searched};

/// The offers without those that a reader does not see.
struct Seen<'s> {
    shelf: &'s Shelf,
    hidden: &'s [u32],
}

impl Shelf {
    /// What to look for, and who has it. What stands in `hidden` places neither is found nor says how a word is written.
    pub(super) fn look_up(&self, words: &str, spelling: Spelling, hidden: &[u32]) -> (Searched, Finds) {
        lookup::look_up(&Seen { shelf: self, hidden }, words, spelling)
    }

    /// The services whose name, or whose family's, has what is looked for, and what it counts there.
    pub fn services_with(&self, term: &Term) -> impl Iterator<Item = (&str, u8)> {
        let found = best(&self.world.service_words, term).into_iter();
        found.filter_map(|(place, counts)| Some((self.world.services.get(place as usize)?.as_str(), counts)))
    }

    /// The bodies whose name has it.
    pub fn bodies_with(&self, term: &Term) -> impl Iterator<Item = (BodyId, u8)> {
        let found = best(&self.world.body_words, term).into_iter();
        found.filter_map(|(place, counts)| Some((self.world.bodies.get(place as usize)?.id, counts)))
    }

    /// The words near to a mistyped one that stand in names of services and families, each with those services.
    pub fn near_services(
        &self,
        typed: &str,
        most: usize,
    ) -> impl Iterator<Item = (usize, &str, impl Iterator<Item = &str>)> {
        let service = |place: &u32| self.world.services.get(*place as usize).map(String::as_str);
        let near = self.world.service_words.near(typed, most);
        near.map(move |(errors, word, places)| (errors, word, places.iter().filter_map(service)))
    }

    /// The same of names of bodies.
    pub fn near_bodies(
        &self,
        typed: &str,
        most: usize,
    ) -> impl Iterator<Item = (usize, &str, impl Iterator<Item = BodyId>)> {
        let body = |place: &u32| self.world.bodies.get(*place as usize).map(|body| body.id);
        let near = self.world.body_words.near(typed, most);
        near.map(move |(errors, word, places)| (errors, word, places.iter().filter_map(body)))
    }
}

impl Texts for Seen<'_> {
    fn count(&self) -> usize {
        self.shelf.len()
    }

    fn row(&self, term: &Term) -> Row {
        let Self { shelf: offers, hidden } = *self;
        let mut row = vec![0_u8; offers.slots.len()];
        offers.words.each_find(term, |place, counts| {
            if let Some(cell) = row.get_mut(place as usize) {
                *cell = (*cell).max(counts);
            }
        });
        for (index, lists) in
            [(&offers.world.service_words, &offers.by_service), (&offers.world.body_words, &offers.by_body)]
        {
            for (name, counts) in best(index, term) {
                for place in lists.get(name as usize).into_iter().flatten() {
                    if let Some(cell) = row.get_mut(*place as usize) {
                        *cell = cell.saturating_add(counts);
                    }
                }
            }
        }
        row.iter_mut().zip(&offers.standing).for_each(|(cell, standing)| *cell &= standing);
        for place in hidden {
            if let Some(cell) = row.get_mut(*place as usize) {
                *cell = 0;
            }
        }
        row
    }

    fn near(&self, typed: &str, most: usize) -> Vec<NearWord<'_>> {
        let Self { shelf, hidden } = *self;
        let stands = |place: &&u32| shelf.slot(**place).is_some() && !hidden.contains(place);
        let standing = |places: &[u32]| places.iter().filter(stands).count();
        let groups: [(&Index, Option<&Vec<Vec<u32>>>); 3] = [
            (&shelf.words, None),
            (&shelf.world.service_words, Some(&shelf.by_service)),
            (&shelf.world.body_words, Some(&shelf.by_body)),
        ];
        let mut near = Vec::new();
        for (index, lists) in groups {
            for (errors, word, places) in index.near(typed, most) {
                let offers = match lists {
                    None => standing(places),
                    Some(lists) => {
                        let named = places.iter().filter_map(|place| lists.get(*place as usize));
                        named.map(|list| standing(list)).sum()
                    }
                };
                near.push((errors, word, offers));
            }
        }
        near
    }
}
