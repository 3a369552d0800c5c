//! The plan as simple cycles, shortest first: each a round of bodies that all forgive one another the same amount.
//!
//! What is cleared is a circulation, and a circulation is a sum of cycles. First every pair of bodies that owe each
//! other, then, body by body beginning with the one that has most dealings, the shortest cycles through that body:
//! hops to it are labelled backwards, and walks from it go down the labels, taking out as much as their weakest arc
//! holds (a blocking flow from a body to itself, Dinic 1970). A body without flow left is done with, so what is left
//! shrinks fast. At most one cycle for each arc; O(bodies · arcs) at worst, far less where hubs take most of the flow.
//!
//! Cycles of arcs become cycles of invoices by cutting at invoice boundaries, of each arc the smallest first.

use super::apart::Apart;
use super::components::starts;
use super::contract::{Arc, Round, Rounds, contract};
use super::network::{Network, narrow};

/// Cycles of invoices, in their order: shortest first.
#[derive(Clone, Debug)]
pub struct Cycles {
    /// Arcs of all rounds, one after another, and per round where it begins, how long it is and the amount.
    legs: Vec<u32>,
    rounds: Vec<Round>,
}

impl Cycles {
    /// Takes a circulation apart; `cleared` is by invoice.
    pub(super) fn of(network: &Network, cleared: &[i64]) -> Self {
        let by_arc = (0..network.arcs()).map(|arc| {
            network.invoices_of(arc).iter().map(|invoice| cleared[*invoice as usize]).sum::<i64>()
        });
        let flow: Vec<i64> = by_arc.collect();
        let mut rounds = Rounds::new(network.arcs());
        let mut flow = flow;
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
        while !arcs.is_empty() {
            arcs = contract(nodes, arcs, &mut rounds);
            let apart = Apart::new(nodes, &arcs);
            (nodes, arcs) = apart.through_bodies(&mut rounds);
        }
        let Rounds { legs, found: mut rounds, .. } = rounds;
        rounds.sort_by_key(|round| round.length);
        Self { legs, rounds }
    }

    /// How many bodies the longest round has.
    pub fn longest(&self) -> usize {
        self.rounds.last().map_or(0, |round| round.length)
    }

    /// Hands over each cycle: its arcs in order round, the invoice of each, and the amount cleared on every one.
    pub(super) fn each(&self, network: &Network, cleared: &[i64], mut cycle: impl FnMut(&[Leg], i64)) {
        // Short rounds come first and are cut at little cost, so they get the many small invoices of an arc and long
        // rounds its few large ones.
        let by_size = network.invoices_by(cleared);
        // For each arc, how many of its invoices are used up, and what the last of these still holds.
        let mut used = vec![(0_u32, 0_u32, 0_i64); network.arcs()];
        let mut legs = Vec::new();
        for round in &self.rounds {
            let arcs = &self.legs[round.from..round.from + round.length];
            let mut rest = round.amount;
            while rest > 0 {
                let mut amount = rest;
                legs.clear();
                for arc in arcs {
                    let (count, invoice, holds) = &mut used[*arc as usize];
                    while *holds == 0 {
                        *invoice = by_size[network.first_of(*arc as usize) + *count as usize];
                        *holds = cleared[*invoice as usize];
                        *count += 1;
                    }
                    legs.push(Leg { arc: *arc, invoice: *invoice });
                    amount = amount.min(*holds);
                }
                for arc in arcs {
                    used[*arc as usize].2 -= amount;
                }
                cycle(&legs, amount);
                rest -= amount;
            }
        }
    }
}

/// One arc of a cycle, and the invoice on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) arc: u32,
    pub(super) invoice: u32,
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
