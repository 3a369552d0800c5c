//! Several rings to a body: rings that share offers and needs, where no search through all choices is in sight.
//!
//! A plan is made by diving: solve the relaxation of what is left, take the rings it is surest of with the units it
//! gives them, and go on with the rest. A plan is improved by large-neighbourhood search: the rings at a few bodies
//! around one that loses much are taken apart, and what they leave is planned anew in the same way. The bound is
//! that of the relaxation over every ring, always.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::instance::{Instance, LONGEST};
use super::pool::Pool;
use super::relax::{Left, Relaxation, Tariff};
use super::simplex::{PRICE_ONE, VALUE_ONE};
use super::single::{Capacity, best_single};

/// The part of a plan's worth that may be given up at first.
const ANNEAL: i64 = 500;

/// A ring in a plan: where it stands in the pool, and the units on its legs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pick {
    pub circle: u32,
    pub units: [i64; LONGEST],
}

/// Rings to be made together.
#[derive(Clone, Debug)]
pub struct Plan {
    pub picks: Vec<Pick>,
    pub left: Left,
    /// What they exchange, and what they bring beside that.
    pub worth: i64,
}

/// The best plan found, and what no plan can exceed.
#[derive(Clone, Debug)]
pub struct Planned {
    pub plan: Plan,
    pub bound: i64,
    pub tariff: Tariff,
    pub work: u64,
}

/// Plans rings for a round where a body may be in several.
pub fn plan(instance: &Instance, pool: &Pool, bonus: &[i64], start: Vec<Pick>, allowed: u64) -> Planned {
    let all = pool.all();
    let mut relaxation = Relaxation::new(instance, pool, Left::of(instance), all.clone(), bonus);
    relaxation.solve(allowed / 2, 0);
    let (bound, tariff) = (relaxation.bound, relaxation.tariff.clone());
    let mut planner = Planner::new(instance, pool, bonus, &tariff, relaxation.work());
    let mut best = planner.planned_from(start);
    let mut dived = planner.empty();
    planner.dive(&mut dived, relaxation, allowed);
    planner.fill(&mut dived, &all);
    let mut filled = planner.empty();
    planner.fill(&mut filled, &all);
    for other in [dived, filled] {
        if other.worth > best.worth {
            best = other;
        }
    }
    planner.improve(&mut best, bound, allowed);
    let work = planner.work;
    Planned { plan: best, bound, tariff, work }
}

/// The best rings out of these that what is left allows: after a body has gone, those it leaves behind.
pub fn repaired(instance: &Instance, pool: &Pool, left: &Left, circles: Vec<u32>) -> Vec<Pick> {
    const EFFORT: u64 = 20_000_000;
    let mut relaxation = Relaxation::new(instance, pool, left.clone(), circles.clone(), &[]);
    relaxation.solve(EFFORT, 0);
    let tariff = relaxation.tariff.clone();
    let mut planner = Planner::bare(instance, pool, &tariff);
    let empty = Plan { picks: Vec::new(), left: left.clone(), worth: 0 };
    let (mut dived, mut filled) = (empty.clone(), empty);
    planner.dive(&mut dived, relaxation, EFFORT);
    planner.fill(&mut dived, &circles);
    planner.fill(&mut filled, &circles);
    if dived.worth >= filled.worth { dived.picks } else { filled.picks }
}

struct Planner<'p> {
    instance: &'p Instance,
    pool: &'p Pool,
    bonus: &'p [i64],
    tariff: &'p Tariff,
    circles_of: Vec<Vec<u32>>,
    work: u64,
    seed: u64,
}

impl<'p> Planner<'p> {
    fn new(instance: &'p Instance, pool: &'p Pool, bonus: &'p [i64], tariff: &'p Tariff, work: u64) -> Self {
        let mut circles_of = vec![Vec::new(); instance.bodies.len()];
        for (at, circle) in (0_u32..).zip(&pool.circles) {
            for leg in pool.legs_of(circle) {
                circles_of[leg.from as usize].push(at);
            }
        }
        Self { instance, pool, bonus, tariff, circles_of, work, seed: 0x2545_f491_4f6c_dd1d }
    }

    fn bare(instance: &'p Instance, pool: &'p Pool, tariff: &'p Tariff) -> Self {
        Self { instance, pool, bonus: &[], tariff, circles_of: Vec::new(), work: 0, seed: 1 }
    }

    fn empty(&self) -> Plan {
        Plan { picks: Vec::new(), left: Left::of(self.instance), worth: 0 }
    }

    fn worth(&self, pick: &Pick) -> i64 {
        let circle = &self.pool.circles[pick.circle as usize];
        let value: i64 =
            self.pool.legs_of(circle).zip(&pick.units).map(|(leg, units)| leg.unit_pence * units).sum();
        value + self.bonus.get(pick.circle as usize).copied().unwrap_or(0)
    }

    fn add(&self, plan: &mut Plan, pick: Pick) {
        let circle = &self.pool.circles[pick.circle as usize];
        plan.left.take(self.pool, circle, &pick.units, 1);
        plan.worth += self.worth(&pick);
        plan.picks.push(pick);
    }

