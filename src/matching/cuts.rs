//! Cuts that no packing violates but fractional ones do: for an odd set S of bodies and a divisor d,
//! Σ ⌊|r ∩ S| / d⌋·x(r) ≤ ⌊|S| / d⌋ over all sets r.
//!
//! They follow from the rows of the bodies in S, added up, divided by d and rounded down (Chvátal–Gomory; with three
//! bodies and d = 2 they are the subset-row inequalities of Jepsen, Petersen, Spoorendonk and Pisinger, Operations
//! Research 56, 2008). They hold for every set alike, so they stay valid wherever the search goes. Three bodies with
//! d = 2 are found by going through the triangles and paths of bodies that share fractional sets; five bodies with
//! d = 2 by growing triples that are nearly tight.

use std::collections::HashMap;

use super::packing::{Packing, Set};
use super::parity::odd_sets;
use super::simplex::VALUE_ONE;

/// One cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cut {
    /// The bodies, rising.
    pub members: Vec<u32>,
    pub divisor: usize,
}

impl Cut {
    /// How often a set counts in the cut.
    pub fn counts(&self, set: &Set) -> i64 {
        let shared = set.members().iter().filter(|body| self.members.binary_search(body).is_ok()).count();
        i64::try_from(shared / self.divisor).unwrap_or(0)
    }

    /// What the counts may add up to.
    pub fn most(&self) -> i64 {
        i64::try_from(self.members.len() / self.divisor).unwrap_or(0)
    }
}

/// A fractional solution: positions of sets and their values in parts of [`VALUE_ONE`].
pub type Fractional = [(u32, i64)];

/// The least violation that is worth a cut, in parts of [`VALUE_ONE`].
const LEAST: i64 = VALUE_ONE / 25;

/// Cuts that the solution violates, the most violated first, at most `most`, and no body in too many of them.
pub fn violated(packing: &Packing, solution: &Fractional, most: usize) -> Vec<Cut> {
    let fractional: Vec<(u32, i64)> =
        solution.iter().copied().filter(|(_, value)| *value < VALUE_ONE - 1_000).collect();
    let mut around: Vec<Vec<(u32, i64)>> = vec![Vec::new(); packing.bodies];
    for (at, value) in &fractional {
        for body in packing.sets[*at as usize].members() {
            around[*body as usize].push((*at, *value));
        }
    }
    let together = Together::new(packing, &around);
    let mut found = triples(&around, &together);
    if found.len() < most {
        found.extend(fives(&around, &together));
    }
    let mut full = vec![0; packing.bodies];
    for (at, value) in solution {
        for body in packing.sets[*at as usize].members() {
            full[*body as usize] += value;
        }
    }
    for (excess, members) in odd_sets(packing, &fractional, &full) {
        if excess >= LEAST {
            found.push((excess, Cut { members, divisor: 2 }));
        }
    }
    found.sort_unstable_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found.dedup_by(|one, other| one.1 == other.1);
    spread(found, most)
}

/// The first cuts in order, none of whose bodies is in more than a few.
fn spread(found: Vec<(i64, Cut)>, most: usize) -> Vec<Cut> {
    let mut used: HashMap<u32, u32> = HashMap::new();
    let mut chosen = Vec::new();
    for (_, cut) in found {
        if cut.members.iter().any(|body| used.get(body).is_some_and(|count| *count >= 5)) {
            continue;
        }
        for body in &cut.members {
            *used.entry(*body).or_default() += 1;
        }
        chosen.push(cut);
        if chosen.len() >= most {
            break;
        }
    }
    chosen
}

/// For each body the bodies it shares fractional sets with, rising, and the values of these sets together.
#[derive(Debug)]
struct Together(Vec<Vec<(u32, i64)>>);

impl Together {
    fn new(packing: &Packing, around: &[Vec<(u32, i64)>]) -> Self {
        let shared = |(body, own): (u32, &Vec<(u32, i64)>)| {
            let mut all: Vec<(u32, i64)> = Vec::with_capacity(3 * own.len());
            for (at, value) in own {
                let members = packing.sets[*at as usize].members();
                all.extend(members.iter().filter(|other| **other != body).map(|other| (*other, *value)));
            }
            all.sort_unstable();
            let same = all.chunk_by(|one, other| one.0 == other.0);
            same.map(|same| (same[0].0, same.iter().map(|(_, value)| value).sum())).collect()
        };
        Self((0_u32..).zip(around).map(shared).collect())
    }

