//! The best packing: linear relaxation, cuts, reduced-cost fixing, and branch and bound on what is left.
//!
//! At the root the relaxation over all sets is solved, a packing is rounded from it and improved (see `improve`), sets
//! that the bound rules out are dropped, and cuts are added as long as they help. What then is left is searched by
//! branching on two bodies: in the same set or not (Ryan and Foster 1981), which splits more evenly than taking or
//! leaving one set. Open nodes wait in the order of their bounds; from each node the search plunges on into the
//! more promising child. The bound that is reported is the largest of those open, each of them proved in whole
//! numbers (see `bound`).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::bound::{Prices, proved};
use super::cuts::Cut;
use super::improve::{self, Improvement};
use super::induced::induced;
use super::packing::Packing;
use super::simplex::{Outcome, PRICE_ONE, Saved, Simplex, VALUE_ONE};

/// How much may be done, in entries of matrices touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// The whole problem: improve the packing in neighbourhoods as well.
    Whole,
    /// A neighbourhood of a larger problem: only search.
    Part,
    /// What is worth as much as a packing that is known to be best: nodes that may reach its value stay.
    Ties,
}

/// What came out.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Positions of the chosen sets, rising.
    pub chosen: Vec<u32>,
    pub value: i64,
    /// No packing is worth more.
    pub bound: i64,
    pub nodes: u64,
    pub work: u64,
    /// The prices at the root, which prove `root_bound`.
    pub prices: Prices,
    pub root_bound: i64,
    /// The sets that a packing of this value may use.
    pub alive: Vec<bool>,
}

/// Finds the best packing, starting from one that is known.
pub fn solve(packing: &Packing, start: Vec<u32>, allowed: u64, task: Task) -> Packed {
    let mut search = Search::new(packing, start, allowed, task);
    let bound = search.run();
    Packed {
        value: search.best_value,
        bound: bound.max(search.best_value),
        nodes: search.nodes,
        work: search.work(),
        prices: search.root_prices,
        root_bound: search.root_bound,
        alive: search.alive,
        chosen: search.best,
    }
}

/// A decision: two bodies are together, or apart, or some sets were ruled out.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    one: u32,
    other: u32,
    together: bool,
    before: Option<Rc<Branch>>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) bound: i64,
    pub(super) depth: usize,
    pub(super) branch: Option<Rc<Branch>>,
    pub(super) basis: Rc<Saved>,
}

#[derive(Debug)]
pub(super) struct Search<'p> {
    pub(super) packing: &'p Packing,
    pub(super) task: Task,
    pub(super) lp: Simplex,
    /// The set of each column.
    pub(super) sets: Vec<u32>,
    pub(super) cuts: Vec<Cut>,
    pub(super) best: Vec<u32>,
    pub(super) best_value: i64,
    pub(super) nodes: u64,
    pub(super) allowed: u64,
    pub(super) extra_work: u64,
    pub(super) turn: u64,
    /// The sets that were not ruled out, by position in the packing.
    pub(super) alive: Vec<bool>,
    pub(super) root_prices: Prices,
    pub(super) root_bound: i64,
}

impl<'p> Search<'p> {
    pub(super) fn new(packing: &'p Packing, start: Vec<u32>, allowed: u64, task: Task) -> Self {
        let largest = packing.sets.iter().map(|set| set.weight).max().unwrap_or(1);
        let mut lp = Simplex::new(&vec![1; packing.bodies], largest);
        for set in &packing.sets {
            let entries: Vec<(u32, i64)> = set.members().iter().map(|body| (*body, 1)).collect();
            lp.add_column(set.weight, &entries);
        }
        let sets = (0_u32..).zip(&packing.sets).map(|(at, _)| at).collect();
        let best_value = packing.worth(&start);
        let root_prices = proved(packing, &vec![0; packing.bodies], &[]);
        let root_bound = root_prices.bound();
        Self {
            packing,
            task,
            lp,
            sets,
            cuts: Vec::new(),
            best: start,
            best_value,
            nodes: 0,
            allowed,
            extra_work: 0,
            turn: 0,
            alive: vec![true; packing.sets.len()],
            root_prices,
            root_bound,
        }
    }

    pub(super) fn work(&self) -> u64 {
        self.lp.work + self.extra_work
    }

    pub(super) fn left(&self) -> u64 {
        self.allowed.saturating_sub(self.work())
    }

