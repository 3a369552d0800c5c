//! The relaxation for several rings to a body, by column generation: how much could be exchanged if rings came in
//! parts.
//!
//! A column is a ring with whole units on its legs; a row is a body (at most K rings), an offer or a need (its units).
//! The master problem is solved over the columns found so far, its prices go to `pricing`, which finds for every ring
//! the units that gain most, and those that gain are added until none do (Gilmore and Gomory 1961). At any time the
//! prices prove a bound: each ring's gain is worked out exactly over everything it could carry, and what is left
//! above nothing is charged to one of its bodies, K times.

use super::instance::{Instance, LONGEST};
use super::pool::{Circle, Pool};
use super::pricing::{PricedLeg, best_units, unit_gain};
use super::simplex::{Outcome, PRICE_ONE, Simplex};

/// What is left to be given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Rings that each body may still join.
    pub rings: Vec<i64>,
    /// Units left of each offer.
    pub offers: Vec<i64>,
    /// Units left of each need.
    pub needs: Vec<i64>,
}

impl Left {
    /// Everything there is at the beginning.
    pub fn of(instance: &Instance) -> Self {
        Self {
            rings: vec![i64::from(instance.rules.max_rings); instance.bodies.len()],
            offers: instance.offers.iter().map(|offer| offer.units).collect(),
            needs: instance.needs.iter().map(|need| need.units).collect(),
        }
    }

    /// Takes a ring out of what is left, or (with −1) puts it back.
    pub fn take(&mut self, pool: &Pool, circle: &Circle, units: &[i64], times: i64) {
        for (leg, units) in pool.legs_of(circle).zip(units) {
            self.rings[leg.from as usize] -= times;
            self.offers[leg.offer as usize] -= times * units;
            self.needs[leg.need as usize] -= times * units;
        }
    }
}

/// Prices of everything that is given out, in parts of [`PRICE_ONE`] to the penny.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// For each body, the price of being in a ring.
    pub rings: Vec<i64>,
    /// For each offer and each need, the price of a unit.
    pub offers: Vec<i64>,
    pub needs: Vec<i64>,
}

impl Tariff {
    fn free(left: &Left) -> Self {
        Self {
            rings: vec![0; left.rings.len()],
            offers: vec![0; left.offers.len()],
            needs: vec![0; left.needs.len()],
        }
    }

    /// The bound these prices prove once they cover every ring, in whole pence.
    pub fn bound(&self, left: &Left) -> i64 {
        let pairs = |prices: &[i64], left: &[i64]| -> i128 {
            prices.iter().zip(left).map(|(price, left)| i128::from(*price) * i128::from(*left)).sum()
        };
        let total = pairs(&self.rings, &left.rings)
            + pairs(&self.offers, &left.offers)
            + pairs(&self.needs, &left.needs);
        i64::try_from(total.div_euclid(i128::from(PRICE_ONE))).unwrap_or(i64::MAX)
    }

    /// A ring's legs with the gain of a unit on each.
    pub fn priced(&self, pool: &Pool, circle: &Circle, left: &Left) -> ([PricedLeg; LONGEST], usize) {
        let mut priced = [PricedLeg::default(); LONGEST];
        let legs = pool.legs_of(circle);
        let count = legs.len();
        for (to, leg) in priced.iter_mut().zip(legs) {
            let (offer, need) = (leg.offer as usize, leg.need as usize);
            *to = PricedLeg {
                unit_pence: leg.unit_pence,
                most_units: left.offers[offer].min(left.needs[need]),
                unit_gain: unit_gain(leg.unit_pence, self.offers[offer], self.needs[need]),
            };
        }
        (priced, count)
    }

    /// What the bodies of a ring are charged for it.
    pub fn charge(&self, pool: &Pool, circle: &Circle) -> i64 {
        pool.legs_of(circle).map(|leg| self.rings[leg.from as usize]).sum()
    }
}

/// A column: a ring of the pool with whole units.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub circle: u32,
    pub units: [i64; LONGEST],
}

/// The relaxation over some of the rings.
#[derive(Debug)]
pub struct Relaxation<'p> {
    pool: &'p Pool,
    instance: &'p Instance,
    left: Left,
    circles: Vec<u32>,
    bonus: &'p [i64],
    lp: Simplex,
    columns: Vec<Column>,
    row_of: Rows,
    pub tariff: Tariff,
    /// No choice among these rings is worth more.
    pub bound: i64,
}

#[derive(Debug)]
struct Rows {
    bodies: Vec<u32>,
    offers: Vec<u32>,
    needs: Vec<u32>,
}

const NO_ROW: u32 = u32::MAX;

impl<'p> Relaxation<'p> {
    /// Sets up the relaxation over these rings of the pool; `bonus` is what each ring of the pool brings beside its
    /// value (empty for nothing).
    pub fn new(
        instance: &'p Instance,
        pool: &'p Pool,
        left: Left,
        circles: Vec<u32>,
        bonus: &'p [i64],
    ) -> Self {
        let mut row_of = Rows {
            bodies: vec![NO_ROW; left.rings.len()],
            offers: vec![NO_ROW; left.offers.len()],
            needs: vec![NO_ROW; left.needs.len()],
        };
        let mut sides = Vec::new();
        let mut place = |row: &mut u32, side: i64| {
            if *row == NO_ROW {
                *row = u32::try_from(sides.len()).unwrap_or(NO_ROW);
                sides.push(side.max(0));
            }
        };
        let mut largest = 1;
        for at in &circles {
            let circle = &pool.circles[*at as usize];
            largest = largest.max(circle.most);
            for leg in pool.legs_of(circle) {
                place(&mut row_of.bodies[leg.from as usize], left.rings[leg.from as usize]);
                place(&mut row_of.offers[leg.offer as usize], left.offers[leg.offer as usize]);
                place(&mut row_of.needs[leg.need as usize], left.needs[leg.need as usize]);
            }
        }
        let lp = Simplex::new(&sides, largest);
        let tariff = Tariff::free(&left);
        Self {
            pool,
            instance,
            left,
            circles,
            bonus,
            lp,
            columns: Vec::new(),
            row_of,
            tariff,
            bound: i64::MAX,
        }
    }

