//! Between packings of the same, largest value: the one that the further objectives like best.
//!
//! Prices prove that no packing is worth more than Σ prices. So whatever a packing of the optimum leaves unused (a
//! priced body, a set's loss −gain) must fit into the *room*, the bound less the optimum, in exact whole numbers:
//!
//! 1. Sets that lose more than the room are out (reduced-cost fixing).
//! 2. A body or cut whose price is above the room must be used up: equations, which mostly determine nearly all sets
//!    (see `equations`). Where the linear programme has one optimum only, nothing is left and there is no tie.
//! 3. What is left falls into components that share no body. Each is gone through alone, for the lexicographically best
//!    (value, objectives, canonical order): the body with the fewest choices first, each choice taken, the room
//!    lowered by what it loses. The rest falls into components again (and/or search), and what came out for a set of
//!    free bodies is remembered. Values and scores add up, so components may each take their own best.
//!
//! The last step is exponential in the size of a component at worst, and in its narrowest separations with the memory;
//! it is counted in work, and a component that is not gone through is told. Nothing here depends on floats: any prices
//! that cover all sets give the right answer, good ones give it soon.

use std::collections::{BTreeMap, HashMap};

use super::bound::Prices;
use super::equations::{Known, determined};
use super::packing::Packing;
use super::simplex::PRICE_ONE;

/// How deep choices may be nested.
const DEEPEST: u32 = 300;

/// Sets that can be chosen together, larger when better: value first, then the further objectives, then the canonical
/// order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub value: i64,
    pub score: Vec<i64>,
    /// Positions, rising.
    pub sets: Vec<u32>,
}

impl Found {
    /// What these sets come to.
    pub fn of(packing: &Packing, scores: &[Vec<i64>], sets: Vec<u32>) -> Self {
        let score = super::objective::total(sets.iter().map(|at| scores[*at as usize].clone()));
        Self { value: packing.worth(&sets), score, sets }
    }

    /// Whether this is to be preferred.
    pub fn is_better_than(&self, other: &Self) -> bool {
        let by_worth = self.value.cmp(&other.value).then_with(|| self.score.cmp(&other.score));
        by_worth.then_with(|| other.sets.cmp(&self.sets)).is_gt()
    }

    fn add(&mut self, other: Self) {
        self.value += other.value;
        let empty = vec![0; other.score.len().saturating_sub(self.score.len())];
        self.score.extend(empty);
        for (sum, part) in self.score.iter_mut().zip(other.score) {
            *sum += part;
        }
        self.sets.extend(other.sets);
        self.sets.sort_unstable();
    }
}

/// What came of going through the packings that some prices allow.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// The best packing of the value that was asked for, if there is one.
    pub best: Option<Found>,
    /// Components that were not gone through to the end.
    pub open: usize,
}

/// The best packing of exactly `known.value` out of `sets`, all of which the prices cover and none of whose packings
/// is worth more. `known` is one that may be fallen back on. `work` is lowered by the entries touched.
pub fn settle(
    packing: &Packing,
    sets: &[u32],
    prices: &Prices,
    scores: &[Vec<i64>],
    known: &Found,
    work: &mut u64,
) -> Settled {
    let room = prices.total() - known.value * PRICE_ONE;
    let sets: Vec<u32> =
        sets.iter().copied().filter(|at| room + prices.gain(&packing.sets[*at as usize]) >= 0).collect();
    *work = work.saturating_sub(10 * sets.len() as u64);
    let equations = prices.equations(packing, &sets, room);
    // Elimination may take half of what is left; where it takes longer, the search has to do without.
    let mut half = *work / 2;
    let before = half;
    let known_values = determined(sets.len(), &equations, &mut half);
    *work -= before - half;
    let Known::Values(values) = known_values else { return Settled::default() };
    let picked = |wanted: Option<bool>| -> Vec<u32> {
        sets.iter().zip(&values).filter(|(_, value)| **value == wanted).map(|(at, _)| *at).collect()
    };
    let forced = picked(Some(true));
    let mut taken = vec![false; packing.bodies];
    for body in forced.iter().flat_map(|at| packing.sets[*at as usize].members()) {
        if std::mem::replace(&mut taken[*body as usize], true) {
            return Settled::default();
        }
    }
    let lost: i64 = forced.iter().map(|at| -prices.gain(&packing.sets[*at as usize])).sum();
    let free = |at: &u32| packing.sets[*at as usize].members().iter().all(|body| !taken[*body as usize]);
    let open: Vec<u32> = picked(None).into_iter().filter(free).collect();
    let bodies: Vec<u32> =
        (0_u32..).zip(&taken).filter(|(_, taken)| !**taken).map(|(body, _)| body).collect();
    let fallback =
        if known.sets.iter().all(|at| sets.binary_search(at).is_ok()) { &known.sets[..] } else { &[] };
    let mut walk = Walk { packing, scores, prices, memory: HashMap::new(), work, is_out: false };
    let mut settled = Settled { best: Some(Found::of(packing, scores, forced)), open: 0 };
    let Some((mut parts, room)) = walk.parts(&open, &bodies, room - lost) else { return Settled::default() };
    // What is small is settled even where what is large is not.
    parts.sort_by_key(|part| part.sets.len());
    for part in parts {
        walk.is_out = false;
        let mut best = walk.choose(&part, room, 0);
        settled.open += usize::from(walk.is_out);
        if walk.is_out {
            let own = fallback.iter().copied().filter(|at| part.sets.binary_search(at).is_ok()).collect();
            let own = Found::of(packing, scores, own);
            best = best.filter(|found| found.is_better_than(&own)).or(Some(own));
        }
        match (&mut settled.best, best) {
            (Some(all), Some(best)) => all.add(best),
            (all, _) => *all = None,
        }
    }
    settled.best = settled.best.filter(|found| found.value == known.value);
    settled
}

