//! What if a body, or an invoice, dropped out: solved again from the last basis.
//!
//! Less can be owed than before, never more, so the old potentials still price everything right. What was cleared of a
//! dropped invoice leaves its debtor and its creditor out of balance, and only that is sent through the network again.
//! O(invoices) to copy the answer, unless it is given away, and the phases that it takes.

use super::network::narrow;
use super::obligations::Obligations;
use super::problem::{Plan, Problem, Solved, Start};

/// Who and what is to be left out, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    pub bodies: Vec<u32>,
    pub invoices: Vec<u32>,
}

impl Solved {
    /// The answer without one body.
    pub fn without_body(&self, problem: &Problem, body: u32) -> Self {
        self.without(problem, &Absent { bodies: vec![body], invoices: Vec::new() })
    }

    /// The answer without one invoice.
    pub fn without_invoice(&self, problem: &Problem, invoice: u32) -> Self {
        self.without(problem, &Absent { bodies: Vec::new(), invoices: vec![invoice] })
    }

    /// The answer without all of these, and without those that dropped out before.
    pub fn without(&self, problem: &Problem, absent: &Absent) -> Self {
        self.clone().leaving_out(problem, absent)
    }

    /// The same in place of this answer: nothing is copied.
    pub fn leaving_out(mut self, problem: &Problem, absent: &Absent) -> Self {
        let (network, obligations) = (&problem.network, &problem.obligations);
        let mut fewer: Vec<(u32, i64)> = Vec::new();
        let mut drop = |gone: &mut [bool], arc: usize, invoice: u32| {
            if !std::mem::replace(&mut gone[invoice as usize], true)
                && let Some(place) = problem.core.place(arc)
            {
                fewer.push((narrow(place), obligations.amount[invoice as usize]));
            }
        };
        if !absent.bodies.is_empty() {
            let out = absent.gone(obligations);
            for arc in 0..network.arcs() {
                if out[network.debtor[arc] as usize] || out[network.creditor[arc] as usize] {
                    for invoice in network.invoices_of(arc) {
                        drop(&mut self.gone, arc, *invoice);
                    }
                }
            }
        }
        for invoice in &absent.invoices {
            let row = *invoice as usize;
            if let Some(arc) = network.arc_between(obligations.debtor[row], obligations.creditor[row]) {
                drop(&mut self.gone, arc, *invoice);
            }
        }
        for (arc, amount) in &fewer {
            self.flow.reduce(*arc as usize, *amount);
        }
        self.flow.optimise(Start::Phases);
        let changed: Vec<u32> = fewer.into_iter().map(|(arc, _)| arc).collect();
        self.finished(problem, &changed, Start::Phases)
    }
}

impl Absent {
    fn gone(&self, obligations: &Obligations) -> Vec<bool> {
        let mut gone = vec![false; obligations.bodies().len()];
        for body in &self.bodies {
            gone[*body as usize] = true;
        }
        gone
    }

    /// For each invoice, whether it stays.
    pub fn keeps(&self, obligations: &Obligations) -> Vec<bool> {
        let gone = self.gone(obligations);
        let pairs = obligations.debtor.iter().zip(&obligations.creditor);
        let mut there: Vec<bool> =
            pairs.map(|(debtor, creditor)| !gone[*debtor as usize] && !gone[*creditor as usize]).collect();
        for invoice in &self.invoices {
            there[*invoice as usize] = false;
        }
        there
    }

    /// The obligations that stay.
    pub fn keeping(&self, obligations: &Obligations) -> Obligations {
        let there = self.keeps(obligations);
        obligations.keeping(|invoice| there[invoice as usize])
    }

    /// The obligations that stay, and the part of a plan that speaks of them.
    pub fn taken_out(&self, obligations: &Obligations, plan: &Plan) -> (Obligations, Plan) {
        let there = self.keeps(obligations);
        let kept = obligations.keeping(|invoice| there[invoice as usize]);
        let mut named = vec![false; obligations.bodies().len()];
        for (invoice, _) in there.iter().enumerate().filter(|(_, there)| **there) {
            named[obligations.debtor[invoice] as usize] = true;
            named[obligations.creditor[invoice] as usize] = true;
        }
        let plan = Plan {
            cleared: chosen(&plan.cleared, &there),
            potential: chosen(&plan.potential, &named),
            oldest_potential: plan.oldest_potential.as_ref().map(|second| chosen(second, &named)),
        };
        (kept, plan)
    }
}

fn chosen(values: &[i64], which: &[bool]) -> Vec<i64> {
    values.iter().zip(which).filter(|(_, which)| **which).map(|(value, _)| *value).collect()
}
