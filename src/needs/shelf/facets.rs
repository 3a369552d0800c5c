//! How many needs each choice of each list would leave. A need that fails one list alone counts in that list: there its
//! own choices are left out. One that fails none counts in all; one that fails several in none.

use std::collections::BTreeMap;

use super::sieve::{FAMILY, KIND, LEAST, NATION, PAYS, REGION, SERVICE, SHAPE, START, Sieve, UNIT, WITHIN};
use super::{NeedShelf, Slot};
use crate::bodies::BodyKind;
use crate::catalogue::filter::{Pays, fits};
use crate::catalogue::model::Takes;
use crate::catalogue::shape::Shape;
use crate::catalogue::shelf::{MILES, MONTHS_AHEAD, QUANTITIES, ShelfBody, sums};
use crate::kernel::{Month, Quantity};
use crate::needs::filter::NeedFacets;

/// What was counted, by number or place.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    shapes: Vec<i64>,
    /// By service, for the families.
    families: Vec<i64>,
    services: Vec<i64>,
    /// By body.
    kinds: Vec<i64>,
    nations: Vec<i64>,
    regions: Vec<i64>,
    pays: Vec<i64>,
    units: Vec<i64>,
    /// By the months from now until it begins.
    starts: Vec<i64>,
    /// By how many of the [`QUANTITIES`] are needed.
    quantities: Vec<i64>,
    /// By how many of the [`MILES`] are too few.
    miles: Vec<i64>,
    reaching: i64,
}

impl Counts {
    pub(super) fn none(shelf: &NeedShelf) -> Self {
        let (bodies, services) = (shelf.list.bodies.all.len(), shelf.list.services.all.len());
        Self {
            shapes: vec![0; Shape::ALL.len()],
            families: vec![0; services],
            services: vec![0; services],
            kinds: vec![0; bodies],
            nations: vec![0; bodies],
            regions: vec![0; bodies],
            pays: vec![0; Takes::ALL.len()],
            units: vec![0; shelf.list.units.all.len()],
            starts: vec![0; usize::try_from(MONTHS_AHEAD).unwrap_or_default() + 1],
            quantities: vec![0; QUANTITIES.len() + 1],
            miles: vec![0; MILES.len() + 1],
            reaching: 0,
        }
    }

    /// Counts a need that fails one list at most.
    pub(super) fn add(&mut self, slot: &Slot, failed: u16, sieve: &Sieve<'_>) {
        let (body, service) = (slot.body as usize, slot.service as usize);
        let start = usize::try_from(sieve.start(slot).since(sieve.this_month)).unwrap_or(usize::MAX);
        let least = QUANTITIES.partition_point(|least| Quantity::from_whole(*least) <= slot.quantity);
        let place = |all: &[Shape]| all.iter().position(|shape| *shape == slot.shape);
        let takes = Takes::ALL.iter().position(|takes| *takes == slot.pays);
        for (list, counts, number) in [
            (SHAPE, &mut self.shapes, place(Shape::ALL).unwrap_or_default()),
            (FAMILY, &mut self.families, service),
            (SERVICE, &mut self.services, service),
            (KIND, &mut self.kinds, body),
            (NATION, &mut self.nations, body),
            (REGION, &mut self.regions, body),
            (PAYS, &mut self.pays, takes.unwrap_or_default()),
            (UNIT, &mut self.units, slot.unit as usize),
            (START, &mut self.starts, start),
        ] {
            if failed & !list == 0 {
                count(counts, number);
            }
        }
        if failed & !LEAST == 0 && slot.shape == Shape::Capacity {
            count(&mut self.quantities, least);
        }
        if let Some(near) = sieve.near.as_ref().filter(|_| failed & !WITHIN == 0) {
            let too_few = near
                .distance(slot.body)
                .map(|distance| MILES.partition_point(|miles| !distance.is_within(*miles)));
            count(&mut self.miles, too_few.unwrap_or(usize::MAX));
        }
        if failed == 0 {
            self.reaching += i64::from(sieve.is_reached(slot));
        }
    }
}

