//! Every ring of at most L legs, each found once, in a fixed order.
//!
//! A ring is told from its smallest body on (Johnson's rooting of elementary circuits, 1975, cut off at L legs): from
//! each root s a depth-first walk over larger bodies, never to one that is further from s than the legs that are
//! left. These distances come from a backward breadth-first search of depth L − 1. The work is in proportion to the
//! number of paths that can still close, nearly all of which do for L ≤ 4.

use super::legs::Leg;

/// The legs by giving and by receiving body.
#[derive(Debug)]
pub struct Network<'a> {
    pub legs: &'a [Leg],
    /// `legs[starts[b]..starts[b + 1]]` are the legs that body b gives.
    starts: Vec<usize>,
    /// The givers to each body, distinct and rising, in the same compressed form.
    givers: Vec<u32>,
    giver_starts: Vec<usize>,
}

impl<'a> Network<'a> {
    /// Indexes legs that are sorted by giving body.
    pub fn new(bodies: usize, legs: &'a [Leg]) -> Self {
        let mut starts = vec![0; bodies + 1];
        for leg in legs {
            starts[leg.from as usize + 1] += 1;
        }
        for body in 0..bodies {
            starts[body + 1] += starts[body];
        }
        let mut pairs: Vec<(u32, u32)> = legs.iter().map(|leg| (leg.to, leg.from)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut giver_starts = vec![0; bodies + 1];
        for (to, _) in &pairs {
            giver_starts[*to as usize + 1] += 1;
        }
        for body in 0..bodies {
            giver_starts[body + 1] += giver_starts[body];
        }
        Self { legs, starts, givers: pairs.into_iter().map(|(_, from)| from).collect(), giver_starts }
    }

    /// How many bodies there are.
    pub fn bodies(&self) -> usize {
        self.starts.len() - 1
    }

    /// The legs that `body` gives, as positions.
    pub fn given_by(&self, body: u32) -> std::ops::Range<usize> {
        self.starts[body as usize]..self.starts[body as usize + 1]
    }

    fn givers_to(&self, body: u32) -> &[u32] {
        &self.givers[self.giver_starts[body as usize]..self.giver_starts[body as usize + 1]]
    }
}

/// A walk over the rings rooted at one body after another.
#[derive(Debug)]
pub struct Walk<'a> {
    network: &'a Network<'a>,
    longest: usize,
    /// Legs from a body back to the root; `u8::MAX` where there is no way.
    distance: Vec<u8>,
    touched: Vec<u32>,
    path: Vec<u32>,
    on_path: Vec<bool>,
}

impl<'a> Walk<'a> {
    /// A walk over rings of at most `longest` legs.
    pub fn new(network: &'a Network<'a>, longest: usize) -> Self {
        let bodies = network.bodies();
        Self {
            network,
            longest,
            distance: vec![u8::MAX; bodies],
            touched: Vec::new(),
            path: Vec::with_capacity(longest),
            on_path: vec![false; bodies],
        }
    }

    /// Shows every ring whose smallest body is `root` to `show`, as positions of its legs from the root on.
    pub fn rings_from(&mut self, root: u32, show: &mut impl FnMut(&[u32])) {
        if self.network.given_by(root).is_empty() || self.network.givers_to(root).is_empty() {
            return;
        }
        self.measure(root);
        self.extend(root, root, show);
        for body in self.touched.drain(..) {
            self.distance[body as usize] = u8::MAX;
        }
    }

    fn measure(&mut self, root: u32) {
        self.distance[root as usize] = 0;
        self.touched.push(root);
        let (mut begin, mut hops) = (0, 0_u8);
        while usize::from(hops) + 1 < self.longest {
            hops += 1;
            let end = self.touched.len();
            for at in begin..end {
                let body = self.touched[at];
                for giver in self.network.givers_to(body) {
                    if *giver > root && self.distance[*giver as usize] == u8::MAX {
                        self.distance[*giver as usize] = hops;
                        self.touched.push(*giver);
                    }
                }
            }
            begin = end;
        }
    }

    fn extend(&mut self, root: u32, body: u32, show: &mut impl FnMut(&[u32])) {
        let legs = self.network.legs;
        for at in self.network.given_by(body) {
            let next = legs[at].to;
            let left = self.longest - self.path.len() - 1;
            if next == root {
                if !self.path.is_empty() {
                    self.push(at);
                    show(&self.path);
                    self.path.pop();
                }
            } else if usize::from(self.distance[next as usize]) <= left && !self.on_path[next as usize] {
                self.push(at);
                self.on_path[next as usize] = true;
                self.extend(root, next, show);
                self.on_path[next as usize] = false;
                self.path.pop();
            }
        }
    }

    fn push(&mut self, at: usize) {
        self.path.push(u32::try_from(at).unwrap_or(u32::MAX));
    }
}
