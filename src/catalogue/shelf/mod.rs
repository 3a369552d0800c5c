//! The catalogue in memory: of every published offer just what a search finds, filters, counts and sorts by. A pure
//! value; [`super::shelves`] keeps it up to date.
//!
//! Counting what each choice would leave means looking at every offer, for every reader. From rows of a database that
//! costs milliseconds; from one packed list it costs some nanoseconds an offer, the same on either database, and
//! nothing of what only this reader asks has to be kept. Let n be the offers, c those that changed: making a shelf is
//! O(n log n), following c of them O(n + c log c), a search O(n), of which words take the least ([`wording`]).

mod facets;
mod order;
mod pick;
mod sieve;
mod slot;
mod summary;
#[cfg(test)]
mod tests;
mod wording;
mod world;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::bodies::Distance;
use crate::catalogue::audience::View;
use crate::catalogue::filter::Sort;
use crate::catalogue::model::{Family, Takes};
use crate::catalogue::terms::OfferTerms;
use crate::catalogue::whole::Sizes;
use crate::catalogue::words::{Index, Sought};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};

pub use facets::{MILES, MONTHS_AHEAD, QUANTITIES, sums};
pub use pick::{Enough, Found, Picked};
use slot::Slot;
pub use summary::OpenOffer;
pub use wording::Searched;
pub use world::ShelfBody;
use world::World;

/// What is kept of one published offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: OfferId,
    pub body: BodyId,
    pub service: String,
    pub title: String,
    pub description: String,
    pub takes: Takes,
    pub first_month: Month,
    pub last_month: Month,
    pub price_kind: Option<PriceKind>,
    pub price: Option<Rate>,
    pub free_most: Quantity,
    /// The months, in order, of which nothing is left.
    pub full: Vec<Month>,
    pub published_at: Option<Instant>,
    pub unit: String,
    pub terms: OfferTerms,
    /// Of a whole service.
    pub sizes: Option<Sizes>,
}

/// An offer that was touched, and what it is now; nothing if it stands in the catalogue no more.
pub type Change = (OfferId, Option<Item>);

/// Everything that stands in the catalogue, in every order it can be asked for.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// An offer that changes gets a new place at the end; its old one stays empty until the shelf is made anew.
    slots: Vec<Option<Slot>>,
    by_id: HashMap<OfferId, u32>,
    /// By place: all bits where an offer stands, none where the place is empty.
    standing: Vec<u8>,
    orders: [Vec<u32>; ORDERS.len()],
    /// By place: how many stand before it in the newest order.
    newest: Vec<u32>,
    /// The words of titles and descriptions.
    words: Index,
    /// The places of each service's offers, and of each body's.
    by_service: Vec<Vec<u32>>,
    by_body: Vec<Vec<u32>>,
    /// What offers are counted in, by the number that stands for it on the shelf.
    units: Vec<Arc<str>>,
    /// The places of offers that not everybody sees, or did not at once.
    guarded: Vec<u32>,
    unit_numbers: HashMap<Arc<str>, u32>,
    world: Arc<World>,
    /// What everybody sees who asks for nothing in particular, on this day.
    everything: OnceLock<(NaiveDate, Picked)>,
}

/// The orders that are kept ready. Relevance without words is the newest first.
const ORDERS: [Sort; 4] = [Sort::Newest, Sort::Price, Sort::Free, Sort::Title];

/// An offer of a body or a service that the shelf has never heard of: it has to be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

impl Shelf {
    /// Everything from the beginning.
    pub fn new(items: Vec<Item>, bodies: Vec<ShelfBody>, families: Vec<Family>) -> Result<Self, Unknown> {
        let world = Arc::new(World::new(bodies, families));
        let mut shelf = Self {
            slots: Vec::with_capacity(items.len()),
            by_id: HashMap::with_capacity(items.len()),
            standing: Vec::with_capacity(items.len()),
            orders: Default::default(),
            newest: Vec::new(),
            words: Index::default(),
            by_service: vec![Vec::new(); world.services.len()],
            by_body: vec![Vec::new(); world.bodies.len()],
            units: Vec::new(),
            guarded: Vec::new(),
            unit_numbers: HashMap::new(),
            world,
            everything: OnceLock::new(),
        };
        for item in items {
            shelf.put(item)?;
        }
        for (place, sort) in ORDERS.iter().enumerate() {
            let mut order: Vec<u32> = shelf.by_id.values().copied().collect();
            order.sort_unstable_by(|a, b| shelf.compare(*sort, *a, *b));
            if let Some(kept) = shelf.orders.get_mut(place) {
                *kept = order;
            }
        }
        shelf.words.shrink();
        shelf.number_the_newest();
        Ok(shelf)
    }

