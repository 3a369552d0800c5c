//! Solving a netting: the most that can be cleared, with the proof that no more can be.
//!
//! Find 0 ≤ xₑ ≤ aₑ with as much cleared for every body as debtor as it is as creditor, and Σx as large as possible:
//! a maximum circulation. Its complement y = a − x, what is left open, is a min-cost flow of the bodies' net
//! positions at one a penny and arc. Phases come near it where debts form a small world and cost scaling where ways
//! are long; a network simplex finishes it and proves it; and the node potentials d = −π are the proof: for every
//! circulation x and any d at all, Σx = Σ x(1 + d(creditor) − d(debtor)) ≤ Σ a·max(0, 1 + d(creditor) − d(debtor)), with
//! equality here.
//!
//! Fleischman, Dini, Littera, Liquidity-saving through obligation-clearing and mutual credit, JRFM 13:295 (2020);
//! Fleischman, Dini, Mathematical foundations for balancing the payment system in the trade credit market, JRFM 14:452
//! (2021); the dual is weighted agony: Tatti, Hierarchies in directed networks, ICDM 2015. O(phases · arcs) as a
//! rule.

use super::core::Core;
use super::flow::Flow;
use super::network::Network;
use super::obligations::Obligations;
use super::oldest;
use super::phases::Phases;
use super::scaling;
use super::simplex::{Pivots, Simplex};

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
    /// Which invoices dropped out.
    pub(super) gone: Vec<bool>,
    /// The flow of what is left open, and the potentials that prove it the cheapest.
    pub(super) flow: Flow,
    /// What is cleared of each arc of the core.
    cleared: Vec<i64>,
    plan: Plan,
}

/// How the optimum is reached; the answer is worth the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Phases of equal distance, as long as they pay, cost scaling if they do not, and the simplex to finish.
    Phases,
    /// Cost scaling, and the simplex to finish.
    Scaling,
    /// The simplex alone, from nothing.
    Simplex,
}

/// Phases pay for so many looks at every arc: small worlds need fewer than half of it.
const MOST_PASSES: usize = 64;

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

    /// Solves it by the network simplex alone, from nothing: slower, and worth the same.
    pub fn solve_by_simplex(&self, objective: Objective) -> Solved {
        self.solve_from(objective, Start::Simplex)
    }

    pub(super) fn solve_from(&self, objective: Objective, start: Start) -> Solved {
        let core = &self.core;
        let arcs = core.arc.iter().map(|arc| (self.network.amount[*arc as usize], 1));
        let mut flow = Flow::of(core.nodes(), &core.tail, &core.head, arcs);
        for (at, arc) in core.arc.iter().enumerate() {
            let amount = self.network.amount[*arc as usize];
            flow.node[core.tail[at] as usize].excess += amount;
            flow.node[core.head[at] as usize].excess -= amount;
        }
        flow.optimise(start);
        let solved = Solved {
            objective,
            gone: vec![false; self.obligations.len()],
            flow,
            cleared: vec![0; core.arc.len()],
            plan: Plan { cleared: vec![0; self.obligations.len()], ..Plan::default() },
        };
        solved.finished(self, &[], start)
    }

    /// What is owed on an invoice.
    pub(super) fn owed(&self, gone: &[bool], invoice: u32) -> i64 {
        if gone[invoice as usize] { 0 } else { self.obligations.amount[invoice as usize] }
    }
}

impl Solved {
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn into_plan(self) -> Plan {
        self.plan
    }

    /// Reads the plan off the flow, where it is another than before, and for the arcs of the core of which less is
    /// owed.
    pub(super) fn finished(mut self, problem: &Problem, changed: &[u32], start: Start) -> Self {
        let core = &problem.core;
        if self.objective == Objective::MaxOldest {
            let chosen = oldest::choose(problem, &self.gone, &self.flow, start);
            self.plan.oldest_potential =
                Some(core.by_body(problem.network.nodes, chosen.potential.into_iter()));
            for (arc, cleared) in chosen.cleared.into_iter().enumerate() {
                self.clear(problem, arc, cleared);
            }
        } else {
            for arc in 0..core.arc.len() {
                self.clear(problem, arc, self.flow.spare(arc));
            }
        }
        for arc in changed {
            self.fill(problem, *arc as usize);
        }
        let potentials = self.flow.node[..core.nodes()].iter().map(|node| node.potential);
        self.plan.potential = core.potentials(potentials);
        self
    }

    fn clear(&mut self, problem: &Problem, arc: usize, cleared: i64) {
        if self.cleared[arc] != cleared {
            self.cleared[arc] = cleared;
            self.fill(problem, arc);
        }
    }

    fn fill(&mut self, problem: &Problem, arc: usize) {
        let owed = |invoice| problem.owed(&self.gone, invoice);
        let whole = problem.core.arc[arc] as usize;
        problem.network.fill(whole, self.cleared[arc], owed, &mut self.plan.cleared);
    }
}

impl Flow {
    /// Makes it the cheapest flow that leaves every body balanced, and a basis. Whatever comes first, the simplex ends
    /// it: no arc is left that would gain.
    pub(super) fn optimise(&mut self, start: Start) -> Pivots {
        match start {
            Start::Phases => {
                let pay = MOST_PASSES * self.half.len();
                if !Phases::new(self).run(pay) {
                    scaling::scale(self);
                }
            }
            Start::Scaling => scaling::scale(self),
            Start::Simplex => {}
        }
        let between = self.between();
        Simplex::new(self, &between).run()
    }
}
