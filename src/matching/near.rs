//! The columns that the dual method looks at, by rows: what a row of the inverse has in each of them, and their gains.
//!
//! A row of the inverse is mostly nothing, so going through the rows where it is something touches far less than going
//! through the columns, some of which stand in many cuts. Gains are kept from pivot to pivot, not worked out anew.
#![expect(clippy::float_arithmetic, reason = "a linear programme; no amount of money is decided by it")]

use super::factor::NOISE;
use super::simplex::NOWHERE;

/// Some columns, with their entries by rows.
#[derive(Debug)]
pub(super) struct Near {
    pub(super) columns: Vec<u32>,
    pub(super) gains: Vec<f64>,
    /// Whether each may enter: it is neither in the basis nor banned.
    pub(super) free: Vec<bool>,
    /// What the row of the inverse that was last looked at has in each column.
    pub(super) parts: Vec<f64>,
    /// For each row of the problem the places of columns here, and their entries.
    rows: Vec<Vec<(u32, f64)>>,
    /// The place of each column of the problem, or nowhere.
    places: Vec<u32>,
}

impl Near {
    /// No columns yet, of a problem with so many rows and columns.
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            columns: Vec::new(),
            gains: Vec::new(),
            free: Vec::new(),
            parts: Vec::new(),
            rows: vec![Vec::new(); rows],
            places: vec![NOWHERE; columns],
        }
    }

    /// Looks at a column as well, or anew.
    pub(super) fn add(&mut self, column: u32, entries: &[(u32, f64)], gain: f64, free: bool) {
        let known = self.places[column as usize];
        if known != NOWHERE {
            self.gains[known as usize] = gain;
            self.free[known as usize] = free;
            return;
        }
        let place = u32::try_from(self.columns.len()).unwrap_or(NOWHERE);
        self.places[column as usize] = place;
        self.columns.push(column);
        self.gains.push(gain);
        self.free.push(free);
        self.parts.push(0.0);
        for (row, part) in entries {
            self.rows[*row as usize].push((place, *part));
        }
    }

    /// The gain of a column that is looked at.
    pub(super) fn gain_of(&self, column: u32) -> f64 {
        self.gains[self.places[column as usize] as usize]
    }

    /// A column that is in the basis now.
    pub(super) fn take(&mut self, column: u32) {
        let place = self.places[column as usize];
        if place != NOWHERE {
            self.free[place as usize] = false;
        }
    }

    /// Works out what a row of the inverse has in each column; returns how many entries were touched.
    pub(super) fn multiply(&mut self, rho: &[f64]) -> usize {
        self.parts.fill(0.0);
        let mut touched = rho.len();
        for (entries, along) in self.rows.iter().zip(rho) {
            if along.abs() > NOISE {
                touched += entries.len();
                for (place, part) in entries {
                    self.parts[*place as usize] += part * along;
                }
            }
        }
        touched
    }

    /// The duals went this far along the row of the inverse.
    pub(super) fn go(&mut self, price: f64) {
        for (gain, part) in self.gains.iter_mut().zip(&self.parts) {
            *gain -= price * part;
        }
    }
}
