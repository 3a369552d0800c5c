//! A filter made ready to be held against thousands of offers: each name that was chosen is looked up once, and an offer
//! is told by some bits which of the lists of choices it fails.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};

use super::slot::{Slot, bits};
use super::world::Near;
use super::{Shelf, World};
use crate::bodies::BodyKind;
use crate::catalogue::audience::View;
use crate::catalogue::filter::{CatalogueFilter, fits};
use crate::catalogue::model::Takes;
use crate::catalogue::reader::first_free;
use crate::catalogue::terms::{Assurance, MOST_LEAD_DAYS};
use crate::kernel::ids::OfferId;
use crate::kernel::{Month, Rate};

/// The lists whose choices are counted, one bit for each.
pub(super) const FAMILY: u16 = 1;
pub(super) const SERVICE: u16 = 1 << 1;
pub(super) const KIND: u16 = 1 << 2;
pub(super) const NATION: u16 = 1 << 3;
pub(super) const REGION: u16 = 1 << 4;
pub(super) const PAYS: u16 = 1 << 5;
pub(super) const UNIT: u16 = 1 << 6;
pub(super) const PRICE: u16 = 1 << 7;
pub(super) const START: u16 = 1 << 8;
pub(super) const LEAST: u16 = 1 << 9;
pub(super) const WITHIN: u16 = 1 << 10;
pub(super) const SHAPE: u16 = 1 << 11;

/// A filter, made ready.
pub(super) struct Sieve<'a> {
    pub(super) filter: &'a CatalogueFilter,
    pub(super) near: Option<&'a Near>,
    pub(super) this_month: Month,
    view: View,
    /// The place of the reader's body.
    reader: Option<u32>,
    enough: Option<&'a HashMap<OfferId, Month>>,
    starts: Starts,
    /// What each body, service and way to pay fails, by its place.
    bodies: Vec<u16>,
    services: Vec<u16>,
    takes: Vec<u16>,
    /// Whether everything that passes is counted in the same, so that a price range means something.
    has_one_unit: bool,
    /// The number of the chosen unit; one that nothing has, if nothing is counted in it.
    unit: Option<u32>,
    prices: Option<(Rate, Option<Rate>)>,
    assurances: u16,
}

/// For each number of days of notice, the first month that begins or goes on after it.
pub(super) struct Starts(Vec<Month>);

impl Starts {
    pub(super) fn of(today: NaiveDate) -> Self {
        let mut months = Vec::with_capacity(usize::from(MOST_LEAD_DAYS) + 1);
        let (mut month, mut day) = (Month::of(today), today.day());
        while months.len() <= usize::from(MOST_LEAD_DAYS) {
            if day > month.last_day().day() {
                (month, day) = (month.next(), 1);
            }
            months.push(month);
            day += 1;
        }
        Self(months)
    }

    /// The first month in which an offer could start: one of which something is left, after its notice.
    pub(super) fn start(&self, slot: &Slot) -> Option<Month> {
        let ready = self.0.get(usize::from(slot.lead_days)).or(self.0.last()).copied()?;
        let full = slot.full.as_deref().unwrap_or_default();
        Some(first_free(slot.first_month.max(ready), full)).filter(|month| *month <= slot.last_month)
    }
}

impl Shelf {
    pub(super) fn sieve<'a>(
        &self,
        filter: &'a CatalogueFilter,
        near: Option<&'a Near>,
        enough: Option<&'a HashMap<OfferId, Month>>,
        view: View,
    ) -> Sieve<'a> {
        let unit = filter.unit.as_ref();
        Sieve {
            filter,
            near,
            this_month: Month::of(view.today),
            view,
            reader: self.place_of_reader(view),
            enough,
            starts: Starts::of(view.today),
            bodies: bodies_failing(&self.world, filter, near),
            services: services_failing(&self.world, filter),
            takes: Takes::ALL.iter().map(|takes| if fits(*takes, &filter.pays) { 0 } else { PAYS }).collect(),
            has_one_unit: filter.is_of_one_unit(),
            unit: unit.map(|unit| self.unit_numbers.get(unit.as_str()).copied().unwrap_or(u32::MAX)),
            prices: filter.prices().map(|(from, to)| (from.unwrap_or_default(), to)),
            assurances: bits(Assurance::ALL, &filter.assurances),
        }
    }
}

