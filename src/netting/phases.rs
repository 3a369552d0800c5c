//! The cheapest flow that balances every body, by phases of equal distance.
//!
//! What a body owes too much flows to bodies that are owed too much along cheapest paths: first all paths of the
//! smallest cost, then the next. Each phase is a maximum flow over tight arcs (`push`). At its end the bodies fall in
//! two: those that cannot reach a receiver any more, among them all that still have something to send, and the
//! others. Nothing can be sent from the first to the second along tight arcs, so the potentials of one part are moved
//! by the least that makes an arc between them tight: of whichever part is smaller, so that a flow that is near its
//! optimum is mended where it is wrong and the rest is not looked at. The primal-dual method of Ford and Fulkerson,
//! Flows in Networks, 1962.
//!
//! A phase is O(arcs of the smaller part), and the pushes; there are few where debts form a small world and many
//! where ways are long, so the work has a limit and what is not sent by then is left to `scaling`.

use super::flow::{Flow, Node};
use super::network::narrow;

/// Cannot reach a receiver.
pub(super) const FAR: u32 = 1 << 31;

/// Phases at work on a flow.
#[derive(Debug)]
pub(super) struct Phases<'f> {
    pub(super) flow: &'f mut Flow,
    /// All that is still to be sent.
    pub(super) unsent: i64,
    /// How many nodes have each label of hops.
    pub(super) count: Vec<u32>,
    /// Nodes that something is to be done with, by label.
    pub(super) buckets: Vec<Vec<u32>>,
    /// Nodes by label; those that have another by now are still there.
    pub(super) levels: Vec<Vec<u32>>,
    /// Half arcs looked at, and how many of them since all labels were last worked out.
    pub(super) work: usize,
    pub(super) since: usize,
    pub(super) queue: Vec<u32>,
}

impl<'f> Phases<'f> {
    pub(super) fn new(flow: &'f mut Flow) -> Self {
        let nodes = flow.nodes();
        let unsent = flow.node.iter().map(|node| node.excess.max(0)).sum();
        Self {
            flow,
            unsent,
            count: vec![0; nodes + 1],
            buckets: Vec::new(),
            levels: Vec::new(),
            work: 0,
            since: 0,
            queue: Vec::new(),
        }
    }

    /// True when everything is balanced, false when more work than this would have gone into it.
    pub(super) fn run(&mut self, most_work: usize) -> bool {
        if self.unsent == 0 {
            return true;
        }
        self.flow.sort();
        self.label();
        loop {
            self.push();
            if self.unsent == 0 {
                return true;
            }
            loop {
                if self.work > most_work {
                    return false;
                }
                let seeds = self.step();
                if self.attach(&seeds) {
                    break;
                }
            }
        }
    }

    /// Moves the potentials of the smaller part. Answers the nodes that now have a tight arc into the nearer part.
    fn step(&mut self) -> Vec<u32> {
        let nodes = self.flow.nodes();
        let is_far = |flow: &Flow, node: usize| flow.node[node].hops == FAR;
        let degree = |flow: &Flow, node: usize| flow.node[node + 1].first - flow.node[node].first;
        let far: usize =
            (0..nodes).filter(|v| is_far(self.flow, *v)).map(|v| degree(self.flow, v) as usize).sum();
        let move_far = far * 2 <= self.flow.half.len();
        let part: Vec<u32> =
            (0..narrow(nodes)).filter(|v| is_far(self.flow, *v as usize) == move_far).collect();
        self.work += nodes + far.min(self.flow.half.len() - far);
        let (least, seeds) = self.least(&part, move_far);
        let change = if move_far { -least } else { least };
        for node in &part {
            self.flow.node[*node as usize].potential += change;
        }
        for node in part {
            self.sort_again(node as usize, move_far);
        }
        seeds
    }

