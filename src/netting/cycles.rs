//! The plan as simple cycles, shortest first: each a round of bodies that all forgive one another the same amount.
//!
//! What is cleared is a circulation, and a circulation is a sum of cycles. First every pair of bodies that owe each
//! other, then, body by body beginning with the one that has most dealings, the shortest cycles through that body:
//! hops to it are labelled backwards, and walks from it go down the labels, taking out as much as their weakest arc
//! holds (a blocking flow from a body to itself, Dinic 1970). A body without flow left is done with, so what is left
//! shrinks fast. At most one cycle for each arc; O(bodies · arcs) at worst, far less where hubs take most of the flow.
//!
//! A list of cycles may be as long as there are arcs times bodies, which nobody could store or read: a ring in which
//! everybody also owes somebody a little further on. So it has a limit of rows, linear in the invoices; what is set off
//! beyond it is not listed as cycles but stays what it is, a circulation. `cut` makes rows of it all.

use super::apart::Apart;
use super::components::starts;
use super::contract::{Arc, Round, Rounds, contract};
use super::network::{Network, narrow};

/// So many rows of cycles for each invoice, and so many more whatever their number.
const ROWS_AN_INVOICE: usize = 240;
const ROWS_AT_LEAST: usize = 1_000_000;

/// Cycles of arcs, in their order: shortest first.
#[derive(Clone, Debug)]
pub(super) struct Cycles {
    /// What is cleared, in the order in which it is used up: by arc, the smallest first; and the invoice of each.
    pub(super) holds: Vec<i64>,
    pub(super) invoice: Vec<u32>,
    /// Where those of each arc begin.
    pub(super) first: Vec<u32>,
    /// Arcs of all rounds, one after another, and per round where it begins, how long it is and the amount.
    pub(super) legs: Vec<u32>,
    pub(super) rounds: Vec<Round>,
    /// How many rows they may make.
    pub(super) most: usize,
}

impl Cycles {
    /// Takes a circulation apart; `cleared` is by invoice.
    pub(super) fn of(network: &Network, cleared: &[i64]) -> Self {
        Self::within(network, cleared, ROWS_AN_INVOICE * cleared.len() + ROWS_AT_LEAST)
    }

    /// The same with no more rows than `most`.
    pub(super) fn within(network: &Network, cleared: &[i64], most: usize) -> Self {
        let mut cycles = Self {
            holds: Vec::new(),
            invoice: Vec::new(),
            first: Vec::with_capacity(network.arcs() + 1),
            legs: Vec::new(),
            rounds: Vec::new(),
            most,
        };
        let mut flow = Vec::with_capacity(network.arcs());
        let mut own: Vec<(i64, u32)> = Vec::new();
        for arc in 0..network.arcs() {
            let invoices = network.invoices_of(arc).iter();
            let with_amounts = invoices.map(|invoice| (cleared[*invoice as usize], *invoice));
            own.extend(with_amounts.filter(|(cleared, _)| *cleared > 0));
            own.sort_by_key(|(cleared, _)| *cleared);
            flow.push(own.iter().map(|(cleared, _)| *cleared).sum());
            cycles.first.push(narrow(cycles.holds.len()));
            cycles.holds.extend(own.iter().map(|(cleared, _)| *cleared));
            cycles.invoice.extend(own.drain(..).map(|(_, invoice)| invoice));
        }
        cycles.first.push(narrow(cycles.holds.len()));
        cycles.take_apart(network, flow);
        cycles
    }

    fn take_apart(&mut self, network: &Network, mut flow: Vec<i64>) {
        let mut rounds = Rounds::new(network.arcs(), self.most);
        pairs(network, &mut flow, &mut rounds);
        let mut arcs: Vec<Arc> = (0..)
            .zip(flow)
            .filter(|(_, flow)| *flow > 0)
            .map(|(piece, flow)| {
                let (from, to) = (network.debtor[piece as usize], network.creditor[piece as usize]);
                Arc { from, to, flow, piece }
            })
            .collect();
        let mut nodes = network.nodes;
        while !arcs.is_empty() && !rounds.full() {
            arcs = contract(nodes, arcs, &mut rounds);
            let apart = Apart::new(nodes, &arcs);
            (nodes, arcs) = apart.through_bodies(&mut rounds);
        }
        (self.legs, self.rounds) = (rounds.legs, rounds.found);
        self.rounds.sort_by_key(|round| round.length);
    }

    /// How many bodies the longest round has.
    pub(super) fn longest(&self) -> usize {
        self.rounds.last().map_or(0, |round| round.length)
    }
}

/// Takes out what bodies owe each other.
fn pairs(network: &Network, flow: &mut [i64], rounds: &mut Rounds) {
    let first = starts(network.nodes, &network.debtor);
    for arc in 0..flow.len() {
        let (debtor, creditor) = (network.debtor[arc], network.creditor[arc]);
        if debtor > creditor || flow[arc] == 0 {
            continue;
        }
        let owed = first[creditor as usize] as usize..first[creditor as usize + 1] as usize;
        if let Ok(at) = network.creditor[owed.clone()].binary_search(&debtor) {
            let back = owed.start + at;
            let amount = flow[arc].min(flow[back]);
            if amount > 0 {
                rounds.push([arc, back].into_iter().map(narrow), amount);
                flow[arc] -= amount;
                flow[back] -= amount;
            }
        }
    }
}