    /// Follows offers that have changed. After [`Unknown`] nothing has: the bodies have to be [settled](Self::settle)
    /// first.
    pub fn follow(&mut self, changed: Vec<Change>) -> Result<&mut Self, Unknown> {
        if !self.knows_all(&changed) {
            return Err(Unknown);
        }
        let changed = self.differing(changed);
        if changed.is_empty() {
            return Ok(self);
        }
        self.everything = OnceLock::new();
        let mut emptied = vec![false; self.slots.len()];
        for (id, _) in &changed {
            let place = self.take(*id);
            if let Some(flag) = place.and_then(|place| emptied.get_mut(place as usize)) {
                *flag = true;
            }
        }
        let mut put = Vec::new();
        for item in changed.into_iter().filter_map(|(_, item)| item) {
            put.push(self.put(item)?);
        }
        for (number, sort) in ORDERS.iter().enumerate() {
            let order = self.orders.get_mut(number).map(std::mem::take).unwrap_or_default();
            let merged = self.merged(*sort, &order, &emptied, &mut put);
            if let Some(kept) = self.orders.get_mut(number) {
                *kept = merged;
            }
        }
        self.number_the_newest();
        Ok(self)
    }

    /// Takes the bodies and the taxonomy as they are now. [`Unknown`] and nothing changed if an offer's is missing.
    pub fn settle(&mut self, bodies: Vec<ShelfBody>, families: Vec<Family>) -> Result<&mut Self, Unknown> {
        let (old, new) = (Arc::clone(&self.world), World::new(bodies, families));
        let moved = |slot: &Slot| {
            let body = old.bodies.get(slot.body as usize).and_then(|body| new.body_places.get(&body.id))?;
            let service = old.services.get(slot.service as usize)?;
            Some((*body, *new.service_places.get(service)?))
        };
        let standing = self.slots.iter().zip(0..).filter_map(|(slot, place)| Some((place, slot.as_ref()?)));
        let places: Option<Vec<(u32, u32, u32)>> =
            standing.map(|(place, slot)| moved(slot).map(|(body, service)| (place, body, service))).collect();
        let places = places.ok_or(Unknown)?;
        self.by_service = vec![Vec::new(); new.services.len()];
        self.by_body = vec![Vec::new(); new.bodies.len()];
        for (place, body, service) in places {
            if let Some(slot) = self.slots.get_mut(place as usize).and_then(Option::as_mut) {
                (slot.body, slot.service) = (body, service);
            }
            self.list(place, body, service);
        }
        self.world = Arc::new(new);
        self.everything = OnceLock::new();
        Ok(self)
    }

    /// Whether these are the bodies and the taxonomy it knows.
    pub fn is_settled(&self, bodies: &[ShelfBody], families: &[Family]) -> bool {
        self.world.is_of(bodies, families)
    }

    fn list(&mut self, place: u32, body: u32, service: u32) {
        for (lists, number) in [(&mut self.by_body, body), (&mut self.by_service, service)] {
            if let Some(list) = lists.get_mut(number as usize) {
                list.push(place);
            }
        }
    }

    fn number_the_newest(&mut self) {
        let mut newest = vec![u32::MAX; self.slots.len()];
        for (place, number) in self.order(Sort::Newest).iter().zip(0..) {
            if let Some(cell) = newest.get_mut(*place as usize) {
                *cell = number;
            }
        }
        self.newest = newest;
    }

    /// Those of some changes that would change anything here.
    pub fn differing(&self, changed: Vec<Change>) -> Vec<Change> {
        changed.into_iter().filter(|(id, item)| self.differs(*id, item.as_ref())).collect()
    }

    /// Whether the bodies and services of all these offers are known.
    pub fn knows_all(&self, changed: &[Change]) -> bool {
        let World { body_places, service_places, .. } = &*self.world;
        let mut items = changed.iter().filter_map(|(_, item)| item.as_ref());
        items.all(|item| body_places.contains_key(&item.body) && service_places.contains_key(&item.service))
    }

    fn differs(&self, id: OfferId, item: Option<&Item>) -> bool {
        let slot = self.by_id.get(&id).and_then(|place| self.slot(*place));
        match (slot, item) {
            (None, None) => false,
            (Some(slot), Some(item)) => !self.is_of(slot, item),
            _ => true,
        }
    }

    fn is_of(&self, slot: &Slot, item: &Item) -> bool {
        let World { body_places, service_places, .. } = &*self.world;
        let unit = self.unit_numbers.get(item.unit.as_str());
        let places = body_places.get(&item.body).zip(service_places.get(&item.service)).zip(unit);
        places.is_some_and(|((body, service), unit)| *slot == Slot::of(item, *body, *service, *unit))
    }

