//! A network simplex for min-cost flow with bounds, from any flow.
//!
//! A basis is a spanning tree; arcs outside it carry nothing or all they can. Node potentials make every tree arc's
//! reduced cost c + π(tail) − π(head) zero. An arc outside whose reduced cost says that changing it would cost less
//! enters, flow is sent round the cycle it closes, and the arc that blocks leaves. Entering arcs are found by block
//! search: the best of the next ⌈√m⌉ arcs. The tree is kept strongly feasible (from every node something could still
//! be sent to the root), leaving arcs are the last to block as seen from the top of the cycle, and therefore the
//! method ends: Cunningham, A network simplex method, Math. Programming 11 (1976); block search and the comparison of
//! variants: Kovács, Minimum-cost flow algorithms: an experimental evaluation, Optim. Methods Softw. 30 (2015).
//!
//! The root is one node more than the network has, with an artificial arc for each node. A node that still has to send
//! or receive does so over its artificial arc at a forbidding cost. All others lead into the root, where nothing could
//! go on, so they never carry anything and their costs are free: they are set so that the potentials given at the start
//! are the potentials of the tree. A flow that is optimal but for the shape of a basis therefore needs no pivot that
//! changes a potential, only *settling*: arcs between their bounds that close a cycle are moved until something blocks.
//!
//! Worst case exponential as for every simplex, in practice near O(m log n) pivots of O(√m + subtree) each.

use super::network::narrow;
use super::tree::{Graft, NONE, Tree};

/// An instance and its flow. `flow` need not suit `excess`; what is missing goes over artificial arcs.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    pub(super) tail: Vec<u32>,
    pub(super) head: Vec<u32>,
    pub(super) cost: Vec<i32>,
    pub(super) capacity: Vec<i64>,
    pub(super) flow: Vec<i64>,
}

/// What an arc does: 1 at its lower bound, −1 at its upper, 0 in the tree (or, before it is settled, between).
const LOWER: i8 = 1;
const UPPER: i8 = -1;
const BETWEEN: i8 = 0;

/// The simplex at work.
#[derive(Clone, Debug)]
pub(super) struct Simplex {
    arcs: Arcs,
    state: Vec<i8>,
    /// Flow on the artificial arc of each node; it leads to the root where `inward`.
    artificial: Vec<i64>,
    inward: Vec<bool>,
    tree: Tree,
    next_arc: usize,
    block: usize,
    /// How many pivots it took.
    pub(super) pivots: usize,
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

impl Simplex {
    /// Starts from a flow with what each node still has to send, and potentials to keep where possible.
    pub(super) fn start(arcs: Arcs, excess: &[i64], potential: &[i64]) -> Self {
        let nodes = excess.len();
        let state = (0..arcs.flow.len())
            .map(|arc| match (arcs.flow[arc] > 0, arcs.flow[arc] < arcs.capacity[arc]) {
                (true, true) => BETWEEN,
                (true, false) => UPPER,
                (false, _) => LOWER,
            })
            .collect();
        let mut simplex = Self {
            block: arcs.flow.len().isqrt().max(32),
            arcs,
            state,
            artificial: excess.iter().map(|excess| excess.abs()).collect(),
            inward: excess.iter().map(|excess| *excess >= 0).collect(),
            tree: Tree::new(nodes + 1),
            next_arc: 0,
            pivots: 0,
        };
        simplex.grow_tree(excess, potential);
        simplex.settle();
        simplex
    }

    /// Pivots until no arc would make the flow cheaper.
    pub(super) fn run(&mut self) {
        while let Some(arc) = self.entering() {
            self.pivot(arc, self.state[arc] == LOWER);
        }
        assert!(self.artificial.iter().all(|flow| *flow == 0), "leaving everything open is always possible");
    }

    pub(super) fn into_flow_and_potential(mut self) -> (Vec<i64>, Vec<i64>) {
        self.tree.potential.pop();
        (self.arcs.flow, self.tree.potential)
    }

