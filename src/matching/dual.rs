//! The dual method: from a basis whose prices are right but where a variable has gone below nothing (after a cut) or
//! must go back to nothing (after a ban), the worst variable leaves and the cheapest column takes its place.
//!
//! Lemke 1954. Which is worst is measured along the edge: exactly in the search of a whole round, whose weights go from
//! node to node with the basis (dual steepest edge; Forrest and Goldfarb 1992), roughly in its parts, which are solved
//! once (Devex; Harris 1973). Ties in the ratio go to the
//! larger pivot. Only the columns that are nearly tight when it starts are looked at, twice as many as there are rows;
//! the primal method sees to the others afterwards. One step costs one BTRAN, one FTRAN and one pass over these.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::near::Near;
use super::simplex::{Basic, FEASIBLE, HAIR, NOWHERE, OPTIMAL, Outcome, PIVOT, Simplex};

impl Simplex {
    pub(super) fn most_infeasible(&self) -> Option<usize> {
        let mut worst = (0.0, None);
        let places = self.values.iter().zip(&self.held).zip(&self.weights).enumerate();
        for (position, ((value, held), weight)) in places {
            let fault = if *held { value.abs() - 1e-7 } else { -value };
            if fault > FEASIBLE && fault * fault > worst.0 * weight {
                worst = (fault * fault / weight, Some(position));
            }
        }
        worst.1
    }

    /// Whether any variable is below nothing, or above it where it may not be.
    pub(super) fn is_infeasible(&self) -> bool {
        let mut places = self.values.iter().zip(&self.held);
        places.any(|(value, held)| if *held { value.abs() - 1e-7 > FEASIBLE } else { -value > FEASIBLE })
    }

    /// Works out the weights that are not known: the square of each row of the inverse, or one where they need not be exact.
    fn know_weights(&mut self) {
        if !self.steep {
            self.weights.clear();
            self.weights.resize(self.rhs.len(), 1.0);
            return;
        }
        for position in self.weights.len()..self.rhs.len() {
            self.by_position[position] = 1.0;
            self.factor.solve_transposed(&mut self.by_position, &mut self.rho);
            self.weights.push(self.rho.iter().map(|rho| rho * rho).sum());
        }
        self.take_work();
    }

    /// What the inverse makes of the row of the inverse in `rho`.
    pub(super) fn solve_tau(&mut self) {
        self.by_row.copy_from_slice(&self.rho);
        self.factor.solve(&mut self.by_row, &mut self.tau);
    }

    /// The squares of the rows of the inverse after a pivot in `alpha`, with its row in `rho` (Forrest and Goldfarb,
    /// Mathematical Programming 57, 1992).
    pub(super) fn steepen_exactly(&mut self, position: usize) {
        let pivot = self.alpha[position];
        let own: f64 = self.rho.iter().map(|rho| rho * rho).sum();
        for ((weight, alpha), tau) in self.weights.iter_mut().zip(&self.alpha).zip(&self.tau) {
            let ratio = alpha / pivot;
            *weight = (*weight - 2.0 * ratio * tau + ratio * ratio * own).max(1e-4 + ratio * ratio);
        }
        self.weights[position] = (own / (pivot * pivot)).max(1e-4);
    }

    pub(super) fn dual_phase(&mut self, end: u64, cutoff: f64) -> Outcome {
        if !self.is_infeasible() {
            return Outcome::Optimal;
        }
        self.know_weights();
        let columns = self.nearly_tight();
        let mut near = self.near(&columns);
        let mut is_all = false;
        // Whether some duals belong to costs that were lowered on the way.
        let mut is_shifted = false;
        while let Some(position) = self.most_infeasible() {
            if self.work > end {
                return Outcome::OutOfWork;
            }
            if cutoff > 0.0 && !is_shifted && self.dual_value() < cutoff && self.is_dual_feasible() {
                return Outcome::BelowCutoff;
            }
            self.by_position[position] = 1.0;
            self.factor.solve_transposed(&mut self.by_position, &mut self.rho);
            self.take_work();
            let sign = if self.values[position] < 0.0 { -1.0 } else { 1.0 };
            let mut found = self.dual_ratio(sign, &mut near);
            if found.is_none() && !is_all {
                is_all = true;
                near = self.near(&self.unbanned());
                found = self.dual_ratio(sign, &mut near);
            }
            let Some((entering, gain, part)) = found else {
                // Nothing can take its place: only rounding can make a packing problem look infeasible.
                self.values[position] = 0.0;
                continue;
            };
            if self.steep {
                self.solve_tau();
            }
            self.solve_entering(entering);
            // The pivot worked out both ways must agree, or the factors have worn out.
            let pivot = self.alpha[position];
            if pivot.abs() < PIVOT || (pivot - part).abs() > 1e-6 * (1.0 + pivot.abs()) {
                if self.factor.updates() == 0 {
                    self.values[position] = 0.0;
                    continue;
                }
                self.refactor();
                self.price_anew(&mut near);
                continue;
            }
            let leaving = self.basis[position];
            if self.steep {
                self.steepen_exactly(position);
            } else {
                self.steepen(position, pivot);
            }
            // What has a gain enters as if it had none, or the duals would go back; at the end they are worked out anew.
            is_shifted |= gain > 10.0 * OPTIMAL;
            let gain = gain.min(0.0);
            near.go(gain / pivot);
            self.exchange_along(position, entering, gain);
            if let Basic::Column(entering) = entering {
                near.take(entering);
            }
            if let Basic::Column(leaving) = leaving {
                let free = self.is_free(leaving);
                near.add(leaving, &self.columns[leaving as usize], self.price(leaving), free);
            }
            if self.factor.updates() == 0 {
                self.price_anew(&mut near);
                is_shifted = false;
            }
        }
        if is_shifted {
            self.refactor();
        }
        Outcome::Optimal
    }

