//! Checks rings against every rule, from the instance alone and without any part of the solver.

use std::collections::{BTreeMap, BTreeSet};

use super::instance::{Instance, Reach};
use super::ring::Ring;

/// Why rings cannot stand together, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ring {ring}: {reason}", ring = .ring + 1)]
pub struct Broken {
    /// The position of the ring.
    pub ring: usize,
    pub reason: String,
}

/// Whether the rings keep every rule.
///
/// # Errors
/// The first rule that is broken.
pub fn verify(instance: &Instance, rings: &[Ring]) -> Result<(), Broken> {
    let mut offered: BTreeMap<u32, i64> = BTreeMap::new();
    let mut needed: BTreeMap<u32, i64> = BTreeMap::new();
    let mut joined: BTreeMap<u32, u32> = BTreeMap::new();
    for (at, ring) in rings.iter().enumerate() {
        let broken = |reason: String| Broken { ring: at, reason };
        one(instance, ring).map_err(broken)?;
        for leg in &ring.legs {
            *offered.entry(leg.offer).or_default() += leg.units;
            *needed.entry(leg.need).or_default() += leg.units;
            *joined.entry(leg.from).or_default() += 1;
            if offered[&leg.offer] > instance.offers[leg.offer as usize].units {
                return Err(broken(format!(
                    "offer {} has no units left",
                    instance.offers[leg.offer as usize].id
                )));
            }
            if needed[&leg.need] > instance.needs[leg.need as usize].units {
                return Err(broken(format!(
                    "need {} gets more than it asks for",
                    instance.needs[leg.need as usize].id
                )));
            }
            if joined[&leg.from] > instance.rules.max_rings {
                return Err(broken(format!(
                    "{} is in too many rings",
                    instance.bodies[leg.from as usize].id
                )));
            }
        }
    }
    Ok(())
}

fn one(instance: &Instance, ring: &Ring) -> Result<(), String> {
    let (count, rules) = (ring.legs.len(), &instance.rules);
    if !(2..=rules.max_length).contains(&count) {
        return Err(format!("it has {count} legs, where 2 to {} are allowed", rules.max_length));
    }
    if ring.bodies().collect::<BTreeSet<u32>>().len() != count {
        return Err("a body is in it twice".to_owned());
    }
    for (at, leg) in ring.legs.iter().enumerate() {
        let (offer, need) = (&instance.offers[leg.offer as usize], &instance.needs[leg.need as usize]);
        let (from, to) = (&instance.bodies[offer.body as usize], &instance.bodies[need.body as usize]);
        let name = format!("{} to {}", offer.id, need.id);
        let next = &ring.legs[(at + 1) % count];
        if leg.from != offer.body || leg.to != need.body || next.from != need.body {
            return Err(format!("{name} does not lead to the body that gives next"));
        }
        if offer.category != need.category {
            return Err(format!("{name} joins two categories"));
        }
        if matches!(&offer.reach, Reach::Regions(regions) if !regions.contains(&to.region)) {
            return Err(format!("{name}: the offer does not reach {}", to.id));
        }
        if offer.unit_pence > need.max_unit_pence {
            return Err(format!("{name} is over budget"));
        }
        if instance.blocked(offer.body, need.body) {
            return Err(format!("{} and {} do not deal with each other", from.id, to.id));
        }
        if leg.units < 1 || leg.units.checked_mul(offer.unit_pence) != Some(leg.value_pence) {
            return Err(format!("{name} has {} units worth {}", leg.units, leg.value_pence));
        }
        if leg.value_pence < rules.min_leg_pence {
            return Err(format!("{name} is worth less than the minimum"));
        }
    }
    let values = || ring.legs.iter().map(|leg| leg.value_pence);
    let (largest, smallest) = (values().max().unwrap_or(0), values().min().unwrap_or(0));
    if i128::from(largest - smallest) * 10_000 > i128::from(rules.tolerance_bp) * i128::from(largest) {
        return Err(format!("its legs are worth {smallest} to {largest}, too far apart"));
    }
    Ok(())
}
