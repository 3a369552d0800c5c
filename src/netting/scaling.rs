//! Nearly the cheapest flow by cost scaling: for networks in which ways are long, where phases would be too many, and
//! for costs that differ much.
//!
//! Costs are taken n + 1 times as fine. A flow is ε-optimal when no reduced cost is below −ε wherever something could
//! still be sent. Each round makes ε a quarter: arcs that then cost less than nothing are filled, and what is out
//! of balance is pushed along such arcs, each node in its turn; its price falls when no arc leads on. Now and then
//! prices are set afresh by distance, in steps of ε (Dial's buckets). Goldberg, Tarjan, Finding minimum-cost
//! circulations by successive approximation, Math. Oper. Res. 15 (1990); Goldberg, An efficient implementation of a
//! scaling minimum-cost flow algorithm, J. Algorithms 22 (1997). O(nodes² · arcs · log dearest) at worst, far less as
//! a rule.
//!
//! Rounds until ε = 1 would make the flow optimal, and the last ones take as long as all before. At half of what a
//! penny costs hardly anything is wrong any more, and the simplex puts that right with few pivots.

use std::collections::VecDeque;

use super::flow::Flow;
use super::network::narrow;

/// How much finer each round is than the one before.
const STEP: i64 = 4;

/// The coarsest ε that is fine enough for the simplex to finish, in parts of what one penny costs.
const PARTS: i64 = 2;

/// Cost scaling at work on a flow. Prices are by node, in units of 1 ∕ (n + 1).
#[derive(Debug)]
pub(super) struct Scaling<'f> {
    flow: &'f mut Flow,
    fine: i64,
    epsilon: i64,
    price: Vec<i64>,
    /// How far each node is from a receiver in steps of ε.
    level: Vec<u32>,
    /// Nodes by level.
    buckets: Vec<Vec<u32>>,
    unsent: i64,
    /// Nodes that have something to send.
    queue: VecDeque<u32>,
    relabels: usize,
}

/// Balances a flow and makes it nearly the cheapest; or leaves it as it was where its numbers would be too large.
pub(super) fn scale(flow: &mut Flow) {
    let nodes = flow.nodes() as i128;
    let dearest = flow.half.iter().map(|half| half.cost).max().map_or(0, i64::from);
    let widest = flow.node.iter().map(|node| node.potential.abs()).max().unwrap_or_default();
    let most = (nodes + 1) * (i128::from(dearest + 1) * (nodes + 1) * 64 + i128::from(widest));
    let (Ok(fine), true) = (i64::try_from(nodes + 1), most < 1 << 62) else { return };
    let last = (fine / PARTS).max(1);
    let price = flow.node.iter().map(|node| node.potential * fine).collect();
    let mut scaling = Scaling {
        level: vec![0; flow.nodes()],
        flow,
        fine,
        epsilon: (dearest * fine).max(1),
        price,
        buckets: Vec::new(),
        unsent: 0,
        queue: VecDeque::new(),
        relabels: 0,
    };
    loop {
        scaling.refine();
        if scaling.epsilon <= last {
            break;
        }
        scaling.epsilon = (scaling.epsilon / STEP).max(1);
    }
    scaling.round();
}

