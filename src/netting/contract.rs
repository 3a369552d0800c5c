//! Makes a circulation smaller before it is taken apart, without changing its cycles.
//!
//! All flow through a body with a single arc in comes along that arc. The body can be skipped: its arcs out become arcs
//! from where the flow came, each standing for a path. Likewise for a body with a single arc out. Chains and trees of
//! such bodies go at once, and a simple cycle of what is left stands for a simple cycle of the whole, because it uses
//! at most one of the paths through each skipped body. O(arcs).

/// An arc that holds some flow, and the piece of the network it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) flow: i64,
    pub(super) piece: u32,
}

/// One closed way through the network, as a stretch of legs, and the amount that goes round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub(super) from: usize,
    pub(super) length: usize,
    pub(super) amount: i64,
}

/// Rounds as they are found, and what pieces are made of.
#[derive(Debug)]
pub(super) struct Rounds {
    /// Pieces with a smaller number than this are arcs of the network.
    arcs: u32,
    /// The others are two pieces, one after the other.
    joined: Vec<(u32, u32)>,
    pub(super) legs: Vec<u32>,
    pub(super) found: Vec<Round>,
    /// No more legs than these are wanted.
    most: usize,
    /// How many arcs were looked at for labels.
    pub(super) work: usize,
    stack: Vec<u32>,
}

/// Labels may look at so many arcs for each arc of the network, and for each leg that they find.
const WORK_AN_ARC: usize = 4_000;
const WORK_A_LEG: usize = 10;

impl Rounds {
    pub(super) fn new(arcs: usize, most: usize) -> Self {
        Self {
            arcs: u32::try_from(arcs).unwrap_or(NONE),
            joined: Vec::new(),
            legs: Vec::new(),
            found: Vec::new(),
            most,
            work: 0,
            stack: Vec::new(),
        }
    }

    /// Whether as many legs as are wanted have been found.
    pub(super) fn full(&self) -> bool {
        self.legs.len() >= self.most
    }

    /// Whether looking for the shortest is still worth its time.
    pub(super) fn labels_pay(&self) -> bool {
        self.work <= WORK_AN_ARC * self.arcs as usize + WORK_A_LEG * self.legs.len()
    }

    /// A round of pieces.
    pub(super) fn push(&mut self, pieces: impl Iterator<Item = u32>, amount: i64) {
        let from = self.legs.len();
        for piece in pieces {
            self.stack.push(piece);
            while let Some(piece) = self.stack.pop() {
                if piece < self.arcs {
                    self.legs.push(piece);
                } else {
                    let (first, second) = self.joined[(piece - self.arcs) as usize];
                    self.stack.extend([second, first]);
                }
            }
        }
        self.found.push(Round { from, length: self.legs.len() - from, amount });
    }

    fn join(&mut self, first: u32, second: u32) -> u32 {
        let piece = u32::try_from(self.joined.len()).ok().and_then(|joined| joined.checked_add(self.arcs));
        self.joined.push((first, second));
        piece.unwrap_or(NONE)
    }
}

const NONE: u32 = u32::MAX;

/// Skips bodies until few can be skipped. Rounds that close on the way are taken out.
pub(super) fn contract(nodes: usize, arcs: Vec<Arc>, rounds: &mut Rounds) -> Vec<Arc> {
    let mut arcs = arcs;
    loop {
        let before = arcs.len();
        arcs = skip(nodes, &arcs, rounds, Along::In);
        arcs = skip(nodes, &arcs, rounds, Along::Out);
        if arcs.len() + before / 16 >= before {
            return arcs;
        }
    }
}

/// Whether bodies with a single arc in are skipped, or with a single arc out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Along {
    In,
    Out,
}

fn skip(nodes: usize, arcs: &[Arc], rounds: &mut Rounds, along: Along) -> Vec<Arc> {
    let ends = |arc: &Arc| if along == Along::In { (arc.from, arc.to) } else { (arc.to, arc.from) };
    // The single arc of each node that has one.
    let mut single = vec![NONE; nodes];
    let mut several = vec![false; nodes];
    for (number, arc) in (0..).zip(arcs) {
        let node = ends(arc).1 as usize;
        several[node] |= single[node] != NONE;
        single[node] = number;
    }
    let mut way = vec![Way { beyond: NONE, piece: NONE, state: State::New }; nodes];
    let mut chain = Vec::new();
    for start in 0..nodes {
        let mut node = start;
        while way[node].state == State::New && single[node] != NONE && !several[node] {
            way[node].state = State::Open;
            chain.push(node);
            node = ends(&arcs[single[node] as usize]).0 as usize;
        }
        if way[node].state == State::Open {
            // A ring of nothing but such bodies: one of them has to stay.
            several[node] = true;
        }
        while let Some(node) = chain.pop() {
            way[node].state = State::Done;
            if several[node] {
                continue;
            }
            let arc = &arcs[single[node] as usize];
            let before = ends(arc).0;
            let earlier = way[before as usize];
            way[node].beyond = if earlier.beyond == NONE { before } else { earlier.beyond };
            way[node].piece = joined(rounds, along, earlier.piece, arc.piece);
        }
    }
    let mut kept = Vec::new();
    for arc in arcs {
        let (near, far) = ends(arc);
        if way[far as usize].beyond != NONE {
            continue;
        }
        let Way { beyond, piece, .. } = way[near as usize];
        let near = if beyond == NONE { near } else { beyond };
        let piece = joined(rounds, along, piece, arc.piece);
        if near == far {
            rounds.push([piece].into_iter(), arc.flow);
        } else {
            let (from, to) = if along == Along::In { (near, far) } else { (far, near) };
            kept.push(Arc { from, to, flow: arc.flow, piece });
        }
    }
    kept
}

/// How a skipped node is reached: from which kept node, along which piece.
#[derive(Clone, Copy)]
struct Way {
    beyond: u32,
    piece: u32,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

fn joined(rounds: &mut Rounds, along: Along, nearer: u32, piece: u32) -> u32 {
    match (nearer, along) {
        (NONE, _) => piece,
        (_, Along::In) => rounds.join(nearer, piece),
        (_, Along::Out) => rounds.join(piece, nearer),
    }
}