    /// The smallest reduced cost from the far part into the near one, and the nodes that have it.
    fn least(&self, part: &[u32], far: bool) -> (i64, Vec<u32>) {
        let flow = &*self.flow;
        let (mut least, mut seeds) = (i64::MAX, Vec::new());
        for node in part {
            let (first, end) = flow.halves(*node as usize);
            for half in &flow.half[first..end] {
                let room = if far { half.room } else { half.back };
                if room == 0 || (flow.node[half.to as usize].hops == FAR) == far {
                    continue;
                }
                let gap = flow.reduced_cost(*node as usize, half);
                let gap = if far { gap } else { -gap };
                if gap <= least {
                    if gap < least {
                        least = gap;
                        seeds.clear();
                    }
                    seeds.push(if far { *node } else { half.to });
                }
            }
        }
        assert!(least < i64::MAX, "leaving everything open is always possible");
        (least, seeds)
    }

    /// Puts tight arcs first again, of a node whose potential was moved.
    fn sort_again(&mut self, node: usize, far: bool) {
        let flow = &mut *self.flow;
        let (first, end) = flow.halves(node);
        let tight = flow.node[node].tight as usize;
        let mut at = first;
        while at < flow.node[node].tight as usize {
            let half = flow.half[at];
            if (flow.node[half.to as usize].hops == FAR) == far || flow.reduced_cost(node, &half) == 0 {
                at += 1;
            } else {
                flow.loosen(half.to as usize, half.mate as usize);
                flow.loosen(node, at);
            }
        }
        for at in tight..end {
            let half = flow.half[at];
            if (flow.node[half.to as usize].hops == FAR) != far && flow.reduced_cost(node, &half) == 0 {
                flow.tighten(half.to as usize, half.mate as usize);
                flow.tighten(node, at);
            }
        }
    }

    /// Labels what can reach a receiver now. True if anything that is to be sent can.
    fn attach(&mut self, seeds: &[u32]) -> bool {
        let flow = &mut *self.flow;
        let mut reached = false;
        for seed in seeds {
            let node = &flow.node[*seed as usize];
            if node.hops != FAR {
                continue;
            }
            let tight = &flow.half[node.first as usize..node.tight as usize];
            let room = tight.iter().filter(|half| half.room > 0);
            let hops = room.map(|half| flow.node[half.to as usize].hops).min().unwrap_or(FAR) + 1;
            relabel(flow, *seed, hops, &mut self.count, &mut self.buckets, &mut self.levels, &mut reached);
        }
        let mut level = 0;
        while level < self.buckets.len() {
            let mut at = 0;
            while at < self.buckets[level].len() {
                let node = self.buckets[level][at];
                at += 1;
                let Node { hops, first, tight, .. } = flow.node[node as usize];
                if hops as usize != level {
                    continue;
                }
                self.work += (tight - first) as usize;
                for at in first as usize..tight as usize {
                    let half = flow.half[at];
                    if half.back > 0 && flow.node[half.to as usize].hops > hops + 1 {
                        relabel(
                            flow,
                            half.to,
                            hops + 1,
                            &mut self.count,
                            &mut self.buckets,
                            &mut self.levels,
                            &mut reached,
                        );
                    }
                }
            }
            self.buckets[level].clear();
            level += 1;
        }
        reached
    }
}

fn relabel(
    flow: &mut Flow,
    at: u32,
    hops: u32,
    count: &mut [u32],
    buckets: &mut Vec<Vec<u32>>,
    levels: &mut Vec<Vec<u32>>,
    reached: &mut bool,
) {
    let node = &mut flow.node[at as usize];
    if hops >= node.hops || hops as usize >= count.len() {
        return;
    }
    if node.hops == FAR {
        *reached |= node.excess > 0;
    } else {
        count[node.hops as usize] -= 1;
    }
    node.hops = hops;
    node.next = node.first;
    count[hops as usize] += 1;
    while buckets.len() <= hops as usize {
        buckets.push(Vec::new());
    }
    buckets[hops as usize].push(at);
    while levels.len() <= hops as usize {
        levels.push(Vec::new());
    }
    levels[hops as usize].push(at);
}
