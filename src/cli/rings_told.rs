//! Rings and their reasons in words.

use std::collections::BTreeMap;

use crate::kernel::Pence;
use crate::matching::explain::{Departure, LeftOut, Limit, Misses, RingFacts};
use crate::matching::instance::Instance;
use crate::matching::ring::Ring;
use crate::matching::single_rings::Ties;
use crate::matching::solve::Answer;

/// How far the further objectives have decided.
pub(super) fn ties(ties: Ties) -> String {
    match ties {
        Ties::Settled => "compared by the further objectives: none is better (proved)".to_owned(),
        Ties::Open(1) => "too many to compare by the further objectives in one part of the round".to_owned(),
        Ties::Open(parts) => {
            format!("too many to compare by the further objectives in {parts} parts of the round")
        }
        Ties::Unproved => "not compared by the further objectives".to_owned(),
    }
}

/// Every ring with its legs, payments, limits, and what happens if a body leaves.
pub(super) fn rings(instance: &Instance, answer: &Answer, facts: &[RingFacts]) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, (ring, facts)) in answer.rings.iter().zip(facts).enumerate() {
        lines.push(String::new());
        let cash = Pence::from_i64(ring.residue());
        lines.push(format!("ring {}: {}, {cash} of it in cash", number + 1, named(instance, ring)));
        lines.extend(legs(instance, ring));
        lines.extend(payments(instance, ring));
        lines.extend(facts.limits.iter().map(|limit| limit_told(instance, ring, limit)));
        lines.extend(facts.departures.iter().map(|departure| departure_told(instance, ring, departure)));
    }
    lines
}

fn name(instance: &Instance, body: u32) -> &str {
    &instance.bodies[body as usize].id
}

fn named(instance: &Instance, ring: &Ring) -> String {
    let names: Vec<&str> = ring.bodies().map(|body| name(instance, body)).collect();
    format!("{}, {}", names.join(" → "), Pence::from_i64(ring.value()))
}

fn legs<'r>(instance: &'r Instance, ring: &'r Ring) -> impl Iterator<Item = String> + 'r {
    ring.legs.iter().map(|leg| {
        let (offer, need) = (&instance.offers[leg.offer as usize], &instance.needs[leg.need as usize]);
        let liked = if need.preferred.contains(&leg.from) { ", a preferred partner" } else { "" };
        format!(
            "  {} serves {}: {} × {} = {} ({}, {} for {}{liked})",
            name(instance, leg.from),
            name(instance, leg.to),
            leg.units,
            Pence::from_i64(offer.unit_pence),
            Pence::from_i64(leg.value_pence),
            instance.categories[offer.category as usize],
            offer.id,
            need.id,
        )
    })
}

fn payments(instance: &Instance, ring: &Ring) -> Vec<String> {
    let payments = ring.payments();
    if payments.is_empty() {
        return vec!["  nobody pays anything: all legs are worth the same".to_owned()];
    }
    let told = payments.iter().map(|paid| {
        let pence = Pence::from_i64(paid.pence);
        format!("  {} pays {} {pence}", name(instance, paid.payer), name(instance, paid.payee))
    });
    told.collect()
}

fn limit_told(instance: &Instance, ring: &Ring, limit: &Limit) -> String {
    let also = |elsewhere: i64| {
        if elsewhere > 0 { format!(" ({elsewhere} units are in other rings)") } else { String::new() }
    };
    match limit {
        Limit::OfferUsedUp { leg, elsewhere } => {
            let offer = &instance.offers[ring.legs[*leg].offer as usize];
            format!(
                "  cannot grow: {} of {} has no more units{}",
                offer.id,
                name(instance, offer.body),
                also(*elsewhere)
            )
        }
        Limit::NeedMet { leg, elsewhere } => {
            let need = &instance.needs[ring.legs[*leg].need as usize];
            format!("  cannot grow: {} of {} is met{}", need.id, name(instance, need.body), also(*elsewhere))
        }
        Limit::WholeUnits => "  cannot grow: one unit more would put its legs too far apart".to_owned(),
    }
}

fn departure_told(instance: &Instance, ring: &Ring, departure: &Departure) -> String {
    let gone = name(instance, departure.body);
    let falls = if ring.legs.len() == 2 {
        "both legs fall".to_owned()
    } else {
        format!(
            "its two legs fall, and with them {} between the others",
            Pence::from_i64(departure.fallen_pence)
        )
    };
    if departure.repair.is_empty() {
        return format!("  if {gone} leaves, {falls}; those left can make no other ring with who is free");
    }
    let value = departure.repair.iter().map(Ring::value).sum();
    let told: Vec<String> = departure.repair.iter().map(|ring| named(instance, ring)).collect();
    format!("  if {gone} leaves, {falls}; best repair {}: {}", Pence::from_i64(value), told.join("; "))
}

/// Every body in no ring, with the reason.
pub(super) fn left_out(instance: &Instance, reasons: &BTreeMap<u32, LeftOut>) -> Vec<String> {
    let mut lines = vec![String::new(), format!("in no ring: {} bodies", reasons.len())];
    for (body, reason) in reasons {
        lines.push(format!("  {}: {}", name(instance, *body), reason_told(instance, reason)));
    }
    lines
}

fn reason_told(instance: &Instance, reason: &LeftOut) -> String {
    match reason {
        LeftOut::OffersNothing => "it offers nothing".to_owned(),
        LeftOut::NeedsNothing => "it needs nothing".to_owned(),
        LeftOut::NobodyTakes(misses) if misses.same_category == 0 => "nobody needs what it offers".to_owned(),
        LeftOut::NobodyTakes(misses) => format!("nobody can take what it offers: {}", misses_told(*misses)),
        LeftOut::NobodyGives(misses) if misses.same_category == 0 => "nobody offers what it needs".to_owned(),
        LeftOut::NobodyGives(misses) => format!("nobody can give what it needs: {}", misses_told(*misses)),
        LeftOut::NoCircle => {
            "it could give and be given to, but no circle closes within the length".to_owned()
        }
        LeftOut::WorthLess { ring, value_pence, others_pence } => {
            let names: Vec<&str> = ring.iter().map(|body| name(instance, *body)).collect();
            format!(
                "its best ring, {}, would exchange {}; what the others and their capacity bring elsewhere is worth {} at dual prices",
                names.join(" → "),
                Pence::from_i64(*value_pence),
                Pence::from_i64(*others_pence)
            )
        }
    }
}

fn misses_told(misses: Misses) -> String {
    let parts = [
        (misses.out_of_reach, "out of reach"),
        (misses.over_budget, "priced above the budget"),
        (misses.blocked, "between bodies that do not deal with each other"),
        (misses.below_minimum, "too small for the least a leg may be worth"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, why)| format!("{count} {why}")).collect();
    format!("of {} pairs in its categories {}", misses.same_category, told.join(", "))
}
