//! Why the answer is what it is: what stops each ring growing, what would happen if one of its bodies left, and why a
//! body is in no ring.
//!
//! The last is told in the dual prices of the relaxation: a body's price is what a place in a ring is worth there. A
//! ring that could take up a body left out is not made when the other bodies of that ring are worth more where they
//! are than the ring would exchange.

use std::collections::BTreeMap;

use super::instance::{Instance, Reach};
use super::objective::USUAL;
use super::pool::{Circle, Pool};
use super::relax::Left;
use super::ring::{Ring, RingLeg};
use super::several::{Pick, repaired};
use super::single_rings;
use super::solve::Answer;

/// How far the best repair is searched for; far more than a ring and its neighbours need.
const REPAIR_EFFORT: u64 = 50_000_000;

/// What keeps a ring from exchanging more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The offer of this leg has no more units; so many of them are in other rings.
    OfferUsedUp { leg: usize, elsewhere: i64 },
    /// The need of this leg is met; so many units by other rings.
    NeedMet { leg: usize, elsewhere: i64 },
    /// No leg is at its end, but one unit more anywhere would put the legs too far apart.
    WholeUnits,
}

/// What happens when a body leaves a ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    pub body: u32,
    /// The legs of the other bodies in this ring, which fall with it, and their value.
    pub fallen_pence: i64,
    /// The best rings that those it leaves behind can make with whoever is free, leaving all other rings alone.
    pub repair: Vec<Ring>,
}

/// What there is to say about a ring.
#[derive(Clone, Debug)]
pub struct RingFacts {
    pub limits: Vec<Limit>,
    pub departures: Vec<Departure>,
}

/// Why a body is in no ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    OffersNothing,
    NeedsNothing,
    /// Nobody can take what it offers; of the needs in its categories so many fall at each reason.
    NobodyTakes(Misses),
    /// Nobody can give what it needs.
    NobodyGives(Misses),
    /// It could give and be given to, but no circle within the length closes.
    NoCircle,
    /// Its best ring exchanges `value_pence`; the other bodies in it are worth `others_pence` in the rings that
    /// they can have instead.
    WorthLess {
        ring: Vec<u32>,
        value_pence: i64,
        others_pence: i64,
    },
}

/// Pairs of an offer and a need in one category that do not come together, by reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misses {
    pub same_category: u32,
    pub out_of_reach: u32,
    pub over_budget: u32,
    pub blocked: u32,
    pub below_minimum: u32,
}

/// The facts about each ring of an answer, in its order.
pub fn ring_facts(instance: &Instance, answer: &Answer) -> Vec<RingFacts> {
    let left = left_by(instance, &answer.rings);
    let mut circles_of = vec![Vec::new(); instance.bodies.len()];
    for (at, circle) in (0_u32..).zip(&answer.pool.circles) {
        for leg in answer.pool.legs_of(circle) {
            circles_of[leg.from as usize].push(at);
        }
    }
    let facts = |ring: &Ring| RingFacts {
        limits: limits(instance, &left, ring),
        departures: ring
            .bodies()
            .map(|body| departure(instance, answer, &left, &circles_of, ring, body))
            .collect(),
    };
    answer.rings.iter().map(facts).collect()
}

fn left_by(instance: &Instance, rings: &[Ring]) -> Left {
    let mut left = Left::of(instance);
    for ring in rings {
        give_back(&mut left, ring, -1);
    }
    left
}

fn give_back(left: &mut Left, ring: &Ring, times: i64) {
    for leg in &ring.legs {
        left.rings[leg.from as usize] += times;
        left.offers[leg.offer as usize] += times * leg.units;
        left.needs[leg.need as usize] += times * leg.units;
    }
}

fn limits(instance: &Instance, left: &Left, ring: &Ring) -> Vec<Limit> {
    let mut found = Vec::new();
    for (at, leg) in ring.legs.iter().enumerate() {
        if left.offers[leg.offer as usize] == 0 {
            let elsewhere = instance.offers[leg.offer as usize].units - leg.units;
            found.push(Limit::OfferUsedUp { leg: at, elsewhere });
        }
        if left.needs[leg.need as usize] == 0 {
            let elsewhere = instance.needs[leg.need as usize].units - leg.units;
            found.push(Limit::NeedMet { leg: at, elsewhere });
        }
    }
    if found.is_empty() {
        found.push(Limit::WholeUnits);
    }
    found
}

