//! The dual method: from a basis whose prices are right but where a variable has gone below nothing (after a cut) or
//! must go back to nothing (after a ban), the worst variable leaves and the cheapest column takes its place.
//!
//! Lemke 1954. Which is worst is measured along the edge, roughly (Devex; Harris 1973); ties in the ratio go to the
//! larger pivot. Only the columns that are nearly tight when it starts are looked at, twice as many as there are rows;
//! the primal method sees to the others afterwards. One step costs one BTRAN, one FTRAN and one pass over these.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::near::Near;
use super::simplex::{Basic, FEASIBLE, HAIR, NOWHERE, OPTIMAL, Outcome, PIVOT, Simplex};

impl Simplex {
    pub(super) fn most_infeasible(&self) -> Option<usize> {
        let mut worst = (0.0, None);
        for (position, (value, weight)) in self.values.iter().zip(&self.weights).enumerate() {
            let fault = if self.is_held(position) { value.abs() - 1e-7 } else { -value };
            if fault > FEASIBLE && fault * fault / weight > worst.0 {
                worst = (fault * fault / weight, Some(position));
            }
        }
        worst.1
    }

    pub(super) fn dual_phase(&mut self, end: u64, cutoff: f64) -> Outcome {
        self.weights.clear();
        self.weights.resize(self.rhs.len(), 1.0);
        if self.most_infeasible().is_none() {
            return Outcome::Optimal;
        }
        let columns = self.nearly_tight();
        let mut near = self.near(&columns);
        let mut is_all = false;
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
            self.steepen(position, pivot);
            near.go(gain / pivot);
            self.exchange_along(position, entering, gain);
            if let Basic::Column(leaving) = leaving {
                near.add(leaving, &self.columns[leaving as usize], self.price(leaving));
            }
            if self.factor.updates() == 0 {
                self.price_anew(&mut near);
            }
        }
        Outcome::Optimal
    }

    fn near(&mut self, columns: &[u32]) -> Near {
        let mut near = Near::new(self.rhs.len(), self.columns.len());
        let mut touched = 0;
        for column in columns {
            let entries = &self.columns[*column as usize];
            touched += 2 * entries.len();
            near.add(*column, entries, self.price(*column));
        }
        self.work += touched as u64;
        near
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
        let mut passed: Vec<(Basic, f64, f64)> = Vec::new();
        for (row, rho) in (0_u32..).zip(&self.rho) {
            if rho * sign > PIVOT && self.slack_position[row as usize] == NOWHERE {
                passed.push((Basic::Slack(row), (-self.duals[row as usize]).min(0.0), *rho));
            }
        }
        self.work += near.multiply(&self.rho) as u64;
        for ((column, gain), part) in near.columns.iter().zip(&near.gains).zip(&near.parts) {
            let is_free = !self.banned[*column as usize] && self.column_position[*column as usize] == NOWHERE;
            if part * sign > PIVOT && is_free {
                passed.push((Basic::Column(*column), gain.min(0.0), *part));
            }
        }
        let reach =
            passed.iter().map(|(_, gain, part)| (HAIR - gain) / part.abs()).fold(f64::INFINITY, f64::min);
        let near = passed.into_iter().filter(|(_, gain, part)| -gain / part.abs() <= reach);
        near.max_by(|one, other| one.2.abs().total_cmp(&other.2.abs()))
    }
}
