//! Small rounds whose best rings can be found by trying everything.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use symbiosis::matching::instance::Instance;
use symbiosis::matching::objective::{USUAL, score, total};
use symbiosis::matching::ring::Ring;
use symbiosis::matching::single_rings::{Ties, ring_of};
use symbiosis::matching::solution::{read_rings, written};
use symbiosis::matching::solve::{Request, solve};
use symbiosis::matching::verify::verify;

use crate::{answered, read};

/// Small rounds with a few prices and categories, so that rings share bodies, offers and needs.
fn small_rounds(most_rings: u32) -> impl Strategy<Value = Value> {
    let item = || (0..4_u8, 1..40_i64, 1..6_i64);
    let body = (prop::collection::vec(item(), 0..3), prop::collection::vec(item(), 0..3));
    let rules = (2..=4_usize, prop_oneof![Just(0_i64), Just(1_000), Just(3_000)], 0..800_i64, 1..=most_rings);
    (rules, prop::collection::vec(body, 2..7)).prop_map(|((length, tolerance, minimum, rings), bodies)| {
        let (mut offers, mut needs) = (Vec::new(), Vec::new());
        for (at, (offered, needed)) in bodies.iter().enumerate() {
            for (category, units, price) in offered {
                offers.push(json!({"id": format!("O{}", offers.len()), "body": format!("B{at}"),
                    "category": format!("C{category}"), "units": units, "unit_pence": price * 37, "regions": "*"}));
            }
            for (category, units, price) in needed {
                needs.push(json!({"id": format!("N{}", needs.len()), "body": format!("B{at}"),
                    "category": format!("C{category}"), "units": units, "max_unit_pence": price * 37 + 60,
                    "preferred": ["B0"]}));
            }
        }
        let bodies: Vec<Value> = (0..bodies.len()).map(|at| json!({"id": format!("B{at}"), "region": 0})).collect();
        json!({"params": {"max_len": length, "tolerance_bp": tolerance, "min_leg_pence": minimum,
            "max_rings_per_body": rings}, "bodies": bodies, "offers": offers, "needs": needs})
    })
}

/// Every ring there is with the most it can exchange, found by trying all units.
fn every_ring(instance: &Instance) -> Vec<(BTreeSet<u32>, i64)> {
    let mut found = Vec::new();
    for length in 2..=instance.rules.max_length {
        let mut path = Vec::new();
        walk(instance, length, &mut path, &mut found);
    }
    found
}

fn walk(
    instance: &Instance,
    length: usize,
    path: &mut Vec<(usize, usize)>,
    found: &mut Vec<(BTreeSet<u32>, i64)>,
) {
    if path.len() == length {
        let closes = instance.needs[path[length - 1].1].body == instance.offers[path[0].0].body;
        if let Some(most) = most_by_trying(instance, path).filter(|_| closes) {
            found.push((path.iter().map(|(offer, _)| instance.offers[*offer].body).collect(), most));
        }
        return;
    }
    for (o, offer) in instance.offers.iter().enumerate() {
        let follows = path.last().is_none_or(|(_, need)| instance.needs[*need].body == offer.body);
        if !follows || path.iter().any(|(known, _)| instance.offers[*known].body == offer.body) {
            continue;
        }
        for (n, need) in instance.needs.iter().enumerate() {
            if need.category == offer.category
                && need.max_unit_pence >= offer.unit_pence
                && need.body != offer.body
            {
                path.push((o, n));
                walk(instance, length, path, found);
                path.pop();
            }
        }
    }
}

fn most_by_trying(instance: &Instance, path: &[(usize, usize)]) -> Option<i64> {
    let legs: Vec<(i64, i64)> = path
        .iter()
        .map(|(o, n)| {
            (instance.offers[*o].unit_pence, instance.offers[*o].units.min(instance.needs[*n].units))
        })
        .collect();
    let attainable = legs.iter().flat_map(|(price, most)| (1..=*most).map(move |units| price * units));
    let beside = |largest: i64| -> Option<i64> {
        let mut total = 0;
        for (price, most) in &legs {
            let value = price * (largest / price).min(*most);
            if value < instance.rules.min_leg_pence
                || value == 0
                || 10_000 * (largest - value) > instance.rules.tolerance_bp * largest
            {
                return None;
            }
            total += value;
        }
        Some(total)
    };
    attainable.filter_map(beside).max()
}

