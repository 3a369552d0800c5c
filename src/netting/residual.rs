//! The residual graph of a flow: each arc as two halves, one that could carry more and one that could give back.

use super::components::starts;

/// Half arcs by node: first those of arcs that leave it, then those that lead back along arcs that come in.
#[derive(Clone, Debug)]
pub(super) struct Residual {
    first: Vec<u32>,
    /// Where a half arc leads, and the other half of its arc.
    pub(super) to: Vec<u32>,
    pub(super) mate: Vec<u32>,
    /// The half that leaves the tail, of each arc.
    pub(super) forth: Vec<u32>,
}

impl Residual {
    /// From arcs in the order of their tails.
    pub(super) fn of(nodes: usize, tail: &[u32], head: &[u32]) -> Self {
        let out = starts(nodes, tail);
        let mut degree = vec![0_u32; nodes];
        for to in head {
            degree[*to as usize] += 1;
        }
        let mut first = vec![0_u32; nodes + 1];
        let mut middle = vec![0_u32; nodes];
        for v in 0..nodes {
            middle[v] = first[v] + out[v + 1] - out[v];
            first[v + 1] = middle[v] + degree[v];
        }
        let mut to = vec![0; tail.len() * 2];
        let mut mate = vec![0; tail.len() * 2];
        let mut forth = Vec::with_capacity(tail.len());
        let (mut leaving, mut coming) = (first.clone(), middle.clone());
        for (from, into) in tail.iter().zip(head) {
            let (half, back) = (leaving[*from as usize], coming[*into as usize]);
            leaving[*from as usize] += 1;
            coming[*into as usize] += 1;
            (to[half as usize], mate[half as usize]) = (*into, back);
            (to[back as usize], mate[back as usize]) = (*from, half);
            forth.push(half);
        }
        Self { first, to, mate, forth }
    }

    pub(super) fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// Where the half arcs of a node begin and end.
    pub(super) fn halves(&self, v: usize) -> (usize, usize) {
        (self.first[v] as usize, self.first[v + 1] as usize)
    }
}
