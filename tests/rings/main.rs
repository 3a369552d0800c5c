//! Rings as a whole: small rounds with a story, the rounds of the shared folder with their known optima, rounds whose
//! answer can be found by trying everything, and the command.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

mod by_trying;
mod command;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use symbiosis::matching::explain::{LeftOut, left_out, ring_facts};
use symbiosis::matching::instance::Instance;
use symbiosis::matching::objective::read_objectives;
use symbiosis::matching::reading::read_instance;
use symbiosis::matching::ring::Ring;
use symbiosis::matching::solution::read_rings;
use symbiosis::matching::solve::{Answer, Request, solve};

/// A category, units and a price, as it is offered or needed.
pub(crate) type Item<'n> = (&'n str, i64, i64);

/// A body, what it offers, and what it needs.
pub(crate) type Row<'n> = (&'n str, &'n [Item<'n>], &'n [Item<'n>]);

/// A round from one line for each body: what it offers and what it needs, as `category units price`.
pub(crate) fn round(rules: (usize, i64, i64, u32), rows: &[Row]) -> Value {
    let (mut offers, mut needs) = (Vec::new(), Vec::new());
    for (body, offered, needed) in rows {
        for (category, units, price) in *offered {
            offers.push(json!({"id": format!("{body}-gives-{category}"), "body": body, "category": category,
                "units": units, "unit_pence": price, "regions": "*"}));
        }
        for (category, units, price) in *needed {
            needs.push(json!({"id": format!("{body}-wants-{category}"), "body": body, "category": category,
                "units": units, "max_unit_pence": price, "preferred": []}));
        }
    }
    let bodies: Vec<Value> = rows
        .iter()
        .map(|(body, _, _)| json!({"id": body, "kind": "county", "region": 0, "blocked": []}))
        .collect();
    json!({"params": {"max_len": rules.0, "tolerance_bp": rules.1, "min_leg_pence": rules.2,
        "max_rings_per_body": rules.3}, "bodies": bodies, "offers": offers, "needs": needs})
}

pub(crate) fn read(value: &Value) -> Instance {
    read_instance(&value.to_string()).unwrap()
}

pub(crate) fn answered(instance: &Instance) -> Answer {
    // Where nothing can be proved, a little is enough for a test.
    let effort = if instance.rules.max_rings == 1 { 200 } else { 2 };
    solve(instance, &Request { effort: Some(effort), ..Request::default() }).unwrap()
}

fn bodies_of(instance: &Instance, answer: &Answer) -> Vec<Vec<String>> {
    let names = |ring: &Ring| ring.bodies().map(|body| instance.bodies[body as usize].id.clone()).collect();
    answer.rings.iter().map(names).collect()
}

#[test]
fn three_bodies_with_nothing_to_swap_in_pairs_make_one_ring() {
    let value = round(
        (3, 1_000, 0, 1),
        &[
            ("ashdale", &[("payroll", 100, 1_000)], &[("audit", 50, 2_000)]),
            ("northmoor", &[("cleaning", 90, 1_100)], &[("payroll", 95, 1_000)]),
            ("westhill", &[("audit", 48, 2_000)], &[("cleaning", 99, 1_200)]),
        ],
    );
    let instance = read(&value);

    let answer = answered(&instance);

    // Payroll 95 × £10, cleaning 87 × £11 (88 would be too far above the smallest), audit 48 × £20, all near £950.
    assert_eq!(bodies_of(&instance, &answer), [["ashdale", "northmoor", "westhill"]]);
    assert!(answer.is_optimal());
    let values: Vec<i64> = answer.rings[0].legs.iter().map(|leg| leg.value_pence).collect();
    assert_eq!(values, [95_000, 99_000, 96_000]);
    assert_eq!(answer.rings[0].balances().iter().map(|(_, balance)| balance).sum::<i64>(), 0);
    let paid: i64 = answer.rings[0].payments().iter().map(|payment| payment.pence).sum();
    assert_eq!(paid, answer.rings[0].residue());
}

#[test]
fn what_a_ring_leaves_behind_is_explained() {
    let value = round(
        (3, 1_000, 0, 1),
        &[
            ("a", &[("x", 10, 1_000)], &[("y", 10, 1_000)]),
            ("b", &[("y", 10, 1_000)], &[("x", 10, 1_000)]),
            ("c", &[("y", 9, 1_000)], &[("x", 9, 1_000)]),
            ("d", &[], &[("x", 9, 1_000)]),
            ("e", &[("z", 9, 1_000)], &[("x", 9, 1_000)]),
            ("f", &[("x", 9, 5_000)], &[("y", 9, 1_000)]),
        ],
    );
    let instance = read(&value);

    let answer = answered(&instance);
    let reasons = left_out(&instance, &answer);
    let facts = ring_facts(&instance, &answer);

    assert_eq!(bodies_of(&instance, &answer), [["a", "b"]]);
    assert!(matches!(reasons[&2], LeftOut::WorthLess { value_pence: 18_000, others_pence: 18_000.., .. }));
    assert_eq!(reasons[&3], LeftOut::OffersNothing);
    assert!(matches!(reasons[&4], LeftOut::NobodyTakes(misses) if misses.same_category == 0));
    assert!(matches!(reasons[&5], LeftOut::NobodyTakes(misses) if misses.over_budget == 4));
    // When b leaves, a finds c; when a leaves, nobody is left for b.
    let repairs: Vec<i64> =
        facts[0].departures.iter().map(|gone| gone.repair.iter().map(Ring::value).sum()).collect();
    assert_eq!(repairs, [0, 18_000]);
}

