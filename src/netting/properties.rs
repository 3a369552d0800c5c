//! What must hold of every netting, tried on made-up obligations.

use proptest::prelude::*;
use proptest::sample::Index;

use super::problem::Start;
use super::*;

type Row = (u8, u8, i64, i32);

/// Few bodies, so that there are parallel invoices, pairs that owe each other, and ties.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec((0..8_u8, 0..8_u8, 1..40_i64, -50..400_i32), 0..60)
}

/// More bodies, so that there are long ways, hubs and parts that cannot reach one another.
fn many_rows() -> impl Strategy<Value = Vec<Row>> {
    let hub = prop_oneof![2 => 0..48_u8, 1 => 0..3_u8];
    proptest::collection::vec((hub.clone(), hub, 1..100_000_i64, -50..400_i32), 0..250)
}

fn obligations(rows: &[Row]) -> Obligations {
    let mut gathering = Gathering::default();
    for (number, (debtor, creditor, amount, due_day)) in rows.iter().enumerate() {
        if debtor != creditor {
            let (debtor, creditor) = (format!("Body {debtor}"), format!("Body {creditor}"));
            gathering.add(&format!("I{number}"), &debtor, &creditor, *amount, *due_day).unwrap();
        }
    }
    gathering.finish()
}

fn solved(rows: &[Row], objective: Objective) -> (Problem, Plan) {
    let problem = Problem::new(obligations(rows));
    let plan = problem.solve(objective).into_plan();
    (problem, plan)
}

/// The four files of a plan.
fn files(problem: &Problem, plan: &Plan) -> [String; 4] {
    let mut texts = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    write::setoff(problem, plan, &mut texts[0]).unwrap();
    write::potentials(problem, plan, &mut texts[1]).unwrap();
    write::cycles(problem, plan, &mut texts[2]).unwrap();
    write::payments(problem, &mut texts[3]).unwrap();
    texts.map(|text| String::from_utf8(text).unwrap())
}

fn judged(problem: &Problem, files: &[String; 4]) -> Verdict {
    let [setoff, potentials, cycles, payments] = files.each_ref().map(String::as_bytes);
    verify(problem.obligations(), Files { setoff, potentials, cycles, rest: None, payments })
}

fn objectives() -> impl Strategy<Value = Objective> {
    prop_oneof![Just(Objective::Max), Just(Objective::MaxOldest)]
}

/// A ring of debts with a chord here and there: the ways through it are as long as it has bodies.
fn long_ring(bodies: usize) -> Obligations {
    let mut gathering = Gathering::default();
    for (body, number) in (0..bodies).zip(0_i32..) {
        let amount = 1_000 + (i64::from(number) * 7_919) % 997;
        let (debtor, creditor) = (format!("B{body}"), format!("B{}", (body + 1) % bodies));
        gathering.add(&format!("I{body}"), &debtor, &creditor, amount, (number * 31) % 365).unwrap();
        if body % 50 == 0 {
            let creditor = format!("B{}", (body + bodies / 2) % bodies);
            gathering.add(&format!("C{body}"), &debtor, &creditor, 5, 0).unwrap();
        }
    }
    gathering.finish()
}

#[test]
fn a_ring_of_thousands_is_cleared_and_proved() {
    let problem = Problem::new(long_ring(3_000));

    for objective in [Objective::Max, Objective::MaxOldest] {
        let plan = problem.solve(objective).into_plan();

        assert!(Proof::of(problem.obligations(), &plan).holds());
        assert_eq!(judged(&problem, &files(&problem, &plan)).faults, []);
    }
}

/// Bodies in a square whose sides are joined, each owing the next in its row and the next in its column.
fn torus(side: u32) -> Obligations {
    let mut gathering = Gathering::default();
    for (number, body) in (0_i32..).zip(0..side * side) {
        let (row, column) = (body / side, body % side);
        for (to, due_day) in [(row * side + (column + 1) % side, 0), ((row + 1) % side * side + column, 90)] {
            let amount = 1_000 + (i64::from(number) * 7_919 + i64::from(due_day)) % 9_973;
            let (debtor, creditor) = (format!("B{body}"), format!("B{to}"));
            let due_day = due_day + number % 60;
            gathering.add(&format!("I{body}-{to}"), &debtor, &creditor, amount, due_day).unwrap();
        }
    }
    gathering.finish()
}

#[test]
fn all_ways_to_an_optimum_agree_where_ways_are_long() {
    let problem = Problem::new(torus(20));

    let [phases, scaling, simplex] = [Start::Phases, Start::Scaling, Start::Simplex]
        .map(|start| problem.solve_from(Objective::MaxOldest, start).into_plan())
        .map(|plan| Proof::of(problem.obligations(), &plan));

    for other in [scaling, simplex] {
        assert!(phases.holds() && other.holds());
        assert_eq!(phases.cleared, other.cleared);
        assert_eq!(phases.oldest.map(|o| o.bucket_sum), other.oldest.map(|o| o.bucket_sum));
    }
}