    /// A tree of arcs between their bounds, below the nodes whose artificial arcs carry something; what cannot be
    /// reached from them starts a part of its own.
    fn grow_tree(&mut self, excess: &[i64], potential: &[i64]) {
        let nodes = excess.len();
        let between: Vec<u32> =
            (0..).zip(&self.state).filter(|(_, s)| **s == BETWEEN).map(|(arc, _)| arc).collect();
        let mut first = vec![0_u32; nodes + 2];
        for arc in &between {
            first[self.arcs.tail[*arc as usize] as usize + 2] += 1;
            first[self.arcs.head[*arc as usize] as usize + 2] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut touching = vec![0_u32; between.len() * 2];
        for arc in &between {
            for node in [self.arcs.tail[*arc as usize], self.arcs.head[*arc as usize]] {
                let slot = &mut first[node as usize + 1];
                touching[*slot as usize] = *arc;
                *slot += 1;
            }
        }
        let root = narrow(nodes);
        let forbidding = self.forbidding();
        let carrying = (0..root).filter(|node| excess[*node as usize] != 0);
        let others = (0..root).filter(|node| excess[*node as usize] == 0);
        let mut reached: Vec<u32> = Vec::new();
        for node in carrying.clone() {
            let cost = if self.inward[node as usize] { -forbidding } else { forbidding };
            self.tree.potential[node as usize] = cost;
            self.tree.hang(node, root, NONE, self.inward[node as usize]);
            reached.push(node);
        }
        let mut others = others;
        let mut at = 0;
        loop {
            while at < reached.len() {
                let node = reached[at];
                at += 1;
                for place in first[node as usize]..first[node as usize + 1] {
                    reached.extend(self.adopt(node, touching[place as usize]));
                }
            }
            let Some(alone) = others.find(|node| self.tree.parent[*node as usize] == NONE) else { break };
            self.tree.potential[alone as usize] = potential[alone as usize];
            self.tree.hang(alone, root, NONE, true);
            reached.push(alone);
        }
        self.tree.count(&reached);
    }

    /// Hangs the other end of an arc below `node`, unless it hangs somewhere already.
    fn adopt(&mut self, node: u32, arc: u32) -> Option<u32> {
        let a = arc as usize;
        let upwards = self.arcs.head[a] == node;
        let other = if upwards { self.arcs.tail[a] } else { self.arcs.head[a] };
        if self.tree.parent[other as usize] != NONE {
            return None;
        }
        let cost = i64::from(self.arcs.cost[a]);
        let above = self.tree.potential[node as usize];
        self.tree.potential[other as usize] = if upwards { above - cost } else { above + cost };
        self.tree.hang(other, node, arc, upwards);
        Some(other)
    }

    /// More than any path could save.
    fn forbidding(&self) -> i64 {
        let dearest = self.arcs.cost.iter().map(|cost| i64::from(*cost).abs()).max().unwrap_or_default();
        (dearest + 1) * (i64::from(narrow(self.artificial.len())) + 1)
    }

    /// Moves every arc between its bounds that is not in the tree, in the cheaper direction, until something blocks.
    fn settle(&mut self) {
        for arc in 0..self.state.len() {
            if self.state[arc] == BETWEEN && !self.in_tree(arc) {
                let forth = self.reduced_cost(arc) <= 0;
                self.pivot(arc, forth);
            }
        }
    }

    fn in_tree(&self, arc: usize) -> bool {
        let (tail, head) = (self.arcs.tail[arc] as usize, self.arcs.head[arc] as usize);
        self.tree.arc[tail] as usize == arc || self.tree.arc[head] as usize == arc
    }

    fn reduced_cost(&self, arc: usize) -> i64 {
        let potential = &self.tree.potential;
        i64::from(self.arcs.cost[arc]) + potential[self.arcs.tail[arc] as usize]
            - potential[self.arcs.head[arc] as usize]
    }

    /// The best arc of the next block in which there is any.
    fn entering(&mut self) -> Option<usize> {
        let arcs = self.state.len();
        let (mut best, mut found) = (0, None);
        let mut left_in_block = self.block;
        let start = self.next_arc;
        for arc in (start..arcs).chain(0..start) {
            let saving = i64::from(self.state[arc]) * self.reduced_cost(arc);
            if saving < best {
                best = saving;
                found = Some(arc);
            }
            left_in_block -= 1;
            if left_in_block == 0 {
                if found.is_some() {
                    self.next_arc = if arc + 1 == arcs { 0 } else { arc + 1 };
                    return found;
                }
                left_in_block = self.block;
            }
        }
        found
    }

    /// Sends as much as possible round the cycle that `arc` closes, forth or back along it.
    fn pivot(&mut self, arc: usize, forth: bool) {
        self.pivots += 1;
        let (tail, head) = (self.arcs.tail[arc], self.arcs.head[arc]);
        let (first, second) = if forth { (tail, head) } else { (head, tail) };
        let top = self.tree.meeting(first, second);
        let own = if forth { self.arcs.capacity[arc] - self.arcs.flow[arc] } else { self.arcs.flow[arc] };
        let blocked = self.blocking(first, second, top, own);
        if blocked.amount > 0 {
            self.arcs.flow[arc] += if forth { blocked.amount } else { -blocked.amount };
            self.send(first, top, -blocked.amount);
            self.send(second, top, blocked.amount);
        }
        let Some((out, side)) = blocked.out else {
            self.state[arc] = if forth { UPPER } else { LOWER };
            return;
        };
        let leaving = self.tree.arc[out as usize];
        if leaving != NONE {
            let leaving = leaving as usize;
            self.state[leaving] = if self.arcs.flow[leaving] == 0 { LOWER } else { UPPER };
        }
        let reduced = self.reduced_cost(arc);
        self.state[arc] = BETWEEN;
        let (moved, onto) = if side == Side::First { (first, second) } else { (second, first) };
        let upwards = moved == tail;
        let change = if upwards { -reduced } else { reduced };
        self.tree.graft(Graft { out, top: moved, meeting: top, onto, arc: narrow(arc), upwards, change });
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
        match (arc == NONE, more) {
            (true, true) => i64::MAX,
            (true, false) => self.artificial[node as usize],
            (false, true) => self.arcs.capacity[arc as usize] - self.arcs.flow[arc as usize],
            (false, false) => self.arcs.flow[arc as usize],
        }
    }

    /// Sends an amount up from a node to the top of a cycle; down where it is below zero.
    fn send(&mut self, from: u32, top: u32, amount: i64) {
        let mut node = from;
        while node != top {
            let v = node as usize;
            let signed = if self.tree.upwards[v] { amount } else { -amount };
            let arc = self.tree.arc[v];
            let flow = if arc == NONE { &mut self.artificial[v] } else { &mut self.arcs.flow[arc as usize] };
            *flow += signed;
            node = self.tree.parent[v];
        }
    }
}