    fn run(&mut self) -> i64 {
        if self.packing.sets.is_empty() {
            return 0;
        }
        let outcome = self.lp.solve(self.left(), 0);
        self.take_root_prices();
        if outcome != Outcome::Optimal {
            self.try_greedy();
            return self.root_bound;
        }
        self.round();
        self.improve(12);
        self.fix_at_root();
        if self.root_bound > self.best_value {
            self.cut_at_root();
        }
        self.improve_where_in_doubt();
        if self.root_bound > self.best_value { self.branch() } else { self.root_bound }
    }

    // ---- packings -----------------------------------------------------------------------------------------------

    pub(super) fn offer(&mut self, chosen: Vec<u32>) {
        let value = self.packing.worth(&chosen);
        if value > self.best_value {
            debug_assert!(self.packing.holds(&chosen), "a packing uses no body twice");
            self.best = chosen;
            self.best_value = value;
        }
    }

    fn try_greedy(&mut self) {
        let mut order: Vec<u32> = self.sets.clone();
        order.sort_by_key(|at| (Reverse(self.packing.sets[*at as usize].weight), *at));
        self.offer(self.packing.greedy(order));
    }

    /// Takes sets by their value in the relaxation, then by what they lose against its prices.
    pub(super) fn round(&mut self) {
        let solution = self.lp.solution();
        let rows = self.lp.prices();
        let prices = Prices::new(&rows, &self.cuts, self.packing.bodies);
        let mut order: Vec<(i64, i64, u32)> = self
            .sets
            .iter()
            .map(|at| (0, -prices.gain(&self.packing.sets[*at as usize]), *at))
            .filter(|(_, loss, _)| *loss < 1 << 50)
            .collect();
        for (column, value) in solution {
            order[column as usize].0 = -value;
        }
        order.sort_unstable();
        self.extra_work += 20 * order.len() as u64;
        self.offer(self.packing.greedy(order.into_iter().map(|(_, _, at)| at)));
    }

    /// Improves the packing with a part of the work that is left, but no more than what was done so far:
    /// where cuts settle the matter at once, that would be in vain.
    pub(super) fn improve(&mut self, part: u64) {
        if self.task != Task::Whole || self.root_bound <= self.best_value {
            return;
        }
        let allowed = (self.left() / part).min(self.work());
        let (prices, best, bound) = (&self.root_prices, &self.best, self.root_bound);
        let Improvement { chosen, work } =
            improve::neighbourhoods((self.packing, &self.alive), prices, best, bound, allowed, self.turn);
        self.turn += 1;
        self.extra_work += work;
        self.offer(chosen);
    }

    /// Improves the packing where the relaxation disagrees with it, with most of the work that is left. A narrow gap is
    /// left to branch and bound.
    fn improve_where_in_doubt(&mut self) {
        let gap = self.root_bound - self.best_value;
        if self.task != Task::Whole || gap.saturating_mul(2_000) <= self.root_bound {
            return;
        }
        let allowed = self.left() / 8 * 7;
        let solution: Vec<(u32, i64)> = self
            .lp
            .solution()
            .into_iter()
            .map(|(column, value)| (self.sets[column as usize], value))
            .collect();
        let (prices, best, bound) = (&self.root_prices, &self.best, self.root_bound);
        let Improvement { chosen, work } =
            induced((self.packing, &self.alive), prices, &solution, best, bound, allowed);
        self.extra_work += work;
        self.offer(chosen);
        self.fix_at_root();
    }

    // ---- branch and bound ---------------------------------------------------------------------------------------

    fn branch(&mut self) -> i64 {
        let root = Node { bound: self.root_bound, depth: 0, branch: None, basis: Rc::new(self.lp.save()) };
        let mut open: BTreeMap<(i64, u64), Node> = BTreeMap::new();
        let mut next = Some(root);
        let mut serial = 0;
        let mut fallen = 0;
        while let Some(node) = next.take().or_else(|| open.pop_last().map(|(_, node)| node)) {
            if node.bound <= self.best_value {
                continue;
            }
            if self.left() == 0 {
                fallen = fallen.max(node.bound);
                break;
            }
            self.nodes += 1;
            let Some((near, far)) = self.expand(&node) else { continue };
            serial += 1;
            open.insert((far.bound, serial), far);
            next = Some(near);
        }
        let waiting = open.last_key_value().map_or(0, |((bound, _), _)| *bound);
        fallen.max(waiting).max(self.best_value)
    }

