//! The root of the search: cuts as long as they help, and sets dropped as soon as they are ruled out.

use std::collections::BTreeMap;

use super::bound::Prices;
use super::cuts::{Cut, violated};
use super::search::{Search, Task};
use super::simplex::{Outcome, PRICE_ONE, VALUE_ONE};

/// In a smaller round a wide gap is left to what follows (see `induced`).
const LARGE: usize = 3_000;

impl Search<'_> {
    pub(super) fn take_root_prices(&mut self) {
        let mut prices = Prices::new(&self.lp.prices(), &self.cuts, self.packing.bodies);
        prices.cover(self.sets.iter().map(|at| &self.packing.sets[*at as usize]));
        self.extra_work += 8 * self.sets.len() as u64;
        if prices.bound() < self.root_bound {
            // Sets that were dropped are in no packing that is better than the best.
            self.root_bound = prices.bound().max(self.best_value);
            self.root_prices = prices;
        }
    }

    /// Drops the columns that cannot be in any packing better than the best, and the cuts that do not bind.
    pub(super) fn fix_at_root(&mut self) {
        // A set that could be in another packing of the best value stays, for the sake of ties.
        let slack = self.root_prices.total() - self.best_value * PRICE_ONE;
        let keep: Vec<bool> = self
            .sets
            .iter()
            .map(|at| slack + self.root_prices.gain(&self.packing.sets[*at as usize]) >= 0)
            .collect();
        let stay = keep.iter().filter(|keep| **keep).count();
        if 10 * stay > 9 * keep.len() && self.cuts.len() < 50 {
            return;
        }
        let mut rows = vec![true; self.packing.bodies];
        rows.resize(self.packing.bodies + self.cuts.len(), false);
        for (at, keep) in self.sets.iter().zip(&keep) {
            self.alive[*at as usize] &= *keep;
        }
        let (columns, rows) = self.lp.shrink(&keep, &rows);
        self.lp.refactor();
        let mut kept = columns.iter();
        self.sets.retain(|_| *kept.next().unwrap_or(&true));
        let mut kept = rows[self.packing.bodies..].iter();
        self.cuts.retain(|_| *kept.next().unwrap_or(&true));
    }

    pub(super) fn cut_at_root(&mut self) {
        let mut stalled = 0;
        let rounds = if self.task == Task::Part { 6 } else { 160 };
        for round in 0..rounds {
            let before = self.root_bound;
            let solution = self.lp.solution();
            if self.offer_if_whole(&solution) {
                break;
            }
            if self.add_cuts(&solution, 150 + self.packing.bodies / 20) == 0 {
                break;
            }
            if self.lp.solve(self.left(), 0) != Outcome::Optimal {
                break;
            }
            self.take_root_prices();
            self.round();
            if round % 8 == 7 && (self.packing.bodies > LARGE || !self.gap_is_wide()) {
                self.improve(32);
            }
            if self.root_bound <= self.best_value {
                return;
            }
            self.fix_at_root();
            let gap = before - self.best_value;
            stalled = if (before - self.root_bound).saturating_mul(3_000) < gap { stalled + 1 } else { 0 };
            if stalled >= 4 {
                break;
            }
        }
        self.fix_at_root();
    }

    pub(super) fn add_cuts(&mut self, solution: &[(u32, i64)], most: usize) -> usize {
        let by_set: Vec<(u32, i64)> =
            solution.iter().map(|(column, value)| (self.sets[*column as usize], *value)).collect();
        let found = violated(self.packing, &by_set, most);
        let count = found.len();
        self.add_these(found);
        count
    }

    /// Adds cuts to the relaxation.
    pub(super) fn add_these(&mut self, found: Vec<Cut>) {
        let mut marked = vec![false; self.packing.bodies];
        for cut in &found {
            for body in &cut.members {
                marked[*body as usize] = true;
            }
        }
        let touched: Vec<(u32, u32)> = (0_u32..)
            .zip(&self.sets)
            .filter(|(_, at)| {
                let members = self.packing.sets[**at as usize].members();
                members.iter().filter(|body| marked[**body as usize]).count() >= 2
            })
            .map(|(column, at)| (column, *at))
            .collect();
        let mut by_body: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for (column, at) in touched {
            for body in self.packing.sets[at as usize].members() {
                by_body.entry(*body).or_default().push((column, at));
            }
        }
        for cut in &found {
            let mut columns: Vec<(u32, u32)> =
                cut.members.iter().filter_map(|body| by_body.get(body)).flatten().copied().collect();
            columns.sort_unstable();
            columns.dedup();
            let entries: Vec<(u32, i64)> = columns
                .into_iter()
                .map(|(column, at)| (column, cut.counts(&self.packing.sets[at as usize])))
                .filter(|(_, counts)| *counts > 0)
                .collect();
            self.lp.add_row(cut.most(), &entries);
        }
        self.extra_work += 40 * self.sets.len() as u64;
        self.cuts.extend(found);
    }

    /// Takes a solution without fractions as a packing.
    pub(super) fn offer_if_whole(&mut self, solution: &[(u32, i64)]) -> bool {
        if solution.iter().any(|(_, value)| (10_000..VALUE_ONE - 10_000).contains(value)) {
            return false;
        }
        let chosen = solution.iter().filter(|(_, value)| *value > VALUE_ONE / 2);
        self.offer(
            self.packing.greedy(chosen.map(|(column, _)| self.sets[*column as usize]).collect::<Vec<_>>()),
        );
        true
    }
}
