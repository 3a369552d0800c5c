//! The part of the network that can be cleared at all: arcs inside a component, nodes renumbered so that neighbours lie
//! near one another, and the residual graph as half arcs.

use super::components::components;
use super::network::{Network, narrow};
use super::residual::Residual;

/// Arcs inside components. Node and arc numbers are its own.
#[derive(Clone, Debug)]
pub(super) struct Core {
    /// The body of each node.
    pub(super) body: Vec<u32>,
    /// The arc of the network that each arc is.
    pub(super) arc: Vec<u32>,
    pub(super) tail: Vec<u32>,
    pub(super) head: Vec<u32>,
    pub(super) residual: Residual,
    component: Vec<u32>,
    /// Debts between components, those of lower components first.
    between: Vec<(u32, u32)>,
}

impl Core {
    pub(super) fn of(network: &Network) -> Self {
        let component = components(network.nodes, &network.debtor, &network.creditor);
        let inside =
            |arc: usize| component[network.debtor[arc] as usize] == component[network.creditor[arc] as usize];
        let mut node_of = vec![u32::MAX; network.nodes];
        let mut body = Vec::new();
        let (mut arc, mut tail, mut head) = (Vec::new(), Vec::new(), Vec::new());
        for at in (0..network.arcs()).filter(|at| inside(*at)) {
            let debtor = network.debtor[at];
            if node_of[debtor as usize] == u32::MAX {
                node_of[debtor as usize] = narrow(body.len());
                body.push(debtor);
            }
            arc.push(narrow(at));
            tail.push(node_of[debtor as usize]);
            head.push(network.creditor[at]);
        }
        // Every body inside a component owes something there.
        for node in &mut head {
            *node = node_of[*node as usize];
        }
        let residual = Residual::of(body.len(), &tail, &head);
        let pairs = network.debtor.iter().copied().zip(network.creditor.iter().copied());
        let component_of = |body: u32| component[body as usize];
        let mut between: Vec<(u32, u32)> =
            pairs.filter(|(debtor, creditor)| component_of(*debtor) != component_of(*creditor)).collect();
        between.sort_by_key(|(debtor, _)| component_of(*debtor));
        Self { body, arc, tail, head, residual, component, between }
    }

    pub(super) fn nodes(&self) -> usize {
        self.body.len()
    }
}

impl Core {
    /// Values of nodes as values of bodies; bodies outside the core have zero. Turned round: d = −π.
    pub(super) fn by_body(&self, bodies: usize, potential: &[i64]) -> Vec<i64> {
        let mut by_body = vec![0; bodies];
        for (body, potential) in self.body.iter().zip(potential) {
            by_body[*body as usize] = -potential;
        }
        by_body
    }

    /// Potentials of all bodies. Within a component they are the core's; between components they are shifted so that a
    /// debt from one to another, which nothing can clear, adds nothing to the bound: d(debtor) ≥ d(creditor) + 2.
    pub(super) fn potentials(&self, potential: &[i64]) -> Vec<i64> {
        let mut d = self.by_body(self.component.len(), potential);
        let component = |body: u32| self.component[body as usize] as usize;
        let count = self.component.iter().max().map_or(0, |last| *last as usize + 1);
        let mut lowest = vec![i64::MAX; count];
        for (body, d) in (0..).zip(&d) {
            lowest[component(body)] = lowest[component(body)].min(*d);
        }
        let mut raised: Vec<i64> = lowest.iter().map(|lowest| -lowest).collect();
        for (debtor, creditor) in self.between.iter().copied() {
            let above = d[creditor as usize] + raised[component(creditor)] + 2;
            let raise = &mut raised[component(debtor)];
            *raise = (*raise).max(above - d[debtor as usize]);
        }
        for (body, d) in (0..).zip(&mut d) {
            *d += raised[component(body)];
        }
        d
    }
}
