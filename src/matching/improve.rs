//! Large-neighbourhood search (Shaw 1998) guided by the relaxation: what a packing loses against the prices says where
//! it can still be improved.
//!
//! By duality the gap between the bound and a packing is the sum of two kinds of loss: the price of every body left
//! out, and −gain of every chosen set. A body is drawn in proportion to the loss at it, from fixed pseudo-random
//! numbers; around it a few dozen bodies are gathered along the sets that lose least; the chosen sets among them are
//! taken apart, and that part is packed anew, exactly if a small search can.

use super::bound::Prices;
use super::packing::{Packing, Set};
use super::search::{self, Task};
use super::simplex::PRICE_ONE;

/// A packing that is at least as good, and what it took.
#[derive(Clone, Debug)]
pub struct Improvement {
    pub chosen: Vec<u32>,
    pub work: u64,
}

/// What is known of the packing being improved.
pub(super) struct State<'p> {
    pub(super) packing: &'p Packing,
    prices: &'p Prices,
    sets_of: Vec<Vec<u32>>,
    /// The loss of each set, in pence.
    losses: Vec<i64>,
    body_prices: Vec<i64>,
    /// Sets that lose more are not looked at.
    pub(super) most_loss: i64,
    /// The chosen set of each body.
    pub(super) chosen_of: Vec<Option<u32>>,
    seed: u64,
}

/// Improves a packing until the bound is met or `allowed` work is done.
pub fn neighbourhoods(
    (packing, alive): (&Packing, &[bool]),
    prices: &Prices,
    chosen: &[u32],
    bound: i64,
    allowed: u64,
    turn: u64,
) -> Improvement {
    let mut state = State::new((packing, alive), prices, chosen);
    // Another turn draws other neighbourhoods.
    state.seed ^= turn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut value = packing.worth(chosen);
    let mut work = 20 * packing.sets.len() as u64;
    let (mut size, mut idle) = (40_usize, 0_u32);
    while value < bound && work < allowed {
        let Some(seed) = state.draw() else { break };
        let freed = state.around(seed, size);
        let (gained, spent) = state.repack(&freed, (allowed / 4).clamp(1_000_000, 40_000_000));
        value += gained;
        work += spent + 4 * packing.bodies as u64;
        idle = if gained > 0 { 0 } else { idle + 1 };
        if idle >= 60 {
            idle = 0;
            size += size / 4;
            if size > 240 {
                break;
            }
        }
    }
    Improvement { chosen: state.chosen(), work }
}

impl<'p> State<'p> {
    pub(super) fn new((packing, alive): (&'p Packing, &[bool]), prices: &'p Prices, chosen: &[u32]) -> Self {
        let mut losses: Vec<i64> = packing.sets.iter().map(|set| -prices.gain(set) / PRICE_ONE).collect();
        let mut sets_of = packing.sets_by_body();
        for list in &mut sets_of {
            list.retain(|at| alive[*at as usize]);
            list.sort_by_key(|at| (losses[*at as usize], *at));
        }
        for loss in &mut losses {
            *loss = (*loss).max(0);
        }
        let mut state = Self {
            packing,
            prices,
            sets_of,
            losses,
            body_prices: prices.of_bodies(),
            most_loss: i64::MAX,
            chosen_of: Vec::new(),
            seed: 0x2545_f491_4f6c_dd1d,
        };
        state.take(chosen);
        state
    }

    /// Goes on from this packing.
    pub(super) fn take(&mut self, chosen: &[u32]) {
        self.chosen_of = vec![None; self.packing.bodies];
        for at in chosen {
            for body in self.packing.sets[*at as usize].members() {
                self.chosen_of[*body as usize] = Some(*at);
            }
        }
    }

    /// The packing as it stands.
    pub(super) fn chosen(&self) -> Vec<u32> {
        let mut chosen: Vec<u32> = self.chosen_of.iter().flatten().copied().collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    pub(super) fn random(&mut self, below: u64) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed >> 11) % below.max(1)
    }

    fn loss_at(&self, body: usize) -> u64 {
        let loss = match self.chosen_of[body] {
            None => self.body_prices[body],
            Some(set) => self.losses[set as usize],
        };
        u64::try_from(loss).unwrap_or(0)
    }

