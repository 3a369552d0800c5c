//! Between packings of the same, largest value: the one that the further objectives like best.
//!
//! Only sets that the proved prices allow in an optimal packing matter (bound + gain ≥ optimum). They fall into
//! components that share no body. In an optimal packing every component is at its own best, so each can be gone
//! through alone: all its packings of that value, by a search that gives up a branch as soon as the prices of the free
//! bodies cannot make up what is missing. Of equals the first in canonical order stays.

use std::collections::BTreeMap;

use super::bound::Prices;
use super::packing::Packing;
use super::simplex::PRICE_ONE;

/// The best of the packings that are worth as much as `chosen`, and whether all of them were compared.
#[derive(Clone, Debug)]
pub struct Settled {
    pub chosen: Vec<u32>,
    pub is_complete: bool,
}

/// Settles ties, with at most `allowed` steps for each component. `scores` has one list per set, larger is better; the
/// order of the sets is the canonical order.
pub fn settle(
    (packing, alive): (&Packing, &[bool]),
    prices: &Prices,
    chosen: &[u32],
    scores: &[Vec<i64>],
    allowed: u64,
) -> Settled {
    let optimum = packing.worth(chosen);
    let slack = prices.total() - optimum * PRICE_ONE;
    let mut possible: Vec<u32> = (0_u32..)
        .zip(&packing.sets)
        .filter(|(at, set)| alive[*at as usize] && slack + prices.gain(set) >= 0)
        .map(|(at, _)| at)
        .collect();
    possible.extend(chosen);
    possible.sort_unstable();
    possible.dedup();
    let mut settled = Settled { chosen: Vec::new(), is_complete: true };
    for component in components(packing, &possible) {
        let mut steps = allowed;
        let own: Vec<u32> = component.iter().copied().filter(|at| chosen.binary_search(at).is_ok()).collect();
        let mut tie = Tie {
            packing,
            scores,
            prices,
            component: &component,
            target: packing.worth(&own),
            taken: vec![false; packing.bodies],
            path: Vec::new(),
            best: (total(scores, &own), own),
            steps: &mut steps,
        };
        tie.start();
        settled.chosen.extend(&tie.best.1);
        settled.is_complete &= steps > 0;
    }
    settled.chosen.sort_unstable();
    settled
}

fn total(scores: &[Vec<i64>], sets: &[u32]) -> Vec<i64> {
    super::objective::total(sets.iter().map(|at| scores[*at as usize].clone()))
}

/// The body that stands for everybody linked with `at`.
fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Groups of sets that share no bodies with each other's.
fn components(packing: &Packing, sets: &[u32]) -> Vec<Vec<u32>> {
    let mut root: Vec<usize> = (0..packing.bodies).collect();
    for at in sets {
        let members = packing.sets[*at as usize].members();
        let first = find(&mut root, members[0] as usize);
        for other in &members[1..] {
            let other = find(&mut root, *other as usize);
            root[other] = first;
        }
    }
    let mut groups: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for at in sets {
        let first = packing.sets[*at as usize].members()[0] as usize;
        groups.entry(find(&mut root, first)).or_default().push(*at);
    }
    groups.into_values().collect()
}

struct Tie<'t> {
    packing: &'t Packing,
    scores: &'t [Vec<i64>],
    prices: &'t Prices,
    component: &'t [u32],
    target: i64,
    taken: Vec<bool>,
    path: Vec<u32>,
    best: (Vec<i64>, Vec<u32>),
    steps: &'t mut u64,
}

impl Tie<'_> {
    fn start(&mut self) {
        if self.component.len() == 1 {
            return;
        }
        let mut bodies: Vec<u32> = self
            .component
            .iter()
            .flat_map(|at| self.packing.sets[*at as usize].members().iter().copied())
            .collect();
        bodies.sort_unstable();
        bodies.dedup();
        self.go(&bodies, 0);
    }

    /// Decides about the bodies, with `value` so far.
    fn go(&mut self, bodies: &[u32], value: i64) {
        let free: Vec<u32> = bodies.iter().copied().filter(|body| !self.taken[*body as usize]).collect();
        if *self.steps == 0 || value + self.prices.most_of(&free) < self.target {
            return;
        }
        *self.steps -= 1;
        let Some(body) = free.first().copied() else {
            if value == self.target {
                self.compare();
            }
            return;
        };
        for k in 0..self.component.len() {
            let set_at = self.component[k];
            let set = self.packing.sets[set_at as usize];
            let members = set.members();
            if !members.contains(&body) || members.iter().any(|member| self.taken[*member as usize]) {
                continue;
            }
            self.mark(members, true);
            self.path.push(set_at);
            self.go(&free, value + set.weight);
            self.path.pop();
            self.mark(members, false);
        }
        self.taken[body as usize] = true;
        self.go(&free, value);
        self.taken[body as usize] = false;
    }

    fn mark(&mut self, members: &[u32], taken: bool) {
        for member in members {
            self.taken[*member as usize] = taken;
        }
    }

    fn compare(&mut self) {
        let score = total(self.scores, &self.path);
        let mut path = self.path.clone();
        path.sort_unstable();
        if score > self.best.0 || score == self.best.0 && path < self.best.1 {
            self.best = (score, path);
        }
    }
}
