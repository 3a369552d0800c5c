//! Bodies that can reach one another along debts. Only an obligation inside such a component lies on a cycle; one
//! between components can never be cleared, so it need not be looked at.
//!
//! Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972); without recursion, because a
//! chain of debts may be as long as there are bodies. O(bodies + arcs).

const UNSEEN: u32 = u32::MAX;

/// The component of each node, numbered so that every arc between two components leads to the lower number.
pub(super) fn components(nodes: usize, tail: &[u32], head: &[u32]) -> Vec<u32> {
    let first = starts(nodes, tail);
    let mut search = Search {
        order: vec![UNSEEN; nodes],
        low: vec![0; nodes],
        component: vec![UNSEEN; nodes],
        open: Vec::new(),
        seen: 0,
        found: 0,
    };
    let mut path: Vec<(u32, u32)> = Vec::new();
    for root in (0..).take(nodes) {
        if search.order[root as usize] != UNSEEN {
            continue;
        }
        search.enter(root);
        path.push((root, first[root as usize]));
        while let Some((node, next)) = path.last_mut() {
            let at = *node as usize;
            if *next < first[at + 1] {
                let to = head[*next as usize];
                *next += 1;
                if search.order[to as usize] == UNSEEN {
                    search.enter(to);
                    path.push((to, first[to as usize]));
                } else if search.component[to as usize] == UNSEEN {
                    search.low[at] = search.low[at].min(search.order[to as usize]);
                }
            } else {
                path.pop();
                search.leave(at);
                if let Some((parent, _)) = path.last() {
                    let parent = *parent as usize;
                    search.low[parent] = search.low[parent].min(search.low[at]);
                }
            }
        }
    }
    search.component
}

/// Where each node's arcs begin among arcs in the order of their tails, and one past the end.
pub(super) fn starts(nodes: usize, tail: &[u32]) -> Vec<u32> {
    let mut first = vec![0; nodes + 1];
    for node in tail {
        first[*node as usize + 1] += 1;
    }
    for at in 1..first.len() {
        first[at] += first[at - 1];
    }
    first
}

struct Search {
    order: Vec<u32>,
    low: Vec<u32>,
    component: Vec<u32>,
    open: Vec<u32>,
    seen: u32,
    found: u32,
}

impl Search {
    fn enter(&mut self, node: u32) {
        self.order[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.open.push(node);
    }

    /// A node that nothing earlier can be reached from closes its component.
    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component[member as usize] = self.found;
            if member as usize == node {
                break;
            }
        }
        self.found += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_between_components_lead_downwards() {
        // 0 and 1 owe each other, 1 owes 2, 2 and 3 and 4 are a cycle, 5 owes 0.
        let (tail, head) = ([0, 1, 1, 2, 3, 4, 5], [1, 0, 2, 3, 4, 2, 0]);

        let found = components(6, &tail, &head);

        assert_eq!(found, [1, 1, 0, 0, 0, 2]);
    }
}