    fn near(&mut self, columns: &[u32]) -> Near {
        let mut near = Near::new(self.rhs.len(), self.columns.len());
        let mut touched = 0;
        for column in columns {
            let entries = &self.columns[*column as usize];
            touched += 2 * entries.len();
            near.add(*column, entries, self.price(*column), self.is_free(*column));
        }
        self.work += touched as u64;
        near
    }

    fn is_free(&self, column: u32) -> bool {
        !self.banned[column as usize] && self.column_position[column as usize] == NOWHERE
    }

    fn price_anew(&mut self, near: &mut Near) {
        let mut touched = 0;
        for (column, gain) in near.columns.iter().zip(&mut near.gains) {
            touched += self.columns[*column as usize].len();
            *gain = self.price(*column);
        }
        self.work += touched as u64;
    }

    /// Devex: what the edges are taken to be after a pivot in `alpha`.
    fn steepen(&mut self, position: usize, pivot: f64) {
        let own = self.weights[position];
        for (weight, alpha) in self.weights.iter_mut().zip(&self.alpha) {
            let ratio = alpha / pivot;
            *weight = weight.max(ratio * ratio * own);
        }
        self.weights[position] = (own / (pivot * pivot)).max(1.0);
    }

    fn unbanned(&self) -> Vec<u32> {
        (0_u32..).zip(&self.banned).filter(|(_, banned)| !**banned).map(|(at, _)| at).collect()
    }

    /// The columns with the least loss.
    fn nearly_tight(&mut self) -> Vec<u32> {
        let most = 2 * self.rhs.len();
        let mut found: Vec<(f64, u32)> =
            self.unbanned().into_iter().map(|column| (self.price(column).abs(), column)).collect();
        self.work += 8 * found.len() as u64;
        if found.len() > most {
            found.select_nth_unstable_by(most, |one, other| {
                one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
            });
            found.truncate(most);
        }
        let mut near: Vec<u32> = found.into_iter().map(|(_, column)| column).collect();
        near.sort_unstable();
        near
    }

    /// Every column that is not banned has no gain left: only then the objective bounds the optimum.
    fn is_dual_feasible(&mut self) -> bool {
        self.work += 4 * self.columns.len() as u64;
        let count = u32::try_from(self.columns.len()).unwrap_or(NOWHERE);
        (0..count).all(|column| {
            self.banned[column as usize]
                || self.column_position[column as usize] != NOWHERE
                || self.price(column) <= 10.0 * OPTIMAL
        })
    }

    /// The entering variable by Harris' two passes: first how far the duals may go if no gain is to rise above a
    /// hair, then, of all that would be passed on the way, the one with the largest pivot.
    fn dual_ratio(&mut self, sign: f64, near: &mut Near) -> Option<(Basic, f64, f64)> {
        let mut passed: Vec<(f64, f64, Basic)> = Vec::new();
        let mut reach = f64::INFINITY;
        // Only what is within reach so far can be within reach in the end.
        let mut pass = |gain: f64, part: f64, variable: Basic| {
            let size = part.abs();
            if -gain <= reach * size {
                passed.push((-gain / size, part, variable));
                reach = reach.min((HAIR - gain) / size);
            }
        };
        let rows = (0_u32..).zip(&self.rho).zip(&self.duals).zip(&self.slack_position);
        for (((row, rho), dual), position) in rows {
            if rho * sign > PIVOT && *position == NOWHERE {
                pass((-dual).min(0.0), *rho, Basic::Slack(row));
            }
        }
        self.work += near.multiply(&self.rho) as u64;
        for (place, ((part, gain), free)) in near.parts.iter().zip(&near.gains).zip(&near.free).enumerate() {
            if part * sign > PIVOT && *free {
                pass(gain.min(0.0), *part, Basic::Column(near.columns[place]));
            }
        }
        let within = passed.into_iter().filter(|(least, _, _)| *least <= reach);
        let (_, part, entering) = within.max_by(|one, other| one.1.abs().total_cmp(&other.1.abs()))?;
        let gain = match entering {
            Basic::Column(column) => near.gain_of(column),
            Basic::Slack(row) => -self.duals[row as usize],
        };
        Some((entering, gain, part))
    }
}
