//! All packings of the proved value, where the prices at the root leave a gap: branch and bound once more, this time
//! for ties.
//!
//! The sets that the prices at the root allow are few. Over these alone, with the cuts that bound there, the relaxation
//! is solved and cut further, and a node is left only when its bound is below the value; one whose bound is the value
//! itself is handed to `ties` with its own prices, which are nearly tight. Every packing of the value meets the decisions of some node, so the best of
//! all nodes is the best there is. The tree is about as large as that which proved the value, and is counted in the
//! same work.

use std::rc::Rc;

use super::bound::Prices;
use super::branching::Node;
use super::packing::Packing;
use super::search::{Packed, Search, Task};
use super::simplex::{Outcome, PRICE_ONE};
use super::ties::{Found, Settled, settle};

/// The best packing of the value, what is open, and the work it took.
#[derive(Clone, Debug)]
pub struct Tied {
    pub best: Found,
    /// Parts of the problem that were not gone through to the end.
    pub open: usize,
    pub work: u64,
}

/// Compares all packings that are worth as much as `packed`, whose value is proved.
pub fn best_of_equals(packing: &Packing, packed: &Packed, scores: &[Vec<i64>], allowed: u64) -> Tied {
    let known = Found::of(packing, scores, packed.chosen.clone());
    let room = packed.prices.total() - packed.value * PRICE_ONE;
    let mut possible: Vec<u32> = (0_u32..)
        .zip(&packing.sets)
        .filter(|(at, set)| packed.alive[*at as usize] && room + packed.prices.gain(set) >= 0)
        .map(|(at, _)| at)
        .collect();
    if packed.prices.bound() <= packed.value {
        let mut work = allowed;
        let settled = settle(packing, &possible, &packed.prices, scores, &known, &mut work);
        return better(known, settled, allowed - work);
    }
    possible.extend(&packed.chosen);
    possible.sort_unstable();
    possible.dedup();
    let small = packing.only(&possible);
    let own: Vec<Vec<i64>> = possible.iter().map(|at| scores[*at as usize].clone()).collect();
    let place = |at: &u32| possible.binary_search(at).ok().and_then(|place| u32::try_from(place).ok());
    let start = Found { sets: known.sets.iter().filter_map(place).collect(), ..known };
    let mut walk = TieSearch {
        search: Search::new(&small, start.sets.clone(), allowed, Task::Ties),
        scores: &own,
        best: start,
        open: 0,
    };
    walk.search.add_these(packed.prices.cuts().cloned().collect());
    walk.run();
    let mut best = walk.best;
    best.sets = best.sets.iter().map(|at| possible[*at as usize]).collect();
    Tied { best, open: walk.open, work: walk.search.work() }
}

fn better(known: Found, settled: Settled, work: u64) -> Tied {
    let best = settled.best.filter(|found| found.is_better_than(&known)).unwrap_or(known);
    Tied { best, open: settled.open, work }
}

struct TieSearch<'p> {
    search: Search<'p>,
    scores: &'p [Vec<i64>],
    best: Found,
    open: usize,
}

