//! Rings as they are published: legs with units and values, and the cash that evens them out.

use super::instance::Instance;
use super::legs::Leg;

/// One leg of a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RingLeg {
    pub offer: u32,
    pub need: u32,
    pub from: u32,
    pub to: u32,
    pub units: i64,
    pub value_pence: i64,
}

/// A ring: each leg serves the body that gives the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ring {
    pub legs: Vec<RingLeg>,
}

/// Cash that one body of a ring hands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    pub payer: u32,
    pub payee: u32,
    pub pence: i64,
}

impl Ring {
    /// A ring of these legs with these units, told from its smallest body on.
    pub fn new<'l>(legs: impl IntoIterator<Item = &'l Leg>, units: &[i64]) -> Self {
        let legs = legs.into_iter().zip(units).map(|(leg, units)| RingLeg {
            offer: leg.offer,
            need: leg.need,
            from: leg.from,
            to: leg.to,
            units: *units,
            value_pence: units * leg.unit_pence,
        });
        let mut ring = Self { legs: legs.collect() };
        let first = (0..ring.legs.len()).min_by_key(|at| ring.legs[*at].from).unwrap_or(0);
        ring.legs.rotate_left(first);
        ring
    }

    /// The value exchanged.
    pub fn value(&self) -> i64 {
        self.legs.iter().map(|leg| leg.value_pence).sum()
    }

    /// The bodies, in the order in which they give.
    pub fn bodies(&self) -> impl Iterator<Item = u32> + '_ {
        self.legs.iter().map(|leg| leg.from)
    }

    /// For each body, what it gives less what it gets. The sum is nothing.
    pub fn balances(&self) -> Vec<(u32, i64)> {
        let before = |at: usize| self.legs[(at + self.legs.len() - 1) % self.legs.len()].value_pence;
        self.legs.iter().enumerate().map(|(at, leg)| (leg.from, leg.value_pence - before(at))).collect()
    }

    /// The cash that changes hands: what all bodies that give more than they get are owed.
    pub fn residue(&self) -> i64 {
        self.balances().iter().map(|(_, balance)| (*balance).max(0)).sum()
    }

    /// Who pays whom so that everybody is even: the largest debts to the largest credits, at most one payment fewer
    /// than bodies.
    pub fn payments(&self) -> Vec<Payment> {
        let mut balances = self.balances();
        let mut found = Vec::new();
        loop {
            balances.sort_by_key(|(body, balance)| (*balance, *body));
            let (Some(poorest), Some(richest)) = (balances.first().copied(), balances.last().copied()) else {
                break;
            };
            let pence = richest.1.min(-poorest.1);
            if pence <= 0 {
                break;
            }
            found.push(Payment { payer: poorest.0, payee: richest.0, pence });
            let last = balances.len() - 1;
            balances[0].1 += pence;
            balances[last].1 -= pence;
        }
        found
    }

    /// How many legs are between partners that the need prefers.
    pub fn preferred(&self, instance: &Instance) -> i64 {
        let is_preferred = |leg: &&RingLeg| instance.needs[leg.need as usize].preferred.contains(&leg.from);
        i64::try_from(self.legs.iter().filter(is_preferred).count()).unwrap_or(0)
    }
}
