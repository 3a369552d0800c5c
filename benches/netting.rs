//! What the netting engine costs, part by part: reading, making the network, solving, solving by the simplex alone,
//! solving again without somebody, and the oldest first. The median of five, in CPU time where the system tells (Linux),
//! else by the clock.
//!
//!     cargo bench --bench netting -- INVOICES.csv
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop and say where")]
#![expect(clippy::print_stdout, reason = "a measurement answers on standard output")]

use std::time::{Duration, Instant};

use symbiosis::netting::{Absent, Objective, Problem, Proof, invoices};

fn main() {
    let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("netting: name a file of invoices to measure with");
        return;
    };
    let bytes = std::fs::read(file).unwrap();
    let obligations = invoices(&bytes).unwrap();
    let problem = Problem::new(obligations.clone());
    let solved = problem.solve(Objective::Max);
    let (bodies, rows) = (problem.obligations().bodies().len(), problem.obligations().len());
    let one_in_a_hundred = Absent { bodies: vec![], invoices: every(100, rows) };
    let one_body = Absent { bodies: vec![u32::try_from(bodies / 2).unwrap()], invoices: vec![] };
    let one_invoice = Absent { bodies: vec![], invoices: vec![u32::try_from(rows / 2).unwrap()] };
    let one_in_a_thousand = Absent { bodies: every(1_000, bodies), invoices: vec![] };

    say("read", || {
        invoices(&bytes).unwrap();
    });
    say("make the network", || {
        Problem::new(obligations.clone());
    });
    say("solve", || {
        problem.solve(Objective::Max);
    });
    say("solve by the simplex alone", || {
        problem.solve_by_simplex(Objective::Max);
    });
    say("solve again without one invoice in a hundred", || {
        solved.without(&problem, &one_in_a_hundred);
    });
    say_with("the same in place, without one invoice in a hundred", &solved, |solved| {
        solved.leaving_out(&problem, &one_in_a_hundred);
    });
    say("solve again without one body in a thousand", || {
        solved.without(&problem, &one_in_a_thousand);
    });
    say_with("the same in place, without one body", &solved, |solved| {
        solved.leaving_out(&problem, &one_body);
    });
    say_with("the same in place, without one invoice", &solved, |solved| {
        solved.leaving_out(&problem, &one_invoice);
    });
    say("solve, oldest first", || {
        problem.solve(Objective::MaxOldest);
    });
    assert!(Proof::of(problem.obligations(), solved.plan()).holds());
}

fn every(step: usize, count: usize) -> Vec<u32> {
    (0..u32::try_from(count).unwrap()).step_by(step).collect()
}

fn say(what: &str, work: impl Fn()) {
    say_with(what, &(), |()| work());
}

/// What is handed over is copied before the measurement.
fn say_with<T: Clone>(what: &str, given: &T, work: impl Fn(T)) {
    let mut spent: Vec<Duration> = (0..5)
        .map(|_| {
            let given = given.clone();
            let (started, before) = (Instant::now(), on_cpu());
            work(given);
            let on_cpu = on_cpu().zip(before).map(|(after, before)| after.saturating_sub(before));
            on_cpu.unwrap_or_else(|| started.elapsed())
        })
        .collect();
    spent.sort_unstable();
    println!("{what}: {} ms", spent[2].as_millis());
}

/// How long this thread has been on a CPU.
fn on_cpu() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