#[test]
fn amounts_near_the_largest_are_worked_out_exactly() {
    let most = i64::MAX / 3;
    let mut gathering = Gathering::default();
    for (invoice, debtor, creditor, due_day) in
        [("I1", "A", "B", i32::MIN), ("I2", "B", "C", i32::MAX), ("I3", "C", "A", 0)]
    {
        gathering.add(invoice, debtor, creditor, most, due_day).unwrap();
    }
    let problem = Problem::new(gathering.finish());

    let plan = problem.solve(Objective::MaxOldest).into_plan();

    assert_eq!(plan.cleared, [most; 3]);
    assert!(Proof::of(problem.obligations(), &plan).holds());
}

proptest! {
    #[test]
    fn a_plan_passes_the_check_and_meets_its_bound(rows in rows(), objective in objectives()) {
        let (problem, plan) = solved(&rows, objective);

        let verdict = judged(&problem, &files(&problem, &plan));

        prop_assert_eq!(verdict.faults, []);
        prop_assert!(verdict.proof.is_some_and(|proof| proof.holds()));
        prop_assert!(Proof::of(problem.obligations(), &plan).holds());
    }

    #[test]
    fn the_order_of_rows_does_not_show(rows in rows(), objective in objectives()) {
        let named: Vec<(usize, Row)> = rows.iter().copied().enumerate().collect();
        let gather = |rows: &mut dyn Iterator<Item = &(usize, Row)>| {
            let mut gathering = Gathering::default();
            for (number, (debtor, creditor, amount, due_day)) in rows.filter(|(_, row)| row.0 != row.1) {
                let (debtor, creditor) = (format!("Body {debtor}"), format!("Body {creditor}"));
                gathering.add(&format!("I{number}"), &debtor, &creditor, *amount, *due_day).unwrap();
            }
            Problem::new(gathering.finish())
        };
        let (forth, back) = (gather(&mut named.iter()), gather(&mut named.iter().rev()));

        let one = files(&forth, forth.solve(objective).plan());
        let other = files(&back, back.solve(objective).plan());

        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_second_run_clears_nothing(rows in rows(), objective in objectives()) {
        let (problem, plan) = solved(&rows, objective);
        let first = problem.obligations();
        let mut gathering = Gathering::default();
        for (invoice, cleared) in (0..).zip(&plan.cleared) {
            let row = invoice as usize;
            let (debtor, creditor) = (first.bodies.get(first.debtor[row]), first.bodies.get(first.creditor[row]));
            let left = first.amount[row] - cleared;
            if left > 0 {
                gathering.add(first.invoices.get(invoice), debtor, creditor, left, first.due_day[row]).unwrap();
            }
        }

        let second = Problem::new(gathering.finish()).solve(objective).into_plan();

        prop_assert!(second.cleared.iter().all(|cleared| *cleared == 0));
    }

    #[test]
    fn what_too_long_a_list_leaves_out_is_the_rest(rows in rows(), most in 0..40_usize) {
        let (problem, plan) = solved(&rows, Objective::Max);
        let [setoff, potentials, _, payments] = files(&problem, &plan);
        let (mut cycles, mut rest) = (Vec::new(), Vec::new());

        let listed = cycles::Cycles::within(&problem.network, &plan.cleared, most);
        let count = write::write_cycles(&problem, &listed, &mut cycles).unwrap();
        write::rest(&problem, &count, &mut rest).unwrap();

        prop_assert!(count.rows <= most as u64);
        let judge = |rest| {
            let [setoff, potentials, payments] = [&setoff, &potentials, &payments].map(String::as_bytes);
            verify(problem.obligations(), Files { setoff, potentials, cycles: &cycles, rest, payments }).faults
        };
        prop_assert_eq!(judge(Some(&rest)), []);
        prop_assert_eq!(judge(None).is_empty(), count.rest.is_empty());
    }

    #[test]
    fn few_invoices_are_cleared_in_part(rows in rows(), objective in objectives()) {
        let (problem, plan) = solved(&rows, objective);

        let owed = problem.obligations().amounts();
        let in_part = plan.cleared.iter().zip(owed).filter(|(cleared, owed)| **cleared > 0 && cleared < owed).count();

        prop_assert!(in_part < problem.obligations().bodies().len().max(1));
    }

    #[test]
    fn between_two_bodies_the_oldest_is_cleared_first(rows in rows(), objective in objectives()) {
        let (problem, plan) = solved(&rows, objective);

        for arc in 0..problem.network.arcs() {
            let invoices = problem.network.invoices_of(arc);
            for pair in invoices.windows(2) {
                let [older, newer] = [pair[0] as usize, pair[1] as usize];
                prop_assert!(problem.obligations().due_day[older] <= problem.obligations().due_day[newer]);
                prop_assert!(plan.cleared[newer] == 0 || plan.cleared[older] == problem.obligations().amount[older]);
            }
        }
    }

    #[test]
    fn the_simplex_alone_clears_as_much(rows in prop_oneof![rows(), many_rows()], objective in objectives()) {
        let problem = Problem::new(obligations(&rows));

        let [phases, simplex, scaling] = [Start::Phases, Start::Simplex, Start::Scaling]
            .map(|start| problem.solve_from(objective, start).into_plan());

        let proof = |plan: &Plan| Proof::of(problem.obligations(), plan);
        prop_assert!(proof(&phases).holds());
        for alone in [simplex, scaling] {
            prop_assert_eq!(proof(&alone), proof(&phases));
            // The potentials of one prove the plan of the other.
            let crossed = Plan { cleared: phases.cleared.clone(), ..alone };
            prop_assert!(proof(&crossed).holds());
        }
    }

    #[test]
    fn nothing_is_over_cleared_and_everybody_stands_where_they_stood(
        rows in prop_oneof![rows(), many_rows()],
        objective in objectives(),
    ) {
        let (problem, plan) = solved(&rows, objective);
        let before = problem.obligations();

        prop_assert_eq!(plan.cleared.len(), before.len());
        let mut after = before.clone();
        for (amount, cleared) in after.amount.iter_mut().zip(&plan.cleared) {
            prop_assert!((0..=*amount).contains(cleared));
            *amount -= cleared;
        }

        // What is left stands between the same debtors and creditors, so nobody has a new counterparty.
        prop_assert_eq!(&after.debtor, &before.debtor);
        prop_assert_eq!(&after.creditor, &before.creditor);
        prop_assert_eq!(after.net_positions(), before.net_positions());
    }

    #[test]
    fn going_on_without_somebody_is_worth_as_much_as_starting_afresh(
        rows in rows(),
        objective in objectives(),
        dropped in proptest::collection::vec((any::<bool>(), any::<Index>()), 1..6),
    ) {
        let problem = Problem::new(obligations(&rows));
        prop_assume!(!problem.obligations().is_empty());
        let mut solved = problem.solve(objective);
        let mut absent = Absent::default();
        for (is_body, which) in dropped {
            if is_body {
                let body = network::narrow(which.index(problem.obligations().bodies().len()));
                solved = solved.without_body(&problem, body);
                absent.bodies.push(body);
            } else {
                let invoice = network::narrow(which.index(problem.obligations().len()));
                solved = solved.without_invoice(&problem, invoice);
                absent.invoices.push(invoice);
            }
        }

        let at_once = problem.solve(objective).leaving_out(&problem, &absent);
        prop_assert_eq!(
            at_once.plan().cleared.iter().sum::<i64>(),
            solved.plan().cleared.iter().sum::<i64>()
        );
        let (kept, plan) = absent.taken_out(problem.obligations(), solved.plan());
        let afresh = Problem::new(kept);

        let proof = Proof::of(afresh.obligations(), &plan);
        let expected = Proof::of(afresh.obligations(), afresh.solve(objective).plan());
        prop_assert!(proof.holds());
        prop_assert_eq!(proof.cleared, expected.cleared);
        prop_assert_eq!(proof.oldest.map(|o| o.bucket_sum), expected.oldest.map(|o| o.bucket_sum));
        prop_assert_eq!(judged(&afresh, &files(&afresh, &plan)).faults, []);
    }

    #[test]
    fn a_plan_that_was_changed_is_found_out(
        rows in rows(),
        objective in objectives(),
        file in 0..4_usize,
        row in any::<Index>(),
        change in prop_oneof![Just(Change::More), Just(Change::Less), Just(Change::Gone)],
    ) {
        let (problem, plan) = solved(&rows, objective);
        let mut files = files(&problem, &plan);
        let mut lines: Vec<String> = files[file].lines().map(str::to_owned).collect();
        prop_assume!(lines.len() > 1);
        let at = 1 + row.index(lines.len() - 1);
        prop_assume!(change.apply(&problem, file, &mut lines, at));
        files[file] = lines.join("\n");

        let verdict = judged(&problem, &files);

        prop_assert!(!verdict.faults.is_empty(), "{:?} of {} in file {}", change, at, file);
    }
}

#[derive(Clone, Copy, Debug)]
enum Change {
    More,
    Less,
    Gone,
}

impl Change {
    /// Changes one row; false when that would say the same as before.
    fn apply(self, problem: &Problem, file: usize, lines: &mut Vec<String>, at: usize) -> bool {
        let mut cells: Vec<String> = lines[at].split(',').map(str::to_owned).collect();
        let place = if file == 1 { 1 } else { cells.len() - 1 };
        let number: i64 = cells[place].parse().unwrap();
        let step = match self {
            // An invoice of which nothing is cleared may go unsaid.
            Self::Gone if file == 0 && number == 0 => return false,
            Self::Gone => {
                lines.remove(at);
                return true;
            }
            Self::More => 1,
            Self::Less => -1,
        };
        // One number more or less may prove as much, a thousand only where no debt feels it.
        let step = if file == 1 { 1_000 * step } else { step };
        let obligations = problem.obligations();
        let feels = |ends: &[u32]| ends.iter().any(|body| obligations.bodies().get(*body) == cells[0]);
        if file == 1 && !feels(if step > 0 { &obligations.creditor } else { &obligations.debtor }) {
            return false;
        }
        cells[place] = (number + step).to_string();
        lines[at] = cells.join(",");
        true
    }
}
