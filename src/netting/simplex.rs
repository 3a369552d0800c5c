//! A network simplex for min-cost flow with bounds: it solves alone, or finishes and proves what faster stages left.
//!
//! A basis is a spanning tree; arcs outside it carry nothing or all they can. Node potentials make every tree arc's
//! reduced cost c + π(tail) − π(head) zero. An arc outside whose reduced cost says that changing it would cost less
//! enters, flow is sent round the cycle it closes, and the arc that blocks leaves. Entering arcs are found by block
//! search: the best of the next √(half arcs) or more, to the end of a node. The tree is kept strongly feasible (from
//! every node something could still be sent to the root), leaving arcs are the last to block as seen from the top of
//! the cycle, and therefore the method ends: Cunningham, A network simplex method, Math. Programming 11 (1976); block
//! search and the comparison of variants: Kovács, Minimum-cost flow algorithms: an experimental evaluation, Optim.
//! Methods Softw. 30 (2015).
//!
//! The root is one node more than the network has, with an artificial arc for each node. A node that still has to send
//! or receive does so over its artificial arc at a forbidding cost. All others lead into the root, where nothing could
//! go on, so they never carry anything and their costs are free: they are set so that the potentials given at the start
//! are the potentials of the tree. A flow that is optimal but for the shape of a basis therefore needs no pivot that
//! changes a potential, only *settling*: arcs between their bounds that close a cycle are moved until something blocks.
//! So at most n − 1 arcs end between their bounds.
//!
//! Worst case exponential as for every simplex, in practice near O(m log n) pivots of O(√m + subtree) each.

use super::flow::Flow;
use super::network::narrow;
use super::tree::{Graft, NONE, Tree};

/// The simplex at work on a flow.
#[derive(Debug)]
pub(super) struct Simplex<'f> {
    flow: &'f mut Flow,
    tree: Tree,
    /// Flow on the artificial arc of each node; it leads to the root where `inward`.
    artificial: Vec<i64>,
    inward: Vec<bool>,
    /// The node at which the next block begins, and how many half arcs a block has at least.
    next: usize,
    block: usize,
    pivots: Pivots,
}

/// How many pivots it took, and how many of them to make a tree of what was between its bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pivots {
    pub(super) settling: usize,
    pub(super) gaining: usize,
}

/// Which side of the cycle an arc leaves on, and how much went round.
struct Blocked {
    amount: i64,
    out: Option<(u32, Side)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Second,
}

impl<'f> Simplex<'f> {
    /// A basis from any flow; `between` are its arcs between their bounds.
    pub(super) fn new(flow: &'f mut Flow, between: &[u32]) -> Self {
        let nodes = flow.nodes();
        let excess = || flow.node[..nodes].iter().map(|node| node.excess);
        let mut simplex = Self {
            artificial: excess().map(i64::abs).collect(),
            inward: excess().map(|excess| excess >= 0).collect(),
            block: flow.half.len().isqrt().max(64),
            tree: Tree::new(nodes + 1),
            flow,
            next: 0,
            pivots: Pivots::default(),
        };
        simplex.grow(between);
        simplex.settle(between);
        simplex
    }

    /// Pivots until no arc would make the flow cheaper, which proves that none can.
    pub(super) fn run(mut self) -> Pivots {
        while let Some((node, at)) = self.entering() {
            self.pivots.gaining += 1;
            self.pivot(narrow(node), at);
        }
        assert!(self.artificial.iter().all(|flow| *flow == 0), "leaving everything open is always possible");
        for node in &mut self.flow.node {
            node.excess = 0;
        }
        self.flow.tidy &= self.pivots.gaining == 0;
        self.pivots
    }

    /// A tree of arcs between their bounds, below the nodes whose artificial arcs carry something; what cannot be
    /// reached from them starts a part of its own.
    fn grow(&mut self, between: &[u32]) {
        let nodes = self.flow.nodes();
        let touching = Touching::new(self.flow, between);
        let root = narrow(nodes);
        let forbidding = self.forbidding();
        self.flow.node[nodes].potential = 0;
        let carries = |artificial: &[i64], node: u32| artificial[node as usize] != 0;
        let mut reached: Vec<u32> = Vec::with_capacity(nodes);
        for node in (0..root).filter(|node| carries(&self.artificial, *node)) {
            let inward = self.inward[node as usize];
            self.flow.node[node as usize].potential = if inward { -forbidding } else { forbidding };
            self.tree.hang(node, root, NONE, inward);
            reached.push(node);
        }
        let mut at = 0;
        for alone in 0..=root {
            while at < reached.len() {
                let node = reached[at];
                at += 1;
                for arc in touching.of(node) {
                    reached.extend(self.adopt(node, *arc));
                }
            }
            if alone < root && self.tree.parent[alone as usize] == NONE {
                self.tree.hang(alone, root, NONE, true);
                reached.push(alone);
            }
        }
        self.tree.count(&reached);
    }

