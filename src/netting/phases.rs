//! The min-cost flow of what is left open, by phases of equal distance: a start for the simplex that leaves it little.
//!
//! What a body owes too much flows to bodies that are owed too much along cheapest paths: first all paths of the
//! smallest cost, then the next. Each phase labels nodes with their distance to a receiver in reduced costs (Dial's
//! buckets), changes potentials by it, so that cheapest paths are those of reduced cost zero, and sends as much as such
//! paths carry: a maximum flow, by walks down hop labels that are raised where a walk is stuck, with the gap rule
//! (Ahuja and Orlin, Distance-directed augmenting path algorithms, Naval Research Logistics 38, 1991). Reduced costs
//! stay at or above zero wherever something could still be sent. The primal-dual method of Ford and Fulkerson, Flows in
//! Networks, 1962. One phase is O(arcs) and its walks; there are as many phases as different distances, few where
//! debts form a small world. `most_phases` bounds them: what is not sent by then is left to the simplex.

use super::network::narrow;
use super::residual::Residual;

const FAR: u32 = u32::MAX;

/// Longer ways than this are left to the simplex: each unit of distance costs a bucket and perhaps a phase.
const FARTHEST: u32 = 1 << 16;

/// A flow with potentials that suit it, and what is still to be sent.
#[derive(Debug)]
pub(super) struct Phases<'r> {
    residual: &'r Residual,
    /// What a unit costs on each half arc; its other half costs as much less than nothing.
    cost: Vec<i32>,
    /// How much each half arc could carry at most, and how much more it can carry.
    capacity: Vec<i64>,
    pub(super) room: Vec<i64>,
    /// What each node still has to send, or to receive where below zero.
    pub(super) excess: Vec<i64>,
    nodes: Vec<Node>,
    /// Distance to the nearest receiver in this phase.
    distance: Vec<u32>,
    buckets: Vec<Vec<u32>>,
    /// How much raising labels cost since they were last worked out afresh.
    work: usize,
    queue: Vec<u32>,
    /// Half arcs of reduced cost zero, by node, with where they lead.
    tight: Vec<(u32, u32)>,
    /// How many nodes have each label of hops.
    count: Vec<u32>,
}

/// What is looked at together stands together.
#[derive(Clone, Copy, Debug)]
struct Node {
    potential: i64,
    /// No more than the arcs of reduced cost zero from here to a receiver.
    hops: u32,
    /// Where its tight half arcs begin and end, and where to look on among them.
    first: u32,
    end: u32,
    next: u32,
}

impl<'r> Phases<'r> {
    /// Goes on from a flow and potentials that suit each other. Lists are by half arc, then by node.
    pub(super) fn new(
        residual: &'r Residual,
        cost: Vec<i32>,
        capacity: Vec<i64>,
        room: Vec<i64>,
        excess: Vec<i64>,
        potential: Vec<i64>,
    ) -> Self {
        let nodes = residual.nodes();
        Self {
            residual,
            cost,
            capacity,
            room,
            excess,
            nodes: potential
                .into_iter()
                .map(|potential| Node { potential, hops: FAR, first: 0, end: 0, next: 0 })
                .collect(),
            distance: vec![FAR; nodes],
            buckets: Vec::new(),
            work: 0,
            queue: Vec::new(),
            tight: Vec::new(),
            count: vec![0; nodes + 1],
        }
    }

    /// Goes on with costs twice as fine. Arcs on which that pays are filled or emptied at once, which puts their ends
    /// out of balance.
    pub(super) fn refine(&mut self, cost: Vec<i32>) {
        self.cost = cost;
        for node in &mut self.nodes {
            node.potential *= 2;
        }
        for node in 0..self.nodes.len() {
            let (first, end) = self.residual.halves(node);
            for half in first..end {
                let to = self.residual.to[half] as usize;
                let room = self.room[half];
                if room > 0
                    && self.nodes[node].potential + i64::from(self.cost[half]) < self.nodes[to].potential
                {
                    self.room[half] = 0;
                    self.room[self.residual.mate[half] as usize] += room;
                    self.excess[node] -= room;
                    self.excess[to] += room;
                }
            }
        }
    }

