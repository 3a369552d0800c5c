//! A revised simplex for packing problems: max c·x, A·x ≤ b, x ≥ 0 with b ≥ 0, by columns that may be added, banned
//! and released, and rows (cuts) that may be added.
//!
//! The slack basis is feasible, so the primal method (Dantzig's) needs no first phase; after a row was added or a
//! column banned the dual method (Lemke's) goes on from the last basis. Columns are priced from a short list of
//! candidates; only when the list is dry all columns are priced again, which is column generation over an explicit
//! pool. The right-hand sides are perturbed by up to two millionths, from fixed numbers, because a packing problem is
//! all ties. Effort is counted in entries touched, and the same input takes the same path everywhere.
//!
//! Nothing that floats say here is final: `bound` turns the duals into a bound in whole numbers.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::factor::Factor;

/// Reduced costs below this, relative to the largest cost, count as none.
pub(super) const OPTIMAL: f64 = 1e-9;
/// Values this far below nothing count as infeasible.
pub(super) const FEASIBLE: f64 = 1e-9;
/// How far a ratio test may go beyond a bound for the sake of a larger pivot (Harris 1973).
pub(super) const HAIR: f64 = 1e-9;
/// Pivots below this are not trusted.
pub(super) const PIVOT: f64 = 1e-7;
pub(super) const NOWHERE: u32 = u32::MAX;

/// Prices are told in this many parts of a penny.
pub const PRICE_ONE: i64 = 1 << 14;
/// Values of columns are told in this many parts of one.
pub const VALUE_ONE: i64 = 1_000_000_000;

/// A whole number as a float; exact below 2⁵³, which is beyond every amount the engine is given.
#[expect(clippy::cast_precision_loss, reason = "amounts are far below 2⁵³")]
fn real(number: i64) -> f64 {
    number as f64
}

/// A float that holds a whole number, or is to lose its fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates, and what matters is checked in whole numbers"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

/// A column of the basis: one of the given columns, or the slack of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basic {
    Column(u32),
    Slack(u32),
}

/// A basis to come back to.
#[derive(Clone, Debug)]
pub struct Saved {
    basis: Vec<Basic>,
    weights: Vec<f64>,
}

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Optimal,
    /// The work allowed was used up; the duals are not yet those of an optimum.
    OutOfWork,
    /// The objective fell below the cut-off that was asked for.
    BelowCutoff,
}

/// The problem and where its solution stands.
#[derive(Debug)]
pub struct Simplex {
    pub(super) sizes: Vec<f64>,
    pub(super) rhs: Vec<f64>,
    pub(super) perturbed: Vec<f64>,
    pub(super) columns: Vec<Vec<(u32, f64)>>,
    pub(super) costs: Vec<f64>,
    pub(super) scale: f64,
    pub(super) banned: Vec<bool>,
    pub(super) basis: Vec<Basic>,
    pub(super) column_position: Vec<u32>,
    pub(super) slack_position: Vec<u32>,
    pub(super) values: Vec<f64>,
    /// The positions whose variable may not be above nothing.
    pub(super) held: Vec<bool>,
    pub(super) duals: Vec<f64>,
    /// The column of each slack.
    pub(super) units: Vec<(u32, f64)>,
    pub(super) factor: Factor,
    pub(super) candidates: Vec<u32>,
    pub(super) by_row: Vec<f64>,
    pub(super) by_position: Vec<f64>,
    pub(super) rho: Vec<f64>,
    pub(super) alpha: Vec<f64>,
    /// How steep the edge of each position is taken to be by the dual method.
    pub(super) weights: Vec<f64>,
    /// Whether the weights are exact and kept from one solve to the next.
    pub steep: bool,
    pub(super) tau: Vec<f64>,
    /// Entries touched so far.
    pub work: u64,
    /// Pivots so far.
    pub pivots: u64,
    pub(super) seed: u64,
}