    /// An order without the places that are empty now, and with those that were filled.
    fn merged(&self, sort: Sort, order: &[u32], emptied: &[bool], put: &mut [u32]) -> Vec<u32> {
        let stands = |place: &u32| !emptied.get(*place as usize).copied().unwrap_or(false);
        let standing: Vec<u32> = order.iter().copied().filter(stands).collect();
        put.sort_unstable_by(|a, b| self.compare(sort, *a, *b));
        let mut merged = Vec::with_capacity(standing.len() + put.len());
        let mut rest = standing.as_slice();
        for place in put.iter() {
            let end = rest.partition_point(|other| self.compare(sort, *other, *place) == Ordering::Less);
            let (before, after) = rest.split_at(end);
            merged.extend_from_slice(before);
            merged.push(*place);
            rest = after;
        }
        merged.extend_from_slice(rest);
        merged
    }

    /// The sizes of an offer, if it is one of a whole service that stands here.
    pub fn sizes(&self, id: OfferId) -> Option<&Sizes> {
        self.by_id.get(&id).and_then(|place| self.slot(*place))?.sizes.as_deref()
    }

    /// The taxonomy.
    pub fn families(&self) -> &Arc<[Family]> {
        &self.world.families
    }

    /// A body, whether it offers anything or not.
    pub fn body(&self, id: BodyId) -> Option<&ShelfBody> {
        self.world.body(id)
    }

    /// The bodies whose name has all of these words, in the order of their names; those that exist still.
    pub fn bodies_named(&self, words: &str, today: NaiveDate) -> Vec<&ShelfBody> {
        let sought = Sought::parse(words);
        let is_meant = |body: &&ShelfBody| {
            body.valid_to.is_none_or(|last| last >= today) && sought.is_in(&[body.name.as_str()])
        };
        if sought.is_empty() {
            return vec![];
        }
        let mut bodies: Vec<&ShelfBody> = self.world.bodies.iter().filter(is_meant).collect();
        bodies.sort_by(|one, other| one.name.cmp(&other.name).then_with(|| one.id.cmp(&other.id)));
        bodies
    }

    /// How far two bodies are from each other; nothing where the registers do not say where they are.
    pub fn distance(&self, one: BodyId, other: BodyId) -> Option<Distance> {
        self.world.distance(one, other)
    }

    /// Every nation and region that has a body, in order.
    pub fn places(&self) -> &Arc<[(String, String)]> {
        &self.world.places
    }

    /// How many offers stand here.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    fn take(&mut self, id: OfferId) -> Option<u32> {
        let place = self.by_id.remove(&id)?;
        if let Some(slot) = self.slots.get_mut(place as usize) {
            *slot = None;
        }
        if let Some(standing) = self.standing.get_mut(place as usize) {
            *standing = 0;
        }
        Some(place)
    }

    fn put(&mut self, item: Item) -> Result<u32, Unknown> {
        let body = *self.world.body_places.get(&item.body).ok_or(Unknown)?;
        let service = *self.world.service_places.get(&item.service).ok_or(Unknown)?;
        self.take(item.id);
        let place = u32::try_from(self.slots.len()).map_err(|_| Unknown)?;
        self.by_id.insert(item.id, place);
        self.words.add_text(place, &item.title, &item.description);
        self.list(place, body, service);
        self.standing.push(u8::MAX);
        let unit = self.unit_number(&item.unit)?;
        if item.terms.audience.steps().is_some() {
            self.guarded.push(place);
        }
        self.slots.push(Some(Slot::of(&item, body, service, unit)));
        Ok(place)
    }

    fn unit_number(&mut self, unit: &str) -> Result<u32, Unknown> {
        if let Some(number) = self.unit_numbers.get(unit) {
            return Ok(*number);
        }
        let (number, unit) = (u32::try_from(self.units.len()).map_err(|_| Unknown)?, Arc::<str>::from(unit));
        self.units.push(Arc::clone(&unit));
        self.unit_numbers.insert(unit, number);
        Ok(number)
    }

    /// Whether so many places are empty that the shelf is better made anew.
    pub fn is_sparse(&self) -> bool {
        self.slots.len() > 2 * self.by_id.len() + 1_000
    }

    fn guarded(&self) -> impl Iterator<Item = &Slot> {
        self.guarded.iter().filter_map(|place| self.slot(*place))
    }

    /// The places of what a reader may not see.
    fn hidden_from(&self, view: View) -> Vec<u32> {
        let reader = self.place_of_reader(view);
        let is_hidden = |place: &u32| self.slot(*place).is_some_and(|slot| !slot.is_open(view, reader));
        self.guarded.iter().copied().filter(is_hidden).collect()
    }

    fn place_of_reader(&self, view: View) -> Option<u32> {
        view.reader.and_then(|id| self.world.body_places.get(&id)).copied()
    }

    fn slot(&self, place: u32) -> Option<&Slot> {
        self.slots.get(place as usize).and_then(Option::as_ref)
    }
}