    /// Hangs the other end of an arc below `node`, unless it hangs somewhere already.
    fn adopt(&mut self, node: u32, arc: u32) -> Option<u32> {
        let (tail, head) = self.flow.ends(arc);
        let upwards = head == node;
        let other = if upwards { tail } else { head };
        if self.tree.parent[other as usize] != NONE {
            return None;
        }
        let cost = i64::from(self.flow.half[self.flow.forth[arc as usize] as usize].cost);
        let above = self.flow.node[node as usize].potential;
        self.flow.node[other as usize].potential = if upwards { above - cost } else { above + cost };
        self.tree.hang(other, node, arc, upwards);
        Some(other)
    }

    /// More than any way could save, also where it begins or ends at an artificial arc that costs what suits it.
    fn forbidding(&self) -> i64 {
        let nodes = self.flow.nodes();
        let dearest = self.flow.half.iter().map(|half| i64::from(half.cost)).max().unwrap_or_default();
        let widest = self.flow.node.iter().map(|node| node.potential.abs()).max().unwrap_or_default();
        (dearest + 1) * (i64::from(narrow(nodes)) + 1) + 2 * widest
    }

    /// Moves every arc between its bounds that is not in the tree, in the cheaper direction, until something blocks.
    fn settle(&mut self, between: &[u32]) {
        for arc in between {
            let (tail, head) = self.flow.ends(*arc);
            if self.tree.arc[tail as usize] == *arc || self.tree.arc[head as usize] == *arc {
                continue;
            }
            let forth = self.flow.forth[*arc as usize] as usize;
            let half = self.flow.half[forth];
            if half.room == 0 || half.back == 0 {
                continue;
            }
            self.pivots.settling += 1;
            if self.flow.reduced_cost(tail as usize, &half) <= 0 {
                self.pivot(tail, forth);
            } else {
                self.pivot(head, half.mate as usize);
            }
        }
    }

    /// The best half arc of the next block in which there is any, with the node it leaves.
    fn entering(&mut self) -> Option<(usize, usize)> {
        let flow = &*self.flow;
        let (mut best, mut found) = (0, None);
        let mut seen = 0;
        let nodes = flow.nodes();
        let start = self.next;
        for node in (start..nodes).chain(0..start) {
            let (first, end) = flow.halves(node);
            let own = flow.node[node].potential;
            for (at, half) in (first..).zip(&flow.half[first..end]) {
                let reduced = i64::from(half.cost) + own - flow.node[half.to as usize].potential;
                if reduced < best && half.room > 0 {
                    best = reduced;
                    found = Some((node, at));
                }
            }
            seen += end - first;
            if seen >= self.block {
                if found.is_some() {
                    self.next = if node + 1 == nodes { 0 } else { node + 1 };
                    return found;
                }
                seen = 0;
            }
        }
        found
    }

    /// Sends as much as possible round the cycle that a half arc closes, along it.
    fn pivot(&mut self, first: u32, at: usize) {
        let half = self.flow.half[at];
        let second = half.to;
        let top = self.tree.meeting(first, second);
        let blocked = self.blocking(first, second, top, half.room);
        if blocked.amount > 0 {
            self.flow.send(at, blocked.amount);
            self.send(first, top, -blocked.amount);
            self.send(second, top, blocked.amount);
        }
        let Some((out, side)) = blocked.out else { return };
        let reduced = self.flow.reduced_cost(first as usize, &half);
        let forth = self.flow.forth[half.arc as usize] as usize == at;
        let (moved, onto, change) =
            if side == Side::First { (first, second, -reduced) } else { (second, first, reduced) };
        let upwards = (moved == first) == forth;
        self.tree.graft(Graft { out, top: moved, meeting: top, onto, arc: half.arc, upwards });
        if change != 0 {
            let node = &mut self.flow.node;
            self.tree.below(moved, |below| node[below as usize].potential += change);
        }
    }

