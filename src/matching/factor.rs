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

/// An entry of a sparse vector: its row or position, and what stands there.
pub(super) type Entry = (u32, f64);

/// Sparse vectors one after the other in one piece of memory. A row may stand more than once in a vector.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    entries: Vec<Entry>,
    /// Where each begins, and the end of the last.
    starts: Vec<usize>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { entries: Vec::new(), starts: vec![0] }
    }
}

impl Lists {
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.starts.truncate(1);
    }

    pub(super) fn push(&mut self, vector: impl IntoIterator<Item = Entry>) {
        self.entries.extend(vector);
        self.starts.push(self.entries.len());
    }

    /// Adds an entry to the vector that is not closed yet.
    pub(super) fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// What was added since the last vector is one.
    pub(super) fn close(&mut self) {
        self.starts.push(self.entries.len());
    }

    pub(super) fn of(&self, at: usize) -> &[Entry] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    /// The vectors of another matrix the other way round: an entry at `place` in one with a `name` comes to stand in the
    /// vector `to(place)`, under that name.
    fn turned_from(&mut self, other: &Self, names: impl Iterator<Item = u32>, to: impl Fn(u32) -> usize) {
        self.clear();
        self.starts.resize(other.starts.len() + 1, 0);
        for (place, _) in &other.entries {
            self.starts[to(*place) + 2] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.entries.resize(other.entries.len(), (0, 0.0));
        for (vector, name) in other.iter().zip(names) {
            for (place, part) in vector {
                let next = &mut self.starts[to(*place) + 1];
                self.entries[*next] = (name, *part);
                *next += 1;
            }
        }
        self.starts.pop();
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &[Entry]> + ExactSizeIterator {
        self.starts.windows(2).map(|ends| &self.entries[ends[0]..ends[1]])
    }
}

fn dot(sparse: &[Entry], dense: &[f64]) -> f64 {
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
    /// The rows that are taken from others, in order, and what is taken: the other row and the multiple.
    pub(super) lower_rows: Vec<u32>,
    pub(super) lower: Lists,
    /// The rest of each pivot row, by position.
    pub(super) upper_rows: Lists,
    /// The rest of each pivot column, by row.
    pub(super) upper_columns: Lists,
    /// The replacements since the factorisation, T = I + u·vᵀ each: u and v by turns, and 1 + v·u.
    updates: Lists,
    update_pivots: Vec<f64>,
    update_entries: usize,
    /// What the last [`Self::solve`] had before U, by row.
    spike: Vec<Entry>,
    /// What the last [`Self::solve_transposed`] had after U, by row.
    along: Vec<Entry>,
    elimination: Elimination,
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
        let mut made = Self::default();
        made.factorise(columns.iter().map(Vec::as_slice))?;
        Ok(made)
    }

    /// The same in place, in memory that is there already.
    ///
    /// # Errors
    /// Says which columns depend on others; the factors are of no use then.
    pub(super) fn factorise<'c>(
        &mut self,
        columns: impl ExactSizeIterator<Item = &'c [Entry]>,
    ) -> Result<(), Singular> {
        let mut elimination = std::mem::take(&mut self.elimination);
        self.clear();
        elimination.begin(columns);
        let outcome = elimination.run(self);
        self.elimination = elimination;
        outcome
    }

    fn clear(&mut self) {
        self.steps.clear();
        self.lower_rows.clear();
        self.update_pivots.clear();
        self.update_entries = 0;
        for lists in [&mut self.lower, &mut self.upper_rows, &mut self.upper_columns, &mut self.updates] {
            lists.clear();
        }
    }

    /// The upper factor by its columns as well.
    pub(super) fn turn_upper(&mut self) {
        let size = self.steps.len();
        self.step_of.clear();
        self.step_of.resize(size, 0);
        for (at, step) in self.steps.iter().enumerate() {
            self.step_of[step.position as usize] = at;
        }
        let steps = self.steps.iter().map(|step| step.row);
        let step_of = &self.step_of;
        self.upper_columns.turned_from(&self.upper_rows, steps, |position| step_of[position as usize]);
    }

    /// How many rows and columns there are.
    pub fn size(&self) -> usize {
        self.steps.len()
    }

    /// How many columns were replaced since the factorisation.
    pub fn updates(&self) -> usize {
        self.update_pivots.len()
    }

    /// Whether factorising again is cheaper than going on.
    pub fn is_worn(&self) -> bool {
        let spent = self.updates() as u64 * self.update_entries as u64;
        self.updates() >= 100 || spent > 2 * self.cost + 200_000
    }

    /// The column at `position` is replaced by the one that was last solved for, with this entry at the position; the last
    /// vector that was solved transposed was the unit vector of the position.
    pub fn replace(&mut self, position: usize, pivot: f64) {
        let at = self.step_of[position];
        let step = self.steps[at];
        let own = std::iter::once((step.row, -step.value));
        let old = self.upper_columns.of(at).iter().map(|(row, entry)| (*row, -entry));
        self.update_entries += self.spike.len() + 1 + old.len() + self.along.len();
        self.updates.push(self.spike.drain(..).chain(own).chain(old));
        self.updates.push(self.along.drain(..));
        self.update_pivots.push(pivot);
    }

    /// Solves B·out = input. `input` is by row and is used up (left as zeros); `out` is by position.
    pub fn solve(&mut self, input: &mut [f64], out: &mut [f64]) {
        let mut touched = self.steps.len();
        for (row, entries) in self.lower_rows.iter().zip(self.lower.iter()) {
            let value = input[*row as usize];
            if value != 0.0 {
                touched += entries.len();
                for (other, multiple) in entries {
                    input[*other as usize] -= multiple * value;
                }
            }
        }
        for (update, pivot) in self.update_pivots.iter().enumerate() {
            let along = self.updates.of(2 * update + 1);
            touched += along.len();
            let value = dot(along, input) / pivot;
            if value.abs() > NOISE {
                let change = self.updates.of(2 * update);
                touched += change.len();
                for (row, part) in change {
                    input[*row as usize] -= part * value;
                }
            }
        }
        self.spike.clear();
        self.spike.extend(
            (0_u32..).zip(&*input).filter(|(_, value)| value.abs() > NOISE).map(|(row, value)| (row, *value)),
        );
        for (step, column) in self.steps.iter().zip(self.upper_columns.iter()).rev() {
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
        for (step, row) in self.steps.iter().zip(self.upper_rows.iter()) {
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
        for (update, pivot) in self.update_pivots.iter().enumerate().rev() {
            let change = self.updates.of(2 * update);
            touched += change.len();
            let value = dot(change, out) / pivot;
            if value.abs() > NOISE {
                let along = self.updates.of(2 * update + 1);
                touched += along.len();
                for (row, part) in along {
                    out[*row as usize] -= part * value;
                }
            }
        }
        for (row, entries) in self.lower_rows.iter().zip(self.lower.iter()).rev() {
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
