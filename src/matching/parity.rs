//! Finds violated odd cuts by elimination modulo two (zero-half cuts; Caprara and Fischetti 1996, with the elimination
//! of Koster, Zymolka and Kutschka, Algorithmica 55, 2009).
//!
//! Add up the rows of an odd number of bodies S, halve and round down: the cut is violated when the values of the sets
//! with an odd number of bodies in S, plus the slack of the rows in S, stay below one. So rows are added modulo two
//! until the largest fractional values have gone; what is left in a row says how far it is violated. Rows and
//! columns are bit sets, so this is cheap enough to be done several times in different orders.

use std::collections::BTreeMap;

use super::packing::Packing;
use super::simplex::VALUE_ONE;

/// A combination of rows.
#[derive(Clone, Debug)]
struct Row {
    /// Fractional sets that have an odd number of bodies in it.
    odd: Vec<u64>,
    /// The bodies that were added up, and how many modulo two.
    bodies: Vec<u64>,
    is_odd: bool,
    slack: i64,
}

impl Row {
    fn has(&self, column: usize) -> bool {
        self.odd[column / 64] >> (column % 64) & 1 == 1
    }

    fn add(&mut self, other: &Self) {
        for (word, change) in self.odd.iter_mut().zip(&other.odd) {
            *word ^= change;
        }
        for (word, change) in self.bodies.iter_mut().zip(&other.bodies) {
            *word ^= change;
        }
        self.is_odd ^= other.is_odd;
        self.slack += other.slack;
    }
}

fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| at * 64 + rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(bit)
        })
    })
}

/// Odd sets of at least three bodies whose cut is violated by these fractional sets, and by how much. `full` are the values
/// that each body has altogether, in parts of [`VALUE_ONE`].
pub fn odd_sets(packing: &Packing, fractional: &[(u32, i64)], full: &[i64]) -> Vec<(i64, Vec<u32>)> {
    let mut found = Vec::new();
    for component in components(packing, fractional) {
        if component.len() >= 3 {
            for order in 0..4 {
                eliminate(packing, &component, full, order, &mut found);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The fractional sets in groups that share no bodies.
fn components(packing: &Packing, fractional: &[(u32, i64)]) -> Vec<Vec<(u32, i64)>> {
    let mut of_body: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, (set, _)) in fractional.iter().enumerate() {
        for body in packing.sets[*set as usize].members() {
            of_body.entry(*body).or_default().push(at);
        }
    }
    let mut seen = vec![false; fractional.len()];
    let mut found = Vec::new();
    for start in 0..fractional.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut group, mut next) = (vec![start], 0);
        while next < group.len() {
            let (set, _) = fractional[group[next]];
            next += 1;
            for body in packing.sets[set as usize].members() {
                for at in &of_body[body] {
                    if !std::mem::replace(&mut seen[*at], true) {
                        group.push(*at);
                    }
                }
            }
        }
        found.push(group.into_iter().map(|at| fractional[at]).collect());
    }
    found
}

fn eliminate(
    packing: &Packing,
    sets: &[(u32, i64)],
    full: &[i64],
    order: usize,
    found: &mut Vec<(i64, Vec<u32>)>,
) {
    let mut bodies: Vec<u32> =
        sets.iter().flat_map(|(set, _)| packing.sets[*set as usize].members().iter().copied()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    bodies.retain(|body| full[*body as usize] > VALUE_ONE / 2);
    let (words, body_words) = (sets.len().div_ceil(64), bodies.len().div_ceil(64));
    let mut rows: Vec<Row> = bodies
        .iter()
        .enumerate()
        .map(|(at, body)| {
            let mut own = vec![0; body_words];
            own[at / 64] |= 1 << (at % 64);
            let slack = (VALUE_ONE - full[*body as usize]).max(0);
            Row { odd: vec![0; words], bodies: own, is_odd: true, slack }
        })
        .collect();
    for (column, (set, _)) in sets.iter().enumerate() {
        for body in packing.sets[*set as usize].members() {
            if let Ok(at) = bodies.binary_search(body) {
                rows[at].odd[column / 64] |= 1 << (column % 64);
            }
        }
    }
    let mut columns: Vec<usize> = (0..sets.len()).collect();
    // Different orders find different cuts; the first takes the largest values first.
    let mixed = |column: &usize| (column * 7919 + order * 104_729) % 1_009;
    columns.sort_by_key(|column| match order {
        0 => (-sets[*column].1, *column),
        1 => (sets[*column].1 - 2 * VALUE_ONE, *column),
        _ => (-sets[*column].1 / (VALUE_ONE / 4), mixed(column)),
    });
    for column in columns {
        let pivot =
            (0..rows.len()).filter(|at| rows[*at].has(column)).min_by_key(|at| (rows[*at].slack, *at));
        let Some(pivot) = pivot else { continue };
        let taken = rows.swap_remove(pivot);
        for row in rows.iter_mut().filter(|row| row.has(column)) {
            row.add(&taken);
            if !row.is_odd || row.slack >= VALUE_ONE {
                continue;
            }
            let rest: i64 = row.slack + ones(&row.odd).map(|column| sets[column].1).sum::<i64>();
            if rest < VALUE_ONE - VALUE_ONE / 12 {
                let members: Vec<u32> = ones(&row.bodies).map(|at| bodies[at]).collect();
                if members.len() >= 3 {
                    found.push(((VALUE_ONE - rest) / 2, members));
                }
            }
        }
        rows.retain(|row| row.slack < VALUE_ONE);
    }
}