    fn planned_from(&self, picks: Vec<Pick>) -> Plan {
        let mut plan = self.empty();
        for pick in picks {
            self.add(&mut plan, pick);
        }
        plan
    }

    /// The best units for a ring out of what is left, no more than `most` on each leg.
    fn fitted(&mut self, left: &Left, circle: u32, most: Option<&[i64; LONGEST]>) -> Option<Pick> {
        let ring = &self.pool.circles[circle as usize];
        let mut capacity: [Capacity; LONGEST] = [(0, 0); LONGEST];
        let count = ring.legs().len();
        for (at, leg) in self.pool.legs_of(ring).enumerate() {
            if left.rings[leg.from as usize] < 1 {
                return None;
            }
            let units = left.offers[leg.offer as usize].min(left.needs[leg.need as usize]);
            capacity[at] = (leg.unit_pence, most.map_or(units, |most| units.min(most[at])));
        }
        self.work += 10;
        let mut units = [0; LONGEST];
        best_single(&capacity[..count], &self.instance.rules, &mut units[..count])?;
        Some(Pick { circle, units })
    }

    // ---- diving -------------------------------------------------------------------------------------------------

    /// Follows the relaxation of what is left down to whole rings.
    fn dive(&mut self, plan: &mut Plan, first: Relaxation<'p>, allowed: u64) {
        let mut relaxation = first;
        loop {
            let taken = self.take_surest(plan, &mut relaxation);
            if taken == 0 || self.work > allowed {
                return;
            }
            let circles: Vec<u32> = self.makeable(relaxation.circles(), &plan.left);
            if circles.is_empty() {
                return;
            }
            relaxation = Relaxation::new(self.instance, self.pool, plan.left.clone(), circles, self.bonus);
            relaxation.solve(allowed.saturating_sub(self.work), plan.worth / 20_000);
            self.work += relaxation.work();
        }
    }

    fn makeable(&mut self, circles: &[u32], left: &Left) -> Vec<u32> {
        self.work += 4 * circles.len() as u64;
        let minimum = self.instance.rules.min_leg_pence.max(1);
        let fits = |at: &u32| {
            self.pool.legs_of(&self.pool.circles[*at as usize]).all(|leg| {
                let units = left.offers[leg.offer as usize].min(left.needs[leg.need as usize]);
                left.rings[leg.from as usize] > 0 && units * leg.unit_pence >= minimum
            })
        };
        circles.iter().copied().filter(fits).collect()
    }

    /// Takes the rings that the relaxation uses most, with the units it gives them; how many.
    fn take_surest(&mut self, plan: &mut Plan, relaxation: &mut Relaxation<'p>) -> usize {
        let mut use_of: BTreeMap<u32, (i64, [i128; LONGEST])> = BTreeMap::new();
        for (column, value) in relaxation.solution() {
            let entry = use_of.entry(column.circle).or_default();
            entry.0 += value;
            for (sum, units) in entry.1.iter_mut().zip(&column.units) {
                *sum += i128::from(*units) * i128::from(value);
            }
        }
        let mut order: Vec<(i64, u32, [i128; LONGEST])> =
            use_of.into_iter().map(|(circle, (value, sums))| (value, circle, sums)).collect();
        order.sort_by_key(|(value, circle, _)| (Reverse(*value), *circle));
        let few = (order.len() / 8).max(1);
        let mut taken = 0;
        for (value, circle, sums) in order {
            if taken >= few && value < VALUE_ONE * 19 / 20 {
                break;
            }
            let times = (value + VALUE_ONE / 20) / VALUE_ONE;
            for _ in 0..times.max(1) {
                let shares = i128::from(value.max(1));
                let mut most = [0; LONGEST];
                for (most, sum) in most.iter_mut().zip(&sums) {
                    *most = i64::try_from((sum + shares / 2) / shares).unwrap_or(0);
                }
                let pick = self
                    .fitted(&plan.left, circle, Some(&most))
                    .or_else(|| self.fitted(&plan.left, circle, None));
                if let Some(pick) = pick {
                    self.add(plan, pick);
                    taken += 1;
                }
            }
        }
        taken
    }

    /// Adds the largest ring that fits, as long as one does.
    fn fill(&mut self, plan: &mut Plan, circles: &[u32]) {
        let mut waiting: BTreeMap<(i64, Reverse<u32>), Pick> = BTreeMap::new();
        for at in self.makeable(circles, &plan.left) {
            if let Some(pick) = self.fitted(&plan.left, at, None) {
                waiting.insert((self.worth(&pick), Reverse(at)), pick);
            }
        }
        while let Some(((worth, Reverse(at)), _)) = waiting.pop_last() {
            let Some(pick) = self.fitted(&plan.left, at, None) else { continue };
            let now = self.worth(&pick);
            if now == worth {
                self.add(plan, pick);
                if let Some(again) = self.fitted(&plan.left, at, None) {
                    waiting.insert((self.worth(&again), Reverse(at)), again);
                }
            } else {
                waiting.insert((now, Reverse(at)), pick);
            }
        }
    }

