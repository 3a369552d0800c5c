//! A proof that no packing is worth more, in whole numbers.
//!
//! Any prices p ≥ 0 on bodies and q ≥ 0 on cuts bound the optimum by Σ p + Σ q·⌊|S| / d⌋, provided that every set
//! brings at most the price of what it uses (weak duality). The simplex hands over prices that are nearly
//! so; they are rounded up to 1/16384 of a penny, and where a set still brings more, the rest is put on one of its
//! bodies. What comes out is a feasible dual in integers, whatever the floats were. A set whose gain g ≤ 0 would be
//! chosen costs the bound −g, so it is out of the question when bound + g is below a packing that is known
//! (reduced-cost fixing).

use super::cuts::Cut;
use super::equations::Equation;
use super::instance::MOST_WORTH;
use super::packing::{Packing, Set};
use super::simplex::PRICE_ONE;

/// Where bounds end: beyond what any round is worth, and far enough from the end of the numbers to go on from.
const MOST: i64 = i64::MAX / 2;
const _: () = assert!(MOST / PRICE_ONE > MOST_WORTH);

/// Prices, in parts of [`PRICE_ONE`] to the penny.
#[derive(Clone, Debug)]
pub struct Prices {
    bodies: Vec<i64>,
    /// The cuts that have a price.
    cuts: Vec<(Cut, i64)>,
    /// For each body the priced cuts it is in.
    cuts_of: Vec<Vec<u32>>,
}

impl Prices {
    /// From the prices of the rows: first the bodies, then the cuts.
    pub fn new(rows: &[i64], cuts: &[Cut], bodies: usize) -> Self {
        let mut cuts_of = vec![Vec::new(); bodies];
        let priced: Vec<(Cut, i64)> = cuts
            .iter()
            .zip(&rows[bodies..])
            .filter(|(_, price)| **price > 0)
            .map(|(cut, price)| (cut.clone(), *price))
            .collect();
        for (at, (cut, _)) in (0_u32..).zip(&priced) {
            for body in &cut.members {
                cuts_of[*body as usize].push(at);
            }
        }
        Self { bodies: rows[..bodies].to_vec(), cuts: priced, cuts_of }
    }

    /// What a set brings beyond the price of what it uses.
    pub fn gain(&self, set: &Set) -> i64 {
        let members = set.members();
        let mut gain = set.weight * PRICE_ONE;
        for (at, body) in members.iter().enumerate() {
            gain -= self.bodies[*body as usize];
            for cut in &self.cuts_of[*body as usize] {
                let (cut, price) = &self.cuts[*cut as usize];
                let inside = |body: &u32| cut.members.binary_search(body).is_ok();
                // A cut is counted at its first body in the set.
                if !members[..at].iter().any(inside) {
                    gain -= price * cut.counts(set);
                }
            }
        }
        gain
    }

    /// Raises prices until none of these sets has a gain. Returns what each had left to gain when it was looked at, which
    /// is nothing or less, and no less than what it has left in the end.
    pub fn cover<'s>(&mut self, sets: impl Iterator<Item = &'s Set>) -> Vec<i64> {
        let mut left = Vec::with_capacity(sets.size_hint().0);
        for set in sets {
            let gain = self.gain(set);
            if gain > 0 {
                self.bodies[set.members()[0] as usize] += gain;
            }
            left.push(gain.min(0));
        }
        left
    }

    /// The bound that these prices prove once they cover every set, in parts of [`PRICE_ONE`]. Nothing is worth as much as
    /// where it ends.
    pub fn total(&self) -> i64 {
        let bodies = self.bodies.iter().map(|price| i128::from(*price));
        sum_of(bodies.chain(self.cuts.iter().map(|(cut, price)| i128::from(*price) * i128::from(cut.most()))))
    }

    /// The cuts that have a price.
    pub fn cuts(&self) -> impl Iterator<Item = &Cut> {
        self.cuts.iter().map(|(cut, _)| cut)
    }

    /// The price of a body alone.
    pub fn of(&self, body: u32) -> i64 {
        self.bodies[body as usize]
    }

    /// What holds in every packing out of `sets` that is within `room` of the bound: a body or a cut whose price is
    /// above the room is used up. The unknowns are the sets, by their place in the list.
    pub fn equations(&self, packing: &Packing, sets: &[u32], room: i64) -> Vec<Equation> {
        let mut found: Vec<Equation> =
            self.bodies.iter().map(|_| Equation { terms: Vec::new(), right: 1 }).collect();
        found.extend(self.cuts.iter().map(|(cut, _)| Equation { terms: Vec::new(), right: cut.most() }));
        for (place, at) in (0_u32..).zip(sets) {
            let set = &packing.sets[*at as usize];
            let mut cuts: Vec<u32> = Vec::new();
            for body in set.members() {
                found[*body as usize].terms.push((place, 1));
                cuts.extend(&self.cuts_of[*body as usize]);
            }
            cuts.sort_unstable();
            cuts.dedup();
            for cut in cuts {
                let counts = self.cuts[cut as usize].0.counts(set);
                if counts > 0 {
                    found[self.bodies.len() + cut as usize].terms.push((place, counts));
                }
            }
        }
        let prices = self.bodies.iter().chain(self.cuts.iter().map(|(_, price)| price));
        found.into_iter().zip(prices).filter(|(_, price)| **price > room).map(|(row, _)| row).collect()
    }

    /// The most that sets of these bodies alone can bring, in whole pence.
    pub fn most_of(&self, bodies: &[u32]) -> i64 {
        let mut cuts: Vec<u32> =
            bodies.iter().flat_map(|body| self.cuts_of[*body as usize].iter().copied()).collect();
        cuts.sort_unstable();
        let cuts = cuts.chunk_by(|one, other| one == other).map(|same| {
            let (cut, price) = &self.cuts[same[0] as usize];
            i128::from(*price) * i128::try_from(same.len() / cut.divisor).unwrap_or(0)
        });
        let bodies = bodies.iter().map(|body| i128::from(self.bodies[*body as usize]));
        sum_of(bodies.chain(cuts)).div_euclid(PRICE_ONE)
    }

    /// The bound in whole pence.
    pub fn bound(&self) -> i64 {
        self.total().div_euclid(PRICE_ONE)
    }

    /// The price of each body with its share of the cuts it is in, in pence: what being matched is worth there.
    pub fn of_bodies(&self) -> Vec<i64> {
        let mut prices = self.bodies.clone();
        for (cut, price) in &self.cuts {
            let share = price / i64::try_from(cut.divisor).unwrap_or(1);
            for body in &cut.members {
                prices[*body as usize] += share;
            }
        }
        prices.into_iter().map(|price| price / PRICE_ONE).collect()
    }
}

fn sum_of(prices: impl Iterator<Item = i128>) -> i64 {
    i64::try_from(prices.sum::<i128>()).map_or(MOST, |sum| sum.min(MOST))
}

/// Prices that cover every set of a packing.
pub fn proved(packing: &Packing, rows: &[i64], cuts: &[Cut]) -> Prices {
    let mut prices = Prices::new(rows, cuts, packing.bodies);
    prices.cover(packing.sets.iter());
    prices
}