impl Sieve<'_> {
    /// The lists whose choices an offer fails; nothing if it fails what is no list and can only be left out.
    pub(super) fn failed(&self, slot: &Slot) -> Option<u16> {
        let filter = self.filter;
        let passes = slot.last_month >= self.this_month
            && slot.is_open(self.view, self.reader)
            && slot.assurances & self.assurances == self.assurances
            && filter.from.is_none_or(|month| slot.first_month <= month && month <= slot.last_month)
            && (filter.reaching.is_none() || self.is_reached(slot))
            && filter.size.is_none_or(|size| slot.takes_size(size));
        if !passes {
            return None;
        }
        let at = |failing: &[u16], place: u32| failing.get(place as usize).copied().unwrap_or(u16::MAX);
        let mut failed = at(&self.bodies, slot.body) | at(&self.services, slot.service);
        failed |= self.takes.get(takes_place(slot.takes)).copied().unwrap_or(PAYS);
        if self.unit.is_some_and(|unit| unit != slot.unit) {
            failed |= UNIT;
        }
        let is_wanted = filter.shapes.is_empty() || filter.shapes.contains(&slot.shape());
        if !is_wanted {
            failed |= SHAPE;
        }
        // A price for whole services says nothing of units.
        if (self.unit.is_some() || self.has_one_unit && is_wanted) && !self.is_priced(slot) {
            failed |= PRICE;
        }
        if filter.start_by.is_some_and(|month| self.start(slot).is_none_or(|start| start > month)) {
            failed |= START;
        }
        let has_least = filter.least.is_none_or(|least| slot.free_most >= least);
        if !has_least || self.enough.is_some_and(|enough| !self.is_enough(slot, enough)) {
            failed |= LEAST;
        }
        Some(failed)
    }

    /// Whether as much is free as was asked for: in the month that is needed, or else in one by which it must have started
    /// and in which it can have.
    fn is_enough(&self, slot: &Slot, enough: &HashMap<OfferId, Month>) -> bool {
        let has_started = |month: &Month| self.start(slot).is_some_and(|start| start <= *month);
        enough.get(&slot.id).is_some_and(|month| self.filter.from.is_some() || has_started(month))
    }

    /// Whether it costs what was asked for. That counts once everything is counted in the same.
    pub(super) fn is_priced(&self, slot: &Slot) -> bool {
        self.prices.is_none_or(|range| is_in(range, slot.unit_price(self.filter)))
    }

    pub(super) fn start(&self, slot: &Slot) -> Option<Month> {
        self.starts.start(slot)
    }

    /// Whether an offer is known to reach the body that the search is for. Where none is named everything does.
    pub(super) fn is_reached(&self, slot: &Slot) -> bool {
        self.near.is_none_or(|near| slot.reach.takes_in(near.region, near.distance(slot.body)))
    }

    pub(super) const fn has_one_unit(&self) -> bool {
        self.has_one_unit
    }
}

fn bodies_failing(world: &World, filter: &CatalogueFilter, near: Option<&Near>) -> Vec<u16> {
    let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
    // Without a place to measure from, no distance can be asked for.
    let within = near.filter(|near| near.is_placed).zip(filter.within);
    let kinds: Vec<bool> =
        BodyKind::ALL.iter().map(|kind| filter.kinds.is_empty() || filter.kinds.contains(kind)).collect();
    let failing = |(body, place): (&super::ShelfBody, u32)| {
        let kind = world.kinds.get(place as usize).and_then(|kind| kinds.get(*kind));
        let is_near = within.is_none_or(|(near, miles)| {
            near.distance(place).is_some_and(|distance| distance.is_within(miles))
        });
        let flag = |passes: bool, list: u16| if passes { 0 } else { list };
        flag(kind.copied().unwrap_or(true), KIND)
            | flag(is(&filter.nation, &body.nation), NATION)
            | flag(is(&filter.region, &body.region), REGION)
            | flag(is_near, WITHIN)
    };
    world.bodies.iter().zip(0..).map(failing).collect()
}

fn services_failing(world: &World, filter: &CatalogueFilter) -> Vec<u16> {
    let failing = |(code, family): (&String, &u32)| {
        let family = world.families.get(*family as usize).map_or("", |family| family.code.as_str());
        let in_family = filter.families.is_empty() || filter.families.iter().any(|code| code == family);
        let is_it = filter.service.as_ref().is_none_or(|wanted| wanted == code);
        (if in_family { 0 } else { FAMILY }) | (if is_it { 0 } else { SERVICE })
    };
    world.services.iter().zip(&world.family_of).map(failing).collect()
}

fn is_in((from, to): (Rate, Option<Rate>), price: Option<Rate>) -> bool {
    price.is_some_and(|price| price >= from && to.is_none_or(|to| price <= to))
}

pub(super) fn takes_place(takes: Takes) -> usize {
    Takes::ALL.iter().position(|each| *each == takes).unwrap_or_default()
}
