//! Solving a netting: the most that can be cleared, with the proof that no more can be.
//!
//! Find 0 ≤ xₑ ≤ aₑ with as much cleared for every body as debtor as it is as creditor, and Σx as large as possible:
//! a maximum circulation. Its complement y = a − x, what is left open, is a min-cost flow of the bodies' net positions
//! at one a penny and arc. The shortest-path phases find an optimal flow, the simplex makes a basis of it (or finishes what
//! the phases left), and the node potentials d = −π are the proof: for every circulation x and any d at all,
//! Σx = Σ x(1 + d(creditor) − d(debtor)) ≤ Σ a·max(0, 1 + d(creditor) − d(debtor)), with equality here.
//!
//! Fleischman, Dini, Littera, Liquidity-saving through obligation-clearing and mutual credit, JRFM 13:295 (2020);
//! Fleischman, Dini, Mathematical foundations for balancing the payment system in the trade credit market, JRFM 14:452
//! (2021); the dual is weighted agony: Tatti, Hierarchies in directed networks, ICDM 2015. O(passes · arcs) and the
//! simplex after it.

use super::core::Core;
use super::network::Network;
use super::obligations::Obligations;
use super::oldest;
use super::phases::Phases;
use super::residual::Residual;
use super::simplex::{Arcs, Simplex};

/// What to make as large as possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// The pence cleared.
    #[default]
    Max,
    /// The pence cleared, and among all ways to clear as many, Σ cleared · bucket: the oldest debt first.
    MaxOldest,
}

/// Obligations made ready to be solved, once or again without somebody.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) obligations: Obligations,
    pub(super) network: Network,
    pub(super) core: Core,
}

/// How much of each obligation is set off, and the numbers that prove that no more could be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Pence cleared of each invoice, by its number.
    pub cleared: Vec<i64>,
    /// The potential of each body, by its number.
    pub potential: Vec<i64>,
    /// The potential that proves, among all plans that clear as much, the one that clears the oldest debt.
    pub oldest_potential: Option<Vec<i64>>,
}

/// An answer with its basis, to read the plan from or to go on from.
#[derive(Clone, Debug)]
pub struct Solved {
    pub(super) objective: Objective,
    /// What is owed on each invoice and each arc; nothing for those that dropped out.
    pub(super) invoice_amount: Vec<i64>,
    pub(super) arc_amount: Vec<i64>,
    /// What is cleared of each arc.
    arc_cleared: Vec<i64>,
    pub(super) basis: Basis,
    plan: Plan,
}

/// An optimal flow of what is left open, at most a tree of arcs between nothing and all, and its potentials.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// What is left open of each arc of the core.
    pub(super) left: Vec<i64>,
    pub(super) potential: Vec<i64>,
}

/// How the optimum is reached; the answer is worth the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Phases of equal distance, as many passes as pay.
    Phases,
    /// The simplex alone, from artificial arcs.
    #[cfg(test)]
    Artificial,
}

const MOST_PASSES: usize = 1_000;

impl Problem {
    pub fn new(obligations: Obligations) -> Self {
        let network = Network::of(&obligations);
        let core = Core::of(&network);
        Self { obligations, network, core }
    }

    pub fn obligations(&self) -> &Obligations {
        &self.obligations
    }

    /// Solves it afresh.
    pub fn solve(&self, objective: Objective) -> Solved {
        self.solve_from(objective, Start::Phases)
    }

    pub(super) fn solve_from(&self, objective: Objective, start: Start) -> Solved {
        let amount = self.core.arc.iter().map(|arc| self.network.amount[*arc as usize]);
        let nothing = Basis { left: vec![0; self.core.arc.len()], potential: vec![0; self.core.nodes()] };
        let basis = nothing.reoptimised(&self.core, amount.collect(), start);
        let arc_amount = self.network.amount.clone();
        self.finished(objective, self.obligations.amount.clone(), arc_amount, basis, None)
    }

