//! The elimination that factorises a simplex basis.
//!
//! Pivots are chosen by Markowitz' rule (Management Science 3, 1957) with threshold pivoting: rows and columns with
//! one entry first, which in a packing problem is nearly all of them, then among a few of the shortest rows and
//! columns the entry that can cause the least fill-in.
#![expect(clippy::float_arithmetic, reason = "linear algebra; no amount of money is decided by it")]

use super::factor::{Factor, NOISE, Singular, Step};

/// A pivot must be at least this part of the largest entry of its column.
const THRESHOLD: f64 = 0.1;

/// The matrix while it is being eliminated.
pub(super) struct Elimination {
    rows: Vec<Vec<(u32, f64)>>,
    /// The rows that have an entry in each column.
    columns: Vec<Vec<u32>>,
    row_done: Vec<bool>,
    column_done: Vec<bool>,
    /// Rows and columns by their number of entries. A row or column that changed since stands here in vain.
    short_rows: Vec<Vec<u32>>,
    short_columns: Vec<Vec<u32>>,
    factor: Factor,
}

/// Counts beyond this share a bucket.
const BUCKETS: usize = 64;

impl Elimination {
    pub(super) fn new(columns: &[Vec<(u32, f64)>]) -> Self {
        let size = columns.len();
        let mut rows = vec![Vec::new(); size];
        let mut patterns = Vec::with_capacity(size);
        for (position, column) in (0_u32..).zip(columns) {
            patterns.push(column.iter().map(|(row, _)| *row).collect::<Vec<u32>>());
            for (row, value) in column {
                rows[*row as usize].push((position, *value));
            }
        }
        let mut made = Self {
            rows,
            columns: patterns,
            row_done: vec![false; size],
            column_done: vec![false; size],
            short_rows: vec![Vec::new(); BUCKETS + 1],
            short_columns: vec![Vec::new(); BUCKETS + 1],
            factor: Factor::default(),
        };
        for at in 0..size {
            made.note_row(at);
            made.note_column(at);
        }
        made
    }

    fn note_row(&mut self, row: usize) {
        let count = self.rows[row].len().min(BUCKETS);
        self.short_rows[count].push(u32::try_from(row).unwrap_or(u32::MAX));
    }

    fn note_column(&mut self, column: usize) {
        let count = self.columns[column].len().min(BUCKETS);
        self.short_columns[count].push(u32::try_from(column).unwrap_or(u32::MAX));
    }

    pub(super) fn run(&mut self) {
        while let Some((row, column)) = self.singleton().or_else(|| self.cheapest()) {
            self.pivot(row, column);
        }
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
                self.short_rows[2].push(u32::try_from(row).unwrap_or(u32::MAX));
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

    fn pivot(&mut self, row: usize, column: usize) {
        let value = self.entry(row, column);
        let pivot_row = std::mem::take(&mut self.rows[row]);
        let pivot_column = std::mem::take(&mut self.columns[column]);
        self.row_done[row] = true;
        self.column_done[column] = true;
        for (other, _) in pivot_row.iter().filter(|(other, _)| *other as usize != column) {
            let other = *other as usize;
            if let Some(at) = self.columns[other].iter().position(|found| *found as usize == row) {
                self.columns[other].swap_remove(at);
            }
        }
        let mut multiples = Vec::new();
        for other in pivot_column.iter().map(|other| *other as usize).filter(|other| *other != row) {
            let at = self.rows[other].iter().position(|(found, _)| *found as usize == column);
            let Some(at) = at else { continue };
            let (_, entry) = self.rows[other].swap_remove(at);
            let multiple = entry / value;
            multiples.push((u32::try_from(other).unwrap_or(u32::MAX), multiple));
            self.subtract(other, multiple, &pivot_row, column);
            self.note_row(other);
        }
        let rest: Vec<(u32, f64)> =
            pivot_row.into_iter().filter(|(other, _)| *other as usize != column).collect();
        for (other, _) in &rest {
            self.note_column(*other as usize);
        }
        let position = u32::try_from(column).unwrap_or(u32::MAX);
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.factor.work += (multiples.len() * (rest.len() + 1)) as u64;
        if !multiples.is_empty() {
            self.factor.lower.push((row, multiples));
        }
        self.factor.steps.push(Step { row, position, value });
        self.factor.upper_rows.push(rest);
    }

    /// Takes a multiple of the pivot row from another row.
    fn subtract(&mut self, row: usize, multiple: f64, pivot_row: &[(u32, f64)], pivot_column: usize) {
        for (column, entry) in pivot_row.iter().filter(|(column, _)| *column as usize != pivot_column) {
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
                self.columns[*column as usize].push(u32::try_from(row).unwrap_or(u32::MAX));
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<Factor, Singular> {
        let size = self.rows.len();
        if self.factor.steps.len() < size {
            let positions = (0..size).filter(|at| !self.column_done[*at]).collect();
            let rows = (0..size).filter(|at| !self.row_done[*at]).collect();
            return Err(Singular { positions, rows });
        }
        let mut step_of = vec![0; size];
        for (at, step) in self.factor.steps.iter().enumerate() {
            step_of[step.position as usize] = at;
        }
        self.factor.upper_columns = vec![Vec::new(); size];
        for (step, row) in self.factor.steps.iter().zip(&self.factor.upper_rows) {
            for (position, entry) in row {
                self.factor.upper_columns[step_of[*position as usize]].push((step.row, *entry));
            }
        }
        self.factor.step_of = step_of;
        self.factor.work += size as u64;
        self.factor.cost = self.factor.work;
        Ok(self.factor)
    }
}