impl Simplex {
    /// A problem with rows of these right-hand sides and no columns yet.
    pub fn new(rhs: &[i64], largest_cost: i64) -> Self {
        let mut made = Self {
            sizes: Vec::new(),
            rhs: Vec::new(),
            perturbed: Vec::new(),
            columns: Vec::new(),
            costs: Vec::new(),
            scale: real(largest_cost.max(1)),
            banned: Vec::new(),
            basis: Vec::new(),
            column_position: Vec::new(),
            slack_position: Vec::new(),
            values: Vec::new(),
            held: Vec::new(),
            duals: Vec::new(),
            units: Vec::new(),
            factor: Factor::default(),
            candidates: Vec::new(),
            by_row: Vec::new(),
            by_position: Vec::new(),
            rho: Vec::new(),
            alpha: Vec::new(),
            weights: Vec::new(),
            steep: false,
            tau: Vec::new(),
            work: 0,
            pivots: 0,
            seed: 0x9e37_79b9_7f4a_7c15,
        };
        for side in rhs {
            made.push_row(*side);
        }
        made.refactor();
        made
    }

    pub(super) fn push_row(&mut self, side: i64) {
        // Fixed pseudo-random numbers (xorshift) break the ties of a degenerate problem.
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        let part = f64::from(u32::try_from(self.seed >> 33).unwrap_or(0)) / f64::from(u32::MAX >> 1);
        let row = u32::try_from(self.rhs.len()).unwrap_or(NOWHERE);
        // A row is measured by its own size.
        let measure = real(side.max(1));
        let side = real(side) / measure;
        self.sizes.push(measure);
        self.rhs.push(side);
        self.perturbed.push(side + 1e-6 * (1.0 + part));
        self.slack_position.push(u32::try_from(self.basis.len()).unwrap_or(NOWHERE));
        self.basis.push(Basic::Slack(row));
        if self.units.len() < self.basis.len() {
            self.units.push((row, 1.0));
        }
        self.values.push(side);
        self.duals.push(0.0);
        for scratch in
            [&mut self.by_row, &mut self.by_position, &mut self.rho, &mut self.alpha, &mut self.tau]
        {
            scratch.push(0.0);
        }
    }

    /// Adds a column and returns its number.
    pub fn add_column(&mut self, cost: i64, entries: &[(u32, i64)]) -> u32 {
        let number = u32::try_from(self.columns.len()).unwrap_or(NOWHERE);
        let measured = entries.iter().map(|(row, part)| (*row, real(*part) / self.sizes[*row as usize]));
        self.columns.push(measured.collect());
        self.costs.push(real(cost) / self.scale);
        self.banned.push(false);
        self.column_position.push(NOWHERE);
        self.candidates.push(number);
        number
    }

    /// Adds a row Σ coefficient·column ≤ side; the next solve takes it into account.
    pub fn add_row(&mut self, side: i64, entries: &[(u32, i64)]) -> u32 {
        let row = u32::try_from(self.rhs.len()).unwrap_or(NOWHERE);
        self.push_row(side);
        for (column, coefficient) in entries {
            let part = real(*coefficient) / self.sizes[row as usize];
            self.columns[*column as usize].push((row, part));
        }
        row
    }

    /// Takes a column out of the problem, or back into it.
    pub fn ban(&mut self, column: u32, banned: bool) {
        self.banned[column as usize] = banned;
    }

    pub fn is_banned(&self, column: u32) -> bool {
        self.banned[column as usize]
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rhs.len()
    }

    /// The dual price of one unit of each row, in parts of [`PRICE_ONE`] to the penny, never below nothing.
    pub fn prices(&self) -> Vec<i64> {
        let unit = self.scale * real(PRICE_ONE);
        self.duals
            .iter()
            .zip(&self.sizes)
            .map(|(dual, size)| whole((dual * unit / size).ceil()).max(0))
            .collect()
    }

    /// The columns above nothing with their values in parts of [`VALUE_ONE`], for the right-hand sides as given.
    pub fn solution(&mut self) -> Vec<(u32, i64)> {
        let mut sides = self.rhs.clone();
        let mut values = vec![0.0; sides.len()];
        self.factor.solve(&mut sides, &mut values);
        let positive = self.basis.iter().zip(values).filter_map(|(basic, value)| match basic {
            Basic::Column(column) if value > 1e-7 => Some((*column, whole(value * real(VALUE_ONE)))),
            _ => None,
        });
        let mut found: Vec<(u32, i64)> = positive.collect();
        found.sort_unstable_by_key(|(column, _)| *column);
        found
    }

    /// The objective at the present duals, roughly.
    pub fn objective(&self) -> i64 {
        whole(self.dual_value() * self.scale)
    }

