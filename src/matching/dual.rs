//! The dual method: from a basis whose prices are right but where a variable has gone below nothing (after a cut) or
//! must go back to nothing (after a ban), the worst variable leaves and the cheapest column takes its place.
//!
//! Lemke 1954; ties in the ratio go to the larger pivot. One step costs one BTRAN, one FTRAN and one pass over the
//! columns.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::simplex::{Basic, FEASIBLE, HAIR, NOWHERE, OPTIMAL, Outcome, PIVOT, Simplex};

impl Simplex {
    pub(super) fn most_infeasible(&self) -> Option<usize> {
        let mut worst = (FEASIBLE, None);
        for (position, value) in self.values.iter().enumerate() {
            let fault = if self.is_held(position) { value.abs() - 1e-7 } else { -value };
            if fault > worst.0 {
                worst = (fault, Some(position));
            }
        }
        worst.1
    }

    pub(super) fn dual_phase(&mut self, end: u64, cutoff: f64) -> Outcome {
        while let Some(position) = self.most_infeasible() {
            if self.work > end {
                return Outcome::OutOfWork;
            }
            if cutoff > 0.0 && self.dual_value() < cutoff && self.is_dual_feasible() {
                return Outcome::BelowCutoff;
            }
            self.by_position[position] = 1.0;
            self.factor.solve_transposed(&mut self.by_position, &mut self.rho);
            self.take_work();
            let sign = if self.values[position] < 0.0 { -1.0 } else { 1.0 };
            let Some((entering, gain, part)) = self.dual_ratio(sign) else {
                // Nothing can take its place: only rounding can make a packing problem look infeasible.
                self.values[position] = 0.0;
                continue;
            };
            self.solve_entering(entering);
            // The pivot worked out both ways must agree, or the factors have worn out.
            let pivot = self.alpha[position];
            if pivot.abs() < PIVOT || (pivot - part).abs() > 1e-6 * (1.0 + pivot.abs()) {
                if self.factor.updates() == 0 {
                    self.values[position] = 0.0;
                    continue;
                }
                self.refactor();
                continue;
            }
            self.exchange(position, entering, gain);
        }
        Outcome::Optimal
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
    fn dual_ratio(&mut self, sign: f64) -> Option<(Basic, f64, f64)> {
        let mut passed: Vec<(Basic, f64, f64)> = Vec::new();
        for (row, rho) in (0_u32..).zip(&self.rho) {
            if rho * sign > PIVOT && self.slack_position[row as usize] == NOWHERE {
                passed.push((Basic::Slack(row), (-self.duals[row as usize]).min(0.0), *rho));
            }
        }
        let mut touched = self.rhs.len();
        for (column, entries) in (0_u32..).zip(&self.columns) {
            if self.banned[column as usize] || self.column_position[column as usize] != NOWHERE {
                continue;
            }
            touched += entries.len();
            let part: f64 = entries.iter().map(|(row, part)| part * self.rho[*row as usize]).sum();
            if part * sign > PIVOT {
                passed.push((Basic::Column(column), self.price(column).min(0.0), part));
            }
        }
        self.work += touched as u64;
        let reach =
            passed.iter().map(|(_, gain, part)| (HAIR - gain) / part.abs()).fold(f64::INFINITY, f64::min);
        let near = passed.into_iter().filter(|(_, gain, part)| -gain / part.abs() <= reach);
        near.max_by(|one, other| one.2.abs().total_cmp(&other.2.abs()))
    }
}
