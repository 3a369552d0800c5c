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
    let mut together: HashMap<(u32, u32), i64> = HashMap::new();
    let mut around: Vec<Vec<(u32, i64)>> = vec![Vec::new(); packing.bodies];
    for (at, value) in &fractional {
        let members = packing.sets[*at as usize].members();
        for (k, one) in members.iter().enumerate() {
            around[*one as usize].push((*at, *value));
            for other in &members[k + 1..] {
                *together.entry((*one, *other)).or_default() += value;
            }
        }
    }
    let mut found = triples(packing, &together, &around);
    if found.len() < most {
        found.extend(fives(packing, &together, &around));
    }
    let mut full = vec![0; packing.bodies];
    for (at, value) in solution {
        for body in packing.sets[*at as usize].members() {
            full[*body as usize] += value;
        }
    }
    for members in odd_sets(packing, &fractional, &full) {
        let cut = Cut { members, divisor: 2 };
        let excess = excess(packing, &around, &cut);
        if excess >= LEAST {
            found.push((excess, cut));
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

/// The neighbours of each body: those it shares fractional sets with.
fn neighbours(together: &HashMap<(u32, u32), i64>) -> HashMap<u32, Vec<u32>> {
    let mut next: HashMap<u32, Vec<u32>> = HashMap::new();
    for (one, other) in together.keys() {
        next.entry(*one).or_default().push(*other);
        next.entry(*other).or_default().push(*one);
    }
    for list in next.values_mut() {
        list.sort_unstable();
    }
    next
}

fn pair(together: &HashMap<(u32, u32), i64>, one: u32, other: u32) -> i64 {
    together.get(&(one.min(other), one.max(other))).copied().unwrap_or(0)
}

/// How far the counts of a cut go over what they may be.
fn excess(packing: &Packing, around: &[Vec<(u32, i64)>], cut: &Cut) -> i64 {
    let mut sets: Vec<(u32, i64)> =
        cut.members.iter().flat_map(|body| &around[*body as usize]).copied().collect();
    sets.sort_unstable();
    sets.dedup();
    let total: i64 = sets.iter().map(|(at, value)| cut.counts(&packing.sets[*at as usize]) * value).sum();
    total - cut.most() * VALUE_ONE
}

fn triples(
    packing: &Packing,
    together: &HashMap<(u32, u32), i64>,
    around: &[Vec<(u32, i64)>],
) -> Vec<(i64, Cut)> {
    let next = neighbours(together);
    let mut found = Vec::new();
    for (middle, list) in &next {
        for (k, one) in list.iter().enumerate() {
            let first = pair(together, *middle, *one);
            for other in &list[k + 1..] {
                let closing = pair(together, *one, *other);
                // A triangle is looked at from its smallest body only, a path from its middle.
                if closing > 0 && (one < middle || other < middle) {
                    continue;
                }
                if first + pair(together, *middle, *other) + closing < VALUE_ONE + LEAST {
                    continue;
                }
                let mut members = vec![*middle, *one, *other];
                members.sort_unstable();
                let cut = Cut { members, divisor: 2 };
                let excess = excess(packing, around, &cut);
                if excess >= LEAST {
                    found.push((excess, cut));
                }
            }
        }
    }
    found
}

/// Five bodies with divisor 2 (odd holes among them) and 3, grown from each body by whoever adds most.
fn fives(
    packing: &Packing,
    together: &HashMap<(u32, u32), i64>,
    around: &[Vec<(u32, i64)>],
) -> Vec<(i64, Cut)> {
    let next = neighbours(together);
    let mut pairs: Vec<(u32, u32)> = together.keys().copied().collect();
    pairs.sort_unstable();
    let mut found = Vec::new();
    for (one, other) in pairs {
        for divisor in [2, 3] {
            let mut members = vec![one, other];
            while members.len() < 5 {
                let mut nearby: Vec<u32> =
                    members.iter().filter_map(|body| next.get(body)).flatten().copied().collect();
                nearby.sort_unstable();
                nearby.dedup();
                let linked =
                    |body: &u32| members.iter().map(|member| pair(together, *member, *body)).sum::<i64>();
                let best = nearby
                    .iter()
                    .filter(|body| !members.contains(body))
                    .max_by_key(|body| (linked(body), **body));
                match best {
                    Some(body) => members.push(*body),
                    None => break,
                }
            }
            if members.len() == 5 {
                members.sort_unstable();
                let cut = Cut { members, divisor };
                let excess = excess(packing, around, &cut);
                if excess >= LEAST {
                    found.push((excess, cut));
                }
            }
        }
    }
    found
}