    /// The rings it is about.
    pub fn circles(&self) -> &[u32] {
        &self.circles
    }

    /// Work done so far.
    pub fn work(&self) -> u64 {
        self.lp.work
    }

    /// Generates columns until none gains, the bound is within `near` pence of the master's value, or `allowed` work
    /// is done.
    pub fn solve(&mut self, allowed: u64, near: i64) {
        let mut tariff = Tariff::free(&self.left);
        loop {
            let added = self.generate(&tariff);
            if added == 0 {
                break;
            }
            let outcome = self.lp.solve(allowed.saturating_sub(self.lp.work), 0);
            tariff = self.tariff_of_rows();
            if outcome != Outcome::Optimal || self.lp.work > allowed {
                break;
            }
            if self.prove(&tariff) - self.lp.objective() <= near {
                return;
            }
        }
        self.prove(&tariff);
    }

    fn tariff_of_rows(&self) -> Tariff {
        let prices = self.lp.prices();
        let of =
            |rows: &[u32]| rows.iter().map(|row| prices.get(*row as usize).copied().unwrap_or(0)).collect();
        Tariff {
            rings: of(&self.row_of.bodies),
            offers: of(&self.row_of.offers),
            needs: of(&self.row_of.needs),
        }
    }

    fn bonus_of(&self, circle: u32) -> i64 {
        self.bonus.get(circle as usize).copied().unwrap_or(0)
    }

    fn can_be_made(&self, circle: &Circle) -> bool {
        self.pool.legs_of(circle).all(|leg| self.left.rings[leg.from as usize] > 0)
    }

    /// Adds the best column of every ring that gains at these prices; how many.
    fn generate(&mut self, tariff: &Tariff) -> usize {
        let mut found: Vec<(i64, Column, i64)> = Vec::new();
        for at in &self.circles {
            let circle = &self.pool.circles[*at as usize];
            if !self.can_be_made(circle) {
                continue;
            }
            let (priced, count) = tariff.priced(self.pool, circle, &self.left);
            let mut units = [0; LONGEST];
            let charge = tariff.charge(self.pool, circle) - self.bonus_of(*at) * PRICE_ONE + 4 * PRICE_ONE;
            let gain = best_units(&priced[..count], &self.instance.rules, charge, &mut units[..count]);
            if let Some(gain) = gain.filter(|gain| *gain > charge) {
                let value: i64 =
                    priced[..count].iter().zip(&units).map(|(leg, units)| leg.unit_pence * units).sum();
                found.push((gain, Column { circle: *at, units }, value + self.bonus_of(*at)));
            }
        }
        self.lp.work += 20 * self.circles.len() as u64;
        for (_, column, value) in &found {
            let circle = &self.pool.circles[column.circle as usize];
            let mut entries = Vec::with_capacity(3 * LONGEST);
            for (leg, units) in self.pool.legs_of(circle).zip(&column.units) {
                entries.push((self.row_of.bodies[leg.from as usize], 1));
                entries.push((self.row_of.offers[leg.offer as usize], *units));
                entries.push((self.row_of.needs[leg.need as usize], *units));
            }
            self.lp.add_column(*value, &entries);
            self.columns.push(*column);
        }
        found.len()
    }

    /// Turns prices into a proved bound, and keeps the best; the bound of these.
    fn prove(&mut self, tariff: &Tariff) -> i64 {
        let mut tariff = tariff.clone();
        for at in &self.circles {
            let circle = &self.pool.circles[*at as usize];
            if !self.can_be_made(circle) {
                continue;
            }
            let (priced, count) = tariff.priced(self.pool, circle, &self.left);
            let charge = tariff.charge(self.pool, circle) - self.bonus_of(*at) * PRICE_ONE;
            let mut units = [0; LONGEST];
            if let Some(gain) =
                best_units(&priced[..count], &self.instance.rules, charge, &mut units[..count])
            {
                let rest = gain - charge;
                if rest > 0 {
                    // Where a ring costs the bound least: at the body with the fewest rings left.
                    let body = self
                        .pool
                        .legs_of(circle)
                        .map(|leg| leg.from)
                        .min_by_key(|body| self.left.rings[*body as usize]);
                    tariff.rings[body.unwrap_or(0) as usize] += rest;
                }
            }
        }
        self.lp.work += 30 * self.circles.len() as u64;
        let bound = tariff.bound(&self.left);
        if bound < self.bound {
            self.bound = bound;
            self.tariff = tariff;
        }
        bound
    }

    /// The columns in the solution and how much of each, in parts of [`super::simplex::VALUE_ONE`].
    pub fn solution(&mut self) -> Vec<(Column, i64)> {
        let solution = self.lp.solution();
        solution.into_iter().map(|(column, value)| (self.columns[column as usize], value)).collect()
    }
}
