//! Weighted set packing: sets of bodies with weights, each body in at most one chosen set. This is what rings with
//! K = 1 come down to, since then the offers and needs of a ring are nobody else's.
//!
//! A set that holds another of at least its weight is never needed ([`Packing::without_dominated`]), nor is one that
//! holds two disjoint sets of together at least its weight; with rings of four that is about half of them.

use std::collections::HashMap;

use super::instance::LONGEST;

/// Marks the places that a short set leaves empty.
const NOBODY: u32 = u32::MAX;

/// A few bodies that go together, rising, and what they bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    members: [u32; LONGEST],
    pub weight: i64,
}

impl Set {
    /// A set of at most [`LONGEST`] bodies.
    pub fn new(bodies: &[u32], weight: i64) -> Self {
        let mut members = [NOBODY; LONGEST];
        members[..bodies.len()].copy_from_slice(bodies);
        members[..bodies.len()].sort_unstable();
        Self { members, weight }
    }

    /// The bodies, rising.
    pub fn members(&self) -> &[u32] {
        let count = self.members.iter().position(|body| *body == NOBODY).unwrap_or(LONGEST);
        &self.members[..count]
    }

    /// All places, the empty ones as the largest number: a key for the set.
    pub fn key(&self) -> [u32; LONGEST] {
        self.members
    }

    /// Whether all of its bodies are marked.
    pub fn within(&self, marked: &[bool]) -> bool {
        self.members().iter().all(|body| marked[*body as usize])
    }
}

/// A packing problem.
#[derive(Clone, Debug, Default)]
pub struct Packing {
    pub bodies: usize,
    pub sets: Vec<Set>,
}

impl Packing {
    /// What some sets bring together.
    pub fn worth(&self, chosen: &[u32]) -> i64 {
        chosen.iter().map(|at| self.sets[*at as usize].weight).sum()
    }

    /// The sets that each body is in, as positions.
    pub fn sets_by_body(&self) -> Vec<Vec<u32>> {
        let mut found = vec![Vec::new(); self.bodies];
        for (at, set) in (0_u32..).zip(&self.sets) {
            for body in set.members() {
                found[*body as usize].push(at);
            }
        }
        found
    }

    /// Positions of the sets that are worth keeping: none that holds one or two disjoint others that bring more.
    pub fn without_dominated(&self) -> Vec<u32> {
        let weights: HashMap<[u32; LONGEST], i64> =
            self.sets.iter().map(|set| (set.key(), set.weight)).collect();
        let stays = |set: &Set| {
            let members = set.members();
            let mut parts = [0_i64; 1 << LONGEST];
            let all = (1_usize << members.len()) - 1;
            for (mask, weight) in parts.iter_mut().enumerate().take(all).skip(1) {
                let (part, count) = picked(members, mask);
                if count >= 2 {
                    *weight = weights.get(&part).copied().unwrap_or(0);
                }
            }
            let best = (1..all).map(|mask| parts[mask] + parts[all & !mask]).max().unwrap_or(0);
            best <= set.weight
        };
        (0_u32..).zip(&self.sets).filter(|(_, set)| stays(set)).map(|(at, _)| at).collect()
    }

    /// Only the sets at these positions.
    pub fn only(&self, positions: &[u32]) -> Self {
        Self { bodies: self.bodies, sets: positions.iter().map(|at| self.sets[*at as usize]).collect() }
    }

    /// Takes sets in the given order as long as they fit beside each other.
    pub fn greedy(&self, order: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut taken = vec![false; self.bodies];
        let mut chosen = Vec::new();
        for at in order {
            let members = self.sets[at as usize].members();
            if members.iter().all(|body| !taken[*body as usize]) {
                for body in members {
                    taken[*body as usize] = true;
                }
                chosen.push(at);
            }
        }
        chosen.sort_unstable();
        chosen
    }

    /// Whether no body is in two of the chosen sets.
    pub fn holds(&self, chosen: &[u32]) -> bool {
        self.greedy(chosen.iter().copied()).len() == chosen.len()
    }
}

fn picked(members: &[u32], mask: usize) -> ([u32; LONGEST], usize) {
    let mut part = [NOBODY; LONGEST];
    let mut count = 0;
    for (at, body) in members.iter().enumerate() {
        if mask & (1 << at) != 0 {
            part[count] = *body;
            count += 1;
        }
    }
    (part, count)
}