    /// Solves a node; the two nodes below it, or nothing where it is done with.
    fn expand(&mut self, node: &Node) -> Option<(Node, Node)> {
        self.lp.restore(&node.basis);
        self.ban_by(node.branch.as_deref());
        let mut bound = node.bound;
        for round in 0..4 {
            let outcome = self.lp.solve(self.left(), self.best_value + 1);
            let prices = self.node_prices();
            bound = bound.min(prices.bound());
            if bound <= self.best_value {
                return None;
            }
            if outcome == Outcome::BelowCutoff {
                continue;
            }
            if outcome == Outcome::OutOfWork {
                let again = Node {
                    bound,
                    depth: node.depth,
                    branch: node.branch.clone(),
                    basis: Rc::clone(&node.basis),
                };
                let same = Node {
                    bound,
                    depth: node.depth,
                    branch: node.branch.clone(),
                    basis: Rc::clone(&node.basis),
                };
                return Some((again, same));
            }
            let solution = self.lp.solution();
            if self.offer_if_whole(&solution) {
                return None;
            }
            self.fix_at_node(&prices, bound);
            if round >= 3 || self.cuts.len() > 1_500 + self.packing.bodies / 4 {
                break;
            }
            if self.add_cuts(&solution, 40) == 0 {
                break;
            }
        }
        if self.nodes % 8 == 1 {
            self.round();
        }
        let pair = self.pair_to_branch_on()?;
        Some(self.children(node, bound, pair))
    }

    /// The node with the two bodies together, and apart.
    pub(super) fn children(&self, node: &Node, bound: i64, (one, other): (u32, u32)) -> (Node, Node) {
        let basis = Rc::new(self.lp.save());
        let child = |together: bool| Node {
            bound,
            depth: node.depth + 1,
            branch: Some(Rc::new(Branch { one, other, together, before: node.branch.clone() })),
            basis: Rc::clone(&basis),
        };
        (child(true), child(false))
    }

    pub(super) fn ban_by(&mut self, branch: Option<&Branch>) {
        let mut banned = vec![false; self.sets.len()];
        let mut at = branch;
        while let Some(decision) = at {
            for (ban, set) in banned.iter_mut().zip(&self.sets) {
                let members = self.packing.sets[*set as usize].members();
                let one = members.binary_search(&decision.one).is_ok();
                let other = members.binary_search(&decision.other).is_ok();
                *ban |= if decision.together { one != other } else { one && other };
            }
            self.extra_work += self.sets.len() as u64;
            at = decision.before.as_deref();
        }
        for (column, ban) in (0_u32..).zip(banned) {
            self.lp.ban(column, ban);
        }
    }

    /// The prices of a node, which cover every set that is not banned there.
    pub(super) fn node_prices(&mut self) -> Prices {
        let mut prices = Prices::new(&self.lp.prices(), &self.cuts, self.packing.bodies);
        let free = (0_u32..).zip(&self.sets).filter(|(column, _)| !self.lp.is_banned(*column));
        prices.cover(free.map(|(_, at)| &self.packing.sets[*at as usize]));
        self.extra_work += 8 * self.sets.len() as u64;
        prices
    }

    pub(super) fn fix_at_node(&mut self, prices: &Prices, bound: i64) {
        let least = self.best_value + i64::from(self.task != Task::Ties);
        let slack = prices.total() - least * PRICE_ONE;
        debug_assert!(bound <= prices.bound(), "a bound only falls");
        for column in 0..self.sets.len() {
            let set = &self.packing.sets[self.sets[column] as usize];
            if slack + prices.gain(set) < 0 {
                self.lp.ban(u32::try_from(column).unwrap_or(u32::MAX), true);
            }
        }
    }

    /// The two bodies whose being together is least decided, where most is at stake.
    pub(super) fn pair_to_branch_on(&mut self) -> Option<(u32, u32)> {
        let mut together: BTreeMap<(u32, u32), (i64, i64)> = BTreeMap::new();
        for (column, value) in self.lp.solution() {
            let set = &self.packing.sets[self.sets[column as usize] as usize];
            let members = set.members();
            for (at, one) in members.iter().enumerate() {
                for other in &members[at + 1..] {
                    let entry = together.entry((*one, *other)).or_default();
                    entry.0 += value;
                    entry.1 += set.weight / i64::try_from(members.len()).unwrap_or(1);
                }
            }
        }
        let open =
            together.into_iter().filter(|(_, (value, _))| (10_000..VALUE_ONE - 10_000).contains(value));
        let merit = |value: i64, weight: i64| {
            i128::from(value.min(VALUE_ONE - value)) * i128::from(weight.min(i64::MAX / 2))
        };
        open.max_by_key(|(pair, (value, weight))| (merit(*value, *weight), Reverse(*pair)))
            .map(|(pair, _)| pair)
    }
}