    /// How much can go round, and the last arc to block as seen from the top of the cycle.
    fn blocking(&self, first: u32, second: u32, top: u32, own: i64) -> Blocked {
        let mut blocked = Blocked { amount: own, out: None };
        let mut node = first;
        while node != top {
            let room = self.room(node, !self.tree.upwards[node as usize]);
            if room < blocked.amount {
                blocked = Blocked { amount: room, out: Some((node, Side::First)) };
            }
            node = self.tree.parent[node as usize];
        }
        node = second;
        while node != top {
            let room = self.room(node, self.tree.upwards[node as usize]);
            if room <= blocked.amount {
                blocked = Blocked { amount: room, out: Some((node, Side::Second)) };
            }
            node = self.tree.parent[node as usize];
        }
        blocked
    }

    /// How much more, or less, the arc above a node can carry.
    fn room(&self, node: u32, more: bool) -> i64 {
        let arc = self.tree.arc[node as usize];
        if arc == NONE {
            return if more { i64::MAX } else { self.artificial[node as usize] };
        }
        let half = &self.flow.half[self.flow.forth[arc as usize] as usize];
        if more { half.room } else { half.back }
    }

    /// Sends an amount up from a node to the top of a cycle; down where it is below zero.
    fn send(&mut self, from: u32, top: u32, amount: i64) {
        let mut node = from;
        while node != top {
            let v = node as usize;
            let signed = if self.tree.upwards[v] { amount } else { -amount };
            let arc = self.tree.arc[v];
            if arc == NONE {
                self.artificial[v] += signed;
            } else {
                let forth = self.flow.forth[arc as usize] as usize;
                self.flow.send(forth, signed);
            }
            node = self.tree.parent[v];
        }
    }
}

/// Some arcs, by the nodes that they touch.
struct Touching {
    first: Vec<u32>,
    arcs: Vec<u32>,
}

impl Touching {
    fn new(flow: &Flow, arcs: &[u32]) -> Self {
        let mut first = vec![0_u32; flow.nodes() + 2];
        for arc in arcs {
            let (tail, head) = flow.ends(*arc);
            first[tail as usize + 2] += 1;
            first[head as usize + 2] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut touching = vec![0_u32; arcs.len() * 2];
        for arc in arcs {
            let (tail, head) = flow.ends(*arc);
            for node in [tail, head] {
                let slot = &mut first[node as usize + 1];
                touching[*slot as usize] = *arc;
                *slot += 1;
            }
        }
        Self { first, arcs: touching }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A network that is to carry what it carries when every arc is full.
    fn network(mut rows: Vec<(u32, u32, i64, i32)>) -> Flow {
        rows.retain(|(tail, head, ..)| tail != head);
        rows.sort_unstable();
        let tail: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let head: Vec<u32> = rows.iter().map(|row| row.1).collect();
        let mut flow = Flow::of(12, &tail, &head, rows.iter().map(|row| (row.2, row.3)));
        for (tail, head, amount, _) in rows {
            flow.node[tail as usize].excess += amount;
            flow.node[head as usize].excess -= amount;
        }
        flow
    }

    impl Simplex<'_> {
        /// Every node hangs below the root, along arcs of reduced cost zero that could still carry something up.
        fn is_a_strongly_feasible_basis(&self) -> bool {
            let root = self.flow.nodes();
            (0..narrow(root)).all(|node| {
                let (up, arc) = (self.tree.parent[node as usize], self.tree.arc[node as usize]);
                let leads_up = self.room(node, self.tree.upwards[node as usize]) > 0;
                if arc == NONE {
                    return up as usize == root && leads_up;
                }
                let (tail, head) = self.flow.ends(arc);
                let half = &self.flow.half[self.flow.forth[arc as usize] as usize];
                let joins = if self.tree.upwards[node as usize] { (node, up) } else { (up, node) };
                joins == (tail, head) && leads_up && self.flow.reduced_cost(tail as usize, half) == 0
            })
        }
    }

    proptest! {
        #[test]
        fn every_pivot_leaves_a_strongly_feasible_basis(
            rows in proptest::collection::vec((0..12_u32, 0..12_u32, 1..30_i64, 0..5_i32), 0..80),
        ) {
            let mut flow = network(rows);
            let mut simplex = Simplex::new(&mut flow, &[]);

            while let Some((node, at)) = simplex.entering() {
                prop_assert!(simplex.is_a_strongly_feasible_basis());
                simplex.pivot(narrow(node), at);
            }
            prop_assert!(simplex.is_a_strongly_feasible_basis());
            simplex.run();

            let between = flow.between();
            prop_assert!(between.len() < 12);
            let again = Simplex::new(&mut flow, &between);
            prop_assert!(again.is_a_strongly_feasible_basis());
            prop_assert_eq!(again.run(), Pivots::default());
        }
    }
}
