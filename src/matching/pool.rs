//! Every ring of a round that can be made at all, with the best it could do alone.

use super::enumerate::{Network, Walk};
use super::instance::{Instance, LONGEST};
use super::legs::{Leg, possible_legs};
use super::single::{Capacity, best_single};

/// A ring as positions of its legs, from its smallest body on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle {
    legs: [u32; LONGEST],
    length: u8,
    /// The most it can exchange alone, in pence.
    pub most: i64,
}

impl Circle {
    /// Its legs, from the smallest giving body on.
    pub fn legs(&self) -> &[u32] {
        &self.legs[..usize::from(self.length)]
    }
}

/// The rings of a round.
#[derive(Clone, Debug)]
pub struct Pool {
    pub legs: Vec<Leg>,
    pub circles: Vec<Circle>,
    /// Whether there were more rings than could be kept: then no bound holds.
    pub is_cut_off: bool,
}

/// More rings than this are not kept.
pub const MOST_RINGS: usize = 12_000_000;

impl Pool {
    /// Finds every ring that can be made.
    pub fn new(instance: &Instance) -> Self {
        let legs = possible_legs(instance);
        let mut circles = Vec::new();
        let mut is_cut_off = false;
        {
            let network = Network::new(instance.bodies.len(), &legs);
            let mut walk = Walk::new(&network, instance.rules.max_length);
            let mut units = [0; LONGEST];
            for root in (0_u32..).take(instance.bodies.len()) {
                walk.rings_from(root, &mut |path| {
                    let mut capacity: [Capacity; LONGEST] = [(0, 0); LONGEST];
                    let mut ring = [0; LONGEST];
                    for (at, leg) in path.iter().enumerate() {
                        let leg_at = &legs[*leg as usize];
                        capacity[at] = (leg_at.unit_pence, leg_at.most_units);
                        ring[at] = *leg;
                    }
                    let count = path.len();
                    let best = best_single(&capacity[..count], &instance.rules, &mut units[..count]);
                    if let Some(most) = best {
                        let length = u8::try_from(count).unwrap_or(u8::MAX);
                        circles.push(Circle { legs: ring, length, most });
                    }
                });
                if circles.len() > MOST_RINGS {
                    is_cut_off = true;
                    break;
                }
            }
        }
        Self { legs, circles, is_cut_off }
    }

    /// The positions of all rings.
    pub fn all(&self) -> Vec<u32> {
        (0_u32..).zip(&self.circles).map(|(at, _)| at).collect()
    }

    /// The legs of a ring.
    pub fn legs_of<'p>(&'p self, circle: &'p Circle) -> impl ExactSizeIterator<Item = &'p Leg> + Clone {
        circle.legs().iter().map(|at| &self.legs[*at as usize])
    }

    /// The bodies of a ring, in the order of its legs.
    pub fn bodies_of(&self, circle: &Circle) -> Vec<u32> {
        self.legs_of(circle).map(|leg| leg.from).collect()
    }
}
