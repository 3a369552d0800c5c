//! How many offers each choice of each list would leave. An offer that fails one list alone counts in that list: there
//! its own choices are left out. One that fails none counts in all; one that fails several in none.

use chrono::NaiveDate;

use super::sieve::{
    FAMILY, KIND, LEAST, NATION, PAYS, PRICE, REGION, SERVICE, SHAPE, START, Sieve, UNIT, WITHIN, takes_place,
};
use super::slot::Slot;
use super::world::Near;
use super::{Shelf, World};
use crate::bodies::BodyKind;
use crate::catalogue::filter::{CatalogueFilter, Facets, Pays, PriceBand, fits};
use crate::catalogue::model::Takes;
use crate::catalogue::shape::Shape;
use crate::catalogue::terms::Assurance;
use crate::kernel::{Month, Quantity, Rate};

/// For how many months ahead it is counted what could start by then.
pub const MONTHS_AHEAD: i32 = 24;
/// What can be asked to be free, where it is counted.
pub const QUANTITIES: [u32; 11] = [1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000];
/// How many miles can be asked for, where it is counted.
pub const MILES: [u16; 5] = [10, 25, 50, 100, 200];
/// How many parts a range of prices is cut into.
const PARTS: usize = 4;

/// What was counted, by place or number.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// By service, for the families.
    families: Vec<i64>,
    services: Vec<i64>,
    kinds: Vec<i64>,
    nations: Vec<i64>,
    regions: Vec<i64>,
    takes: Vec<i64>,
    shapes: Vec<i64>,
    units: Vec<i64>,
    /// The prices for the chosen unit.
    prices: Vec<Rate>,
    /// By the months from now until it could start.
    starts: Vec<i64>,
    /// By how many of the [`QUANTITIES`] are free.
    quantities: Vec<i64>,
    /// By how many of the [`MILES`] are too few.
    miles: Vec<i64>,
    assurances: Vec<i64>,
    reaching: i64,
}

impl Counts {
    pub(super) fn none(world: &World, units: usize) -> Self {
        Self {
            families: vec![0; world.services.len()],
            services: vec![0; world.services.len()],
            kinds: vec![0; BodyKind::ALL.len()],
            nations: vec![0; world.nations.len()],
            regions: vec![0; world.regions.len()],
            takes: vec![0; Takes::ALL.len()],
            shapes: vec![0; Shape::ALL.len()],
            units: vec![0; units],
            prices: Vec::new(),
            starts: vec![0; usize::try_from(MONTHS_AHEAD).unwrap_or_default() + 1],
            quantities: vec![0; QUANTITIES.len() + 1],
            miles: vec![0; MILES.len() + 1],
            assurances: vec![0; Assurance::ALL.len()],
            reaching: 0,
        }
    }

    /// Counts an offer that fails one list at most.
    pub(super) fn add(&mut self, slot: &Slot, failed: u16, sieve: &Sieve<'_>, world: &World) {
        let counts_in = |list: u16| failed & !list == 0;
        let number =
            |numbers: &[u32]| numbers.get(slot.body as usize).map_or(usize::MAX, |number| *number as usize);
        if counts_in(FAMILY) {
            count(&mut self.families, slot.service as usize);
        }
        if counts_in(SERVICE) {
            count(&mut self.services, slot.service as usize);
        }
        if counts_in(KIND) {
            let kind = world.kinds.get(slot.body as usize).copied();
            count(&mut self.kinds, kind.unwrap_or(usize::MAX));
        }
        if counts_in(NATION) {
            count(&mut self.nations, number(&world.nation_of));
        }
        if counts_in(REGION) {
            count(&mut self.regions, number(&world.region_of));
        }
        if counts_in(PAYS) {
            count(&mut self.takes, takes_place(slot.takes));
        }
        if counts_in(SHAPE) && (slot.shape() == Shape::Capacity || sieve.is_priced(slot)) {
            let place = Shape::ALL.iter().position(|shape| *shape == slot.shape());
            count(&mut self.shapes, place.unwrap_or(usize::MAX));
        }
        if counts_in(UNIT) && sieve.is_priced(slot) {
            count(&mut self.units, slot.unit as usize);
        }
        if counts_in(PRICE) && sieve.has_one_unit() {
            self.prices.extend(slot.unit_price(sieve.filter));
        }
        if counts_in(START) {
            let start = sieve.start(slot).map(|start| start.since(sieve.this_month));
            count(
                &mut self.starts,
                start.and_then(|months| usize::try_from(months).ok()).unwrap_or(usize::MAX),
            );
        }
        if counts_in(LEAST) {
            count(
                &mut self.quantities,
                QUANTITIES.partition_point(|least| Quantity::from_whole(*least) <= slot.free_most),
            );
        }
        if let Some(near) = sieve.near.filter(|_| counts_in(WITHIN)) {
            let too_few = |distance: crate::bodies::Distance| {
                MILES.partition_point(|miles| !distance.is_within(*miles))
            };
            count(&mut self.miles, near.distance(slot.body).map_or(usize::MAX, too_few));
        }
        if failed == 0 {
            (0..Assurance::ALL.len()).filter(|place| slot.assurances >> place & 1 == 1).for_each(|place| {
                count(&mut self.assurances, place);
            });
            self.reaching += i64::from(sieve.is_reached(slot));
        }
    }
}

