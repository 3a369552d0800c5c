//! Among all optima the one that clears the oldest debt: most Σ cleared · bucket.
//!
//! One run at cost M + bucket, with M = n·W + 1 above anything buckets could add up to on a path, would answer it;
//! two runs answer the same faster. The first run's potentials say which arcs every optimum fills, which it leaves
//! alone, and which are *tight* (1 + d(creditor) − d(debtor) = 0): the optima are exactly the circulations that agree
//! with it on all others. So the second run looks at tight arcs alone, with one arc for each bucket of a pair, at the
//! cost of leaving that bucket open. Costs differ much there, so it is left to cost scaling.
//!
//! The two potentials prove it together. With π = M·d + p, p packed to within ±(M − 1):
//! Σ x(M + bucket) = Σ a·max(0, M + bucket + π(creditor) − π(debtor)).

use super::flow::Flow;
use super::problem::{Problem, Start};

/// What is cleared of each arc of the core, and the potential of the second objective.
pub(super) struct Chosen {
    pub(super) cleared: Vec<i64>,
    pub(super) potential: Vec<i64>,
}

/// Chooses among the optima; `best` is the answer of the first run.
pub(super) fn choose(problem: &Problem, gone: &[bool], best: &Flow, start: Start) -> Chosen {
    let core = &problem.core;
    let bucket = buckets(problem, gone);
    let (mut tail, mut head, mut arcs, mut arc_of) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // What the arcs that are fixed leave to be balanced: the reverse of what the tight ones cleared so far.
    let mut excess = vec![0; core.nodes()];
    let mut cleared: Vec<i64> = (0..core.arc.len()).map(|arc| best.spare(arc)).collect();
    for (arc, at) in (0..).zip(&core.arc) {
        let (from, into) = (core.tail[arc], core.head[arc]);
        if best.reduced_cost(from as usize, &best.half[best.forth[arc] as usize]) != 0 {
            continue;
        }
        let mut total = 0;
        let mut last = None;
        for invoice in problem.network.invoices_of(*at as usize) {
            let amount = problem.owed(gone, *invoice);
            let cost = bucket[*invoice as usize];
            if amount > 0 && last != Some(cost) {
                last = Some(cost);
                arc_of.push(arc);
                tail.push(from);
                head.push(into);
                arcs.push((0, cost));
            }
            if let Some((capacity, _)) = arcs.last_mut().filter(|_| amount > 0) {
                *capacity += amount;
            }
            total += amount;
        }
        let more = total - cleared[arc];
        excess[from as usize] += more;
        excess[into as usize] -= more;
        cleared[arc] = 0;
    }
    let mut flow = Flow::of(core.nodes(), &tail, &head, arcs.into_iter());
    for (node, excess) in flow.node.iter_mut().zip(excess) {
        node.excess = excess;
    }
    flow.optimise(if start == Start::Simplex { start } else { Start::Scaling });
    for (at, arc) in arc_of.into_iter().enumerate() {
        cleared[arc] += flow.spare(at);
    }
    let potential = flow.node[..core.nodes()].iter().map(|node| node.potential).collect();
    Chosen { cleared, potential: packed(potential, widest(&bucket)) }
}

/// Potentials that prove as much, and lie within nodes · `widest`: wider gaps between two values that follow one
/// another are wider than any cost, so they say no more than a gap as wide as the dearest.
fn packed(potential: Vec<i64>, widest: i64) -> Vec<i64> {
    let mut values = potential.clone();
    values.sort_unstable();
    values.dedup();
    let mut place = Vec::with_capacity(values.len());
    let mut last = 0;
    for (at, value) in values.iter().enumerate() {
        last += if at == 0 { 0 } else { (value - values[at - 1]).min(widest) };
        place.push(last);
    }
    potential.iter().map(|value| values.binary_search(value).map_or(0, |at| place[at])).collect()
}

fn widest(bucket: &[i32]) -> i64 {
    bucket.iter().copied().max().unwrap_or_default().into()
}

/// Days are within 32 bits, so thirties of days are within 28.
fn buckets(problem: &Problem, gone: &[bool]) -> Vec<i32> {
    let due = &problem.obligations.due_day;
    let there = due.iter().zip(gone).filter(|(_, gone)| !**gone);
    let newest = there.map(|(due, _)| *due).max().unwrap_or_default();
    let thirties = |due: &i32| (i64::from(newest) - i64::from(*due)).max(0) / 30;
    due.iter().map(|due| i32::try_from(thirties(due)).unwrap_or(i32::MAX)).collect()
}
