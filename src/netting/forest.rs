//! Makes a basis of an optimal flow: what is cleared in part is made a forest, so it is fewer pairs than bodies.
//!
//! Every arc between its bounds is tight, so what goes round a cycle of such arcs, forth on some and back on others,
//! costs nothing. Trees are grown along them from every node; each arc that is left over closes one cycle, and so
//! much is sent round it that an arc of it is empty or full. That one is left out and the tree mended: a pivot of the
//! network simplex (Dantzig 1951; Cunningham, A network simplex method, Math. Programming 11, 1976) that never
//! changes a potential. O(tight arcs), and for each cycle its length and the subtree that moves.

use super::flow::Flow;
use super::network::narrow;
use super::tree::{Graft, NONE, Tree};

/// Leaves at most a forest of arcs between nothing and all they can carry.
pub(super) fn settle(flow: &mut Flow) {
    let mut forest = Forest { tree: Tree::new(flow.nodes() + 1), flow };
    for arc in forest.grow() {
        forest.pivot(arc);
    }
}

struct Forest<'f> {
    flow: &'f mut Flow,
    tree: Tree,
}

/// How much can go round, and the node whose arc upwards blocks, on which side of the cycle.
struct Blocked {
    amount: i64,
    out: Option<(u32, Side)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Second,
}

impl Forest<'_> {
    /// Trees of arcs between their bounds. Answers the arcs that are left over.
    fn grow(&mut self) -> Vec<u32> {
        let root = narrow(self.flow.nodes());
        let mut left_over = Vec::new();
        let mut reached: Vec<u32> = Vec::new();
        let mut at = 0;
        for start in 0..root {
            if self.tree.parent[start as usize] != NONE {
                continue;
            }
            self.tree.hang(start, root, NONE, true);
            reached.push(start);
            while let Some(node) = reached.get(at).copied() {
                at += 1;
                let own = &self.flow.node[node as usize];
                for place in own.first..own.tight {
                    let half = &self.flow.half[place as usize];
                    if half.room == 0 || half.back == 0 {
                        continue;
                    }
                    let forth = self.flow.forth[half.arc as usize] == place;
                    if self.tree.parent[half.to as usize] == NONE {
                        self.tree.hang(half.to, node, half.arc, !forth);
                        reached.push(half.to);
                    } else if forth
                        && self.tree.arc[node as usize] != half.arc
                        && self.tree.arc[half.to as usize] != half.arc
                    {
                        left_over.push(half.arc);
                    }
                }
            }
        }
        self.tree.count(&reached);
        left_over
    }

    /// Sends as much as possible round the cycle that an arc closes, forth along it.
    fn pivot(&mut self, arc: u32) {
        let forth = self.flow.forth[arc as usize] as usize;
        let half = self.flow.half[forth];
        let (tail, head) = (self.flow.half[half.mate as usize].to, half.to);
        let top = self.tree.meeting(tail, head);
        let blocked = self.blocking(tail, head, top, half.room);
        if blocked.amount > 0 {
            self.flow.send(forth, blocked.amount);
            self.send(tail, top, -blocked.amount);
            self.send(head, top, blocked.amount);
        }
        let Some((out, side)) = blocked.out else { return };
        let (moved, onto) = if side == Side::First { (tail, head) } else { (head, tail) };
        self.tree.graft(Graft { out, top: moved, meeting: top, onto, arc, upwards: moved == tail });
    }

    /// How much can go round, and the last arc to block as seen from the top of the cycle.
    fn blocking(&self, first: u32, second: u32, top: u32, own: i64) -> Blocked {
        let mut blocked = Blocked { amount: own, out: None };
        let mut node = first;
        while node != top {
            let room = self.room(node, Side::First);
            if room < blocked.amount {
                blocked = Blocked { amount: room, out: Some((node, Side::First)) };
            }
            node = self.tree.parent[node as usize];
        }
        node = second;
        while node != top {
            let room = self.room(node, Side::Second);
            if room < blocked.amount {
                blocked = Blocked { amount: room, out: Some((node, Side::Second)) };
            }
            node = self.tree.parent[node as usize];
        }
        blocked
    }

    /// How much more could be sent down to a node, or up from it.
    fn room(&self, node: u32, side: Side) -> i64 {
        let arc = self.tree.arc[node as usize] as usize;
        let half = &self.flow.half[self.flow.forth[arc] as usize];
        if self.tree.upwards[node as usize] == (side == Side::Second) { half.room } else { half.back }
    }

    /// Sends an amount up from a node to the top of a cycle; down where it is below zero.
    fn send(&mut self, from: u32, top: u32, amount: i64) {
        let mut node = from;
        while node != top {
            let v = node as usize;
            let forth = self.flow.forth[self.tree.arc[v] as usize] as usize;
            self.flow.send(forth, if self.tree.upwards[v] { amount } else { -amount });
            node = self.tree.parent[v];
        }
    }
}
