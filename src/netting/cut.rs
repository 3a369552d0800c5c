//! Cycles of arcs become cycles of invoices: a round is cut wherever an invoice on one of its arcs is used up.
//!
//! Short rounds come first and are cut at little cost, so they get the many small invoices of an arc and long rounds
//! its few large ones. O(rows), one stretch of memory for each.

use super::cycles::Cycles;
use super::names::Names;

/// The longest name that is kept at hand.
const SHORT: usize = 19;

/// The invoice that an arc is at: what it still holds, and its name where that is short. Cycle after cycle goes through
/// the same invoices, and looking each up among a million would miss every cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    holds: i64,
    /// Its place in the order in which invoices are used up.
    pub(super) place: u32,
    length: u8,
    name: [u8; SHORT],
}

impl Leg {
    fn of(cycles: &Cycles, names: &Names, place: u32) -> Self {
        let holds = cycles.holds.get(place as usize).copied().unwrap_or_default();
        let mut leg = Self { holds, place, length: 0, name: [0; SHORT] };
        if holds > 0 {
            let name = names.get(place).as_bytes();
            if name.len() <= SHORT {
                leg.length = u8::try_from(name.len()).unwrap_or_default();
                leg.name[..name.len()].copy_from_slice(name);
            }
        }
        leg
    }

    /// Its name, where it is short.
    pub(super) fn name(&self) -> Option<&[u8]> {
        (self.length > 0).then(|| &self.name[..usize::from(self.length)])
    }
}

impl Cycles {
    /// Hands over each cycle, as the invoices in order round and the amount cleared on every one. `names` are those of
    /// the invoices by place. Answers what is cleared of each place that no cycle holds: nothing, unless there would
    /// be more rows than there may be.
    pub(super) fn each(&self, names: &Names, mut cycle: impl FnMut(&[Leg], i64)) -> Vec<(u32, i64)> {
        let arcs = &self.first[..self.first.len() - 1];
        let mut at: Vec<Leg> = arcs.iter().map(|place| Leg::of(self, names, *place)).collect();
        let mut legs: Vec<Leg> = Vec::new();
        let mut rows = 0;
        'rounds: for round in &self.rounds {
            let arcs = &self.legs[round.from..round.from + round.length];
            let mut rest = round.amount;
            while rest > 0 {
                rows += arcs.len();
                if rows > self.most {
                    break 'rounds;
                }
                legs.clear();
                legs.extend(arcs.iter().map(|arc| at[*arc as usize]));
                let amount = legs.iter().map(|leg| leg.holds).fold(rest, i64::min);
                for arc in arcs {
                    let leg = &mut at[*arc as usize];
                    leg.holds -= amount;
                    if leg.holds == 0 {
                        *leg = Leg::of(self, names, leg.place + 1);
                    }
                }
                cycle(&legs, amount);
                rest -= amount;
            }
        }
        let mut left = Vec::new();
        for (leg, end) in at.iter().zip(&self.first[1..]) {
            for place in leg.place..*end {
                let holds = if place == leg.place { leg.holds } else { self.holds[place as usize] };
                left.push((self.invoice[place as usize], holds));
            }
        }
        left.sort_unstable();
        left
    }
}