    pub(super) fn dual_value(&self) -> f64 {
        self.duals.iter().zip(&self.rhs).map(|(dual, side)| dual * side).sum()
    }

    /// The basis, to come back to.
    pub fn save(&self) -> Saved {
        Saved { basis: self.basis.clone(), weights: self.weights.clone() }
    }

    /// Goes back to a saved basis; rows added since have their slack in it.
    pub fn restore(&mut self, saved: &Saved) {
        let known = saved.basis.len();
        self.basis.clone_from(&saved.basis);
        self.weights.clone_from(&saved.weights);
        for row in known..self.rhs.len() {
            self.basis.push(Basic::Slack(u32::try_from(row).unwrap_or(NOWHERE)));
        }
        self.refactor();
    }

    /// Solves from where it stands, until an optimum over all columns that are not banned, until `allowed` work is
    /// done, or until the objective is known to be below `cutoff`.
    pub fn solve(&mut self, allowed: u64, cutoff: i64) -> Outcome {
        let end = self.work.saturating_add(allowed);
        if self.factor.updates() > 0 || self.factor.size() != self.rhs.len() {
            self.refactor();
        }
        self.hold();
        let cutoff = (real(cutoff) - self.rounding()) / self.scale;
        for _ in 0..60 {
            match self.dual_phase(end, cutoff) {
                Outcome::Optimal => {}
                other => return other,
            }
            if self.primal_phase(end) == Outcome::OutOfWork {
                return Outcome::OutOfWork;
            }
            if self.factor.updates() > 0 {
                self.refactor();
            }
            if !self.is_infeasible() {
                return Outcome::Optimal;
            }
        }
        Outcome::OutOfWork
    }

    /// How far rounding the prices up may raise the bound that they prove: an objective that is less than this below a
    /// cut-off proves nothing.
    fn rounding(&self) -> f64 {
        self.rhs.iter().zip(&self.sizes).map(|(side, size)| side * size).sum::<f64>() / real(PRICE_ONE)
    }

    pub(super) fn price(&self, column: u32) -> f64 {
        let uses: f64 =
            self.columns[column as usize].iter().map(|(row, part)| part * self.duals[*row as usize]).sum();
        self.costs[column as usize] - uses
    }

    /// Factorises the basis anew and works out values and duals from it.
    pub(super) fn refactor(&mut self) {
        let size = self.rhs.len();
        loop {
            let columns = self.basis.iter().map(|basic| match basic {
                Basic::Column(column) => self.columns[*column as usize].as_slice(),
                Basic::Slack(row) => std::slice::from_ref(&self.units[*row as usize]),
            });
            self.work += 2 * size as u64;
            match self.factor.factorise(columns) {
                Ok(()) => {
                    self.work += self.factor.work;
                    self.factor.work = 0;
                    break;
                }
                Err(singular) => {
                    self.weights.clear();
                    for (position, row) in singular.positions.iter().zip(&singular.rows) {
                        self.basis[*position] = Basic::Slack(u32::try_from(*row).unwrap_or(NOWHERE));
                    }
                }
            }
        }
        self.column_position.fill(NOWHERE);
        self.slack_position.fill(NOWHERE);
        for (position, basic) in (0_u32..).zip(&self.basis) {
            match basic {
                Basic::Column(column) => self.column_position[*column as usize] = position,
                Basic::Slack(row) => self.slack_position[*row as usize] = position,
            }
        }
        self.hold();
        self.by_row.copy_from_slice(&self.perturbed);
        self.factor.solve(&mut self.by_row, &mut self.values);
        for (cost, basic) in self.by_position.iter_mut().zip(&self.basis) {
            *cost = match basic {
                Basic::Column(column) => self.costs[*column as usize],
                Basic::Slack(_) => 0.0,
            };
        }
        self.factor.solve_transposed(&mut self.by_position, &mut self.duals);
        self.take_work();
    }

    /// Notes which positions hold a banned column.
    fn hold(&mut self) {
        let is_held = |basic: &Basic| matches!(basic, Basic::Column(column) if self.banned[*column as usize]);
        self.held.clear();
        self.held.extend(self.basis.iter().map(is_held));
    }

    pub(super) fn take_work(&mut self) {
        self.work += std::mem::take(&mut self.factor.work);
    }
}
