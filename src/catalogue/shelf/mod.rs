//! The catalogue in memory: of every published offer just what a search filters, counts and sorts by. A pure value;
//! [`super::shelves`] keeps it up to date.
//!
//! Counting what each choice would leave means looking at every offer, for every reader. From rows of a database that
//! costs milliseconds; from one packed list it costs some nanoseconds an offer, the same on either database, and
//! nothing of what only this reader asks has to be kept. Let n be the offers, c those that changed: making a shelf is
//! O(n log n), replacing c of them O(n + c log n), a search O(n), or O(matches) when words narrow it first.

mod pick;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::bodies::BodyKind;
use crate::catalogue::filter::Sort;
use crate::catalogue::model::{Family, Takes};
use crate::kernel::ids::{BodyId, OfferId};
use crate::kernel::price::PriceKind;
use crate::kernel::{Instant, Month, Quantity, Rate};

pub use pick::{Found, Picked};

/// What is kept of one published offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: OfferId,
    /// Its row in the full-text index.
    pub seq: i64,
    pub body: BodyId,
    pub service: String,
    pub title: String,
    pub takes: Takes,
    pub first_month: Month,
    pub last_month: Month,
    pub price_kind: Option<PriceKind>,
    pub price: Option<Rate>,
    pub free_most: Quantity,
    pub published_at: Option<Instant>,
}

/// What is kept of one body, whether it offers anything or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfBody {
    pub id: BodyId,
    pub kind: BodyKind,
    pub nation: String,
    pub region: String,
}

/// An offer in its place, its body and service as places too.
#[derive(Clone, Debug)]
struct Slot {
    id: OfferId,
    seq: i64,
    body: u32,
    service: u32,
    /// In small letters, to sort by.
    title: Arc<str>,
    takes: Takes,
    first_month: Month,
    last_month: Month,
    price_kind: Option<PriceKind>,
    price: Option<Rate>,
    free_most: Quantity,
    published_at: Option<Instant>,
}

/// Everything that stands in the catalogue, in every order it can be asked for.
#[derive(Debug)]
pub struct Shelf {
    /// An offer that changes gets a new place at the end; its old one stays empty until the shelf is made anew.
    slots: Vec<Option<Slot>>,
    by_id: HashMap<OfferId, u32>,
    by_seq: HashMap<i64, u32>,
    orders: [Vec<u32>; ORDERS.len()],
    world: Arc<World>,
    /// What somebody sees who asks for nothing in particular, this month.
    everything: OnceLock<(Month, Picked)>,
}