impl Shelf {
    pub(super) fn facets(
        &self,
        counts: &Counts,
        filter: &CatalogueFilter,
        near: Option<&Near>,
        today: NaiveDate,
    ) -> Facets {
        let world = &self.world;
        let named =
            |names: &[String], counted: &[i64]| names.iter().cloned().zip(counted.iter().copied()).collect();
        let paid = |pays: Pays| {
            let counted = Takes::ALL.iter().zip(&counts.takes);
            counted.filter(|(takes, _)| fits(**takes, &[pays])).map(|(_, count)| count).sum()
        };
        let starts = Month::of(today).through(Month::of(today).plus(MONTHS_AHEAD)).zip(sums(&counts.starts));
        let least = QUANTITIES.iter().rev().zip(sums(counts.quantities.iter().rev()));
        let within = MILES.iter().copied().zip(sums(&counts.miles));
        let is_placed = near.is_some_and(|near| near.is_placed);
        Facets {
            families: self.families_counted(counts),
            services: named(&world.services, &counts.services),
            kinds: BodyKind::ALL.iter().copied().zip(counts.kinds.iter().copied()).collect(),
            nations: named(&world.nations, &counts.nations),
            regions: named(&world.regions, &counts.regions),
            shapes: Shape::ALL.iter().copied().zip(counts.shapes.iter().copied()).collect(),
            pays: Pays::ALL.iter().map(|pays| (*pays, paid(*pays))).collect(),
            units: self.units_counted(counts),
            prices: bands(counts.prices.clone()),
            starts: if filter.least.is_some() { vec![] } else { starts.collect() },
            least: if filter.from.is_some() || filter.start_by.is_some() {
                vec![]
            } else {
                let mut least: Vec<_> =
                    least.map(|(least, count)| (Quantity::from_whole(*least), count)).collect();
                least.reverse();
                least
            },
            within: if is_placed { within.collect() } else { vec![] },
            assurances: Assurance::ALL.iter().copied().zip(counts.assurances.iter().copied()).collect(),
            reaching: near.map(|_| counts.reaching),
        }
    }

    fn families_counted(&self, counts: &Counts) -> Vec<(String, String, i64)> {
        let mut by_family = vec![0_i64; self.world.families.len()];
        for (family, counted) in self.world.family_of.iter().zip(&counts.families) {
            if let Some(sum) = by_family.get_mut(*family as usize) {
                *sum += counted;
            }
        }
        let families = self.world.families.iter().zip(by_family);
        families.map(|(family, count)| (family.code.clone(), family.name.clone(), count)).collect()
    }

    /// The units that are left, what most offers are counted in first.
    fn units_counted(&self, counts: &Counts) -> Vec<(String, i64)> {
        let units = self.units.iter().zip(&counts.units).filter(|(_, count)| **count > 0);
        let mut units: Vec<(String, i64)> = units.map(|(unit, count)| (unit.to_string(), *count)).collect();
        units.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        units
    }
}

/// How many there are up to and with each.
pub fn sums<'c>(counts: impl IntoIterator<Item = &'c i64>) -> impl Iterator<Item = i64> {
    counts.into_iter().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    })
}

/// Prices in parts of about as many each. Who has the price at which two parts meet is in both.
fn bands(mut prices: Vec<Rate>) -> Vec<PriceBand> {
    prices.sort_unstable();
    let last = prices.len().saturating_sub(1);
    let mut edges: Vec<Rate> =
        (0..=PARTS).filter_map(|part| prices.get(last * part / PARTS).copied()).collect();
    edges.dedup();
    let band = |(from, to): (&Rate, &Rate)| {
        let offers =
            prices.partition_point(|price| price <= to) - prices.partition_point(|price| price < from);
        PriceBand { from: *from, to: *to, offers: i64::try_from(offers).unwrap_or(i64::MAX) }
    };
    edges.iter().zip(edges.iter().skip(1)).map(band).collect()
}

fn count(counts: &mut [i64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}
