//! The spanning tree of a basis: parents, the arcs to them, sizes, and children in linked lists.
//!
//! A pivot cuts one subtree off, turns it round so that the entering arc's end becomes its top, and hangs it
//! elsewhere. That costs time in the height of the tree; a walk below a node costs time in the size of its subtree.

/// No node, or no arc.
pub(super) const NONE: u32 = u32::MAX;

/// A rooted tree over nodes; the last node is the root.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) parent: Vec<u32>,
    /// The arc between a node and its parent.
    pub(super) arc: Vec<u32>,
    /// Whether that arc leads from the node to its parent.
    pub(super) upwards: Vec<bool>,
    /// How many nodes hang at or below each.
    size: Vec<u32>,
    child: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
}

/// A subtree that moves: that of `out` is cut off, its member `top` becomes the top of it, and it hangs below `onto` by
/// `arc`. `meeting` is above both places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Graft {
    pub(super) out: u32,
    pub(super) top: u32,
    pub(super) meeting: u32,
    pub(super) onto: u32,
    pub(super) arc: u32,
    pub(super) upwards: bool,
}

impl Tree {
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            parent: vec![NONE; nodes],
            arc: vec![NONE; nodes],
            upwards: vec![false; nodes],
            size: vec![1; nodes],
            child: vec![NONE; nodes],
            next: vec![NONE; nodes],
            previous: vec![NONE; nodes],
        }
    }

    /// Hangs a node, with what is below it, below another. The caller sees to sizes.
    pub(super) fn hang(&mut self, node: u32, parent: u32, arc: u32, upwards: bool) {
        let (v, p) = (node as usize, parent as usize);
        self.parent[v] = parent;
        self.arc[v] = arc;
        self.upwards[v] = upwards;
        let sibling = self.child[p];
        self.next[v] = sibling;
        self.previous[v] = NONE;
        if sibling != NONE {
            self.previous[sibling as usize] = node;
        }
        self.child[p] = node;
    }

    fn cut(&mut self, node: u32) {
        let v = node as usize;
        let (previous, next) = (self.previous[v], self.next[v]);
        if previous == NONE {
            self.child[self.parent[v] as usize] = next;
        } else {
            self.next[previous as usize] = next;
        }
        if next != NONE {
            self.previous[next as usize] = previous;
        }
    }

    /// The lowest node that is above both, or one of them.
    pub(super) fn meeting(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            // Whoever is above another has more below it.
            if self.size[a as usize] <= self.size[b as usize] {
                a = self.parent[a as usize];
            } else {
                b = self.parent[b as usize];
            }
        }
        a
    }

    /// Sizes from scratch, for nodes in an order in which each comes after its parent.
    pub(super) fn count(&mut self, downwards: &[u32]) {
        for node in downwards.iter().rev() {
            let size = self.size[*node as usize];
            self.size[self.parent[*node as usize] as usize] += size;
        }
    }

    /// Moves a subtree.
    pub(super) fn graft(&mut self, graft: Graft) {
        let Graft { out, top, meeting, onto, arc, upwards } = graft;
        let moved = self.size[out as usize];
        let mut above = self.parent[out as usize];
        while above != meeting {
            self.size[above as usize] -= moved;
            above = self.parent[above as usize];
        }
        above = onto;
        while above != meeting {
            self.size[above as usize] += moved;
            above = self.parent[above as usize];
        }
        // From `top` up to `out`, each former parent becomes a child.
        let (mut node, mut onto, mut arc, mut upwards, mut size) = (top, onto, arc, upwards, moved);
        loop {
            let v = node as usize;
            let (parent, old_arc, old_upwards, old_size) =
                (self.parent[v], self.arc[v], self.upwards[v], self.size[v]);
            self.cut(node);
            self.hang(node, onto, arc, upwards);
            self.size[v] = size;
            if node == out {
                break;
            }
            (onto, arc, upwards, node) = (node, old_arc, !old_upwards, parent);
            size = moved - old_size;
        }
    }

    /// Every node at or below one.
    pub(super) fn below(&self, top: u32, mut each: impl FnMut(u32)) {
        let mut node = top;
        loop {
            each(node);
            let v = node as usize;
            if self.child[v] != NONE {
                node = self.child[v];
                continue;
            }
            while node != top && self.next[node as usize] == NONE {
                node = self.parent[node as usize];
            }
            if node == top {
                return;
            }
            node = self.next[node as usize];
        }
    }
}
