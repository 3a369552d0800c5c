//! Neighbourhoods that the relaxation induces (RINS; Danna, Rothberg and Le Pape, Mathematical Programming 102, 2005):
//! where a packing and the relaxation agree, the packing stays; all else is packed anew.
//!
//! Two good packings differ in long chains that wind through the whole round, so neighbourhoods in a narrow place, even
//! of half of all bodies, do not lead from one to the other. These do: of the chosen sets in a wide region those with
//! the least value in the relaxation, plus a random number, are taken apart, with all bodies there that are in none.
//! How many is steered by effort: more as long as that is packed exactly with ease, fewer where it is not. Sets that lose
//! more than a small part of the gap are left out: in good packings all but about ten of two hundred sets lose nothing.
//!
//! When that no longer helps, another packing is rounded from the relaxation, with other random numbers, and improved
//! in the same way; and the sets that any of them used on the way are packed once more, exactly if that can be
//! (recombination by a restricted master; Rothberg 2007).
//!
//! One try costs what the search of a part costs, mostly a few thousand pivots.

use std::collections::BTreeSet;

use super::bound::Prices;
use super::improve::{Improvement, State};
use super::packing::Packing;
use super::search::{self, Task};
use super::simplex::VALUE_ONE;

/// How many bodies a region has at most.
const REGION: usize = 1_200;
/// The most that one try may take.
const MOST: u64 = 15_000_000;
/// What a try should take.
const AIM: u64 = 6_000_000;
/// Packings that are begun in vain before it ends.
const BEGUN: usize = 6;

/// How to go about it. Where one way gets stuck, another need not: each is gone from the same packing.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// A set that loses more than this part of the gap is not looked at.
    share: i64,
    /// Tries in vain, once they are of a size that takes effort, after which another packing is begun.
    patience: usize,
    /// The same for a packing that was begun later.
    brief: usize,
}

/// Narrow and patient, then wide and quick.
pub const MANNERS: [Manner; 2] =
    [Manner { share: 24, patience: 12, brief: 8 }, Manner { share: 12, patience: 6, brief: 3 }];

/// Improves a packing until the bound is met or `allowed` work is done. `solution` is that of the relaxation, by set.
pub fn induced(
    (packing, alive): (&Packing, &[bool]),
    prices: &Prices,
    solution: &[(u32, i64)],
    chosen: &[u32],
    bound: i64,
    (manner, allowed): (&Manner, u64),
) -> Improvement {
    let mut relaxed = vec![0; packing.sets.len()];
    for (set, value) in solution {
        relaxed[*set as usize] = *value;
    }
    let mut descent = Descent {
        state: State::new((packing, alive), prices, chosen),
        relaxed,
        used: chosen.iter().copied().collect(),
        size: 200,
        tries: 0,
        bound,
        allowed,
        work: 20 * packing.sets.len() as u64,
    };
    descent.state.most_loss = (bound - packing.worth(chosen)) / manner.share;
    descent.go_down(manner.patience);
    let mut best = descent.state.chosen();
    let mut begun = 0;
    while packing.worth(&best) < bound && descent.work < allowed && begun < BEGUN {
        begun += 1;
        let before = packing.worth(&best);
        descent.begin_anew(solution);
        descent.go_down(manner.brief);
        let found = descent.state.chosen();
        if packing.worth(&found) > packing.worth(&best) {
            best = found;
        }
        let mixed = descent.recombined(&best);
        if packing.worth(&mixed) > packing.worth(&best) {
            best = mixed;
            descent.state.take(&best);
            descent.go_down(manner.brief);
            best = descent.state.chosen();
        }
        if packing.worth(&best) > before {
            begun = 0;
        }
    }
    Improvement { chosen: best, work: descent.work }
}

struct Descent<'p> {
    state: State<'p>,
    relaxed: Vec<i64>,
    /// The sets that any packing on the way used.
    used: BTreeSet<u32>,
    size: usize,
    tries: i64,
    bound: i64,
    allowed: u64,
    work: u64,
}