/// Sets that share bodies, and these bodies; both rise.
#[derive(Clone, Debug, Default)]
struct Part {
    sets: Vec<u32>,
    bodies: Vec<u32>,
}

struct Walk<'t> {
    packing: &'t Packing,
    scores: &'t [Vec<i64>],
    prices: &'t Prices,
    /// The best for free bodies and room, as far as it was gone through.
    memory: HashMap<(Vec<u32>, i64), Option<Found>>,
    work: &'t mut u64,
    is_out: bool,
}

impl Walk<'_> {
    fn members(&self, set: u32) -> &[u32] {
        self.packing.sets[set as usize].members()
    }

    /// The components of these sets over these free bodies, and the room once the bodies in no set are paid for;
    /// nothing where it is not enough.
    fn parts(&self, sets: &[u32], bodies: &[u32], room: i64) -> Option<(Vec<Part>, i64)> {
        let place: HashMap<u32, usize> = bodies.iter().enumerate().map(|(at, body)| (*body, at)).collect();
        let mut linked: Vec<usize> = (0..bodies.len()).collect();
        let mut lonely = vec![true; bodies.len()];
        for set in sets {
            let members = self.members(*set);
            let first = find(&mut linked, place[&members[0]]);
            lonely[place[&members[0]]] = false;
            for other in &members[1..] {
                lonely[place[other]] = false;
                let other = find(&mut linked, place[other]);
                linked[other] = first;
            }
        }
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        let mut left = room;
        for (at, body) in bodies.iter().enumerate() {
            if lonely[at] {
                left -= self.prices.of(*body);
            } else {
                parts.entry(find(&mut linked, at)).or_default().bodies.push(*body);
            }
        }
        for set in sets {
            let at = find(&mut linked, place[&self.members(*set)[0]]);
            parts.entry(at).or_default().sets.push(*set);
        }
        (left >= 0).then(|| (parts.into_values().collect(), left))
    }

    /// The best out of these sets where all other free bodies stay out.
    fn rest(&mut self, sets: &[u32], bodies: &[u32], room: i64, depth: u32) -> Option<Found> {
        let (parts, room) = self.parts(sets, bodies, room)?;
        let mut all = Found::default();
        for part in parts {
            all.add(self.choose(&part, room, depth)?);
        }
        Some(all)
    }

    /// The best of one component within the room.
    fn choose(&mut self, part: &Part, room: i64, depth: u32) -> Option<Found> {
        let key = (part.bodies.clone(), room);
        if let Some(known) = self.memory.get(&key) {
            return known.clone();
        }
        *self.work = self.work.saturating_sub(60 * (part.sets.len() + part.bodies.len()) as u64);
        if *self.work == 0 || depth > DEEPEST {
            self.is_out = true;
            return None;
        }
        let was_out = std::mem::take(&mut self.is_out);
        let best = self.best_at(self.narrowest(part, room), part, room, depth);
        if !self.is_out {
            self.memory.insert(key, best.clone());
        }
        self.is_out |= was_out;
        best
    }

    /// The body with the fewest choices.
    fn narrowest(&self, part: &Part, room: i64) -> u32 {
        let mut choices: BTreeMap<u32, usize> = BTreeMap::new();
        for body in part.sets.iter().flat_map(|set| self.members(*set)) {
            *choices.entry(*body).or_default() += 1;
        }
        let count = |body: &u32, sets: usize| sets + usize::from(self.prices.of(*body) <= room);
        choices.into_iter().min_by_key(|(body, sets)| (count(body, *sets), *body)).map_or(0, |(body, _)| body)
    }

    /// Tries every set of `body`, and to leave it out.
    fn best_at(&mut self, body: u32, part: &Part, room: i64, depth: u32) -> Option<Found> {
        let mut best: Option<Found> = None;
        let (with, without): (Vec<u32>, Vec<u32>) =
            part.sets.iter().partition(|set| self.members(**set).contains(&body));
        for set in with {
            let left = room + self.prices.gain(&self.packing.sets[set as usize]);
            if left < 0 {
                continue;
            }
            let members = self.members(set);
            let bodies = without_these(&part.bodies, members);
            let apart = |other: &u32| !self.members(*other).iter().any(|body| members.contains(body));
            let sets: Vec<u32> = without.iter().copied().filter(apart).collect();
            if let Some(mut found) = self.rest(&sets, &bodies, left, depth + 1) {
                found.add(Found::of(self.packing, self.scores, vec![set]));
                better_of(&mut best, found);
            }
        }
        let left = room - self.prices.of(body);
        if left >= 0
            && let Some(found) = self.rest(&without, &without_these(&part.bodies, &[body]), left, depth + 1)
        {
            better_of(&mut best, found);
        }
        best
    }
}

fn better_of(best: &mut Option<Found>, found: Found) {
    if best.as_ref().is_none_or(|best| found.is_better_than(best)) {
        *best = Some(found);
    }
}

fn without_these(bodies: &[u32], gone: &[u32]) -> Vec<u32> {
    bodies.iter().copied().filter(|body| !gone.contains(body)).collect()
}

/// The body that stands for everybody linked with `at`.
fn find(linked: &mut [usize], mut at: usize) -> usize {
    while linked[at] != at {
        linked[at] = linked[linked[at]];
        at = linked[at];
    }
    at
}
