//! Takes a circulation apart into cycles, body by body.
//!
//! Beginning with the body that has most dealings, the shortest cycles through it are taken out until it has none left.
//! Hops to the body are labelled backwards, and walks from it go down the labels, taking out as much as their weakest
//! arc holds; a body where a walk is stuck gets a higher label (Ahuja and Orlin 1991, with one body as source and
//! sink). What is left is a circulation again, so whoever can be reached can reach back and no walk is in vain. Hubs take
//! most of the flow, so the circulation shrinks fast. At most one cycle for each arc.
//!
//! Labels pay where ways are short. Where all of them together have taken much longer than what they found, cycles are
//! taken as a walk closes them, whatever their length, at O(1) for each of their arcs.

use std::cmp::Reverse;

use super::components::starts;
use super::contract::{Arc, Rounds};
use super::network::narrow;

/// No body, or farther than any.
const FAR: u32 = u32::MAX;

/// A circulation while it is taken apart. Bodies are renumbered, those with most dealings first, and arcs are those
/// that hold something: they leave the lists of their ends as soon as they hold nothing.
pub(super) struct Apart {
    piece: Vec<u32>,
    debtor: Vec<u32>,
    creditor: Vec<u32>,
    flow: Vec<i64>,
    /// How many arcs hold something.
    holding: usize,
    out: Lists,
    into: Lists,
    /// No more than the hops from each body to the one whose turn it is.
    hops: Vec<u32>,
    /// Where to look on in each body's list of arcs out.
    next: Vec<u32>,
    queue: Vec<u32>,
}

/// For each body, the other ends of its arcs in one direction.
struct Lists {
    first: Vec<u32>,
    end: Vec<u32>,
    other: Vec<u32>,
    arc: Vec<u32>,
    /// Where each arc stands.
    place: Vec<u32>,
}

impl Lists {
    fn new(nodes: usize, own: &[u32], others: &[u32]) -> Self {
        let first = starts(nodes, own);
        let mut end = first[..nodes].to_vec();
        let (mut other, mut arcs, mut place) = (vec![0; own.len()], vec![0; own.len()], vec![0; own.len()]);
        for (arc, (node, far)) in own.iter().zip(others).enumerate() {
            let slot = &mut end[*node as usize];
            (other[*slot as usize], arcs[*slot as usize], place[arc]) = (*far, narrow(arc), *slot);
            *slot += 1;
        }
        Self { first, end, other, arc: arcs, place }
    }

    fn of(&self, node: u32) -> std::ops::Range<usize> {
        self.first[node as usize] as usize..self.end[node as usize] as usize
    }

    /// The last in the list takes the place of one that goes.
    fn remove(&mut self, node: u32, arc: u32) {
        self.end[node as usize] -= 1;
        let (place, last) = (self.place[arc as usize] as usize, self.end[node as usize] as usize);
        self.other[place] = self.other[last];
        self.arc[place] = self.arc[last];
        self.place[self.arc[place] as usize] = narrow(place);
    }
}

impl Apart {
    pub(super) fn new(nodes: usize, arcs: &[Arc]) -> Self {
        let mut dealings = vec![(0_u64, 0_u64); nodes];
        for arc in arcs {
            dealings[arc.from as usize].0 += 1;
            dealings[arc.to as usize].1 += 1;
        }
        let mut bodies: Vec<usize> = (0..nodes).filter(|body| dealings[*body].0 > 0).collect();
        bodies.sort_by_key(|body| Reverse(dealings[*body].0 * dealings[*body].1));
        let mut rank = vec![FAR; nodes];
        for (place, body) in (0..).zip(&bodies) {
            rank[*body] = place;
        }
        let debtor: Vec<u32> = arcs.iter().map(|arc| rank[arc.from as usize]).collect();
        let creditor: Vec<u32> = arcs.iter().map(|arc| rank[arc.to as usize]).collect();
        Self {
            out: Lists::new(bodies.len(), &debtor, &creditor),
            into: Lists::new(bodies.len(), &creditor, &debtor),
            flow: arcs.iter().map(|arc| arc.flow).collect(),
            piece: arcs.iter().map(|arc| arc.piece).collect(),
            holding: arcs.len(),
            hops: vec![FAR; bodies.len()],
            next: vec![0; bodies.len()],
            queue: Vec::new(),
            debtor,
            creditor,
        }
    }

    /// Goes through bodies until a quarter of the arcs is gone; answers the bodies and arcs that are left.
    pub(super) fn through_bodies(mut self, rounds: &mut Rounds) -> (usize, Vec<Arc>) {
        let enough = self.holding * 3 / 4;
        for body in (0..).take(self.hops.len()) {
            if self.holding <= enough || rounds.full() {
                break;
            }
            if !self.out.of(body).is_empty() && rounds.labels_pay() {
                rounds.work += self.label(body);
                self.through(body, rounds);
                for seen in self.queue.drain(..) {
                    self.hops[seen as usize] = FAR;
                }
            } else {
                self.walk(body, rounds);
            }
        }
        let left = (0..self.flow.len()).filter(|arc| self.flow[*arc] > 0);
        let arcs = left.map(|arc| Arc {
            from: self.debtor[arc],
            to: self.creditor[arc],
            flow: self.flow[arc],
            piece: self.piece[arc],
        });
        (self.hops.len(), arcs.collect())
    }