impl Descent<'_> {
    /// Improves the packing until it no longer gets better.
    fn go_down(&mut self, patience: usize) {
        let packing = self.state.packing;
        let mut value = packing.worth(&self.state.chosen());
        let mut in_vain = 0;
        while value < self.bound && self.work < self.allowed && in_vain < patience {
            let Some(seed) = self.state.draw() else { break };
            let region = self.state.around(seed, REGION);
            let freed = self.doubtful(&region, self.tries % 2 + 1);
            self.tries += 1;
            let most = MOST.min(self.allowed - self.work);
            let (gained, spent) = self.state.repack(&freed, most);
            value += gained;
            self.work += spent + 10 * packing.bodies as u64;
            if gained > 0 {
                self.used.extend(self.state.chosen());
                in_vain = 0;
            } else if freed.len() < self.size && spent < most {
                // All there is was packed exactly.
                break;
            } else if spent >= AIM || freed.len() < self.size {
                in_vain += 1;
            }
            if spent >= most {
                self.size -= self.size / 8;
            } else if gained == 0 && spent < AIM && freed.len() >= self.size {
                self.size += self.size / 16;
            }
        }
    }

    /// About as many bodies of a region as are to be taken apart: those in no set, and those whose sets the relaxation
    /// likes least.
    fn doubtful(&mut self, region: &[u32], boldness: i64) -> Vec<u32> {
        let chosen_of = &self.state.chosen_of;
        let mut freed: Vec<u32> =
            region.iter().copied().filter(|body| chosen_of[*body as usize].is_none()).collect();
        let mut sets: Vec<u32> = region.iter().filter_map(|body| chosen_of[*body as usize]).collect();
        sets.sort_unstable();
        sets.dedup();
        let mut order: Vec<(i64, u32)> =
            sets.into_iter().map(|set| (self.relaxed[set as usize] + boldness * self.noise(), set)).collect();
        order.sort_unstable();
        for (_, set) in order {
            if freed.len() >= self.size {
                break;
            }
            freed.extend(self.state.packing.sets[set as usize].members());
        }
        freed.sort_unstable();
        freed
    }

    /// Up to seven tenths of a set.
    fn noise(&mut self) -> i64 {
        let most = u64::try_from(VALUE_ONE * 7 / 10).unwrap_or(0);
        i64::try_from(self.state.random(most)).unwrap_or(0)
    }

    /// Rounds another packing from the relaxation.
    fn begin_anew(&mut self, solution: &[(u32, i64)]) {
        let mut order: Vec<(i64, u32)> =
            solution.iter().map(|(set, value)| (value + self.noise(), *set)).collect();
        order.sort_unstable();
        let begun = self.state.packing.greedy(order.into_iter().rev().map(|(_, set)| set));
        self.state.take(&begun);
        self.size = self.size * 3 / 4;
    }

    /// The best packing out of all sets that were used on the way.
    fn recombined(&mut self, best: &[u32]) -> Vec<u32> {
        let used: Vec<u32> = self.used.iter().copied().collect();
        let start = best.iter().filter_map(|set| used.binary_search(set).ok());
        let start: Vec<u32> = start.filter_map(|at| u32::try_from(at).ok()).collect();
        let most = MOST.min(self.allowed.saturating_sub(self.work));
        let packed = search::solve(&self.state.packing.only(&used), start, most, Task::Part);
        self.work += packed.work;
        packed.chosen.iter().map(|at| used[*at as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::bound::proved;
    use super::super::packing::{Packing, Set};
    use super::super::simplex::VALUE_ONE;
    use super::{MANNERS, induced};

    #[test]
    fn a_packing_only_gets_better_and_the_same_way_every_time() {
        // Ninety bodies in a circle; sets of two to four of them, a few steps apart, with weights that look random.
        let sets: Vec<Set> = (0..600_u32)
            .map(|at| {
                let members: Vec<u32> = (0..2 + at % 3).map(|step| (at + step * (1 + at % 7)) % 90).collect();
                Set::new(&members, i64::from(1_000 * (2 + at % 3) + at * 7_919 % 1_009))
            })
            .collect();
        let packing = Packing { bodies: 90, sets };
        let prices = proved(&packing, &[0; 90], &[]);
        let alive = vec![true; packing.sets.len()];
        let solution: Vec<(u32, i64)> = (0..600).map(|set| (set, VALUE_ONE / 25)).collect();
        let start = packing.greedy(0..600);
        let run = || {
            induced((&packing, &alive), &prices, &solution, &start, prices.bound(), (&MANNERS[0], 4_000_000))
        };

        let (first, second) = (run(), run());

        assert!(packing.holds(&first.chosen));
        assert!(packing.worth(&first.chosen) > packing.worth(&start));
        assert_eq!((first.chosen, first.work), (second.chosen, second.work));
    }
}