    /// Reads the plan off a basis; where it is the same as before, so is the plan.
    pub(super) fn finished(
        &self,
        objective: Objective,
        invoice_amount: Vec<i64>,
        arc_amount: Vec<i64>,
        basis: Basis,
        before: Option<&Solved>,
    ) -> Solved {
        let mut cleared = vec![0; self.network.arcs()];
        for (arc, left) in self.core.arc.iter().zip(&basis.left) {
            cleared[*arc as usize] = arc_amount[*arc as usize] - left;
        }
        let mut oldest_potential = None;
        if objective == Objective::MaxOldest {
            let chosen = oldest::choose(self, &invoice_amount, &arc_amount, &basis);
            for (arc, left) in self.core.arc.iter().zip(&chosen.left) {
                cleared[*arc as usize] = arc_amount[*arc as usize] - left;
            }
            oldest_potential = Some(self.core.by_body(self.network.nodes, &chosen.potential));
        }
        let mut filled =
            before.map_or_else(|| vec![0; invoice_amount.len()], |before| before.plan.cleared.clone());
        for arc in 0..cleared.len() {
            let same = before
                .is_some_and(|b| b.arc_cleared[arc] == cleared[arc] && b.arc_amount[arc] == arc_amount[arc]);
            if !same {
                self.network.fill(arc, cleared[arc], &invoice_amount, &mut filled);
            }
        }
        let plan =
            Plan { cleared: filled, potential: self.core.potentials(&basis.potential), oldest_potential };
        Solved { objective, invoice_amount, arc_amount, arc_cleared: cleared, basis, plan }
    }
}

impl Solved {
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn into_plan(self) -> Plan {
        self.plan
    }
}

impl Basis {
    /// The optimum for these amounts, from a flow that was optimal for others. Arcs that now hold less than was
    /// cleared of them are cut down to it; potentials stay good, and only what is out of balance has to be sent.
    pub(super) fn reoptimised(&self, core: &Core, amount: Vec<i64>, start: Start) -> Self {
        let arcs = Arcs {
            tail: core.tail.clone(),
            head: core.head.clone(),
            cost: vec![1; amount.len()],
            capacity: amount,
            flow: self.left.clone(),
        };
        arcs.optimum(&core.residual, vec![0; core.nodes()], self.potential.clone(), start)
    }
}

impl Arcs {
    /// Costs by half arc, halved so many times.
    fn halved(&self, residual: &Residual, times: u32) -> Vec<i32> {
        let mut halves = vec![0; residual.to.len()];
        for (cost, forth) in self.cost.iter().zip(&residual.forth) {
            halves[*forth as usize] = cost >> times;
            halves[residual.mate[*forth as usize] as usize] = -(cost >> times);
        }
        halves
    }

    /// The cheapest flow that leaves open of each body's debts as much as of its claims, from a flow and potentials
    /// that suit each other.
    pub(super) fn optimum(
        mut self,
        residual: &Residual,
        mut excess: Vec<i64>,
        potential: Vec<i64>,
        start: Start,
    ) -> Basis {
        let mut room = vec![0; residual.to.len()];
        let mut capacity = vec![0; residual.to.len()];
        for (arc, forth) in residual.forth.iter().enumerate() {
            let (forth, back) = (*forth as usize, residual.mate[*forth as usize] as usize);
            let cleared = self.capacity[arc] - self.flow[arc];
            (room[forth], room[back]) = (cleared, self.flow[arc]);
            (capacity[forth], capacity[back]) = (self.capacity[arc], self.capacity[arc]);
            excess[self.tail[arc] as usize] += cleared;
            excess[self.head[arc] as usize] -= cleared;
        }
        let dearest = self.cost.iter().copied().max().unwrap_or_default();
        let scales = (i32::BITS - dearest.leading_zeros()).saturating_sub(1);
        let mut phases =
            Phases::new(residual, self.halved(residual, scales), capacity, room, excess, potential);
        if start == Start::Phases {
            phases.run(MOST_PASSES);
            for scale in (0..scales).rev() {
                phases.refine(self.halved(residual, scale));
                phases.run(MOST_PASSES);
            }
        }
        for (flow, forth) in self.flow.iter_mut().zip(&residual.forth) {
            *flow = phases.room[residual.mate[*forth as usize] as usize];
        }
        let mut simplex = Simplex::start(self, &phases.excess, &phases.potentials());
        simplex.run();
        let (left, potential) = simplex.into_flow_and_potential();
        Basis { left, potential }
    }
}
