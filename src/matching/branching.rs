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
use super::packing::Packing;
use super::search::{Search, Task};
use super::simplex::{Outcome, PRICE_ONE, Saved, VALUE_ONE};

/// How often a node is solved where the gap is narrow, with cuts between. Where it is wide, once: what further rounds cost
/// lowers the bound more when it is spent on the children.
const ROUNDS: usize = 2;

/// What a node is divided on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Split {
    /// Two bodies: together, so that one is in no set without the other, or apart.
    Pair(u32, u32),
    /// A set, by position in the packing: taken, so that its bodies are in no other, or not.
    Set(u32),
}

/// A decision on the path to a node.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    split: Split,
    side: Side,
    before: Option<Rc<Branch>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Together, or taken.
    Yes,
    /// Apart, or not taken.
    No,
}

impl Branch {
    /// The decisions on the path, the last first.
    fn path(last: Option<&Self>) -> impl Iterator<Item = &Self> {
        std::iter::successors(last, |branch| branch.before.as_deref())
    }

    /// Whether no packing below may use this set.
    fn bans(&self, packing: &Packing, set: u32) -> bool {
        let members = packing.sets[set as usize].members();
        let within = |body: &u32| members.binary_search(body).is_ok();
        match (self.split, self.side) {
            (Split::Pair(one, other), Side::Yes) => within(&one) != within(&other),
            (Split::Pair(one, other), Side::No) => within(&one) && within(&other),
            (Split::Set(taken), Side::Yes) => {
                set != taken && packing.sets[taken as usize].members().iter().any(within)
            }
            (Split::Set(left), Side::No) => set == left,
        }
    }
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
        let Some(split) = self.split(node.branch.as_deref()) else {
            self.undivided = self.undivided.max(bound);
            return None;
        };
        self.drop_slack_cuts();
        Some(self.children(node, bound, split))
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

    /// The two nodes below a node: with the decision, and against it.
    pub(super) fn children(&self, node: &Node, bound: i64, split: Split) -> (Node, Node) {
        let (basis, cuts) = (Rc::new(self.lp.save()), Rc::new(self.cuts.clone()));
        let child = |side: Side| Node {
            bound,
            depth: node.depth + 1,
            branch: Some(Rc::new(Branch { split, side, before: node.branch.clone() })),
            basis: Rc::clone(&basis),
            cuts: Rc::clone(&cuts),
        };
        (child(Side::Yes), child(Side::No))
    }

    pub(super) fn ban_by(&mut self, branch: Option<&Branch>) {
        let mut banned = vec![false; self.sets.len()];
        for decision in Branch::path(branch) {
            for (ban, set) in banned.iter_mut().zip(&self.sets) {
                *ban = *ban || decision.bans(self.packing, *set);
            }
            self.extra_work += self.sets.len() as u64;
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

    /// What to divide a node on: two bodies as long as there are such, which splits more evenly than a set. Two that are
    /// together already may still be served only in part, and deciding them again would change nothing; then it is the set
    /// that is least decided. Nothing, where no set is used in part.
    ///
    /// A set that was taken stands beside no other set of its bodies, so sooner or later nothing is left to decide.
    pub(super) fn split(&mut self, branch: Option<&Branch>) -> Option<Split> {
        let decided: BTreeSet<Split> = Branch::path(branch)
            .filter(|decision| decision.side == Side::Yes)
            .map(|taken| taken.split)
            .collect();
        let solution = self.lp.solution();
        self.pair_to_split(&solution, &decided).or_else(|| self.set_to_split(&solution, &decided))
    }

    /// The two bodies whose being together is least decided, where most is at stake.
    fn pair_to_split(&self, solution: &[(u32, i64)], decided: &BTreeSet<Split>) -> Option<Split> {
        let mut together: BTreeMap<(u32, u32), (i64, i64)> = BTreeMap::new();
        for (column, value) in solution {
            let set = &self.packing.sets[self.sets[*column as usize] as usize];
            let members = set.members();
            for (at, one) in members.iter().enumerate() {
                for other in &members[at + 1..] {
                    let entry = together.entry((*one, *other)).or_default();
                    entry.0 += value;
                    entry.1 += set.weight / i64::try_from(members.len()).unwrap_or(1);
                }
            }
        }
        let pairs = together.into_iter().map(|((one, other), stake)| (Split::Pair(one, other), stake));
        least_decided(pairs, decided)
    }

    fn set_to_split(&self, solution: &[(u32, i64)], decided: &BTreeSet<Split>) -> Option<Split> {
        let sets = solution.iter().map(|(column, value)| {
            let set = self.sets[*column as usize];
            (Split::Set(set), (*value, self.packing.sets[set as usize].weight))
        });
        least_decided(sets, decided)
    }
}

/// Of what is neither wholly in the relaxation nor wholly out of it, by its part and its weight, that with most at stake.
fn least_decided(
    found: impl Iterator<Item = (Split, (i64, i64))>,
    decided: &BTreeSet<Split>,
) -> Option<Split> {
    let merit = |value: i64, weight: i64| {
        i128::from(value.min(VALUE_ONE - value)) * i128::from(weight.min(i64::MAX / 2))
    };
    found
        .filter(|(split, (value, _))| {
            (10_000..VALUE_ONE - 10_000).contains(value) && !decided.contains(split)
        })
        .max_by_key(|(split, (value, weight))| (merit(*value, *weight), Reverse(*split)))
        .map(|(split, _)| split)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::super::packing::{Packing, Set};
    use super::super::search::{Search, Task};
    use super::super::simplex::Outcome;
    use super::{Branch, Side, Split};

    #[test]
    fn what_is_decided_already_is_not_decided_again_and_sets_follow_pairs() {
        // Three bodies, each two of which could go together: the relaxation takes half of each pair.
        let pairs = [[0, 1], [1, 2], [0, 2]];
        let packing = Packing { bodies: 3, sets: pairs.iter().map(|pair| Set::new(pair, 1_000)).collect() };
        let mut search = Search::new(&packing, Vec::new(), 1_000_000, Task::Part);
        assert_eq!(search.lp.solve(1_000_000, 0), Outcome::Optimal);

        let mut last: Option<Rc<Branch>> = None;
        let mut found = Vec::new();
        while let Some(split) = search.split(last.as_deref()) {
            found.push(split);
            assert!(found.len() <= 6, "decided again: {found:?}");
            last = Some(Rc::new(Branch { split, side: Side::Yes, before: last }));
        }

        let (bodies, sets) = found.split_at_mut(3);
        bodies.sort_unstable();
        sets.sort_unstable();
        assert_eq!(bodies, [Split::Pair(0, 1), Split::Pair(0, 2), Split::Pair(1, 2)]);
        assert_eq!(sets, [Split::Set(0), Split::Set(1), Split::Set(2)]);
    }
}
