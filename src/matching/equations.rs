//! Which unknowns of a system of linear equations have the same value in every solution.
//!
//! Packings of the proved value that use tight sets only meet equations: a priced body is in exactly one of its sets,
//! and a priced cut is full. A linear programme whose optimum is the only one gives a square system without freedom,
//! so elimination alone proves that there is no tie, where trying packings would take exponential time.
//!
//! Numbers are kept modulo the prime 2³¹ − 1. A whole solution of the equations solves them modulo a prime as well, so
//! what is contradictory or determined there is so in truth (0 and 1 stay apart); freedom that exists only modulo the
//! prime costs time, never correctness. Gauss' elimination, next always the shortest row (Markowitz) on its rarest
//! column, forwards and then back: O(r·c·min(r, c)) for r rows and c columns at worst; on sets of a few bodies the rows
//! stay short and it takes about O(r·min(r, c)) for finding the rows.

use std::collections::BTreeSet;

/// The prime 2³¹ − 1.
const PRIME: u64 = (1 << 31) - 1;

/// Σ coefficient·unknown = right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// Unknowns, rising, with their coefficients.
    pub terms: Vec<(u32, i64)>,
    pub right: i64,
}

/// What the equations say about unknowns that are 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// No choice of zeros and ones meets all equations.
    Contradiction,
    /// For each unknown its value, where all solutions agree in it.
    Values(Vec<Option<bool>>),
}

/// Finds what is determined. Nothing is where `work` (entries touched) runs out.
pub fn determined(unknowns: usize, equations: &[Equation], work: &mut u64) -> Known {
    let mut system = System::new(unknowns, equations);
    let open = Known::Values(vec![None; unknowns]);
    if !system.forwards(work) {
        return open;
    }
    if system.rows.iter().any(|row| row.terms.is_empty() && row.right != 0) {
        return Known::Contradiction;
    }
    if !system.backwards(work) {
        return open;
    }
    let mut values = vec![None; unknowns];
    for row in &system.rows {
        if let [(column, factor)] = row.terms[..] {
            values[column as usize] = match row.right * inverse(factor) % PRIME {
                0 => Some(false),
                1 => Some(true),
                _ => return Known::Contradiction,
            };
        }
    }
    Known::Values(values)
}

/// A row modulo the prime.
#[derive(Clone, Debug, Default)]
struct Row {
    terms: Vec<(u32, u64)>,
    right: u64,
}

struct System {
    rows: Vec<Row>,
    /// The rows that each unknown is in.
    rows_of: Vec<BTreeSet<usize>>,
    /// The rows that have had their turn, with the column they were solved for.
    solved: Vec<(usize, u32)>,
}

impl System {
    fn new(unknowns: usize, equations: &[Equation]) -> Self {
        let mut rows_of = vec![BTreeSet::new(); unknowns];
        let mut rows = Vec::with_capacity(equations.len());
        for (at, equation) in equations.iter().enumerate() {
            let mut row = Row { terms: Vec::new(), right: reduced(equation.right) };
            for (column, factor) in &equation.terms {
                let factor = reduced(*factor);
                if factor != 0 {
                    row.terms.push((*column, factor));
                    rows_of[*column as usize].insert(at);
                }
            }
            rows.push(row);
        }
        Self { rows, rows_of, solved: Vec::new() }
    }

    /// Solves each row for a column and takes that column out of the rows that are still to come.
    fn forwards(&mut self, work: &mut u64) -> bool {
        let mut waiting: Vec<usize> = (0..self.rows.len()).collect();
        loop {
            waiting.retain(|row| !self.rows[*row].terms.is_empty());
            let cost = waiting.len() as u64;
            let Some(next) = (0..waiting.len()).min_by_key(|at| self.rows[waiting[*at]].terms.len()) else {
                return true;
            };
            let row = waiting.remove(next);
            let rarest = self.rows[row].terms.iter().min_by_key(|term| self.rows_of[term.0 as usize].len());
            let Some((column, _)) = rarest.copied() else { return true };
            self.rows_of[column as usize].remove(&row);
            let others = std::mem::take(&mut self.rows_of[column as usize]);
            let (early, late) = others.into_iter().partition(|other| waiting.binary_search(other).is_err());
            let spent = self.eliminate(row, column, &late);
            self.rows_of[column as usize] = early;
            self.solved.push((row, column));
            if !spend(work, cost + spent) {
                return false;
            }
        }
    }

    /// Takes each solved column out of the rows solved before it.
    fn backwards(&mut self, work: &mut u64) -> bool {
        while let Some((row, column)) = self.solved.pop() {
            let others = std::mem::take(&mut self.rows_of[column as usize]);
            let spent = self.eliminate(row, column, &others);
            if !spend(work, spent) {
                return false;
            }
        }
        true
    }