    // ---- improving ----------------------------------------------------------------------------------------------

    fn random(&mut self, below: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        usize::try_from(self.seed >> 11).unwrap_or(0) % below.max(1)
    }

    /// Anneals over neighbourhoods: a change for the worse is taken while it is small beside what is still allowed,
    /// which falls from a small part of the plan to nothing. The best plan is kept aside, and when it has long not
    /// changed there is an end.
    fn improve(&mut self, best: &mut Plan, bound: i64, allowed: u64) {
        let begun = self.work;
        let span = allowed.saturating_sub(begun).max(1);
        let mut now = best.clone();
        let (mut idle, patience) =
            (0, 500 + 20 * self.circles_of.iter().filter(|list| !list.is_empty()).count());
        while best.worth < bound && self.work < allowed && idle < patience {
            idle += 1;
            let size = 3 + self.random(9);
            let freed = self.around(&now, size);
            let changed = self.replanned(&now, &freed);
            let rest = i128::from(allowed.saturating_sub(self.work)) * i128::from(now.worth / ANNEAL)
                / i128::from(span);
            let yields = i64::try_from(rest).unwrap_or(0);
            let chance = i64::try_from(self.random(1_000)).unwrap_or(0);
            if changed.worth >= now.worth - yields * chance / 1_000 {
                now = changed;
            }
            if now.worth > best.worth {
                *best = now.clone();
                idle = 0;
            }
        }
    }

    /// What a body loses against the prices: capacity and places that are priced but not used.
    fn losses(&self, plan: &Plan) -> Vec<i64> {
        let mut losses: Vec<i64> = self
            .tariff
            .rings
            .iter()
            .zip(&plan.left.rings)
            .map(|(price, left)| price / PRICE_ONE * left)
            .collect();
        for (offer, (price, left)) in
            self.instance.offers.iter().zip(self.tariff.offers.iter().zip(&plan.left.offers))
        {
            losses[offer.body as usize] += price * left / PRICE_ONE;
        }
        for (need, (price, left)) in
            self.instance.needs.iter().zip(self.tariff.needs.iter().zip(&plan.left.needs))
        {
            losses[need.body as usize] += price * left / PRICE_ONE;
        }
        losses
    }

    /// A few bodies around one, drawn in proportion to what it loses.
    fn around(&mut self, plan: &Plan, size: usize) -> Vec<u32> {
        let losses = self.losses(plan);
        let total: i64 = losses.iter().map(|loss| loss / 100 + 1).sum();
        let mut at = i64::try_from(self.random(usize::try_from(total).unwrap_or(1))).unwrap_or(0);
        let mut seed = 0;
        for (body, loss) in (0_u32..).zip(&losses) {
            seed = body;
            at -= loss / 100 + 1;
            if at < 0 {
                break;
            }
        }
        let mut list = vec![seed];
        let mut next = 0;
        while list.len() < size && next < list.len() {
            let body = list[next];
            next += 1;
            let own = self.circles_of[body as usize].len();
            for _ in 0..6.min(own) {
                let drawn = self.random(own);
                let circle = self.circles_of[body as usize][drawn];
                for other in self.pool.bodies_of(&self.pool.circles[circle as usize]) {
                    if !list.contains(&other) && list.len() < size {
                        list.push(other);
                    }
                }
            }
        }
        list.sort_unstable();
        list
    }

    /// The plan with the rings at these bodies taken apart and what they leave planned anew.
    fn replanned(&mut self, plan: &Plan, freed: &[u32]) -> Plan {
        let mut touched = vec![false; self.instance.bodies.len()];
        for body in freed {
            touched[*body as usize] = true;
        }
        let mut kept = plan.clone();
        kept.picks.clear();
        let mut open = touched.clone();
        for pick in &plan.picks {
            let circle = &self.pool.circles[pick.circle as usize];
            if self.pool.legs_of(circle).any(|leg| touched[leg.from as usize]) {
                kept.left.take(self.pool, circle, &pick.units, -1);
                kept.worth -= self.worth(pick);
                for leg in self.pool.legs_of(circle) {
                    open[leg.from as usize] = true;
                }
            } else {
                kept.picks.push(*pick);
            }
        }
        let mut circles: Vec<u32> = (0_u32..)
            .zip(&open)
            .filter(|(_, open)| **open)
            .flat_map(|(body, _)| &self.circles_of[body as usize])
            .copied()
            .collect();
        circles.sort_unstable();
        circles.dedup();
        let circles = self.makeable(&circles, &kept.left);
        let mut relaxation =
            Relaxation::new(self.instance, self.pool, kept.left.clone(), circles.clone(), self.bonus);
        let limit = 400_000_000;
        relaxation.solve(limit, 100);
        self.work += relaxation.work() + 2 * self.instance.bodies.len() as u64;
        let deadline = self.work + limit;
        self.dive(&mut kept, relaxation, deadline);
        self.fill(&mut kept, &circles);
        kept
    }
}
