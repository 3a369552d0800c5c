//! The primal method, and the exchange of one basic variable for another that both methods end in.
//!
//! Dantzig's rule over a short list of candidates; when none of them gains, all columns are priced and the list is
//! filled again. One step costs one FTRAN, one BTRAN and a pass over the candidates.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::simplex::{Basic, HAIR, NOWHERE, OPTIMAL, Outcome, PIVOT, Simplex};

/// Candidates taken from one pricing of all columns.
const CANDIDATES: usize = 1_000;

impl Simplex {
    pub(super) fn primal_phase(&mut self, end: u64) -> Outcome {
        while let Some(entering) = self.entering() {
            if self.work > end {
                return Outcome::OutOfWork;
            }
            self.solve_entering(entering);
            let Some(position) = self.leaving() else {
                // Only rounding can make a packing problem look unbounded.
                if let Basic::Column(column) = entering {
                    self.candidates.retain(|candidate| *candidate != column);
                }
                if self.factor.updates() == 0 {
                    return Outcome::Optimal;
                }
                self.refactor();
                continue;
            };
            let gain = self.gain(entering);
            self.exchange(position, entering, gain);
        }
        Outcome::Optimal
    }

    fn gain(&self, entering: Basic) -> f64 {
        match entering {
            Basic::Column(column) => self.price(column),
            Basic::Slack(row) => -self.duals[row as usize],
        }
    }

    /// The most attractive candidate, or a slack whose row has a negative price.
    fn entering(&mut self) -> Option<Basic> {
        for round in 0..2 {
            if round == 1 {
                self.gather_candidates();
            }
            let mut best = (OPTIMAL, None);
            let mut kept = Vec::with_capacity(self.candidates.len());
            for column in std::mem::take(&mut self.candidates) {
                if self.banned[column as usize] || self.column_position[column as usize] != NOWHERE {
                    continue;
                }
                let gain = self.price(column);
                if gain > OPTIMAL {
                    kept.push(column);
                }
                if gain > best.0 {
                    best = (gain, Some(Basic::Column(column)));
                }
            }
            self.work += 2 * kept.len() as u64;
            self.candidates = kept;
            for (row, dual) in (0_u32..).zip(&self.duals) {
                if -dual > best.0 && self.slack_position[row as usize] == NOWHERE {
                    best = (-dual, Some(Basic::Slack(row)));
                }
            }
            if best.1.is_some() {
                return best.1;
            }
        }
        None
    }

    fn gather_candidates(&mut self) {
        let mut found: Vec<(f64, u32)> = Vec::new();
        let count = u32::try_from(self.columns.len()).unwrap_or(NOWHERE);
        for column in 0..count {
            if !self.banned[column as usize] && self.column_position[column as usize] == NOWHERE {
                let gain = self.price(column);
                if gain > OPTIMAL {
                    found.push((gain, column));
                }
            }
        }
        self.work += 4 * u64::from(count);
        if found.len() > CANDIDATES {
            found.select_nth_unstable_by(CANDIDATES, |one, other| {
                other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
            });
            found.truncate(CANDIDATES);
        }
        self.candidates = found.into_iter().map(|(_, column)| column).collect();
        self.candidates.sort_unstable();
    }

    pub(super) fn solve_entering(&mut self, entering: Basic) {
        match entering {
            Basic::Column(column) => {
                for (row, part) in &self.columns[column as usize] {
                    self.by_row[*row as usize] = *part;
                }
            }
            Basic::Slack(row) => self.by_row[row as usize] = 1.0,
        }
        self.factor.solve(&mut self.by_row, &mut self.alpha);
        self.take_work();
    }

    /// The position that leaves, by Harris' two passes: first how far the entering variable may grow if nothing is to
    /// fall below nothing by more than a hair, then, of all that is reached on the way, the largest pivot.
    fn leaving(&self) -> Option<usize> {
        let mut reach = f64::INFINITY;
        let mut near: Vec<(f64, f64, usize)> = Vec::new();
        let places = self.alpha.iter().zip(&self.values).zip(&self.held).enumerate();
        for (position, ((alpha, value), held)) in places {
            let room = if *alpha > PIVOT {
                value.max(0.0)
            } else if *alpha < -PIVOT && *held {
                0.0
            } else {
                continue;
            };
            let size = alpha.abs();
            // Only what is within reach so far can be within reach in the end.
            if room <= reach * size {
                near.push((room / size, size, position));
                reach = reach.min((room + HAIR) / size);
            }
        }
        let near = near.into_iter().filter(|(least, _, _)| *least <= reach);
        near.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(_, _, position)| position)
    }

    /// Replaces the basic variable at `position` by the one whose column has been solved into `alpha`.
    pub(super) fn exchange(&mut self, position: usize, entering: Basic, gain: f64) {
        self.by_position[position] = 1.0;
        self.factor.solve_transposed(&mut self.by_position, &mut self.rho);
        if self.steep && self.weights.len() == self.rhs.len() {
            self.solve_tau();
            self.steepen_exactly(position);
            // The factors are updated with what was last solved for.
            self.solve_entering(entering);
        }
        self.exchange_along(position, entering, gain);
    }

    /// The same where the row of the inverse at `position` is in `rho` already.
    pub(super) fn exchange_along(&mut self, position: usize, entering: Basic, gain: f64) {
        let pivot = self.alpha[position];
        let step = self.values[position] / pivot;
        let price = gain / pivot;
        for (dual, rho) in self.duals.iter_mut().zip(&self.rho) {
            *dual += price * rho;
        }
        for (value, alpha) in self.values.iter_mut().zip(&self.alpha) {
            *value -= step * alpha;
        }
        self.values[position] = step;
        self.held[position] = false;
        self.factor.replace(position, pivot);
        let at = u32::try_from(position).unwrap_or(NOWHERE);
        match std::mem::replace(&mut self.basis[position], entering) {
            Basic::Column(column) => {
                self.column_position[column as usize] = NOWHERE;
                self.candidates.push(column);
            }
            Basic::Slack(row) => self.slack_position[row as usize] = NOWHERE,
        }
        match entering {
            Basic::Column(column) => self.column_position[column as usize] = at,
            Basic::Slack(row) => self.slack_position[row as usize] = at,
        }
        self.pivots += 1;
        self.work += self.rhs.len() as u64;
        self.take_work();
        if self.factor.is_worn() {
            self.refactor();
        }
    }
}