    /// Adds multiples of `row` to `others` so that they lose `column`; the entries touched.
    fn eliminate(&mut self, row: usize, column: u32, others: &BTreeSet<usize>) -> u64 {
        let pivot = self.rows[row].clone();
        let Some(own) = pivot.factor_of(column) else { return 0 };
        let scale = inverse(own);
        let mut spent = 0;
        for other in others {
            let target = std::mem::take(&mut self.rows[*other]);
            let Some(factor) = target.factor_of(column) else { continue };
            let times = PRIME - factor * scale % PRIME;
            spent += 4 * (target.terms.len() + pivot.terms.len()) as u64;
            self.rows[*other] = self.sum(*other, &target, &pivot, times);
        }
        spent
    }

    /// `target` + `times`·`pivot`, which stands at `at`.
    fn sum(&mut self, at: usize, target: &Row, pivot: &Row, times: u64) -> Row {
        let mut terms = Vec::with_capacity(target.terms.len() + pivot.terms.len());
        let (mut left, mut right) = (target.terms.iter().peekable(), pivot.terms.iter().peekable());
        loop {
            let (old, added) = (left.peek().map(|term| term.0), right.peek().map(|term| term.0));
            let column = match (old, added) {
                (None, None) => break,
                (Some(one), Some(other)) => one.min(other),
                (Some(one), None) | (None, Some(one)) => one,
            };
            let known = left.next_if(|term| term.0 == column).map_or(0, |term| term.1);
            let extra = right.next_if(|term| term.0 == column).map_or(0, |term| term.1);
            let factor = (known + times * extra) % PRIME;
            if factor != 0 {
                terms.push((column, factor));
            }
            if known == 0 && factor != 0 {
                self.rows_of[column as usize].insert(at);
            } else if known != 0 && factor == 0 {
                self.rows_of[column as usize].remove(&at);
            }
        }
        Row { terms, right: (target.right + times * pivot.right) % PRIME }
    }
}

impl Row {
    fn factor_of(&self, column: u32) -> Option<u64> {
        self.terms.binary_search_by_key(&column, |term| term.0).ok().map(|at| self.terms[at].1)
    }
}

fn spend(work: &mut u64, cost: u64) -> bool {
    *work = work.saturating_sub(cost);
    *work > 0
}

fn reduced(number: i64) -> u64 {
    let prime = i64::try_from(PRIME).unwrap_or(i64::MAX);
    u64::try_from(number.rem_euclid(prime)).unwrap_or(0)
}

/// The inverse modulo the prime, by Fermat: number^(p − 2).
fn inverse(number: u64) -> u64 {
    let (mut power, mut base, mut exponent) = (1, number % PRIME, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = power * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Equation, Known, determined};

    fn equation(terms: &[(u32, i64)], right: i64) -> Equation {
        Equation { terms: terms.to_vec(), right }
    }

    #[test]
    fn an_odd_circle_leaves_no_freedom_and_an_even_one_does() {
        let odd = [
            equation(&[(0, 1), (1, 1)], 1),
            equation(&[(1, 1), (2, 1)], 1),
            equation(&[(0, 1), (2, -1)], 0),
            equation(&[(2, 1), (3, 1)], 1),
            equation(&[(0, 1), (3, 2)], 1),
        ];
        let even = &odd[..4];

        let all = Known::Values(vec![Some(true), Some(false), Some(true), Some(false)]);
        assert_eq!(determined(4, &odd, &mut 10_000), all);
        assert_eq!(determined(4, even, &mut 10_000), Known::Values(vec![None; 4]));
        assert_eq!(determined(4, &odd, &mut 3), Known::Values(vec![None; 4]), "no work, nothing known");
        assert_eq!(determined(1, &[equation(&[(0, 2)], 1)], &mut 10_000), Known::Contradiction);
        assert_eq!(determined(1, &[equation(&[], 1)], &mut 10_000), Known::Contradiction);
    }

    proptest! {
        #[test]
        fn what_is_determined_holds_in_every_choice_of_zeros_and_ones(
            rows in prop::collection::vec((prop::collection::vec(-1..3_i64, 6), 0..3_i64), 0..7),
        ) {
            let equations: Vec<Equation> = rows
                .iter()
                .map(|(factors, right)| equation(&(0_u32..).zip(factors.iter().copied()).collect::<Vec<_>>(), *right))
                .collect();
            let solutions: Vec<u32> = (0..64_u32)
                .filter(|mask| {
                    rows.iter().all(|(factors, right)| {
                        (0_u32..).zip(factors).map(|(at, factor)| factor * i64::from(mask >> at & 1)).sum::<i64>()
                            == *right
                    })
                })
                .collect();

            match determined(6, &equations, &mut 100_000) {
                Known::Contradiction => prop_assert!(solutions.is_empty()),
                Known::Values(values) => {
                    for (at, value) in (0_u32..).zip(values) {
                        if let Some(value) = value {
                            prop_assert!(solutions.iter().all(|mask| (mask >> at & 1 == 1) == value));
                        }
                    }
                }
            }
        }
    }
}
