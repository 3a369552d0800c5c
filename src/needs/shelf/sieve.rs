//! A filter made ready to be held against every need: each name that was chosen is looked up once, and a need is told by
//! some bits which of the lists of choices it fails.

use super::{NeedShelf, Slot};
use crate::bodies::Distance;
use crate::catalogue::audience::View;
use crate::catalogue::filter::fits;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::ShelfBody;
use crate::kernel::{Month, Rate};
use crate::needs::filter::NeedFilter;

/// The lists whose choices are counted, one bit for each.
pub(super) const SHAPE: u16 = 1;
pub(super) const FAMILY: u16 = 1 << 1;
pub(super) const SERVICE: u16 = 1 << 2;
pub(super) const KIND: u16 = 1 << 3;
pub(super) const NATION: u16 = 1 << 4;
pub(super) const REGION: u16 = 1 << 5;
pub(super) const PAYS: u16 = 1 << 6;
pub(super) const UNIT: u16 = 1 << 7;
pub(super) const PRICE: u16 = 1 << 8;
pub(super) const START: u16 = 1 << 9;
pub(super) const LEAST: u16 = 1 << 10;
pub(super) const WITHIN: u16 = 1 << 11;

/// Where the search is made from.
pub(super) struct Near {
    /// How far each body is, by its number.
    distances: Vec<Option<Distance>>,
    region: String,
    /// Whether the registers say where it is.
    pub(super) is_placed: bool,
}

/// A filter, made ready.
pub(super) struct Sieve<'s> {
    shelf: &'s NeedShelf,
    filter: &'s NeedFilter,
    view: View,
    pub(super) this_month: Month,
    pub(super) near: Option<Near>,
    /// What each body and each service fails, by its number.
    bodies: Vec<u16>,
    services: Vec<u16>,
    unit: Option<u32>,
    body: Option<u32>,
    least_price: Option<Rate>,
}

impl NeedShelf {
    pub(super) fn sieve<'s>(&'s self, filter: &'s NeedFilter, view: View) -> Sieve<'s> {
        let number = |found: Option<&u32>| found.copied().unwrap_or(u32::MAX);
        let near = self.near(filter);
        Sieve {
            shelf: self,
            filter,
            view,
            this_month: Month::of(view.today),
            bodies: self.bodies_failing(filter, near.as_ref()),
            services: self.services_failing(filter),
            unit: filter.unit.as_ref().map(|unit| number(self.list.units.numbers.get(unit))),
            body: filter.body.map(|body| number(self.list.bodies.numbers.get(&body))),
            least_price: filter.least_price(),
            near,
        }
    }

    fn near(&self, filter: &NeedFilter) -> Option<Near> {
        let own = self.catalogue.body(filter.near?)?;
        let distance = |body: &_| self.catalogue.distance(own.id, *body);
        Some(Near {
            distances: self.list.bodies.all.iter().map(distance).collect(),
            region: own.region.clone(),
            is_placed: own.place.is_some(),
        })
    }

    fn bodies_failing(&self, filter: &NeedFilter, near: Option<&Near>) -> Vec<u16> {
        let is = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
        // Without a place to measure from, no distance can be asked for.
        let within = near.filter(|near| near.is_placed).zip(filter.within);
        let failing = |body: Option<&ShelfBody>, number: u32| {
            let Some(body) = body else { return u16::MAX };
            let is_near = within.is_none_or(|(near, miles)| {
                near.distance(number).is_some_and(|distance| distance.is_within(miles))
            });
            flag(filter.kinds.is_empty() || filter.kinds.contains(&body.kind), KIND)
                | flag(is(&filter.nation, &body.nation), NATION)
                | flag(is(&filter.region, &body.region), REGION)
                | flag(is_near, WITHIN)
        };
        let bodies = self.list.bodies.all.iter().zip(0..);
        bodies.map(|(id, number)| failing(self.catalogue.body(*id), number)).collect()
    }

    fn services_failing(&self, filter: &NeedFilter) -> Vec<u16> {
        let failing = |code: &String| {
            let in_family = filter.families.is_empty()
                || self.family_of(code).is_some_and(|family| filter.families.contains(family));
            let is_it = filter.service.as_ref().is_none_or(|wanted| wanted == code);
            flag(in_family, FAMILY) | flag(is_it, SERVICE)
        };
        self.list.services.all.iter().map(failing).collect()
    }

    fn family_of(&self, service: &str) -> Option<&String> {
        let mut families = self.catalogue.families().iter();
        let family = families.find(|family| family.services.iter().any(|one| one.code == service));
        family.map(|family| &family.code)
    }
}

impl Near {
    pub(super) fn distance(&self, body: u32) -> Option<Distance> {
        self.distances.get(body as usize).copied().flatten()
    }
}

impl Sieve<'_> {
    /// The lists whose choices a need fails; nothing if it fails what is no list and can only be left out.
    pub(super) fn failed(&self, slot: &Slot) -> Option<u16> {
        let filter = self.filter;
        let passes = slot.last_month >= self.this_month
            && self.shelf.is_open(slot, self.view)
            && self.body.is_none_or(|body| body == slot.body)
            && (filter.reaching.is_none() || self.is_reached(slot));
        if !passes {
            return None;
        }
        let at = |failing: &[u16], number: u32| failing.get(number as usize).copied().unwrap_or(u16::MAX);
        let is_counted = slot.shape == Shape::Capacity;
        Some(
            at(&self.bodies, slot.body)
                | at(&self.services, slot.service)
                | flag(filter.shape.is_none_or(|shape| shape == slot.shape), SHAPE)
                | flag(fits(slot.pays, &filter.pays), PAYS)
                | flag(self.unit.is_none_or(|unit| unit == slot.unit), UNIT)
                | flag(self.least_price.is_none_or(|least| slot.highest_price >= Some(least)), PRICE)
                | flag(filter.start_by.is_none_or(|month| self.start(slot) <= month), START)
                | flag(filter.least.is_none_or(|least| is_counted && slot.quantity >= least), LEAST),
        )
    }

    /// The month in which it begins, or goes on.
    pub(super) fn start(&self, slot: &Slot) -> Month {
        slot.first_month.max(self.this_month)
    }

    /// Whether it is known that it could be met from where the body is that the search is for. Where none is named every
    /// need could.
    pub(super) fn is_reached(&self, slot: &Slot) -> bool {
        self.near
            .as_ref()
            .is_none_or(|near| slot.reach.takes_in(&near.region, near.distance(slot.body)).unwrap_or(false))
    }
}

const fn flag(passes: bool, list: u16) -> u16 {
    if passes { 0 } else { list }
}