fn departure(
    instance: &Instance,
    answer: &Answer,
    left: &Left,
    circles_of: &[Vec<u32>],
    ring: &Ring,
    body: u32,
) -> Departure {
    let mut free = left.clone();
    give_back(&mut free, ring, 1);
    free.rings[body as usize] = 0;
    let own = |leg: &&RingLeg| leg.from == body || leg.to == body;
    let fallen_pence = ring.legs.iter().filter(|leg| !own(leg)).map(|leg| leg.value_pence).sum();
    let mut circles: Vec<u32> = ring
        .bodies()
        .filter(|other| *other != body)
        .flat_map(|other| circles_of[other as usize].iter().copied())
        .filter(|at| {
            answer
                .pool
                .legs_of(&answer.pool.circles[*at as usize])
                .all(|leg| free.rings[leg.from as usize] > 0)
        })
        .collect();
    circles.sort_unstable();
    circles.dedup();
    let picks = if circles.is_empty() {
        Vec::new()
    } else if instance.rules.max_rings == 1 {
        single_rings::pack(instance, (&answer.pool, &circles), &USUAL, &[], &[], REPAIR_EFFORT).picks
    } else {
        repaired(instance, &answer.pool, &free, circles)
    };
    let mut repair: Vec<Ring> = picks.iter().map(|pick| as_ring(&answer.pool, pick)).collect();
    repair.sort_unstable();
    Departure { body, fallen_pence, repair }
}

fn as_ring(pool: &Pool, pick: &Pick) -> Ring {
    Ring::new(pool.legs_of(&pool.circles[pick.circle as usize]), &pick.units)
}

/// Why each body that is in no ring is in none, in the order of bodies.
pub fn left_out(instance: &Instance, answer: &Answer) -> BTreeMap<u32, LeftOut> {
    let mut served = vec![false; instance.bodies.len()];
    for body in answer.rings.iter().flat_map(Ring::bodies) {
        served[body as usize] = true;
    }
    let mut best: BTreeMap<u32, (i64, u32)> = BTreeMap::new();
    for (at, circle) in (0_u32..).zip(&answer.pool.circles) {
        let bodies = answer.pool.bodies_of(circle);
        for body in bodies.iter().filter(|body| !served[**body as usize]) {
            let gain = circle.most - others(instance, answer, circle, *body);
            let entry = best.entry(*body).or_insert((i64::MIN, at));
            if gain > entry.0 {
                *entry = (gain, at);
            }
        }
    }
    let mut found = BTreeMap::new();
    for body in (0_u32..).take(instance.bodies.len()).filter(|body| !served[*body as usize]) {
        let reason = match best.get(&body) {
            Some((_, at)) => {
                let circle = &answer.pool.circles[*at as usize];
                LeftOut::WorthLess {
                    ring: answer.pool.bodies_of(circle),
                    value_pence: circle.most,
                    others_pence: others(instance, answer, circle, body),
                }
            }
            None => without_ring(instance, answer, body),
        };
        found.insert(body, reason);
    }
    found
}

/// What the other bodies of a ring and the capacity in it are worth at the dual prices, in pence.
fn others(instance: &Instance, answer: &Answer, circle: &Circle, body: u32) -> i64 {
    let tariff = &answer.tariff;
    let pick = single_rings::alone_with(instance, &answer.pool, circle);
    let mut worth = 0;
    for (leg, units) in answer.pool.legs_of(circle).zip(pick) {
        if leg.from != body {
            worth += tariff.rings[leg.from as usize];
        }
        worth += units * (tariff.offers[leg.offer as usize] + tariff.needs[leg.need as usize]);
    }
    worth / super::simplex::PRICE_ONE
}

fn without_ring(instance: &Instance, answer: &Answer, body: u32) -> LeftOut {
    if !instance.offers.iter().any(|offer| offer.body == body && offer.units > 0) {
        return LeftOut::OffersNothing;
    }
    if !instance.needs.iter().any(|need| need.body == body && need.units > 0) {
        return LeftOut::NeedsNothing;
    }
    if !answer.pool.legs.iter().any(|leg| leg.from == body) {
        return LeftOut::NobodyTakes(misses(instance, |offer, _| offer == body));
    }
    if !answer.pool.legs.iter().any(|leg| leg.to == body) {
        return LeftOut::NobodyGives(misses(instance, |_, need| need == body));
    }
    LeftOut::NoCircle
}

/// Counts why pairs of an offer and a need of one category do not come together.
fn misses(instance: &Instance, concerns: impl Fn(u32, u32) -> bool) -> Misses {
    let mut misses = Misses::default();
    for offer in &instance.offers {
        for need in instance.needs.iter().filter(|need| concerns(offer.body, need.body)) {
            if offer.category != need.category || offer.body == need.body {
                continue;
            }
            misses.same_category += 1;
            let region = instance.bodies[need.body as usize].region;
            let count = if matches!(&offer.reach, Reach::Regions(regions) if !regions.contains(&region)) {
                &mut misses.out_of_reach
            } else if offer.unit_pence > need.max_unit_pence {
                &mut misses.over_budget
            } else if instance.blocked(offer.body, need.body) {
                &mut misses.blocked
            } else {
                &mut misses.below_minimum
            };
            *count += 1;
        }
    }
    misses
}
