//! A sparse LU factorisation of a simplex basis (see `elimination`), with updates between one factorisation and the next.
//!
//! Replacing a column of B = L·U is kept in the middle, as B' = L·T·U with T = I + u·vᵀ (middle product form; Huangfu and
//! Hall, Computational Optimization and Applications 60, 2015): u is what L leaves of the new column less the old column of
//! U, and v the row of U⁻¹. Both are by-products of the pivot and, unlike the columns of the product form, as sparse as L
//! and U are. `solve` is FTRAN, `solve_transposed` is BTRAN; both skip what is zero. Floats only guide here: what the engine
//! claims is re-checked in whole numbers (see `bound`).
#![expect(clippy::float_arithmetic, reason = "linear algebra; no amount of money is decided by it")]

use super::elimination::Elimination;

/// Entries smaller than this are rounding noise.
pub(super) const NOISE: f64 = 1e-13;

/// A vector by its entries; a row may stand in it more than once.
type Sparse = Vec<(u32, f64)>;

/// T = I + u·vᵀ, and 1 + v·u.
#[derive(Clone, Debug)]
struct Middle {
    change: Sparse,
    along: Sparse,
    pivot: f64,
}

fn dot(sparse: &[(u32, f64)], dense: &[f64]) -> f64 {
    sparse.iter().map(|(at, part)| part * dense[*at as usize]).sum()
}

/// One step of the elimination: the row and the position (column) of the pivot, and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) row: u32,
    pub(super) position: u32,
    pub(super) value: f64,
}

/// The factors of a basis.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    pub(super) steps: Vec<Step>,
    /// The step of each position.
    pub(super) step_of: Vec<usize>,
    /// What each step takes from other rows: row and multiple.
    pub(super) lower: Vec<(u32, Sparse)>,
    /// The rest of each pivot row, by position.
    pub(super) upper_rows: Vec<Sparse>,
    /// The rest of each pivot column, by row.
    pub(super) upper_columns: Vec<Sparse>,
    updates: Vec<Middle>,
    update_entries: usize,
    /// What the last [`Self::solve`] had before U, by row.
    spike: Sparse,
    /// What the last [`Self::solve_transposed`] had after U, by row.
    along: Sparse,
    /// What the factorisation took.
    pub(super) cost: u64,
    /// How much was done, in entries touched.
    pub work: u64,
}

/// The basis was singular: these positions could not be pivoted on, and these rows were left over.
#[derive(Clone, Debug)]
pub struct Singular {
    pub positions: Vec<usize>,
    pub rows: Vec<usize>,
}

impl Factor {
    /// Factorises the square matrix with these columns of (row, value).
    ///
    /// # Errors
    /// Says which columns depend on others.
    pub fn new(columns: &[Vec<(u32, f64)>]) -> Result<Self, Singular> {
        let mut elimination = Elimination::new(columns);
        elimination.run();
        elimination.finish()
    }

    /// How many rows and columns there are.
    pub fn size(&self) -> usize {
        self.steps.len()
    }

    /// How many columns were replaced since the factorisation.
    pub fn updates(&self) -> usize {
        self.updates.len()
    }

    /// Whether factorising again is cheaper than going on.
    pub fn is_worn(&self) -> bool {
        let spent = self.updates.len() as u64 * self.update_entries as u64;
        self.updates.len() >= 100 || spent > 2 * self.cost + 200_000
    }

    /// The column at `position` is replaced by the one that was last solved for, with this entry at the position; the last
    /// vector that was solved transposed was the unit vector of the position.
    pub fn replace(&mut self, position: usize, pivot: f64) {
        let at = self.step_of[position];
        let step = self.steps[at];
        let mut change = std::mem::take(&mut self.spike);
        change.push((step.row, -step.value));
        change.extend(self.upper_columns[at].iter().map(|(row, entry)| (*row, -entry)));
        let along = std::mem::take(&mut self.along);
        self.update_entries += change.len() + along.len();
        self.updates.push(Middle { change, along, pivot });
    }

    /// Solves B·out = input. `input` is by row and is used up (left as zeros); `out` is by position.
    pub fn solve(&mut self, input: &mut [f64], out: &mut [f64]) {
        let mut touched = self.steps.len();
        for (row, entries) in &self.lower {
            let value = input[*row as usize];
            if value != 0.0 {
                touched += entries.len();
                for (other, multiple) in entries {
                    input[*other as usize] -= multiple * value;
                }
            }
        }
        for update in &self.updates {
            touched += update.along.len();
            let value = dot(&update.along, input) / update.pivot;
            if value.abs() > NOISE {
                touched += update.change.len();
                for (row, part) in &update.change {
                    input[*row as usize] -= part * value;
                }
            }
        }
        self.spike.clear();
        self.spike.extend(
            (0_u32..).zip(&*input).filter(|(_, value)| value.abs() > NOISE).map(|(row, value)| (row, *value)),
        );
        for (step, column) in self.steps.iter().zip(&self.upper_columns).rev() {
            let value = std::mem::take(&mut input[step.row as usize]);
            if value.abs() <= NOISE {
                out[step.position as usize] = 0.0;
                continue;
            }
            let solved = value / step.value;
            out[step.position as usize] = solved;
            touched += column.len();
            for (row, entry) in column {
                input[*row as usize] -= entry * solved;
            }
        }
        self.work += touched as u64;
    }

    /// Solves Bᵀ·out = input. `input` is by position and is used up; `out` is by row.
    pub fn solve_transposed(&mut self, input: &mut [f64], out: &mut [f64]) {
        let mut touched = self.steps.len();
        self.along.clear();
        for (step, row) in self.steps.iter().zip(&self.upper_rows) {
            let value = std::mem::take(&mut input[step.position as usize]);
            if value.abs() <= NOISE {
                out[step.row as usize] = 0.0;
                continue;
            }
            let solved = value / step.value;
            out[step.row as usize] = solved;
            self.along.push((step.row, solved));
            touched += row.len();
            for (position, entry) in row {
                input[*position as usize] -= entry * solved;
            }
        }
        for update in self.updates.iter().rev() {
            touched += update.change.len();
            let value = dot(&update.change, out) / update.pivot;
            if value.abs() > NOISE {
                touched += update.along.len();
                for (row, part) in &update.along {
                    out[*row as usize] -= part * value;
                }
            }
        }
        for (row, entries) in self.lower.iter().rev() {
            let mut value = out[*row as usize];
            for (other, multiple) in entries {
                value -= multiple * out[*other as usize];
            }
            touched += entries.len();
            out[*row as usize] = value;
        }
        self.work += touched as u64;
    }
}
