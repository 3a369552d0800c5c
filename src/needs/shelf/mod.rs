//! The open needs in memory: of each just what a search finds, filters, counts and sorts by. A pure value;
//! [`super::shelves`] keeps it up to date.
//!
//! It is to needs what [`crate::catalogue::shelf`] is to offers, and takes what both refer to from there: bodies, services
//! and their names. Let n be the needs: a search takes O(n).

mod facets;
mod pick;
mod sieve;
mod wording;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalogue::audience::{Audience, Opening, View};
use crate::catalogue::model::Takes;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::Shelf;
use crate::catalogue::terms::Reach;
use crate::catalogue::words::Index;
use crate::kernel::ids::{BodyId, NeedId};
use crate::kernel::{Instant, Month, Quantity, Rate};
use crate::needs::content::NeedContent;

pub use pick::Found;

/// One open need as the database has it.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: NeedId,
    /// That of its row, which goes up with every change.
    pub version: i64,
    pub body: BodyId,
    pub content: NeedContent,
    pub published_at: Instant,
}

/// What is kept of one need.
#[derive(Clone, Debug)]
struct Slot {
    id: NeedId,
    version: i64,
    /// The numbers of its body, its service and its unit.
    body: u32,
    service: u32,
    unit: u32,
    shape: Shape,
    title: Box<str>,
    quantity: Quantity,
    first_month: Month,
    last_month: Month,
    pays: Takes,
    highest_price: Option<Rate>,
    reach: Reach,
    published_at: Instant,
    opening: Option<Arc<Opening>>,
}

/// Things by the numbers that stand for them here. What has a number keeps it.
#[derive(Clone, Debug)]
struct Numbered<T> {
    all: Vec<T>,
    numbers: HashMap<T, u32>,
    /// The places of the needs of each.
    places: Vec<Vec<u32>>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { all: Vec::new(), numbers: HashMap::new(), places: Vec::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    /// Its number, with a place more.
    fn put(&mut self, thing: &T, place: u32) -> u32 {
        let number = self.numbers.get(thing).copied().unwrap_or_else(|| {
            let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
            self.all.push(thing.clone());
            self.numbers.insert(thing.clone(), number);
            self.places.push(Vec::new());
            number
        });
        if let Some(places) = self.places.get_mut(number as usize) {
            places.push(place);
        }
        number
    }

    fn places(&self, thing: &T) -> &[u32] {
        let number = self.numbers.get(thing).and_then(|number| self.places.get(*number as usize));
        number.map_or(&[], Vec::as_slice)
    }
}

/// Everything that is open, whoever may see it.
#[derive(Clone, Debug, Default)]
pub struct NeedList {
    /// A need that changes gets a new place at the end; its old one stays empty until the list is made anew.
    slots: Vec<Option<Slot>>,
    by_id: HashMap<NeedId, u32>,
    bodies: Numbered<BodyId>,
    services: Numbered<String>,
    units: Numbered<String>,
    /// The words of titles and descriptions.
    words: Index,
}

impl NeedList {
    /// The version of each need that stands here.
    pub fn version_of(&self, id: NeedId) -> Option<i64> {
        self.slot(*self.by_id.get(&id)?).map(|slot| slot.version)
    }

    pub fn ids(&self) -> impl Iterator<Item = NeedId> {
        self.by_id.keys().copied()
    }

    /// Whether so many places are empty that the list is better made anew.
    pub fn is_sparse(&self) -> bool {
        self.slots.len() > 2 * self.by_id.len() + 1_000
    }

    pub fn take(&mut self, id: NeedId) {
        if let Some(slot) = self.by_id.remove(&id).and_then(|place| self.slots.get_mut(place as usize)) {
            *slot = None;
        }
    }

    /// Puts a need on the list, instead of what it said before.
    pub fn put(&mut self, item: Item) {
        self.take(item.id);
        let Ok(place) = u32::try_from(self.slots.len()) else { return };
        let content = item.content;
        self.words.add_text(place, &content.title, &content.description);
        self.by_id.insert(item.id, place);
        self.slots.push(Some(Slot {
            id: item.id,
            version: item.version,
            body: self.bodies.put(&item.body, place),
            service: self.services.put(&content.service_code, place),
            unit: self.units.put(&content.unit, place),
            shape: content.shape,
            title: content.title.into(),
            quantity: content.quantity_per_month,
            first_month: content.first_month,
            last_month: content.last_month,
            pays: content.pays,
            highest_price: content.highest_price,
            reach: content.reach,
            published_at: item.published_at,
            opening: match content.audience {
                Audience::Everyone => None,
                Audience::Steps(opening) => Some(Arc::new(opening)),
            },
        }));
    }

    fn slot(&self, place: u32) -> Option<&Slot> {
        self.slots.get(place as usize).and_then(Option::as_ref)
    }

    fn body_of(&self, slot: &Slot) -> Option<BodyId> {
        self.bodies.all.get(slot.body as usize).copied()
    }
}

/// The open needs beside the catalogue that says who bodies are and what services are called.
#[derive(Clone, Debug)]
pub struct NeedShelf {
    pub(super) list: Arc<NeedList>,
    catalogue: Arc<Shelf>,
}

impl NeedShelf {
    pub fn new(list: Arc<NeedList>, catalogue: Arc<Shelf>) -> Self {
        Self { list, catalogue }
    }

    /// The catalogue beside which the needs stand.
    pub fn catalogue(&self) -> &Arc<Shelf> {
        &self.catalogue
    }

    /// The needs that everybody sees, each with when it came into sight, in the order of their ids.
    pub fn public(&self, today: NaiveDate) -> Vec<(NeedId, Instant)> {
        let (view, this_month) = (View::public(today), Month::of(today));
        let open = self.list.slots.iter().flatten().filter(|slot| slot.last_month >= this_month);
        let open = open.filter(|slot| self.is_open(slot, view));
        let mut ids: Vec<(NeedId, Instant)> =
            open.filter_map(|slot| Some((slot.id, slot.public_since()?))).collect();
        ids.sort_unstable();
        ids
    }

    fn is_open(&self, slot: &Slot, view: View) -> bool {
        let Some(opening) = &slot.opening else { return true };
        opening.is_open(view) || view.reader.is_some() && self.list.body_of(slot) == view.reader
    }

    /// The places of what a reader may not see.
    fn hidden_from(&self, view: View) -> Vec<u32> {
        let slots = self.list.slots.iter().zip(0..);
        let hidden = slots.filter(|(slot, _)| slot.as_ref().is_some_and(|slot| !self.is_open(slot, view)));
        hidden.map(|(_, place)| place).collect()
    }
}

impl Slot {
    fn public_since(&self) -> Option<Instant> {
        self.opening
            .as_ref()
            .map_or(Some(self.published_at), |opening| opening.public_since(self.published_at))
    }
}
