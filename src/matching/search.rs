//! The best packing: linear relaxation, cuts, reduced-cost fixing, and branch and bound on what is left.
//!
//! At the root the relaxation over all sets is solved, a packing is rounded from it and improved (see `improve`), sets
//! that the bound rules out are dropped, and cuts are added as long as they help. What then is left is searched by
//! branching on two bodies: in the same set or not, which splits more evenly than taking or leaving one set (see
//! `branching`). The bound that is reported is the largest of those open, each of them proved in whole numbers (see
//! `bound`).

use std::cmp::Reverse;

use super::bound::{Prices, proved};
use super::cuts::Cut;
use super::improve::{self, Improvement};
use super::induced::{MANNERS, induced};
use super::packing::Packing;
use super::simplex::{Outcome, Simplex};

/// How much may be done, in entries of matrices touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// The whole problem: improve the packing in neighbourhoods as well.
    Whole,
    /// A neighbourhood of a larger problem: only search.
    Part,
    /// What is worth as much as a packing that is known to be best: nodes that may reach its value stay.
    Ties,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Positions of the chosen sets, rising.
    pub chosen: Vec<u32>,
    pub value: i64,
    /// No packing is worth more.
    pub bound: i64,
    pub nodes: u64,
    pub work: u64,
    /// The prices at the root, which prove `root_bound`.
    pub prices: Prices,
    pub root_bound: i64,
    /// The sets that a packing of this value may use.
    pub alive: Vec<bool>,
}

/// Finds the best packing, starting from one that is known.
pub fn solve(packing: &Packing, start: Vec<u32>, allowed: u64, task: Task) -> Packed {
    let mut search = Search::new(packing, start, allowed, task);
    let bound = search.run();
    Packed {
        value: search.best_value,
        bound: bound.max(search.best_value),
        nodes: search.nodes,
        work: search.work(),
        prices: search.root_prices,
        root_bound: search.root_bound,
        alive: search.alive,
        chosen: search.best,
    }
}

#[derive(Debug)]
pub(super) struct Search<'p> {
    pub(super) packing: &'p Packing,
    pub(super) task: Task,
    pub(super) lp: Simplex,
    /// The set of each column.
    pub(super) sets: Vec<u32>,
    pub(super) cuts: Vec<Cut>,
    pub(super) best: Vec<u32>,
    pub(super) best_value: i64,
    pub(super) nodes: u64,
    pub(super) allowed: u64,
    pub(super) extra_work: u64,
    pub(super) turn: u64,
    /// The largest bound of a node that could not be divided.
    pub(super) undivided: i64,
    /// The sets that were not ruled out, by position in the packing.
    pub(super) alive: Vec<bool>,
    pub(super) root_prices: Prices,
    pub(super) root_bound: i64,
}

impl<'p> Search<'p> {
    pub(super) fn new(packing: &'p Packing, start: Vec<u32>, allowed: u64, task: Task) -> Self {
        let largest = packing.sets.iter().map(|set| set.weight).max().unwrap_or(1);
        let mut lp = Simplex::new(&vec![1; packing.bodies], largest);
        for set in &packing.sets {
            let entries: Vec<(u32, i64)> = set.members().iter().map(|body| (*body, 1)).collect();
            lp.add_column(set.weight, &entries);
        }
        lp.steep = task == Task::Whole;
        let sets = (0_u32..).zip(&packing.sets).map(|(at, _)| at).collect();
        let best_value = packing.worth(&start);
        let root_prices = proved(packing, &vec![0; packing.bodies], &[]);
        let root_bound = root_prices.bound();
        Self {
            packing,
            task,
            lp,
            sets,
            cuts: Vec::new(),
            best: start,
            best_value,
            nodes: 0,
            allowed,
            extra_work: 0,
            turn: 0,
            undivided: 0,
            alive: vec![true; packing.sets.len()],
            root_prices,
            root_bound,
        }
    }

    pub(super) fn work(&self) -> u64 {
        self.lp.work + self.extra_work
    }

    pub(super) fn left(&self) -> u64 {
        self.allowed.saturating_sub(self.work())
    }

    fn run(&mut self) -> i64 {
        if self.packing.sets.is_empty() {
            return 0;
        }
        let outcome = self.lp.solve(self.left(), 0);
        self.take_root_prices();
        if outcome != Outcome::Optimal {
            self.try_greedy();
            return self.root_bound;
        }
        self.round();
        self.improve(12);
        self.fix_at_root();
        if self.root_bound > self.best_value {
            self.cut_at_root();
        }
        self.improve_where_in_doubt();
        if self.root_bound > self.best_value { self.branch() } else { self.root_bound }
    }

    // ---- packings -----------------------------------------------------------------------------------------------

    pub(super) fn offer(&mut self, chosen: Vec<u32>) {
        let value = self.packing.worth(&chosen);
        if value > self.best_value {
            debug_assert!(self.packing.holds(&chosen), "a packing uses no body twice");
            self.best = chosen;
            self.best_value = value;
        }
    }

