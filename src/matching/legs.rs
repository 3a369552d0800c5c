//! The legs that are possible: which offer may serve which need.
//!
//! An offer may serve a need when both are of one category, the offer reaches the need's region, its price is within
//! the need's budget, neither body blocks the other, and a leg worth the minimum fits into both. Needs are grouped by
//! (category, region), so that the work is in proportion to the number of candidate pairs, not to offers × needs.

use std::collections::HashMap;

use super::instance::{Instance, Offer, Reach};

/// One leg that could stand in a ring: `offer` of body `from` serves `need` of body `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leg {
    pub from: u32,
    pub to: u32,
    pub offer: u32,
    pub need: u32,
    /// Price of one unit.
    pub unit_pence: i64,
    /// The most units that this leg could carry alone.
    pub most_units: i64,
}

/// Every possible leg, by giving body, then receiving body, then offer, then need.
pub fn possible_legs(instance: &Instance) -> Vec<Leg> {
    let mut local: HashMap<(u32, u32), Vec<u32>> = HashMap::new();
    let mut anywhere: HashMap<u32, Vec<u32>> = HashMap::new();
    for (at, need) in (0_u32..).zip(&instance.needs) {
        let region = instance.bodies[need.body as usize].region;
        local.entry((need.category, region)).or_default().push(at);
        anywhere.entry(need.category).or_default().push(at);
    }
    let mut legs = Vec::new();
    for (at, offer) in (0_u32..).zip(&instance.offers) {
        match &offer.reach {
            Reach::Everywhere => {
                let needs = anywhere.get(&offer.category);
                legs.extend(needs.into_iter().flatten().filter_map(|need| leg(instance, at, offer, *need)));
            }
            Reach::Regions(regions) => {
                let needs = regions.iter().filter_map(|region| local.get(&(offer.category, *region)));
                legs.extend(needs.flatten().filter_map(|need| leg(instance, at, offer, *need)));
            }
        }
    }
    legs.sort_unstable();
    legs
}

fn leg(instance: &Instance, offer_at: u32, offer: &Offer, need_at: u32) -> Option<Leg> {
    let need = &instance.needs[need_at as usize];
    if offer.body == need.body || offer.unit_pence > need.max_unit_pence {
        return None;
    }
    let most_units = offer.units.min(need.units);
    if most_units < 1 || most_units * offer.unit_pence < instance.rules.min_leg_pence {
        return None;
    }
    (!instance.blocked(offer.body, need.body)).then_some(Leg {
        from: offer.body,
        to: need.body,
        offer: offer_at,
        need: need_at,
        unit_pence: offer.unit_pence,
        most_units,
    })
}