/// What offers refer to, which changes rarely.
#[derive(Debug)]
struct World {
    bodies: Vec<ShelfBody>,
    body_places: HashMap<BodyId, u32>,
    services: Vec<String>,
    /// The family of each service, by its place.
    family_of: Vec<u32>,
    service_places: HashMap<String, u32>,
    families: Vec<Family>,
    /// Every nation and region that has a body.
    places: Vec<(String, String)>,
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
            by_seq: HashMap::with_capacity(items.len()),
            orders: Default::default(),
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
        Ok(shelf)
    }

    /// The same shelf after some offers have changed: each with what it is now, or nothing if it stands here no more.
    pub fn with(&self, changed: Vec<(OfferId, Option<Item>)>) -> Result<Self, Unknown> {
        let gone: Vec<u32> = changed.iter().filter_map(|(id, _)| self.by_id.get(id).copied()).collect();
        let mut is_gone = vec![false; self.slots.len()];
        for place in gone {
            if let Some(flag) = is_gone.get_mut(place as usize) {
                *flag = true;
            }
        }
        let stays = |place: &u32| !is_gone.get(*place as usize).copied().unwrap_or(false);
        let mut next = Self {
            slots: self.slots.clone(),
            by_id: self.by_id.clone(),
            by_seq: self.by_seq.clone(),
            orders: self.orders.clone().map(|order| order.into_iter().filter(|place| stays(place)).collect()),
            world: Arc::clone(&self.world),
            everything: OnceLock::new(),
        };
        let mut put = Vec::new();
        for (id, item) in changed {
            next.take(id);
            if let Some(item) = item {
                put.push(next.put(item)?);
            }
        }
        for (number, sort) in ORDERS.iter().enumerate() {
            let mut order = next.orders.get_mut(number).map(std::mem::take).unwrap_or_default();
            for place in &put {
                let at = order.partition_point(|other| next.compare(*sort, *other, *place) == Ordering::Less);
                order.insert(at, *place);
            }
            if let Some(kept) = next.orders.get_mut(number) {
                *kept = order;
            }
        }
        Ok(next)
    }

    /// The taxonomy.
    pub fn families(&self) -> &[Family] {
        &self.world.families
    }

    /// Every nation and region that has a body, in order.
    pub fn places(&self) -> &[(String, String)] {
        &self.world.places
    }

    /// How many offers stand here.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    fn take(&mut self, id: OfferId) {
        let Some(place) = self.by_id.remove(&id) else { return };
        if let Some(slot) = self.slots.get_mut(place as usize).and_then(Option::take) {
            self.by_seq.remove(&slot.seq);
        }
    }

    fn put(&mut self, item: Item) -> Result<u32, Unknown> {
        let body = *self.world.body_places.get(&item.body).ok_or(Unknown)?;
        let service = *self.world.service_places.get(&item.service).ok_or(Unknown)?;
        self.take(item.id);
        let place = u32::try_from(self.slots.len()).map_err(|_| Unknown)?;
        self.by_id.insert(item.id, place);
        self.by_seq.insert(item.seq, place);
        self.slots.push(Some(Slot {
            id: item.id,
            seq: item.seq,
            body,
            service,
            title: item.title.to_lowercase().into(),
            takes: item.takes,
            first_month: item.first_month,
            last_month: item.last_month,
            price_kind: item.price_kind,
            price: item.price,
            free_most: item.free_most,
            published_at: item.published_at,
        }));
        Ok(place)
    }

    /// Whether so many places are empty that the shelf is better made anew.
    pub fn is_sparse(&self) -> bool {
        self.slots.len() > 2 * self.by_id.len() + 1_000
    }

    fn slot(&self, place: u32) -> Option<&Slot> {
        self.slots.get(place as usize).and_then(Option::as_ref)
    }

    fn order(&self, sort: Sort) -> &[u32] {
        let number = ORDERS.iter().position(|kept| *kept == sort).unwrap_or_default();
        self.orders.get(number).map_or(&[], Vec::as_slice)
    }

    fn compare(&self, sort: Sort, a: u32, b: u32) -> Ordering {
        let (Some(a), Some(b)) = (self.slot(a), self.slot(b)) else { return a.cmp(&b) };
        let order = match sort {
            Sort::Relevance | Sort::Newest => b.published_at.cmp(&a.published_at),
            Sort::Price => {
                let kind = |slot: &Slot| slot.price_kind.map(|kind| kind != PriceKind::PerUnit);
                let key = |slot: &Slot| (slot.price.is_none(), kind(slot), slot.price);
                key(a).cmp(&key(b))
            }
            Sort::Free => b.free_most.cmp(&a.free_most),
            Sort::Title => a.title.cmp(&b.title),
        };
        order.then_with(|| a.id.cmp(&b.id))
    }
}

impl World {
    fn new(bodies: Vec<ShelfBody>, families: Vec<Family>) -> Self {
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let body_places = bodies.iter().enumerate().map(|(place, body)| (body.id, number(place))).collect();
        let mut services = Vec::new();
        let mut family_of = Vec::new();
        for (place, family) in families.iter().enumerate() {
            services.extend(family.services.iter().map(|service| service.code.clone()));
            family_of.resize(services.len(), number(place));
        }
        let service_places =
            services.iter().enumerate().map(|(place, code)| (code.clone(), number(place))).collect();
        let mut places: Vec<(String, String)> =
            bodies.iter().map(|body| (body.nation.clone(), body.region.clone())).collect();
        places.sort();
        places.dedup();
        Self { bodies, body_places, services, family_of, service_places, families, places }
    }
}