fn best_by_trying(rings: &[(BTreeSet<u32>, i64)], used: &BTreeSet<u32>) -> i64 {
    let Some(((bodies, most), rest)) = rings.split_first() else { return 0 };
    let without = best_by_trying(rest, used);
    if !bodies.is_disjoint(used) {
        return without;
    }
    without.max(most + best_by_trying(rest, &used.union(bodies).copied().collect()))
}

/// What the best choice of rings comes to: its value and its score after that.
fn best_score(rings: &[(BTreeSet<u32>, i64, Vec<i64>)], used: &BTreeSet<u32>) -> (i64, Vec<i64>) {
    let Some(((bodies, value, scored), rest)) = rings.split_first() else { return (0, Vec::new()) };
    let without = best_score(rest, used);
    if !bodies.is_disjoint(used) {
        return without;
    }
    let (others, score) = best_score(rest, &used.union(bodies).copied().collect());
    without.max((value + others, total([scored.clone(), score].into_iter())))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn with_one_ring_to_a_body_nothing_found_by_trying_everything_is_better(value in small_rounds(1)) {
        let instance = read(&value);
        let mut rings = every_ring(&instance);
        rings.sort();
        rings.dedup_by(|later, earlier| later.0 == earlier.0 && { earlier.1 = earlier.1.max(later.1); true });

        let answer = answered(&instance);

        prop_assert!(answer.is_optimal());
        prop_assert_eq!(answer.value, best_by_trying(&rings, &BTreeSet::new()));
        prop_assert_eq!(verify(&instance, &answer.rings), Ok(()));
    }

    #[test]
    fn between_answers_of_equal_value_the_objectives_decide_in_any_order(
        value in small_rounds(1),
        objectives in Just(USUAL.to_vec()).prop_shuffle(),
    ) {
        let instance = read(&value);

        let answer = solve(&instance, &Request { objectives: objectives.clone(), ..Request::default() }).unwrap();
        let pool = &answer.pool;
        let all: Vec<Ring> = pool.all().into_iter().map(|circle| ring_of(&instance, pool, circle)).collect();
        let rings: Vec<_> = all
            .iter()
            .map(|ring| (ring.bodies().collect(), ring.value(), score(&instance, ring, &objectives)))
            .collect();

        prop_assert_eq!(answer.ties, Ties::Settled);
        let scored = total(answer.rings.iter().map(|ring| score(&instance, ring, &objectives)));
        prop_assert_eq!((answer.value, scored), best_score(&rings, &BTreeSet::new()));
    }

    #[test]
    fn with_several_rings_to_a_body_every_rule_holds_and_the_bound_is_above(value in small_rounds(3)) {
        let instance = read(&value);
        let request = Request { effort: Some(1), ..Request::default() };

        let answer = solve(&instance, &request).unwrap();

        prop_assert_eq!(verify(&instance, &answer.rings), Ok(()));
        prop_assert!(answer.value <= answer.bound);
        // One ring to a body is a choice that is open as well.
        let mut once = instance.clone();
        once.rules.max_rings = 1;
        prop_assert!(answered(&once).value <= answer.bound);
    }

    #[test]
    fn the_order_of_rows_does_not_change_the_value_and_an_answer_reads_back_as_it_was_written(value in small_rounds(1)) {
        let instance = read(&value);
        let mut turned = value.clone();
        for list in ["bodies", "offers", "needs"] {
            turned[list].as_array_mut().unwrap().reverse();
        }

        let answer = answered(&instance);

        prop_assert_eq!(answered(&read(&turned)).value, answer.value);
        prop_assert_eq!(&answered(&instance).rings, &answer.rings);
        prop_assert_eq!(read_rings(&written(&instance, &answer), &instance).unwrap().rings, answer.rings);
    }

    #[test]
    fn a_changed_ring_is_caught(value in small_rounds(2), which in 0..4_u8) {
        let instance = read(&value);
        let answer = answered(&instance);
        let Some(ring) = answer.rings.first() else { return Ok(()) };
        let mut changed = answer.rings.clone();
        match which {
            0 => changed[0].legs[0].units += 1_000,
            1 => changed[0].legs.swap(0, 1),
            2 => changed.extend(std::iter::repeat_n(ring.clone(), 2)),
            _ => changed[0].legs.truncate(1),
        }

        // A swap turned round is the same swap.
        prop_assert!(verify(&instance, &changed).is_err() || which == 1 && ring.legs.len() == 2);
    }
}