    /// Hops from every body to this one, and how many arcs were looked at. In a circulation whoever can be reached can
    /// reach back. Once many have been reached, the others look for one of them among their own arcs, which is fewer to look at.
    fn label(&mut self, body: u32) -> usize {
        self.hops[body as usize] = 0;
        self.queue.push(body);
        let (mut at, mut hops, mut work) = (0, 0, 0);
        let mut others: Option<Vec<u32>> = None;
        while at < self.queue.len() {
            hops += 1;
            let end = self.queue.len();
            let arcs_in: usize = self.queue[at..end].iter().map(|node| self.into.of(*node).len()).sum();
            work += arcs_in.min(self.hops.len());
            if others.is_some() || arcs_in > 2 * (self.hops.len() - end) {
                let (label, out) = (&mut self.hops, &self.out);
                let mut left = others.unwrap_or_else(|| {
                    let bodies = (0..).take(label.len());
                    bodies.filter(|body| label[*body as usize] == FAR && !out.of(*body).is_empty()).collect()
                });
                let queue = &mut self.queue;
                left.retain(|node| {
                    let reaches = out.other[out.of(*node)].iter().any(|to| label[*to as usize] < hops);
                    if reaches {
                        label[*node as usize] = hops;
                        queue.push(*node);
                    }
                    !reaches
                });
                others = Some(left);
            } else {
                for at in at..end {
                    for from in &self.into.other[self.into.of(self.queue[at])] {
                        if self.hops[*from as usize] == FAR {
                            self.hops[*from as usize] = hops;
                            self.queue.push(*from);
                        }
                    }
                }
            }
            at = end;
        }
        for node in &self.queue {
            self.next[*node as usize] = self.out.first[*node as usize];
        }
        work
    }

    /// Cycles as a walk from a body closes them, until the body has nothing left. Labels say who is on the walk.
    fn walk(&mut self, body: u32, rounds: &mut Rounds) {
        let mut path: Vec<u32> = Vec::new();
        while !self.out.of(body).is_empty() && !rounds.full() {
            let node = path.last().map_or(body, |arc| self.creditor[*arc as usize]);
            if self.hops[node as usize] == FAR {
                self.hops[node as usize] = narrow(path.len());
                path.push(self.out.arc[self.out.first[node as usize] as usize]);
                continue;
            }
            let from = self.hops[node as usize] as usize;
            let amount = path[from..].iter().map(|arc| self.flow[*arc as usize]).min().unwrap_or_default();
            rounds.push(path[from..].iter().map(|arc| self.piece[*arc as usize]), amount);
            let mut kept = path.len();
            for (at, arc) in path.iter().enumerate().skip(from).rev() {
                self.flow[*arc as usize] -= amount;
                if self.flow[*arc as usize] == 0 {
                    kept = at;
                    self.holding -= 1;
                    self.out.remove(self.debtor[*arc as usize], *arc);
                    self.into.remove(self.creditor[*arc as usize], *arc);
                }
            }
            for arc in path.drain(kept..) {
                self.hops[self.debtor[arc as usize] as usize] = FAR;
            }
        }
        for arc in path {
            self.hops[self.debtor[arc as usize] as usize] = FAR;
        }
    }

    /// Cycles through one body until it has nothing left, shortest first.
    fn through(&mut self, body: u32, rounds: &mut Rounds) {
        let mut path = Vec::new();
        let mut own = self.farther(body);
        let mut node = body;
        while own != FAR && !rounds.full() {
            let hops = if node == body { own } else { self.hops[node as usize] };
            if let Some((arc, to)) = self.onwards(node, hops) {
                path.push(arc);
                node = to;
                if node == body {
                    self.take_out(&mut path, rounds);
                }
                continue;
            }
            let farther = self.farther(node);
            if node == body {
                own = farther;
            } else {
                self.hops[node as usize] = farther;
                node = path.pop().map_or(body, |arc| self.debtor[arc as usize]);
            }
        }
    }

    /// Takes the path, which is closed, out of the flow.
    fn take_out(&mut self, path: &mut Vec<u32>, rounds: &mut Rounds) {
        let amount = path.iter().map(|arc| self.flow[*arc as usize]).min().unwrap_or_default();
        rounds.push(path.iter().map(|arc| self.piece[*arc as usize]), amount);
        for arc in path.drain(..) {
            let a = arc as usize;
            self.flow[a] -= amount;
            if self.flow[a] == 0 {
                self.holding -= 1;
                self.out.remove(self.debtor[a], arc);
                self.into.remove(self.creditor[a], arc);
            }
        }
    }

    /// The next arc from a node that leads one hop nearer.
    fn onwards(&mut self, node: u32, hops: u32) -> Option<(u32, u32)> {
        let from = self.next[node as usize] as usize;
        let rest = from..self.out.of(node).end.max(from);
        let found = self.out.other[rest].iter().position(|to| self.hops[*to as usize] == hops - 1)? + from;
        self.next[node as usize] = narrow(found);
        Some((self.out.arc[found], self.out.other[found]))
    }

    /// The hops from a node now that no arc leads one hop nearer; `FAR` when it has no arcs left.
    fn farther(&mut self, node: u32) -> u32 {
        self.next[node as usize] = self.out.first[node as usize];
        let nearest = self.out.other[self.out.of(node)].iter().map(|to| self.hops[*to as usize]).min();
        nearest.unwrap_or(FAR).saturating_add(1)
    }
}
