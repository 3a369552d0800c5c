//! The network of a netting: one arc for each (debtor, creditor), however many invoices stand between the two.
//!
//! Which invoices of a pair are cleared makes no difference to any other body, so a pair's invoices are added up, the
//! network is solved, and what is cleared of the pair is filled into its invoices, oldest first. Built with three
//! stable counting sorts in O(invoices + bodies + span of days); a span wider than the invoices are many is sorted by
//! comparison instead.

use super::components::starts;
use super::obligations::Obligations;

/// The arcs in the order of debtor, then creditor, and the invoices of each.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub(super) nodes: usize,
    pub(super) debtor: Vec<u32>,
    pub(super) creditor: Vec<u32>,
    pub(super) amount: Vec<i64>,
    /// Where each debtor's arcs begin, and one past the end.
    pub(super) owing: Vec<u32>,
    /// Where each arc's invoices begin in `invoices`, and one past the end.
    first: Vec<u32>,
    /// Invoices by arc; within an arc the oldest first, of one day by number.
    invoices: Vec<u32>,
}

impl Network {
    pub(super) fn of(obligations: &Obligations) -> Self {
        let nodes = obligations.bodies.len();
        let invoices = by_pair_oldest_first(obligations, nodes);
        let mut network = Self {
            nodes,
            debtor: Vec::new(),
            creditor: Vec::new(),
            amount: Vec::new(),
            owing: Vec::new(),
            first: Vec::new(),
            invoices,
        };
        let mut pair = (u32::MAX, u32::MAX);
        for (place, invoice) in (0..).zip(&network.invoices) {
            let row = *invoice as usize;
            let this = (obligations.debtor[row], obligations.creditor[row]);
            if this != pair {
                pair = this;
                network.debtor.push(this.0);
                network.creditor.push(this.1);
                network.amount.push(0);
                network.first.push(place);
            }
            if let Some(amount) = network.amount.last_mut() {
                *amount += obligations.amount[row];
            }
        }
        network.first.push(u32::try_from(network.invoices.len()).unwrap_or(u32::MAX));
        network.owing = starts(nodes, &network.debtor);
        network
    }

    pub(super) fn arcs(&self) -> usize {
        self.amount.len()
    }

    /// The invoices of an arc, oldest first.
    pub(super) fn invoices_of(&self, arc: usize) -> &[u32] {
        &self.invoices[self.first[arc] as usize..self.first[arc + 1] as usize]
    }

    /// The arc between two bodies, where one owes the other something.
    pub(super) fn arc_between(&self, debtor: u32, creditor: u32) -> Option<usize> {
        let from = self.owing[debtor as usize] as usize;
        let to = self.owing[debtor as usize + 1] as usize;
        self.creditor[from..to].binary_search(&creditor).ok().map(|at| from + at)
    }

    /// Fills what is cleared of an arc into its invoices, those that are there.
    pub(super) fn fill(&self, arc: usize, cleared: i64, owed: impl Fn(u32) -> i64, filled: &mut [i64]) {
        let mut rest = cleared;
        for invoice in self.invoices_of(arc) {
            let part = rest.min(owed(*invoice));
            filled[*invoice as usize] = part;
            rest -= part;
        }
        assert_eq!(rest, 0, "no more is cleared between two bodies than is owed");
    }
}

fn by_pair_oldest_first(obligations: &Obligations, nodes: usize) -> Vec<u32> {
    let count = u32::try_from(obligations.len()).unwrap_or(u32::MAX);
    let due = &obligations.due_day;
    let oldest = i64::from(due.iter().copied().min().unwrap_or_default());
    let newest = i64::from(due.iter().copied().max().unwrap_or_default());
    let mut order: Vec<u32> = (0..count).collect();
    match usize::try_from(newest - oldest) {
        Ok(span) if span <= obligations.len() => {
            let days = |invoice: u32| usize::try_from(i64::from(due[invoice as usize]) - oldest).unwrap_or(0);
            order = counting_sort(&order, span + 1, days);
        }
        _ => order.sort_by_key(|invoice| due[*invoice as usize]),
    }
    let order = counting_sort(&order, nodes, |invoice| obligations.creditor[invoice as usize] as usize);
    counting_sort(&order, nodes, |invoice| obligations.debtor[invoice as usize] as usize)
}

/// Sorts by a small key and leaves equals in their order.
fn counting_sort(items: &[u32], keys: usize, key: impl Fn(u32) -> usize) -> Vec<u32> {
    let mut place = vec![0_u32; keys + 1];
    for item in items {
        place[key(*item) + 1] += 1;
    }
    for at in 1..place.len() {
        place[at] += place[at - 1];
    }
    let mut sorted = vec![0; items.len()];
    for item in items {
        let slot = &mut place[key(*item)];
        sorted[*slot as usize] = *item;
        *slot += 1;
    }
    sorted
}

/// Bodies, invoices and arcs are numbered within 31 bits, so that half arcs are within 32: `Gathering` sees to it.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
