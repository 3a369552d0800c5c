//! The elimination that factorises a simplex basis.
//!
//! Pivots are chosen by Markowitz' rule (Management Science 3, 1957) with threshold pivoting: rows and columns with
//! one entry first, which in a packing problem is nearly all of them, then among a few of the shortest rows and
//! columns the entry that can cause the least fill-in.
#![expect(clippy::float_arithmetic, reason = "linear algebra; no amount of money is decided by it")]

use super::factor::{Entry, Factor, NOISE, Singular, Step};

/// A pivot must be at least this part of the largest entry of its column.
const THRESHOLD: f64 = 0.1;

/// The matrix while it is being eliminated. What it is kept in is used again from one factorisation to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Elimination {
    rows: Vec<Vec<Entry>>,
    /// The rows that have an entry in each column.
    columns: Vec<Vec<u32>>,
    row_done: Vec<bool>,
    column_done: Vec<bool>,
    /// Rows and columns by their number of entries. A row or column that changed since stands here in vain.
    short_rows: Vec<Vec<u32>>,
    short_columns: Vec<Vec<u32>>,
}

/// Counts beyond this share a bucket.
const BUCKETS: usize = 64;

impl Elimination {
    /// Takes in a square matrix by its columns.
    pub(super) fn begin<'c>(&mut self, columns: impl ExactSizeIterator<Item = &'c [Entry]>) {
        let size = columns.len();
        for done in [&mut self.row_done, &mut self.column_done] {
            done.clear();
            done.resize(size, false);
        }
        for short in [&mut self.short_rows, &mut self.short_columns] {
            short.resize(BUCKETS + 1, Vec::new());
            short.iter_mut().for_each(Vec::clear);
        }
        self.rows.resize(size, Vec::new());
        self.rows.iter_mut().for_each(Vec::clear);
        self.columns.resize(size, Vec::new());
        for ((position, column), pattern) in (0_u32..).zip(columns).zip(&mut self.columns) {
            pattern.clear();
            for (row, value) in column {
                pattern.push(*row);
                self.rows[*row as usize].push((position, *value));
            }
        }
        for at in 0..size {
            self.note_row(at);
            self.note_column(at);
        }
    }

    fn note_row(&mut self, row: usize) {
        let count = self.rows[row].len().min(BUCKETS);
        self.short_rows[count].push(narrow(row));
    }

    fn note_column(&mut self, column: usize) {
        let count = self.columns[column].len().min(BUCKETS);
        self.short_columns[count].push(narrow(column));
    }

    /// Eliminates all of it into the factors, which are empty.
    ///
    /// # Errors
    /// Says which columns depend on others.
    pub(super) fn run(&mut self, factor: &mut Factor) -> Result<(), Singular> {
        let before = factor.work;
        while let Some((row, column)) = self.singleton().or_else(|| self.cheapest()) {
            self.pivot(row, column, factor);
        }
        let size = self.rows.len();
        if factor.steps.len() < size {
            let positions = (0..size).filter(|at| !self.column_done[*at]).collect();
            let rows = (0..size).filter(|at| !self.row_done[*at]).collect();
            return Err(Singular { positions, rows });
        }
        factor.turn_upper();
        factor.work += size as u64;
        factor.cost = factor.work - before;
        Ok(())
    }

    fn singleton(&mut self) -> Option<(usize, usize)> {
        while let Some(column) = self.short_columns[1].pop() {
            let column = column as usize;
            if !self.column_done[column] && self.columns[column].len() == 1 {
                let row = self.columns[column][0] as usize;
                if self.entry(row, column).abs() > 1e-9 {
                    return Some((row, column));
                }
            }
        }
        while let Some(row) = self.short_rows[1].pop() {
            let row = row as usize;
            if !self.row_done[row] && self.rows[row].len() == 1 && self.rows[row][0].1.abs() > 1e-9 {
                let column = self.rows[row][0].0 as usize;
                if self.stands_out(row, column) {
                    return Some((row, column));
                }
                self.short_rows[2].push(narrow(row));
            }
        }
        None
    }

    /// The entry with the least fill-in to fear among a few of the shortest columns and rows.
    fn cheapest(&mut self) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize, usize)> = None;
        let mut looked = 0;
        for count in 1..=BUCKETS {
            let mut at = self.short_columns[count].len();
            while at > 0 && looked < 6 {
                at -= 1;
                let column = self.short_columns[count][at] as usize;
                if self.column_done[column] || self.columns[column].len().min(BUCKETS) != count {
                    self.short_columns[count].swap_remove(at);
                    continue;
                }
                for row in &self.columns[column] {
                    let row = *row as usize;
                    let cost = (self.rows[row].len() - 1) * (self.columns[column].len() - 1);
                    if best.is_none_or(|(least, _, _)| cost < least) && self.stands_out(row, column) {
                        best = Some((cost, row, column));
                    }
                }
                // A column of nothing but noise does not count as looked at.
                looked += usize::from(best.is_some());
            }
            let mut at = self.short_rows[count].len();
            while at > 0 && looked < 12 {
                at -= 1;
                let row = self.short_rows[count][at] as usize;
                if self.row_done[row] || count > 2 && self.rows[row].len().min(BUCKETS) != count {
                    self.short_rows[count].swap_remove(at);
                    continue;
                }
                looked += usize::from(best.is_some());
                for (column, _) in &self.rows[row] {
                    let column = *column as usize;
                    let cost = (self.rows[row].len() - 1) * (self.columns[column].len() - 1);
                    if best.is_none_or(|(least, _, _)| cost < least) && self.stands_out(row, column) {
                        best = Some((cost, row, column));
                    }
                }
            }
            if best.is_some_and(|(cost, _, _)| cost <= count * count || looked >= 12) {
                break;
            }
        }
        best.map(|(_, row, column)| (row, column))
    }

    fn entry(&self, row: usize, column: usize) -> f64 {
        self.rows[row].iter().find(|(at, _)| *at as usize == column).map_or(0.0, |(_, value)| *value)
    }

    /// Whether an entry is large enough in its column to be pivoted on.
    fn stands_out(&self, row: usize, column: usize) -> bool {
        let largest = self.columns[column]
            .iter()
            .map(|row| self.entry(*row as usize, column).abs())
            .fold(0.0, f64::max);
        let own = self.entry(row, column).abs();
        own > 1e-9 && own >= THRESHOLD * largest
    }

    fn pivot(&mut self, row: usize, column: usize, factor: &mut Factor) {
        let value = self.entry(row, column);
        let mut pivot_row = std::mem::take(&mut self.rows[row]);
        let pivot_column = std::mem::take(&mut self.columns[column]);
        self.row_done[row] = true;
        self.column_done[column] = true;
        pivot_row.retain(|(other, _)| *other as usize != column);
        for (other, _) in &pivot_row {
            let pattern = &mut self.columns[*other as usize];
            if let Some(at) = pattern.iter().position(|found| *found as usize == row) {
                pattern.swap_remove(at);
            }
        }
        let mut count = 0;
        for other in pivot_column.iter().map(|other| *other as usize).filter(|other| *other != row) {
            let at = self.rows[other].iter().position(|(found, _)| *found as usize == column);
            let Some(at) = at else { continue };
            let (_, entry) = self.rows[other].swap_remove(at);
            let multiple = entry / value;
            factor.lower.add((narrow(other), multiple));
            count += 1;
            self.subtract(other, multiple, &pivot_row);
            self.note_row(other);
        }
        for (other, _) in &pivot_row {
            self.note_column(*other as usize);
        }
        factor.work += (count * (pivot_row.len() + 1)) as u64;
        if count > 0 {
            factor.lower_rows.push(narrow(row));
            factor.lower.close();
        }
        factor.steps.push(Step { row: narrow(row), position: narrow(column), value });
        factor.upper_rows.push(pivot_row.iter().copied());
        // What they were kept in is of use another time.
        self.rows[row] = pivot_row;
        self.columns[column] = pivot_column;
    }

    /// Takes a multiple of the pivot row from another row.
    fn subtract(&mut self, row: usize, multiple: f64, pivot_row: &[Entry]) {
        for (column, entry) in pivot_row {
            let change = multiple * entry;
            if let Some(at) = self.rows[row].iter().position(|(found, _)| found == column) {
                self.rows[row][at].1 -= change;
                if self.rows[row][at].1.abs() <= NOISE {
                    self.rows[row].swap_remove(at);
                    let pattern = &mut self.columns[*column as usize];
                    if let Some(at) = pattern.iter().position(|found| *found as usize == row) {
                        pattern.swap_remove(at);
                    }
                }
            } else {
                self.rows[row].push((*column, -change));
                self.columns[*column as usize].push(narrow(row));
            }
        }
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