    /// Sends until nothing is left to be sent, or the phases are used up.
    pub(super) fn run(&mut self, most_phases: usize) {
        for _ in 0..most_phases {
            let mut sources: Vec<u32> =
                (0..).take(self.nodes.len()).filter(|node| self.excess[*node as usize] > 0).collect();
            if sources.is_empty() || !self.measure() {
                return;
            }
            self.label();
            sources.sort_by_key(|node| self.nodes[*node as usize].hops);
            for source in sources {
                self.send_from(source);
            }
        }
    }

    pub(super) fn potentials(&self) -> Vec<i64> {
        self.nodes.iter().map(|node| node.potential).collect()
    }

    /// Distances to the nearest receiver, up to the nearest sender, and potentials to suit. False if there is no way.
    fn measure(&mut self) -> bool {
        self.buckets.iter_mut().for_each(Vec::clear);
        self.distance.fill(FAR);
        if self.buckets.is_empty() {
            self.buckets.push(Vec::new());
        }
        for node in (0..).take(self.nodes.len()).filter(|node| self.excess[*node as usize] < 0) {
            self.distance[node as usize] = 0;
            self.buckets[0].push(node);
        }
        for distance in 0..FARTHEST {
            if distance as usize >= self.buckets.len() {
                break;
            }
            let mut found = false;
            let mut at = 0;
            while at < self.buckets[distance as usize].len() {
                let node = self.buckets[distance as usize][at];
                at += 1;
                if self.distance[node as usize] == distance {
                    found |= self.excess[node as usize] > 0;
                    self.relax(node, distance);
                }
            }
            if found {
                let reach = i64::from(distance);
                for (node, distance) in self.nodes.iter_mut().zip(&self.distance) {
                    node.potential += (reach - i64::from(*distance)).max(0);
                }
                return true;
            }
        }
        false
    }

    fn relax(&mut self, node: u32, distance: u32) {
        let residual = self.residual;
        let base = i64::from(distance) - self.nodes[node as usize].potential;
        let (first, end) = residual.halves(node as usize);
        for half in first..end {
            if self.room[half] < self.capacity[half] {
                let from = residual.to[half] as usize;
                let reached = base - i64::from(self.cost[half]) + self.nodes[from].potential;
                let reached = u32::try_from(reached).unwrap_or(FAR);
                if reached < FARTHEST && reached < self.distance[from] {
                    self.distance[from] = reached;
                    while self.buckets.len() <= reached as usize {
                        self.buckets.push(Vec::new());
                    }
                    self.buckets[reached as usize].push(residual.to[half]);
                }
            }
        }
    }

    /// Hops to the nearest receiver along arcs of reduced cost zero that can carry something.
    fn label(&mut self) {
        let residual = self.residual;
        self.nodes.iter_mut().for_each(|node| node.hops = FAR);
        self.count.fill(0);
        self.queue.clear();
        for node in 0..residual.nodes() {
            if self.excess[node] < 0 {
                self.nodes[node].hops = 0;
                self.queue.push(narrow(node));
            }
        }
        self.tight.clear();
        self.work = 0;
        let mut at = 0;
        while at < self.queue.len() {
            let node = self.queue[at] as usize;
            at += 1;
            let Node { hops, potential, .. } = self.nodes[node];
            self.count[hops as usize] += 1;
            let begin = narrow(self.tight.len());
            let (first, end) = residual.halves(node);
            for half in first..end {
                let to = residual.to[half];
                let other = &mut self.nodes[to as usize];
                if other.potential == potential + i64::from(self.cost[half]) {
                    self.tight.push((narrow(half), to));
                    if other.hops == FAR && self.room[half] < self.capacity[half] {
                        other.hops = hops + 1;
                        self.queue.push(to);
                    }
                }
            }
            let node = &mut self.nodes[node];
            (node.first, node.next, node.end) = (begin, begin, narrow(self.tight.len()));
        }
    }

