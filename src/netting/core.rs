//! The part of the network that can be cleared at all: arcs inside a component, nodes renumbered so that neighbours lie
//! near one another.

use super::components::components;
use super::network::{Network, narrow};

/// No arc.
const NONE: u32 = u32::MAX;

/// Arcs inside components. Node and arc numbers are its own.
#[derive(Clone, Debug)]
pub(super) struct Core {
    /// The body of each node.
    pub(super) body: Vec<u32>,
    /// The arc of the network that each arc is.
    pub(super) arc: Vec<u32>,
    pub(super) tail: Vec<u32>,
    pub(super) head: Vec<u32>,
    /// Which of these arcs each arc of the network is.
    place: Vec<u32>,
    component: Vec<u32>,
    /// How many arcs the longest way out of each component has.
    level: Vec<u32>,
}

impl Core {
    pub(super) fn of(network: &Network) -> Self {
        let component = components(network.nodes, &network.debtor, &network.creditor);
        let inside =
            |arc: usize| component[network.debtor[arc] as usize] == component[network.creditor[arc] as usize];
        let mut node_of = vec![NONE; network.nodes];
        let mut body = Vec::new();
        let (mut arc, mut tail, mut head) = (Vec::new(), Vec::new(), Vec::new());
        let mut place = vec![NONE; network.arcs()];
        for at in (0..network.arcs()).filter(|at| inside(*at)) {
            let debtor = network.debtor[at];
            if node_of[debtor as usize] == NONE {
                node_of[debtor as usize] = narrow(body.len());
                body.push(debtor);
            }
            place[at] = narrow(arc.len());
            arc.push(narrow(at));
            tail.push(node_of[debtor as usize]);
            head.push(network.creditor[at]);
        }
        // Every body inside a component owes something there.
        for node in &mut head {
            *node = node_of[*node as usize];
        }
        let level = levels(network, &component);
        Self { body, arc, tail, head, place, component, level }
    }

    pub(super) fn nodes(&self) -> usize {
        self.body.len()
    }

    /// Which arc of the core an arc of the network is.
    pub(super) fn place(&self, arc: usize) -> Option<usize> {
        Some(self.place[arc]).filter(|place| *place != NONE).map(|place| place as usize)
    }

    /// Values of nodes as values of bodies; bodies outside the core have zero. Turned round: d = −π.
    pub(super) fn by_body(&self, bodies: usize, potential: impl Iterator<Item = i64>) -> Vec<i64> {
        let mut by_body = vec![0; bodies];
        for (body, potential) in self.body.iter().zip(potential) {
            by_body[*body as usize] = -potential;
        }
        by_body
    }

    /// Potentials of all bodies. Within a component they are the core's; whole components are shifted so that a debt
    /// from one to another, which nothing can clear, adds nothing to the bound: d(debtor) ≥ d(creditor) + 2.
    pub(super) fn potentials(&self, potential: impl Iterator<Item = i64>) -> Vec<i64> {
        let mut d = self.by_body(self.component.len(), potential);
        let mut span = vec![(i64::MAX, i64::MIN); self.level.len()];
        for (component, d) in self.component.iter().zip(&d) {
            let (lowest, highest) = &mut span[*component as usize];
            (*lowest, *highest) = ((*lowest).min(*d), (*highest).max(*d));
        }
        let mut base = vec![0; self.level.iter().max().map_or(0, |most| *most as usize + 2)];
        for (level, (lowest, highest)) in self.level.iter().zip(&span) {
            let above = &mut base[*level as usize + 1];
            *above = (*above).max(highest - lowest + 2);
        }
        for level in 1..base.len() {
            base[level] += base[level - 1];
        }
        for (component, d) in self.component.iter().zip(&mut d) {
            *d += base[self.level[*component as usize] as usize] - span[*component as usize].0;
        }
        d
    }
}

/// Levels of components: every debt between two leads from a higher level to a lower one. Every such debt leads to a
/// component with a lower number, so one pass in the order of numbers is enough.
fn levels(network: &Network, component: &[u32]) -> Vec<u32> {
    let count = component.iter().max().map_or(0, |last| *last as usize + 1);
    let mut level = vec![0; count];
    let mut bodies: Vec<u32> = (0..narrow(network.nodes)).collect();
    bodies.sort_by_key(|body| component[*body as usize]);
    for debtor in bodies {
        let debtor = debtor as usize;
        let own = component[debtor] as usize;
        for creditor in &network.creditor[network.owing[debtor] as usize..network.owing[debtor + 1] as usize]
        {
            let other = component[*creditor as usize] as usize;
            if other != own {
                level[own] = level[own].max(level[other] + 1);
            }
        }
    }
    level
}
