//! A flow and its potentials, as half arcs: each arc stands once with its tail, as the direction that could carry more,
//! and once with its head, as the direction that could give back.
//!
//! A half arc holds all that is asked of it, so that looking at a node reads one stretch of memory; and each node has
//! its *tight* half arcs, those of reduced cost c + π(tail) − π(head) = 0, before its others. Arcs that become tight
//! or cease to be change places, which is O(1); so what little changes is kept up without a look at the rest.

use super::components::starts;
use super::network::narrow;

/// One direction of an arc.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Half {
    /// Where it leads, and where the other half of its arc stands.
    pub(super) to: u32,
    pub(super) mate: u32,
    pub(super) arc: u32,
    /// What a unit costs on it; as much less than nothing on its other half.
    pub(super) cost: i32,
    /// How much more it can carry, and how much more its other half can.
    pub(super) room: i64,
    pub(super) back: i64,
}

/// A node. All numbers of half arcs are places in [`Flow::half`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    pub(super) potential: i64,
    /// What it still has to send, or to receive where below zero.
    pub(super) excess: i64,
    /// Where its half arcs begin, and where those end that are tight.
    pub(super) first: u32,
    pub(super) tight: u32,
    /// No more than the tight arcs from here to a node that receives.
    pub(super) hops: u32,
    /// Where to look on among its tight half arcs.
    pub(super) next: u32,
}

/// A flow that suits its potentials: reduced costs are not below zero wherever something could still be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    pub(super) half: Vec<Half>,
    pub(super) node: Vec<Node>,
    /// Where the half stands that leaves the tail, of each arc.
    pub(super) forth: Vec<u32>,
    /// Whether the tight half arcs stand first at each node.
    pub(super) tidy: bool,
}

impl Flow {
    /// Nothing on any arc yet, all potentials zero, and what each node has to send still to be said. Arcs are in the
    /// order of their tails, with what each can carry and what that costs.
    pub(super) fn of(
        nodes: usize,
        tail: &[u32],
        head: &[u32],
        arcs: impl Iterator<Item = (i64, i32)>,
    ) -> Self {
        let out = starts(nodes, tail);
        let mut degree = vec![0_u32; nodes];
        for to in head {
            degree[*to as usize] += 1;
        }
        let mut node = vec![Node::default(); nodes + 1];
        let mut coming = vec![0_u32; nodes];
        for v in 0..nodes {
            coming[v] = node[v].first + out[v + 1] - out[v];
            node[v + 1].first = coming[v] + degree[v];
            node[v].tight = node[v].first;
        }
        let mut flow =
            Self { half: vec![Half::default(); tail.len() * 2], node, forth: Vec::new(), tidy: false };
        flow.forth.reserve_exact(tail.len());
        let mut leaving: Vec<u32> = flow.node.iter().map(|node| node.first).collect();
        for (arc, ((from, into), (room, cost))) in (0..).zip(tail.iter().zip(head).zip(arcs)) {
            let (there, back) = (leaving[*from as usize], coming[*into as usize]);
            leaving[*from as usize] += 1;
            coming[*into as usize] += 1;
            flow.half[there as usize] = Half { to: *into, mate: back, arc, cost, room, back: 0 };
            flow.half[back as usize] = Half { to: *from, mate: there, arc, cost: -cost, room: 0, back: room };
            flow.forth.push(there);
        }
        flow
    }

    /// How many nodes there are; one more stands behind the last.
    pub(super) fn nodes(&self) -> usize {
        self.node.len() - 1
    }

    /// Where the half arcs of a node begin and end.
    pub(super) fn halves(&self, node: usize) -> (usize, usize) {
        (self.node[node].first as usize, self.node[node + 1].first as usize)
    }

    /// How much more an arc could carry.
    pub(super) fn spare(&self, arc: usize) -> i64 {
        self.half[self.forth[arc] as usize].room
    }

    /// Where an arc comes from and where it leads.
    pub(super) fn ends(&self, arc: u32) -> (u32, u32) {
        let half = &self.half[self.forth[arc as usize] as usize];
        (self.half[half.mate as usize].to, half.to)
    }

    /// The arcs between their bounds.
    pub(super) fn between(&self) -> Vec<u32> {
        let forth = (0..).zip(&self.forth).map(|(arc, at)| (arc, &self.half[*at as usize]));
        forth.filter(|(_, half)| half.room > 0 && half.back > 0).map(|(arc, _)| arc).collect()
    }

    /// Sends an amount along a half arc; what its ends have to send is the caller's business.
    pub(super) fn send(&mut self, at: usize, amount: i64) {
        let half = &mut self.half[at];
        half.room -= amount;
        half.back += amount;
        let mate = half.mate as usize;
        let half = &mut self.half[mate];
        half.room += amount;
        half.back -= amount;
    }

    /// c + π(from) − π(to).
    pub(super) fn reduced_cost(&self, node: usize, half: &Half) -> i64 {
        i64::from(half.cost) + self.node[node].potential - self.node[half.to as usize].potential
    }

    /// Takes so much away from what an arc can carry: first from what it carries, and what it still lacks from what it
    /// could carry more; that puts its ends out of balance.
    pub(super) fn reduce(&mut self, arc: usize, amount: i64) {
        let forth = self.forth[arc] as usize;
        let Half { to, mate, room, back, .. } = self.half[forth];
        let open = amount.min(back);
        let cleared = amount - open;
        let (room, back) = (room - cleared, back - open);
        (self.half[forth].room, self.half[forth].back) = (room, back);
        (self.half[mate as usize].room, self.half[mate as usize].back) = (back, room);
        let tail = self.half[mate as usize].to as usize;
        self.node[tail].excess -= cleared;
        self.node[to as usize].excess += cleared;
    }

    /// Says that a half arc of a node is tight from now on, or is no longer.
    pub(super) fn tighten(&mut self, node: usize, at: usize) {
        let node = &mut self.node[node];
        let place = node.tight as usize;
        if at >= place {
            node.tight += 1;
            node.next = node.first;
            self.swap(at, place);
        }
    }

    pub(super) fn loosen(&mut self, node: usize, at: usize) {
        let node = &mut self.node[node];
        if at < node.tight as usize {
            node.tight -= 1;
            node.next = node.first;
            let place = node.tight as usize;
            self.swap(at, place);
        }
    }

    /// Two half arcs of one node change places.
    fn swap(&mut self, one: usize, other: usize) {
        if one == other {
            return;
        }
        self.half.swap(one, other);
        self.moved(other, one);
        self.moved(one, other);
    }

    fn moved(&mut self, from: usize, to: usize) {
        let Half { mate, arc, .. } = self.half[to];
        self.half[mate as usize].mate = narrow(to);
        let forth = &mut self.forth[arc as usize];
        if *forth as usize == from {
            *forth = narrow(to);
        }
    }

    /// Puts tight half arcs first, everywhere.
    pub(super) fn sort(&mut self) {
        if std::mem::replace(&mut self.tidy, true) {
            return;
        }
        for node in 0..self.nodes() {
            let (first, end) = self.halves(node);
            self.node[node].tight = self.node[node].first;
            for at in first..end {
                if self.reduced_cost(node, &self.half[at]) == 0 {
                    self.tighten(node, at);
                }
            }
        }
    }
}
