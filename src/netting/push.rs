//! A maximum flow over tight arcs, by pushes down hop labels.
//!
//! A label is no more than the number of tight arcs from a node to one that receives. The node with the highest label
//! that has something sends all it can to nodes one hop nearer; when no arc leads nearer its label is raised. Labels
//! that no node has any more cut off all that lie above (the gap rule), and now and then all are worked out afresh.
//! Whatever can go no further stays where it is: the next phase goes on from there. Goldberg, Tarjan, A new approach
//! to the maximum-flow problem, JACM 35 (1988); Cherkassky, Goldberg, On implementing the push-relabel method,
//! Algorithmica 19 (1997). O(nodes² · √arcs).

use super::flow::{Flow, Node};
use super::network::narrow;
use super::phases::{FAR, Phases};

impl Phases<'_> {
    /// Hops to the nearest receiver along tight arcs that can carry something.
    pub(super) fn label(&mut self) {
        let flow = &mut *self.flow;
        self.since = 0;
        self.count.fill(0);
        self.queue.clear();
        self.levels.iter_mut().for_each(Vec::clear);
        let nodes = flow.nodes();
        for (at, node) in (0..).zip(&mut flow.node[..nodes]) {
            let receives = node.excess < 0;
            node.hops = if receives { 0 } else { FAR };
            node.next = node.first;
            if receives {
                self.queue.push(at);
            }
        }
        let mut at = 0;
        while at < self.queue.len() {
            let Node { hops, first, tight, .. } = flow.node[self.queue[at] as usize];
            while self.levels.len() <= hops as usize {
                self.levels.push(Vec::new());
            }
            self.levels[hops as usize].push(self.queue[at]);
            at += 1;
            self.count[hops as usize] += 1;
            self.work += (tight - first) as usize;
            for half in &flow.half[first as usize..tight as usize] {
                let other = &mut flow.node[half.to as usize];
                if other.hops == FAR && half.back > 0 {
                    other.hops = hops + 1;
                    self.queue.push(half.to);
                }
            }
        }
    }

    /// Sends until nothing is left that can reach a receiver.
    pub(super) fn push(&mut self) {
        let mut level = self.gather();
        let often = self.flow.half.len();
        loop {
            let Some(node) = self.buckets[level].pop() else {
                if level == 0 {
                    return;
                }
                level -= 1;
                continue;
            };
            if self.flow.node[node as usize].hops as usize == level {
                self.discharge(node as usize);
                level = level.max(self.flow.node[node as usize].hops as usize);
                if level >= self.buckets.len() {
                    level = self.buckets.len() - 1;
                }
                if self.since > often {
                    self.label();
                    level = self.gather();
                }
            }
        }
    }

    /// All that have something they can send, by label. Answers the highest.
    fn gather(&mut self) -> usize {
        self.buckets.iter_mut().for_each(Vec::clear);
        if self.buckets.is_empty() {
            self.buckets.push(Vec::new());
        }
        for at in 0..self.flow.nodes() {
            let node = &self.flow.node[at];
            if node.excess > 0 && node.hops != FAR {
                let hops = node.hops as usize;
                self.enqueue(at, hops);
            }
        }
        self.buckets.len() - 1
    }

    fn enqueue(&mut self, node: usize, hops: usize) {
        while self.buckets.len() <= hops {
            self.buckets.push(Vec::new());
        }
        self.buckets[hops].push(narrow(node));
    }

    /// Sends what a node has, as long as any of it can reach a receiver.
    fn discharge(&mut self, node: usize) {
        loop {
            let Node { hops, next, tight, excess, .. } = self.flow.node[node];
            let mut left = excess;
            let mut at = next as usize;
            while at < tight as usize {
                let half = self.flow.half[at];
                if half.room > 0 && self.flow.node[half.to as usize].hops + 1 == hops {
                    let amount = left.min(half.room);
                    self.flow.send(at, amount);
                    self.receive(half.to, amount);
                    left -= amount;
                    if left == 0 {
                        break;
                    }
                }
                at += 1;
            }
            self.since += at - next as usize;
            self.work += at - next as usize;
            self.flow.node[node].excess = left;
            self.flow.node[node].next = narrow(at);
            if left == 0 || !self.raise(node) {
                return;
            }
        }
    }

    fn receive(&mut self, node: u32, amount: i64) {
        let to = &mut self.flow.node[node as usize];
        let hops = to.hops as usize;
        let before = to.excess;
        to.excess += amount;
        let now = to.excess;
        self.unsent -= amount.min((-before).max(0));
        if before <= 0 && now > 0 {
            self.enqueue(node as usize, hops);
        }
    }

    /// Raises the label of a node that no arc leads on from. False if no way is left.
    fn raise(&mut self, node: usize) -> bool {
        let flow = &mut *self.flow;
        let Node { first, tight, hops: old, .. } = flow.node[node];
        let halves = &flow.half[first as usize..tight as usize];
        self.since += halves.len() + 1;
        self.work += halves.len() + 1;
        let room = halves.iter().filter(|half| half.room > 0);
        let hops = room.map(|half| flow.node[half.to as usize].hops).min().unwrap_or(FAR);
        let hops = if hops as usize + 1 >= self.count.len() { FAR } else { hops + 1 };
        self.count[old as usize] -= 1;
        flow.node[node].hops = hops;
        flow.node[node].next = first;
        if hops != FAR {
            self.count[hops as usize] += 1;
            while self.levels.len() <= hops as usize {
                self.levels.push(Vec::new());
            }
            self.levels[hops as usize].push(narrow(node));
        }
        if self.count[old as usize] == 0 {
            gap(flow, old, &mut self.count, &mut self.levels);
        }
        flow.node[node].hops != FAR
    }
}

/// Cuts off all nodes with higher labels.
fn gap(flow: &mut Flow, above: u32, count: &mut [u32], levels: &mut [Vec<u32>]) {
    for (level, nodes) in (0..).zip(levels).skip(above as usize + 1) {
        for node in nodes.drain(..) {
            let node = &mut flow.node[node as usize];
            if node.hops == level {
                count[level as usize] -= 1;
                node.hops = FAR;
            }
        }
    }
}