impl TieSearch<'_> {
    fn run(&mut self) {
        let outcome = self.search.lp.solve(self.search.left(), 0);
        self.search.take_root_prices();
        if outcome != Outcome::Optimal {
            self.open += 1;
            return;
        }
        self.search.fix_at_root();
        if self.search.root_bound > self.search.best_value {
            self.search.cut_at_root();
        }
        if self.search.root_prices.bound() <= self.search.best_value {
            let prices = self.search.root_prices.clone();
            let alive = (0_u32..).zip(&self.search.alive).filter(|(_, alive)| **alive);
            let sets: Vec<u32> = alive.map(|(at, _)| at).collect();
            return self.settle(&prices, &sets);
        }
        let basis = Rc::new(self.search.lp.save());
        let cuts = Rc::new(self.search.cuts.clone());
        let mut waiting = vec![Node { bound: self.search.root_bound, depth: 0, branch: None, basis, cuts }];
        while let Some(node) = waiting.pop() {
            if self.search.left() == 0 {
                self.open += waiting.len() + 1;
                return;
            }
            if let Some((near, far)) = self.expand(&node) {
                waiting.extend([far, near]);
            }
        }
    }

    /// Solves a node; the two below it, or nothing where it is done with.
    fn expand(&mut self, node: &Node) -> Option<(Node, Node)> {
        let value = self.search.best_value;
        self.search.go_to(node);
        self.search.ban_by(node.branch.as_deref());
        let mut bound = node.bound;
        for _ in 0..4 {
            let outcome = self.search.lp.solve(self.search.left(), value);
            let (prices, gains) = self.search.node_prices();
            bound = bound.min(prices.bound());
            if bound < value {
                return None;
            }
            if outcome == Outcome::OutOfWork {
                self.open += 1;
                return None;
            }
            if prices.bound() == value {
                self.settle_node(&prices);
                return None;
            }
            if outcome == Outcome::BelowCutoff {
                continue;
            }
            let solution = self.search.lp.solution();
            self.search.fix_at_node(&prices, &gains);
            if self.search.add_cuts(&solution, 40) == 0 {
                break;
            }
        }
        if let Some(split) = self.search.split(node.branch.as_deref()) {
            return Some(self.search.children(node, bound, split));
        }
        // Nothing is fractional: whatever the prices are, going through the node is exact.
        let (prices, _) = self.search.node_prices();
        self.settle_node(&prices);
        None
    }

    fn settle_node(&mut self, prices: &Prices) {
        let free = (0_u32..).zip(&self.search.sets).filter(|(column, _)| !self.search.lp.is_banned(*column));
        let mut sets: Vec<u32> = free.map(|(_, at)| *at).collect();
        sets.sort_unstable();
        self.settle(prices, &sets);
    }

    fn settle(&mut self, prices: &Prices, sets: &[u32]) {
        let left = self.search.left();
        let mut work = left;
        let settled = settle(self.search.packing, sets, prices, self.scores, &self.best, &mut work);
        self.search.extra_work += left - work;
        self.open += settled.open;
        if let Some(found) = settled.best.filter(|found| found.is_better_than(&self.best)) {
            self.best = found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bound::proved;
    use super::super::packing::{Packing, Set};
    use super::super::search::{Packed, Task, solve};
    use super::super::ties::Found;
    use super::best_of_equals;

    /// Fixed pseudo-random numbers (xorshift).
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: u32) -> u32 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            u32::try_from((self.0 >> 33) % u64::from(end)).unwrap()
        }
    }

    /// Sets over at most nine bodies whose weights and scores are few small numbers, so that much is equal.
    fn drawn(seed: u64) -> (Packing, Vec<Vec<i64>>) {
        let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let bodies = 4 + numbers.below(6);
        let most = 1 + numbers.below(4);
        let mut sets = Vec::new();
        for _ in 0..4 + numbers.below(9) {
            let mut members: Vec<u32> = (0..2 + numbers.below(3)).map(|_| numbers.below(bodies)).collect();
            members.sort_unstable();
            members.dedup();
            let size = u32::try_from(members.len()).unwrap();
            sets.push(Set::new(&members, i64::from(size * 2 + numbers.below(most))));
        }
        let score = |_| vec![i64::from(numbers.below(2)), i64::from(numbers.below(3)) - 1];
        let scores = sets.iter().map(score).collect();
        (Packing { bodies: usize::try_from(bodies).unwrap(), sets }, scores)
    }

    /// The best packing, found by trying all.
    fn by_trying(packing: &Packing, scores: &[Vec<i64>]) -> Found {
        let count = u32::try_from(packing.sets.len()).unwrap();
        let choices = (0..1_u32 << count).map(|mask| (0..count).filter(|at| mask >> at & 1 == 1).collect());
        let packings = choices.filter(|sets: &Vec<u32>| packing.holds(sets));
        let found = packings.map(|sets| Found::of(packing, scores, sets));
        found.reduce(|best, next| if next.is_better_than(&best) { next } else { best }).unwrap()
    }

    #[test]
    fn between_equals_the_best_is_what_trying_all_finds() {
        for seed in 1..=150 {
            let (packing, scores) = drawn(seed);
            let best = by_trying(&packing, &scores);

            let packed = solve(&packing, Vec::new(), 50_000_000, Task::Whole);
            assert_eq!((packed.value, packed.bound), (best.value, best.value), "round {seed}");
            let tied = best_of_equals(&packing, &packed, &scores, 50_000_000);
            assert_eq!((tied.open, &tied.best), (0, &best), "round {seed}");

            // Prices that prove nothing lose nothing but time.
            let prices = proved(&packing, &vec![0; packing.bodies], &[]);
            let alive = vec![true; packing.sets.len()];
            let blind = Packed { prices, alive, ..packed };
            let tied = best_of_equals(&packing, &blind, &scores, 50_000_000);
            assert_eq!((tied.open, tied.best), (0, best), "round {seed}");
        }
    }

    #[test]
    fn what_cannot_be_gone_through_is_told_and_keeps_what_was_found() {
        // Forty bodies in a circle, each with the next but one or with the next: more packings than can be tried.
        let pairs = (0..40_u32).flat_map(|at| [[at, (at + 1) % 40], [at, (at + 2) % 40]]);
        let packing = Packing { bodies: 40, sets: pairs.map(|pair| Set::new(&pair, 1_000)).collect() };
        let scores = vec![vec![0]; packing.sets.len()];
        let packed = solve(&packing, Vec::new(), 50_000_000, Task::Whole);

        let tied = best_of_equals(&packing, &packed, &scores, 20_000);

        assert_eq!((packed.value, packed.bound), (20_000, 20_000));
        assert_eq!((tied.open, tied.best.value), (1, 20_000));
        assert!(packing.holds(&tied.best.sets));
        let settled = best_of_equals(&packing, &packed, &scores, 50_000_000);
        assert_eq!((settled.open, &settled.best.sets[..4]), (0, &[0, 4, 8, 12][..]));
    }
}