    fn of(&self, body: u32) -> &[(u32, i64)] {
        &self.0[body as usize]
    }

    fn pair(&self, one: u32, other: u32) -> i64 {
        let list = self.of(one);
        list.binary_search_by_key(&other, |(body, _)| *body).map_or(0, |at| list[at].1)
    }
}

/// How far the counts of a cut go over what they may be.
fn excess(around: &[Vec<(u32, i64)>], members: &[u32], divisor: usize) -> i64 {
    let mut sets: Vec<(u32, i64)> =
        members.iter().flat_map(|body| &around[*body as usize]).copied().collect();
    sets.sort_unstable();
    // A set stands there as often as it shares bodies with the cut.
    let same = sets.chunk_by(|one, other| one.0 == other.0);
    let total: i64 = same.map(|same| i64::try_from(same.len() / divisor).unwrap_or(0) * same[0].1).sum();
    total - i64::try_from(members.len() / divisor).unwrap_or(0) * VALUE_ONE
}

fn triples(around: &[Vec<(u32, i64)>], together: &Together) -> Vec<(i64, Cut)> {
    let mut found = Vec::new();
    for (middle, list) in (0_u32..).zip(&together.0) {
        for (k, (one, first)) in list.iter().enumerate() {
            for (other, second) in &list[k + 1..] {
                let closing = together.pair(*one, *other);
                // A triangle is looked at from its smallest body only, a path from its middle.
                if closing > 0 && *one < middle || first + second + closing < VALUE_ONE + LEAST {
                    continue;
                }
                let mut members = vec![middle, *one, *other];
                members.sort_unstable();
                let excess = excess(around, &members, 2);
                if excess >= LEAST {
                    found.push((excess, Cut { members, divisor: 2 }));
                }
            }
        }
    }
    found
}

/// Five bodies with divisor 2 (odd holes among them) and 3, grown from each pair by whoever adds most.
fn fives(around: &[Vec<(u32, i64)>], together: &Together) -> Vec<(i64, Cut)> {
    let mut found = Vec::new();
    let mut links = Links { shared: vec![0; around.len()], bodies: Vec::new() };
    for one in 0_u32..u32::try_from(around.len()).unwrap_or(0) {
        for (other, _) in together.of(one).iter().filter(|(other, _)| *other > one) {
            let Some(members) = links.grown(together, one, *other) else { continue };
            for divisor in [2, 3] {
                let excess = excess(around, &members, divisor);
                if excess >= LEAST {
                    found.push((excess, Cut { members: members.clone(), divisor }));
                }
            }
        }
    }
    found
}

/// What each body shares with a few others, and which bodies that is more than nothing for.
#[derive(Debug)]
struct Links {
    shared: Vec<i64>,
    bodies: Vec<u32>,
}

impl Links {
    fn add(&mut self, list: &[(u32, i64)]) {
        for (body, value) in list {
            let shared = &mut self.shared[*body as usize];
            if *shared == 0 {
                self.bodies.push(*body);
            }
            *shared += value;
        }
    }

    fn clear(&mut self) {
        for body in self.bodies.drain(..) {
            self.shared[body as usize] = 0;
        }
    }

    /// Two bodies, and one after the other whoever shares most with those before, up to five.
    fn grown(&mut self, together: &Together, one: u32, other: u32) -> Option<Vec<u32>> {
        self.clear();
        let mut members = vec![one, other];
        self.add(together.of(one));
        self.add(together.of(other));
        while members.len() < 5 {
            let others = self.bodies.iter().filter(|body| !members.contains(body));
            let best = others.map(|body| (self.shared[*body as usize], *body)).max()?.1;
            members.push(best);
            self.add(together.of(best));
        }
        members.sort_unstable();
        Some(members)
    }
}
