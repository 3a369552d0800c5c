//! One ring to a body: every set of bodies that can make a ring becomes one set of a packing, with the best ring they
//! can make.
//!
//! With K = 1 an offer or a need is in one ring at most, so each ring can be given its own best units beforehand and
//! capacities need no further care.

use std::collections::HashMap;

use super::instance::{Instance, LONGEST};
use super::objective::{Objective, score};
use super::packing::{Packing, Set};
use super::pool::{Circle, Pool};
use super::ring::Ring;
use super::search::{self, Task};
use super::several::Pick;
use super::simplex::PRICE_ONE;
use super::single::{Capacity, best_single};
use super::tie_search::best_of_equals;

/// How far answers of equal worth were compared by the further objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// All of them: there is none better.
    Settled,
    /// All but these many parts of the round, where the best found stands.
    Open(usize),
    /// Not all, since the value is not proved or rings were kept for their own sake.
    Unproved,
}

/// What packing the rings gave.
#[derive(Clone, Debug)]
pub struct Packed {
    pub picks: Vec<Pick>,
    /// What the rings bring, with what is added for those that are kept.
    pub worth: i64,
    pub bound: i64,
    pub ties: Ties,
    /// For each body of the instance, what being in a ring is worth there, in parts of [`PRICE_ONE`].
    pub body_prices: Vec<i64>,
    pub work: u64,
    pub nodes: u64,
}

/// Packs these rings of the pool: the best choice with every body in one at most. `bonus` is what a ring of the pool
/// brings beside its value (empty for nothing).
pub fn pack(
    instance: &Instance,
    (pool, of): (&Pool, &[u32]),
    objectives: &[Objective],
    bonus: &[i64],
    start: &[Pick],
    allowed: u64,
) -> Packed {
    let (circles, bodies) = candidates(instance, (pool, of), objectives, bonus);
    let mut local = vec![u32::MAX; instance.bodies.len()];
    for (at, body) in (0_u32..).zip(&bodies) {
        local[*body as usize] = at;
    }
    let sets = circles.iter().map(|at| {
        let circle = &pool.circles[*at as usize];
        let members: Vec<u32> = pool.legs_of(circle).map(|leg| local[leg.from as usize]).collect();
        Set::new(&members, circle.most + bonus.get(*at as usize).copied().unwrap_or(0))
    });
    let all = Packing { bodies: bodies.len(), sets: sets.collect() };
    let kept = all.without_dominated();
    let packing = all.only(&kept);
    let circle_of = |at: u32| circles[kept[at as usize] as usize];
    let by_circle: HashMap<u32, u32> =
        (0_u32..).zip(&packing.sets).map(|(at, _)| (circle_of(at), at)).collect();
    let known = packing.greedy(start.iter().filter_map(|pick| by_circle.get(&pick.circle).copied()));
    let packed = search::solve(&packing, known, allowed, Task::Whole);

    let (mut chosen, mut ties, mut tie_work) = (packed.chosen.clone(), Ties::Unproved, 0);
    if packed.bound == packed.value {
        let score_of = |at: u32| score(instance, &ring_of(instance, pool, circle_of(at)), objectives);
        let places = (0_u32..).zip(&packed.alive);
        let scores: Vec<Vec<i64>> =
            places.map(|(at, alive)| if *alive { score_of(at) } else { Vec::new() }).collect();
        let equals = best_of_equals(&packing, &packed, &scores, allowed.saturating_sub(packed.work));
        ties = if equals.open == 0 { Ties::Settled } else { Ties::Open(equals.open) };
        (chosen, tie_work) = (equals.best.sets, equals.work);
    }
    let mut body_prices = vec![0; instance.bodies.len()];
    for (body, price) in bodies.iter().zip(packed.prices.of_bodies()) {
        body_prices[*body as usize] = price * PRICE_ONE;
    }
    Packed {
        picks: chosen.iter().map(|at| alone(instance, pool, circle_of(*at))).collect(),
        worth: packed.value,
        bound: packed.bound,
        ties,
        body_prices,
        work: packed.work + tie_work,
        nodes: packed.nodes,
    }
}

/// A ring with the best units it can have alone.
pub fn alone(instance: &Instance, pool: &Pool, circle: u32) -> Pick {
    Pick { circle, units: alone_with(instance, pool, &pool.circles[circle as usize]) }
}

/// The best units of a ring that has everything to itself.
pub fn alone_with(instance: &Instance, pool: &Pool, ring: &Circle) -> [i64; LONGEST] {
    let mut capacity: [Capacity; LONGEST] = [(0, 0); LONGEST];
    for (to, leg) in capacity.iter_mut().zip(pool.legs_of(ring)) {
        *to = (leg.unit_pence, leg.most_units);
    }
    let count = ring.legs().len();
    let mut units = [0; LONGEST];
    best_single(&capacity[..count], &instance.rules, &mut units[..count]);
    units
}

/// The ring of the pool with its best units.
pub fn ring_of(instance: &Instance, pool: &Pool, circle: u32) -> Ring {
    let pick = alone(instance, pool, circle);
    Ring::new(pool.legs_of(&pool.circles[circle as usize]), &pick.units)
}

/// For every set of bodies the best ring they can make, in the order of the pool, and the bodies that are in any.
fn candidates(
    instance: &Instance,
    (pool, of): (&Pool, &[u32]),
    objectives: &[Objective],
    bonus: &[i64],
) -> (Vec<u32>, Vec<u32>) {
    let worth = |at: u32| pool.circles[at as usize].most + bonus.get(at as usize).copied().unwrap_or(0);
    let mut best: HashMap<[u32; LONGEST], u32> = HashMap::with_capacity(of.len());
    for at in of.iter().copied() {
        let key = Set::new(&pool.bodies_of(&pool.circles[at as usize]), 0).key();
        best.entry(key)
            .and_modify(|known| {
                let better = worth(at) > worth(*known)
                    || worth(at) == worth(*known)
                        && score(instance, &ring_of(instance, pool, at), objectives)
                            > score(instance, &ring_of(instance, pool, *known), objectives);
                if better {
                    *known = at;
                }
            })
            .or_insert(at);
    }
    let mut circles: Vec<u32> = best.into_values().collect();
    circles.sort_unstable();
    let mut bodies: Vec<u32> =
        circles.iter().flat_map(|at| pool.bodies_of(&pool.circles[*at as usize])).collect();
    bodies.sort_unstable();
    bodies.dedup();
    (circles, bodies)
}