    /// A body, drawn in proportion to the loss at it.
    pub(super) fn draw(&mut self) -> Option<u32> {
        let total: u64 = (0..self.packing.bodies).map(|body| self.loss_at(body)).sum();
        if total == 0 {
            return None;
        }
        let mut at = self.random(total);
        for body in 0..self.packing.bodies {
            let loss = self.loss_at(body);
            if at < loss {
                return u32::try_from(body).ok();
            }
            at -= loss;
        }
        None
    }

    /// About `size` bodies around one, whole chosen sets at a time.
    pub(super) fn around(&mut self, seed: u32, size: usize) -> Vec<u32> {
        let mut marked = vec![false; self.packing.bodies];
        let mut list = Vec::with_capacity(size + 8);
        self.mark(seed, &mut marked, &mut list);
        let mut next = 0;
        while list.len() < size && next < list.len() {
            let body = list[next];
            next += 1;
            let few = 3 + usize::try_from(self.random(6)).unwrap_or(0);
            let near: Vec<u32> = self.sets_of[body as usize].iter().take(few).copied().collect();
            for at in near {
                for other in self.packing.sets[at as usize].members() {
                    if list.len() < size {
                        self.mark(*other, &mut marked, &mut list);
                    }
                }
            }
        }
        list.sort_unstable();
        list
    }

    fn mark(&self, body: u32, marked: &mut [bool], list: &mut Vec<u32>) {
        let whole_set = self.chosen_of[body as usize].map(|at| self.packing.sets[at as usize]);
        let alone = Set::new(&[body], 0);
        for member in whole_set.unwrap_or(alone).members() {
            if !std::mem::replace(&mut marked[*member as usize], true) {
                list.push(*member);
            }
        }
    }

    /// Packs these bodies anew; what is gained, and the work it took.
    pub(super) fn repack(&mut self, freed: &[u32], allowed: u64) -> (i64, u64) {
        let mut inside = vec![false; self.packing.bodies];
        for body in freed {
            inside[*body as usize] = true;
        }
        let mut old: Vec<u32> = freed.iter().filter_map(|body| self.chosen_of[*body as usize]).collect();
        old.sort_unstable();
        old.dedup();
        let before = self.packing.worth(&old);
        // By duality no packing of these bodies can use a set that loses more than all of them lose now.
        let most_loss = (self.prices.most_of(freed) - before + 2).min(self.most_loss);
        let mut found = Vec::new();
        for body in freed {
            for at in &self.sets_of[*body as usize] {
                if self.losses[*at as usize] > most_loss {
                    break;
                }
                let set = &self.packing.sets[*at as usize];
                if set.members()[0] == *body && set.within(&inside) {
                    found.push(*at);
                }
            }
        }
        found.extend(&old);
        found.sort_unstable();
        found.dedup();
        let (part, start) = self.part(freed, &found, &old);
        let packed = search::solve(&part, start, allowed, Task::Part);
        let work = packed.work + 10 * found.len() as u64;
        if packed.value <= before {
            return (0, work);
        }
        for body in freed {
            self.chosen_of[*body as usize] = None;
        }
        for at in packed.chosen {
            let at = found[at as usize];
            for body in self.packing.sets[at as usize].members() {
                self.chosen_of[*body as usize] = Some(at);
            }
        }
        (packed.value - before, work)
    }

    fn part(&self, freed: &[u32], found: &[u32], old: &[u32]) -> (Packing, Vec<u32>) {
        let local = |body: &u32| freed.binary_search(body).ok().and_then(|at| u32::try_from(at).ok());
        let sets = found.iter().map(|at| {
            let set = &self.packing.sets[*at as usize];
            let members: Vec<u32> = set.members().iter().filter_map(local).collect();
            Set::new(&members, set.weight)
        });
        let start =
            old.iter().filter_map(|at| found.binary_search(at).ok()).filter_map(|at| u32::try_from(at).ok());
        (Packing { bodies: freed.len(), sets: sets.collect() }, start.collect())
    }
}