    /// Labels again, over the tight half arcs alone. Nodes that cannot reach a receiver any more drop out.
    fn relabel(&mut self) {
        self.work = 0;
        self.count.fill(0);
        self.queue.clear();
        for (node, at) in self.nodes.iter_mut().zip(0..) {
            let receives = self.excess[at as usize] < 0;
            node.hops = if receives { 0 } else { FAR };
            node.next = node.first;
            if receives {
                self.queue.push(at);
            }
        }
        let mut at = 0;
        while at < self.queue.len() {
            let Node { hops, first, end, .. } = self.nodes[self.queue[at] as usize];
            at += 1;
            self.count[hops as usize] += 1;
            for (half, to) in &self.tight[first as usize..end as usize] {
                let other = &mut self.nodes[*to as usize];
                if other.hops == FAR && self.room[*half as usize] < self.capacity[*half as usize] {
                    other.hops = hops + 1;
                    self.queue.push(*to);
                }
            }
        }
    }

    /// Sends what a node has as far as arcs of reduced cost zero carry it.
    fn send_from(&mut self, source: u32) {
        let mut path: Vec<u32> = Vec::new();
        let mut node = source as usize;
        while self.excess[source as usize] > 0 && self.nodes[source as usize].hops != FAR {
            if self.excess[node] < 0 {
                node = self.send(source, node, &mut path);
                continue;
            }
            if let Some((half, to)) = self.onwards(node) {
                path.push(half);
                node = to as usize;
            } else {
                if !self.raise(node) {
                    return;
                }
                if self.work > self.tight.len() {
                    self.relabel();
                    path.clear();
                    node = source as usize;
                    continue;
                }
                if let Some(half) = path.pop() {
                    node = self.tail(half);
                }
            }
        }
    }

    fn tail(&self, half: u32) -> usize {
        self.residual.to[self.residual.mate[half as usize] as usize] as usize
    }

    /// Sends along the path as much as it carries; answers where the path now ends.
    fn send(&mut self, source: u32, receiver: usize, path: &mut Vec<u32>) -> usize {
        let wanted = self.excess[source as usize].min(-self.excess[receiver]);
        let amount = path.iter().map(|half| self.room[*half as usize]).fold(wanted, i64::min);
        self.excess[source as usize] -= amount;
        self.excess[receiver] += amount;
        let mut keep = path.len();
        for (at, half) in path.iter().enumerate().rev() {
            let half = *half as usize;
            self.room[half] -= amount;
            self.room[self.residual.mate[half] as usize] += amount;
            if self.room[half] == 0 {
                keep = at;
            }
        }
        if keep == path.len() {
            return receiver;
        }
        let node = self.tail(path[keep]);
        path.truncate(keep);
        node
    }

    /// The next half arc that leads one hop nearer.
    fn onwards(&mut self, node: usize) -> Option<(u32, u32)> {
        let Node { hops, next, end, .. } = self.nodes[node];
        let nearer = hops.checked_sub(1)?;
        let rest = &self.tight[next as usize..end as usize];
        let leads = |(half, to): &(u32, u32)| {
            self.nodes[*to as usize].hops == nearer && self.room[*half as usize] > 0
        };
        let found = rest.iter().position(leads)?;
        let found_half = rest[found];
        self.nodes[node].next = next + narrow(found);
        Some(found_half)
    }

    /// Raises the label of a node that no arc leads on from. False if no way is left for anything with its old label
    /// or a higher one.
    fn raise(&mut self, node: usize) -> bool {
        let Node { first, end, .. } = self.nodes[node];
        self.work += (end - first) as usize + 1;
        let mut nearest = FAR;
        for (half, to) in &self.tight[first as usize..end as usize] {
            let hops = self.nodes[*to as usize].hops;
            if hops < nearest && self.room[*half as usize] > 0 {
                nearest = hops;
            }
        }
        let old = self.nodes[node].hops as usize;
        self.count[old] -= 1;
        self.nodes[node].next = first;
        self.nodes[node].hops = nearest.saturating_add(1);
        if let Some(count) = self.count.get_mut(self.nodes[node].hops as usize) {
            *count += 1;
        } else {
            self.nodes[node].hops = FAR;
        }
        if self.count[old] > 0 {
            return true;
        }
        for node in self.nodes.iter_mut().filter(|node| node.hops as usize > old) {
            node.hops = FAR;
        }
        false
    }
}
