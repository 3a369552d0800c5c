//! The words of a search for needs. A need has a word if its own text has it, or the name of its service, its family or
//! its body.

use super::NeedShelf;
use crate::catalogue::filter::Spelling;
use crate::catalogue::words::Term;
use crate::catalogue::words::lookup::{Finds, NearWord, Row, Searched, Texts, look_up};

/// The needs without those that a reader does not see.
struct Seen<'s> {
    shelf: &'s NeedShelf,
    hidden: &'s [u32],
}

impl NeedShelf {
    /// What to look for, and who has it. What stands in `hidden` places neither is found nor says how a word is written.
    pub(super) fn look_up(&self, words: &str, spelling: Spelling, hidden: &[u32]) -> (Searched, Finds) {
        look_up(&Seen { shelf: self, hidden }, words, spelling)
    }
}

impl Seen<'_> {
    fn standing(&self, places: &[u32]) -> usize {
        let stands = |place: &&u32| self.shelf.list.slot(**place).is_some() && !self.hidden.contains(place);
        places.iter().filter(stands).count()
    }
}

impl Texts for Seen<'_> {
    fn count(&self) -> usize {
        self.shelf.list.by_id.len()
    }

    fn row(&self, term: &Term) -> Row {
        let NeedShelf { list, catalogue } = self.shelf;
        let mut row = vec![0_u8; list.slots.len()];
        list.words.each_find(term, |place, counts| {
            if let Some(cell) = row.get_mut(place as usize) {
                *cell = (*cell).max(counts);
            }
        });
        let mut add = |places: &[u32], counts: u8| {
            for place in places {
                if let Some(cell) = row.get_mut(*place as usize) {
                    *cell = cell.saturating_add(counts);
                }
            }
        };
        for (service, counts) in catalogue.services_with(term) {
            add(list.services.places(&service.to_owned()), counts);
        }
        for (body, counts) in catalogue.bodies_with(term) {
            add(list.bodies.places(&body), counts);
        }
        for (cell, slot) in row.iter_mut().zip(&list.slots) {
            if slot.is_none() {
                *cell = 0;
            }
        }
        for place in self.hidden {
            if let Some(cell) = row.get_mut(*place as usize) {
                *cell = 0;
            }
        }
        row
    }

    fn near(&self, typed: &str, most: usize) -> Vec<NearWord<'_>> {
        let NeedShelf { list, catalogue } = self.shelf;
        let texts = list.words.near(typed, most);
        let mut near: Vec<NearWord<'_>> =
            texts.map(|(errors, word, places)| (errors, word, self.standing(places))).collect();
        near.extend(catalogue.near_services(typed, most).map(|(errors, word, services)| {
            let needs = services.map(|service| self.standing(list.services.places(&service.to_owned())));
            (errors, word, needs.sum())
        }));
        near.extend(catalogue.near_bodies(typed, most).map(|(errors, word, bodies)| {
            (errors, word, bodies.map(|body| self.standing(list.bodies.places(&body))).sum())
        }));
        near
    }
}
