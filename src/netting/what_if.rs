//! What if a body, or an invoice, dropped out: solved again from the last basis.
//!
//! Less can be owed than before, never more, so the old potentials still price everything right. What was cleared of a
//! dropped invoice leaves its debtor and its creditor out of balance, and only that is sent through the network again.

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
        let (network, obligations) = (&problem.network, &problem.obligations);
        let mut invoice_amount = self.invoice_amount.clone();
        let mut arc_amount = self.arc_amount.clone();
        let gone = absent.gone(obligations);
        for (arc, amount) in arc_amount.iter_mut().enumerate() {
            if gone[network.debtor[arc] as usize] || gone[network.creditor[arc] as usize] {
                *amount = 0;
                for invoice in network.invoices_of(arc) {
                    invoice_amount[*invoice as usize] = 0;
                }
            }
        }
        for invoice in &absent.invoices {
            let row = *invoice as usize;
            let arc = network.arc_between(obligations.debtor[row], obligations.creditor[row]);
            arc_amount[arc] -= std::mem::take(&mut invoice_amount[row]);
        }
        let core = &problem.core;
        let mut basis = self.basis.clone();
        for (left, arc) in basis.left.iter_mut().zip(&core.arc) {
            let cleared = self.arc_amount[*arc as usize] - *left;
            *left = (arc_amount[*arc as usize] - cleared).max(0);
        }
        let amount = core.arc.iter().map(|arc| arc_amount[*arc as usize]).collect();
        let basis = basis.reoptimised(core, amount, Start::Phases);
        problem.finished(self.objective, invoice_amount, arc_amount, basis, Some(self))
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
