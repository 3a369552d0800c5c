//! Branch and bound below the root: on two bodies, in the same set or not (Ryan and Foster 1981).
//!
//! Open nodes wait in the order of their bounds. Where the gap is narrow, the search plunges on from each node into the more
//! promising child, because a packing is what is missing; where it is wide, the node with the largest bound is always next,
//! because that is the bound of all, and each node is solved once, without new cuts. Each node keeps the cuts that bind
//! there and no others, so that nodes stay small however many cuts were ever found; the cuts of one node are put back when
//! the search returns to it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::bound::Prices;
use super::cuts::Cut;
use super::search::{Search, Task};
use super::simplex::{Outcome, PRICE_ONE, Saved, VALUE_ONE};

/// How often a node is solved where the gap is narrow, with cuts between. Where it is wide, once: what further rounds cost
/// lowers the bound more when it is spent on the children.
const ROUNDS: usize = 2;

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
    /// The cuts that stood in the relaxation.
    pub(super) cuts: Rc<Vec<Cut>>,
}

impl Search<'_> {
    pub(super) fn branch(&mut self) -> i64 {
        let root = Node {
            bound: self.root_bound,
            depth: 0,
            branch: None,
            basis: Rc::new(self.lp.save()),
            cuts: Rc::new(self.cuts.clone()),
        };
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
            serial += 2;
            open.insert((far.bound, serial), far);
            if self.gap_is_wide() {
                // A packing is not to be hoped for here: only the largest bound counts.
                open.insert((near.bound, serial + 1), near);
            } else {
                next = Some(near);
            }
        }
        let waiting = open.last_key_value().map_or(0, |((bound, _), _)| *bound);
        fallen.max(waiting).max(self.undivided).max(self.best_value)
    }

    /// Solves a node; the two nodes below it, or nothing where it is done with.
    fn expand(&mut self, node: &Node) -> Option<(Node, Node)> {
        self.go_to(node);
        self.ban_by(node.branch.as_deref());
        let mut bound = node.bound;
        let rounds = if self.gap_is_wide() { 1 } else { ROUNDS };
        for round in 0..rounds {
            let outcome = self.lp.solve(self.left(), self.best_value + 1);
            let (prices, gains) = self.node_prices();
            bound = bound.min(prices.bound());
            if bound <= self.best_value {
                return None;
            }
            if outcome == Outcome::BelowCutoff {
                continue;
            }
            if outcome == Outcome::OutOfWork {
                let again = || Node {
                    bound,
                    depth: node.depth,
                    branch: node.branch.clone(),
                    basis: Rc::clone(&node.basis),
                    cuts: Rc::clone(&node.cuts),
                };
                return Some((again(), again()));
            }
            let solution = self.lp.solution();
            if self.offer_if_whole(&solution) {
                return None;
            }
            self.fix_at_node(&prices, &gains);
            if round + 1 >= rounds || self.cuts.len() > 1_500 + self.packing.bodies / 4 {
                break;
            }
            if self.add_cuts(&solution, 40) == 0 {
                break;
            }
        }
        if self.nodes % 8 == 1 {
            self.round();
        }
        let Some(pair) = self.pair_to_branch_on(node.branch.as_deref()) else {
            self.undivided = self.undivided.max(bound);
            return None;
        };
        self.drop_slack_cuts();
        Some(self.children(node, bound, pair))
    }

    /// Sets up the relaxation as it stood above a node.
    pub(super) fn go_to(&mut self, node: &Node) {
        if *node.cuts != self.cuts {
            self.lp.cut_off(self.packing.bodies);
            self.cuts.clear();
            self.add_these(node.cuts.to_vec());
        }
        self.lp.restore(&node.basis);
    }

    /// Leaves out the cuts that do not bind; below they are found anew where they are needed.
    fn drop_slack_cuts(&mut self) {
        let mut rows = vec![true; self.packing.bodies];
        rows.resize(self.packing.bodies + self.cuts.len(), false);
        let (_, rows) = self.lp.shrink(&vec![true; self.sets.len()], &rows);
        let mut kept = rows[self.packing.bodies..].iter();
        self.cuts.retain(|_| *kept.next().unwrap_or(&true));
    }

    /// The node with the two bodies together, and apart.
    pub(super) fn children(&self, node: &Node, bound: i64, (one, other): (u32, u32)) -> (Node, Node) {
        let (basis, cuts) = (Rc::new(self.lp.save()), Rc::new(self.cuts.clone()));
        let child = |together: bool| Node {
            bound,
            depth: node.depth + 1,
            branch: Some(Rc::new(Branch { one, other, together, before: node.branch.clone() })),
            basis: Rc::clone(&basis),
            cuts: Rc::clone(&cuts),
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

    /// The prices of a node, which cover every set that is not banned there, and the most that each of these may gain.
    pub(super) fn node_prices(&mut self) -> (Prices, Vec<(u32, i64)>) {
        let mut prices = Prices::new(&self.lp.prices(), &self.cuts, self.packing.bodies);
        let free = (0_u32..).zip(&self.sets).filter(|(column, _)| !self.lp.is_banned(*column));
        let free: Vec<(u32, u32)> = free.map(|(column, at)| (column, *at)).collect();
        let gains = prices.cover(free.iter().map(|(_, at)| &self.packing.sets[*at as usize]));
        self.extra_work += 8 * self.sets.len() as u64;
        (prices, free.into_iter().map(|(column, _)| column).zip(gains).collect())
    }

    /// Bans what these prices rule out; `gains` is the most that each column may gain at them.
    pub(super) fn fix_at_node(&mut self, prices: &Prices, gains: &[(u32, i64)]) {
        let least = self.best_value + i64::from(self.task != Task::Ties);
        let slack = prices.total() - least * PRICE_ONE;
        for (column, _) in gains.iter().filter(|(_, gain)| slack + gain < 0) {
            self.lp.ban(*column, true);
        }
    }

    /// The two bodies whose being together is least decided, where most is at stake. Two that are together already but only
    /// partly in any set would be decided again and again, so there is none if only such are left.
    pub(super) fn pair_to_branch_on(&mut self, branch: Option<&Branch>) -> Option<(u32, u32)> {
        let mut decided = BTreeSet::new();
        let mut at = branch;
        while let Some(decision) = at {
            if decision.together {
                decided.insert((decision.one, decision.other));
            }
            at = decision.before.as_deref();
        }
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
        let open = together.into_iter().filter(|(pair, (value, _))| {
            (10_000..VALUE_ONE - 10_000).contains(value) && !decided.contains(pair)
        });
        let merit = |value: i64, weight: i64| {
            i128::from(value.min(VALUE_ONE - value)) * i128::from(weight.min(i64::MAX / 2))
        };
        open.max_by_key(|(pair, (value, weight))| (merit(*value, *weight), Reverse(*pair)))
            .map(|(pair, _)| pair)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::packing::{Packing, Set};
    use super::super::search::{Search, Task};
    use super::super::simplex::Outcome;
    use super::Branch;

    #[test]
    fn bodies_that_are_together_already_are_not_decided_again_however_partly_they_are_served() {
        // Three bodies, each two of which could go together: the relaxation takes half of each pair.
        let pairs = [[0, 1], [1, 2], [0, 2]];
        let packing = Packing { bodies: 3, sets: pairs.iter().map(|pair| Set::new(pair, 1_000)).collect() };
        let mut search = Search::new(&packing, Vec::new(), 1_000_000, Task::Part);
        assert_eq!(search.lp.solve(1_000_000, 0), Outcome::Optimal);

        let mut decided: Option<Rc<Branch>> = None;
        let mut found = Vec::new();
        while let Some((one, other)) = search.pair_to_branch_on(decided.as_deref()) {
            found.push([one, other]);
            assert!(found.len() <= pairs.len(), "decided again: {found:?}");
            decided = Some(Rc::new(Branch { one, other, together: true, before: decided }));
        }

        found.sort_unstable();
        assert_eq!(found, [[0, 1], [0, 2], [1, 2]]);
    }
}