impl Scaling<'_> {
    fn reduced_cost(&self, node: usize, at: usize) -> i64 {
        let half = &self.flow.half[at];
        i64::from(half.cost) * self.fine + self.price[node] - self.price[half.to as usize]
    }

    /// Makes the flow balanced and ε-optimal.
    fn refine(&mut self) {
        let nodes = self.flow.nodes();
        for node in 0..nodes {
            let (first, end) = self.flow.halves(node);
            self.flow.node[node].next = narrow(first);
            for at in first..end {
                let room = self.flow.half[at].room;
                if room > 0 && self.reduced_cost(node, at) < 0 {
                    let to = self.flow.half[at].to as usize;
                    self.flow.send(at, room);
                    self.flow.node[node].excess -= room;
                    self.flow.node[to].excess += room;
                }
            }
        }
        self.unsent = self.flow.node.iter().map(|node| node.excess.max(0)).sum();
        while self.unsent > 0 {
            self.measure();
            self.push(nodes / 2);
        }
    }

    /// Prices by the distance to a receiver, as far as the farthest that has something to send.
    fn measure(&mut self) {
        let nodes = self.flow.nodes();
        let farthest = narrow(nodes).saturating_mul(4).saturating_add(64);
        self.level.fill(farthest);
        self.buckets.iter_mut().for_each(Vec::clear);
        let mut senders = 0;
        for at in 0..nodes {
            let excess = self.flow.node[at].excess;
            senders += usize::from(excess > 0);
            if excess < 0 {
                self.enqueue(at, 0);
            }
        }
        let mut level = 0;
        while senders > 0 && (level as usize) < self.buckets.len() {
            let mut at = 0;
            while at < self.buckets[level as usize].len() {
                let node = self.buckets[level as usize][at] as usize;
                at += 1;
                if self.level[node] != level || self.flow.node[node].hops == DONE {
                    continue;
                }
                self.flow.node[node].hops = DONE;
                senders -= usize::from(self.flow.node[node].excess > 0);
                self.reach(node, level, farthest);
            }
            level += 1;
        }
        let last = level;
        self.buckets.iter_mut().for_each(Vec::clear);
        for node in 0..nodes {
            self.flow.node[node].hops = 0;
            self.level[node] = self.level[node].min(last);
            self.price[node] -= self.epsilon * i64::from(self.level[node]);
            self.flow.node[node].next = self.flow.node[node].first;
            if self.flow.node[node].excess > 0 {
                let level = self.level[node];
                self.enqueue(node, level);
            }
        }
        self.queue.clear();
        for bucket in self.buckets.iter_mut().rev() {
            self.queue.extend(bucket.drain(..));
        }
    }

    fn reach(&mut self, node: usize, level: u32, farthest: u32) {
        let (first, end) = self.flow.halves(node);
        for at in first..end {
            let half = self.flow.half[at];
            let from = half.to as usize;
            if half.back == 0 || self.level[from] <= level {
                continue;
            }
            let cost = -self.reduced_cost(node, at);
            let steps = u32::try_from(cost.div_euclid(self.epsilon) + 1).unwrap_or(farthest);
            let reached = level.saturating_add(steps);
            if reached < self.level[from] {
                self.enqueue(from, reached);
            }
        }
    }

    fn enqueue(&mut self, node: usize, level: u32) {
        self.level[node] = level;
        while self.buckets.len() <= level as usize {
            self.buckets.push(Vec::new());
        }
        self.buckets[level as usize].push(narrow(node));
    }

    /// Pushes until nothing is left to be sent, or prices have fallen so often.
    fn push(&mut self, most_relabels: usize) {
        self.relabels = 0;
        while self.relabels <= most_relabels {
            let Some(node) = self.queue.pop_front() else { return };
            if self.flow.node[node as usize].excess > 0 {
                self.discharge(node as usize);
            }
        }
    }

    fn discharge(&mut self, node: usize) {
        let (first, end) = self.flow.halves(node);
        let mut at = self.flow.node[node].next as usize;
        let mut left = self.flow.node[node].excess;
        while left > 0 {
            if at == end {
                self.lower(node, first, end);
                at = first;
                continue;
            }
            let half = self.flow.half[at];
            if half.room > 0 && self.reduced_cost(node, at) < 0 {
                let amount = left.min(half.room);
                self.flow.send(at, amount);
                left -= amount;
                let before = self.flow.node[half.to as usize].excess;
                self.flow.node[half.to as usize].excess += amount;
                self.unsent -= amount.min((-before).max(0));
                if before <= 0 && before + amount > 0 {
                    self.queue.push_back(half.to);
                }
                if left == 0 {
                    break;
                }
            }
            at += 1;
        }
        self.flow.node[node].excess = 0;
        self.flow.node[node].next = narrow(at);
    }

    /// Lowers the price of a node until an arc leads on.
    fn lower(&mut self, node: usize, first: usize, end: usize) {
        let open = (first..end).filter(|at| self.flow.half[*at].room > 0);
        let least = open.map(|at| self.reduced_cost(node, at)).min();
        assert!(least.is_some(), "leaving everything open is always possible");
        let fall = least.unwrap_or_default() + self.epsilon;
        self.price[node] -= fall;
        self.relabels += 1;
    }

    /// Whole potentials, near the prices.
    fn round(&mut self) {
        for (node, price) in self.flow.node.iter_mut().zip(&self.price) {
            node.potential = price.div_euclid(self.fine);
        }
        self.flow.tidy = false;
    }
}

/// A node whose distance is known.
const DONE: u32 = u32::MAX;