#[test]
fn equal_values_are_settled_by_the_objectives_in_their_order() {
    // Two swaps, or one ring of four over the same bodies, all worth the same.
    let value = round(
        (4, 0, 0, 1),
        &[
            ("a", &[("p", 10, 1_000)], &[("q", 10, 1_000), ("s", 10, 1_000)]),
            ("b", &[("q", 10, 1_000)], &[("p", 10, 1_000)]),
            ("c", &[("r", 10, 1_000)], &[("s", 10, 1_000), ("q", 10, 1_000)]),
            ("d", &[("s", 10, 1_000)], &[("r", 10, 1_000)]),
        ],
    );
    let instance = read(&value);
    let asked = |list: &str| {
        let request = Request { objectives: read_objectives(list).unwrap(), ..Request::default() };
        bodies_of(&instance, &solve(&instance, &request).unwrap()).len()
    };

    assert_eq!(asked("value,rings"), 1, "fewer rings");
    assert_eq!(asked("value"), 2, "canonical order");
    assert!(read_objectives("bodies,value").is_err());
}

#[test]
fn last_times_rings_are_kept_within_the_loss_allowed() {
    let value = round(
        (2, 0, 0, 1),
        &[
            ("a", &[("p", 100, 1_000)], &[("q", 100, 1_000), ("r", 100, 1_000)]),
            ("b", &[("q", 99, 1_000)], &[("p", 100, 1_000)]),
            ("c", &[("r", 100, 1_000)], &[("p", 100, 1_000)]),
        ],
    );
    let instance = read(&value);
    let previous = r#"{"rings":[{"legs":[{"offer":"b-gives-q","need":"a-wants-q","units":5},
        {"offer":"a-gives-p","need":"b-wants-p","units":5}]}]}"#;
    let keep = read_rings(previous, &instance).unwrap().chains();
    let with = |loss: i64| {
        solve(&instance, &Request { keep: keep.clone(), keep_loss_bp: loss, ..Request::default() })
    };

    assert_eq!(bodies_of(&instance, &answered(&instance)), [["a", "c"]]);
    assert_eq!(bodies_of(&instance, &with(100).unwrap()), [["a", "b"]]);
    assert_eq!(bodies_of(&instance, &with(99).unwrap()), [["a", "c"]]);
    assert_eq!(with(100).unwrap().bound, 200_000, "the bound is that of the best answer, kept or not");
}

#[test]
fn a_bad_round_is_refused_with_everything_that_is_wrong_in_it() {
    let bad = r#"{"params": {"max_len": 9, "tolerance_bp": 1000, "min_leg_pence": 0, "max_rings_per_body": 1, "k": 1},
        "bodies": [{"id": "A", "region": 0}, {"id": "A", "region": 0}],
        "offers": [{"id": "O", "body": "B", "category": "c", "units": 1.5, "unit_pence": -3, "regions": 7}],
        "needs": [{"id": "N", "body": "A", "category": "c", "units": 9999999999999999, "max_unit_pence": 1}, 5]}"#;

    let problems: Vec<String> = read_instance(bad).unwrap_err().iter().map(ToString::to_string).collect();

    assert_eq!(
        problems,
        [
            "params: the field \"k\" is not known here; there are max_len, tolerance_bp, min_leg_pence, max_rings_per_body, unit",
            "params: max_len must be a whole number from 2 to 5, not 9",
            "bodies[1] (A): another body has this id",
            "offers[0] (O): there is no body \"B\"",
            "offers[0] (O): units must be a whole number from 0 to 100000000000000, not 1.5",
            "offers[0] (O): unit_pence must be a whole number from 1 to 100000000000000, not -3",
            "offers[0] (O): regions must be \"*\" or a list of regions",
            "needs[1]: must be an object",
            "needs[0] (N): units must be a whole number from 0 to 100000000000000, not 9999999999999999",
        ]
    );
    assert!(read_instance("{").unwrap_err()[0].to_string().starts_with("line 1, column 1: this is not JSON"));
    assert_eq!(answered(&read(&round((3, 0, 0, 1), &[]))).value, 0, "nobody is a round as well");
}

#[test]
fn the_known_optima_are_found_and_proved() {
    let shared = std::env::var("SYMBIOSIS_SHARED").unwrap_or_else(|_| "../shared".into());
    let folder = PathBuf::from(shared).join("optimise/instances");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        eprintln!("LEFT OUT: the known optima of rings: there is no {}", folder.display());
        return;
    };
    let manifest: Value = serde_json::from_str(&manifest).unwrap();

    for case in manifest["rings"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        let instance = read_instance(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        let answer = answered(&instance);
        assert!(
            answer.bound >= case["optimum_pence"].as_i64().unwrap(),
            "{file}: a bound is never below the optimum"
        );
        if instance.rules.max_rings == 1 {
            assert_eq!(Some(answer.value), case["optimum_pence"].as_i64(), "{file}");
            assert!(answer.is_optimal(), "{file}");
        } else {
            assert!(answer.value >= case["greedy_pence"].as_i64().unwrap(), "{file}");
        }
    }
}