impl NeedShelf {
    pub(super) fn facets(&self, counts: &Counts, sieve: &Sieve<'_>) -> NeedFacets {
        let services: BTreeMap<&str, i64> = by_name(&self.list.services.all, &counts.services);
        let in_families: BTreeMap<&str, i64> = by_name(&self.list.services.all, &counts.families);
        let paid = |pays: Pays| {
            let counted = Takes::ALL.iter().zip(&counts.pays);
            counted.filter(|(takes, _)| fits(**takes, &[pays])).map(|(_, count)| count).sum()
        };
        let starts = sieve.this_month.through(sieve.this_month.plus(MONTHS_AHEAD));
        let mut least: Vec<(Quantity, i64)> = QUANTITIES
            .iter()
            .rev()
            .zip(sums(counts.quantities.iter().rev()))
            .map(|(least, count)| (Quantity::from_whole(*least), count))
            .collect();
        least.reverse();
        let is_placed = sieve.near.as_ref().is_some_and(|near| near.is_placed);
        let all = self.catalogue.families();
        let left = |counted: &BTreeMap<&str, i64>, code: &str| counted.get(code).copied().unwrap_or_default();
        NeedFacets {
            shapes: Shape::ALL.iter().copied().zip(counts.shapes.iter().copied()).collect(),
            families: all
                .iter()
                .map(|family| {
                    let codes = family.services.iter().map(|service| service.code.as_str());
                    let count = codes.map(|code| left(&in_families, code)).sum();
                    (family.code.clone(), family.name.clone(), count)
                })
                .collect(),
            services: all
                .iter()
                .flat_map(|family| &family.services)
                .map(|service| (service.code.clone(), left(&services, &service.code)))
                .collect(),
            kinds: self.kinds_counted(&counts.kinds),
            nations: self.places_counted(&counts.nations, |body| &body.nation),
            regions: self.places_counted(&counts.regions, |body| &body.region),
            pays: Pays::ALL.iter().map(|pays| (*pays, paid(*pays))).collect(),
            units: self.units_counted(&counts.units),
            starts: starts.zip(sums(&counts.starts)).collect::<Vec<(Month, i64)>>(),
            least,
            within: if is_placed { MILES.iter().copied().zip(sums(&counts.miles)).collect() } else { vec![] },
            reaching: sieve.near.as_ref().map(|_| counts.reaching),
        }
    }

    fn with_bodies<'c>(&'c self, counts: &'c [i64]) -> impl Iterator<Item = (&'c ShelfBody, i64)> {
        let bodies = self.list.bodies.all.iter().zip(counts);
        bodies.filter_map(|(id, count)| Some((self.catalogue.body(*id)?, *count)))
    }

    fn kinds_counted(&self, counts: &[i64]) -> Vec<(BodyKind, i64)> {
        let of = |kind| self.with_bodies(counts).filter(|(body, _)| body.kind == kind).map(|(_, c)| c).sum();
        BodyKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect()
    }

    fn places_counted(&self, counts: &[i64], name: impl Fn(&ShelfBody) -> &String) -> Vec<(String, i64)> {
        let mut counted: BTreeMap<&str, i64> = BTreeMap::new();
        for (body, count) in self.with_bodies(counts).filter(|(body, _)| !name(body).is_empty()) {
            *counted.entry(name(body)).or_default() += count;
        }
        counted.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
    }

    fn units_counted(&self, counts: &[i64]) -> Vec<(String, i64)> {
        let units = self.list.units.all.iter().cloned().zip(counts.iter().copied());
        let mut units: Vec<(String, i64)> = units.filter(|(_, count)| *count > 0).collect();
        units.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        units
    }
}

fn by_name<'n>(names: &'n [String], counts: &[i64]) -> BTreeMap<&'n str, i64> {
    names.iter().map(String::as_str).zip(counts.iter().copied()).collect()
}

fn count(counts: &mut [i64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}