    fn try_greedy(&mut self) {
        let mut order: Vec<u32> = self.sets.clone();
        order.sort_by_key(|at| (Reverse(self.packing.sets[*at as usize].weight), *at));
        self.offer(self.packing.greedy(order));
    }

    /// Takes sets by their value in the relaxation, then by what they lose against its prices.
    pub(super) fn round(&mut self) {
        let solution = self.lp.solution();
        let rows = self.lp.prices();
        let prices = Prices::new(&rows, &self.cuts, self.packing.bodies);
        let mut order: Vec<(i64, i64, u32)> = self
            .sets
            .iter()
            .map(|at| (0, -prices.gain(&self.packing.sets[*at as usize]), *at))
            .filter(|(_, loss, _)| *loss < 1 << 54)
            .collect();
        for (column, value) in solution {
            order[column as usize].0 = -value;
        }
        order.sort_unstable();
        self.extra_work += 20 * order.len() as u64;
        self.offer(self.packing.greedy(order.into_iter().map(|(_, _, at)| at)));
    }

    /// Improves the packing with a part of the work that is left, but no more than what was done so far:
    /// where cuts settle the matter at once, that would be in vain.
    pub(super) fn improve(&mut self, part: u64) {
        if self.task != Task::Whole || self.root_bound <= self.best_value {
            return;
        }
        let allowed = (self.left() / part).min(self.work());
        let (prices, best, bound) = (&self.root_prices, &self.best, self.root_bound);
        let Improvement { chosen, work } =
            improve::neighbourhoods((self.packing, &self.alive), prices, best, bound, allowed, self.turn);
        self.turn += 1;
        self.extra_work += work;
        self.offer(chosen);
    }

    /// Improves the packing where the relaxation disagrees with it, with most of the work that is left. A narrow gap is
    /// left to branch and bound.
    fn improve_where_in_doubt(&mut self) {
        let gap = self.root_bound - self.best_value;
        if self.task != Task::Whole || gap.saturating_mul(2_000) <= self.root_bound {
            return;
        }
        let allowed = self.left() - self.kept_for_branching();
        let solution: Vec<(u32, i64)> = self
            .lp
            .solution()
            .into_iter()
            .map(|(column, value)| (self.sets[column as usize], value))
            .collect();
        let (prices, start, bound) = (&self.root_prices, self.best.clone(), self.root_bound);
        let (mut work, mut found) = (0, Vec::new());
        for (at, manner) in (1..).zip(&MANNERS) {
            let part = allowed * at / MANNERS.len() as u64;
            let improved = induced(
                (self.packing, &self.alive),
                prices,
                &solution,
                &start,
                bound,
                (manner, part.saturating_sub(work)),
            );
            work += improved.work;
            found.push(improved.chosen);
        }
        self.extra_work += work;
        for chosen in found {
            self.offer(chosen);
        }
        self.fix_at_root();
    }

    /// The work that branch and bound is left where the gap is wide: three fifths of it, and less in a large round, where as
    /// many nodes lower the bound by less of it.
    fn kept_for_branching(&self) -> u64 {
        let left = u128::from(self.left());
        let part = 3_000 * left / (3_000 + 2 * self.packing.bodies as u128);
        u64::try_from(part).unwrap_or(0)
    }

    /// Whether the bound is more than a thousandth above the packing.
    pub(super) fn gap_is_wide(&self) -> bool {
        self.task == Task::Whole
            && (self.root_bound - self.best_value).saturating_mul(1_000) > self.root_bound
    }
}

#[cfg(test)]
mod tests {
    use super::super::packing::{Packing, Set};
    use super::{Task, solve};

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

    /// Sets of two to four bodies whose weights lie close together.
    fn drawn(bodies: u32, seed: u64) -> Packing {
        let mut numbers = Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut set = |_| {
            let size = 2 + numbers.below(3);
            let mut members: Vec<u32> = Vec::new();
            while members.len() < size as usize {
                let body = numbers.below(bodies);
                if !members.contains(&body) {
                    members.push(body);
                }
            }
            Set::new(&members, i64::from(1_000 * size + numbers.below(700)))
        };
        let sets = (0..bodies * 8).map(&mut set).collect();
        Packing { bodies: bodies as usize, sets }
    }

    #[test]
    fn a_small_packing_is_proved_to_the_penny() {
        // In each of these a node ends a fraction of a penny above or below the best packing, or with two bodies that are
        // together and yet only partly in any set.
        for (bodies, seed) in [(30, 388), (40, 210), (40, 342), (60, 202)] {
            let packed = solve(&drawn(bodies, seed), Vec::new(), 100_000_000, Task::Whole);

            assert_eq!(packed.value, packed.bound, "{bodies} bodies, seed {seed}");
        }
    }
}
