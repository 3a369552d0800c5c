//! Among all optima the one that clears the oldest debt: most Σ cleared · bucket.
//!
//! One run at cost M + bucket, with M = n·W + 1 above anything buckets could add up to on a path, would answer it; two
//! runs answer the same faster. The first run's potentials say which arcs every optimum fills, which it leaves alone,
//! and which are *tight* (1 + d(creditor) − d(debtor) = 0): the optima are exactly the circulations that agree with it on
//! all others. So the second run is a simplex on tight arcs alone, from the first run's flow, with one arc for each bucket
//! of a pair, at the cost of leaving that bucket open.
//!
//! The two potentials prove it together. With π = M·d + p, p within ±(M − 1) because a tree path has at most n − 1 arcs
//! of cost up to W: Σ x(M + bucket) = Σ a·max(0, M + bucket + π(creditor) − π(debtor)).

use super::problem::{Basis, Problem, Start};
use super::residual::Residual;
use super::simplex::Arcs;

/// What is left open of each arc of the core, and the potential of the second objective.
pub(super) fn choose(problem: &Problem, invoice_amount: &[i64], arc_amount: &[i64], basis: &Basis) -> Basis {
    let core = &problem.core;
    let bucket = buckets(problem, invoice_amount);
    let mut arcs = Arcs::default();
    let mut arc_of = Vec::new();
    // What the arcs that are fixed leave to be balanced: the reverse of what the tight ones cleared so far.
    let mut excess = vec![0; core.nodes()];
    for (arc, at) in (0..).zip(&core.arc) {
        let (tail, head) = (core.tail[arc], core.head[arc]);
        if 1 + basis.potential[tail as usize] - basis.potential[head as usize] != 0 {
            continue;
        }
        let cleared = arc_amount[*at as usize] - basis.left[arc];
        excess[tail as usize] -= cleared;
        excess[head as usize] += cleared;
        let mut last = None;
        for invoice in problem.network.invoices_of(*at as usize) {
            let amount = invoice_amount[*invoice as usize];
            let cost = bucket[*invoice as usize];
            if amount > 0 && last != Some(cost) {
                last = Some(cost);
                arc_of.push(arc);
                arcs.tail.push(tail);
                arcs.head.push(head);
                arcs.cost.push(cost);
                arcs.capacity.push(0);
                arcs.flow.push(0);
            }
            if let Some(capacity) = arcs.capacity.last_mut().filter(|_| amount > 0) {
                *capacity += amount;
            }
        }
    }
    let residual = Residual::of(core.nodes(), &arcs.tail, &arcs.head);
    let Basis { left: flow, potential } =
        arcs.optimum(&residual, excess, vec![0; core.nodes()], Start::Phases);
    let mut left = basis.left.clone();
    for arc in &arc_of {
        left[*arc] = 0;
    }
    for (arc, flow) in arc_of.into_iter().zip(flow) {
        left[arc] += flow;
    }
    Basis { left, potential }
}

/// Days are within 32 bits, so thirties of days are within 28.
fn buckets(problem: &Problem, invoice_amount: &[i64]) -> Vec<i32> {
    let due = &problem.obligations.due_day;
    let there = due.iter().zip(invoice_amount).filter(|(_, amount)| **amount > 0);
    let newest = there.map(|(due, _)| *due).max().unwrap_or_default();
    let thirties = |due: &i32| (i64::from(newest) - i64::from(*due)).max(0) / 30;
    due.iter().map(|due| i32::try_from(thirties(due)).unwrap_or(i32::MAX)).collect()
}
