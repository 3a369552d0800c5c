//! `symbiosis rings`: finds barter rings for a round in a file, and checks rings that somebody found.

use std::path::{Path, PathBuf};

use crate::kernel::Pence;
use crate::matching::explain;
use crate::matching::instance::{Instance, LONGEST};
use crate::matching::objective::read_objectives;
use crate::matching::reading::{Problem, read_instance};
use crate::matching::ring::Ring;
use crate::matching::solution::{read_rings, written};
use crate::matching::solve::{Answer, Request, solve};
use crate::matching::verify::verify;

use super::Failure;
use super::arguments::{RingsCommand, SolveRings};
use super::rings_told;

pub(super) fn run(command: &RingsCommand) -> Result<(), Failure> {
    match command {
        RingsCommand::Solve(options) => solve_file(options),
        RingsCommand::Verify { instance, solution } => verify_file(instance, solution),
    }
}

fn solve_file(options: &SolveRings) -> Result<(), Failure> {
    let objectives = read_objectives(&options.objectives).map_err(Failure::new)?;
    let mut instance = instance_of(&options.instance)?;
    if let Some(length) = options.max_length {
        if !(2..=LONGEST).contains(&length) {
            return Err(Failure::new(format!("--max-length must be from 2 to {LONGEST}, not {length}")));
        }
        instance.rules.max_length = length;
    }
    if let Some(rings) = options.max_rings {
        if rings == 0 {
            return Err(Failure::new("--max-rings must be 1 or more"));
        }
        instance.rules.max_rings = rings;
    }
    let gone: Result<Vec<u32>, Failure> =
        options.without.iter().map(|id| body_named(&instance, id)).collect();
    let instance = instance.without(&gone?);
    let mut request = Request { objectives, effort: options.effort, ..Request::default() };
    request.keep_loss_bp = options.keep_loss.min(10_000).into();
    if let Some(previous) = &options.keep {
        let known =
            read_rings(&text_of(previous)?, &instance).map_err(|problems| refused(previous, &problems))?;
        for ring in &known.unknown {
            println!("Not kept: {ring}");
        }
        request.keep = known.chains();
    }
    let answer = solve(&instance, &request).map_err(|broken| {
        Failure::new(format!("our own check refused the answer, please report it: {broken}"))
    })?;
    write_whole(&options.out, &written(&instance, &answer))?;
    summary(&instance, &answer, &request);
    if options.explain {
        for line in rings_told::rings(&instance, &answer, &explain::ring_facts(&instance, &answer)) {
            println!("{line}");
        }
        for line in rings_told::left_out(&instance, &explain::left_out(&instance, &answer)) {
            println!("{line}");
        }
    }
    Ok(())
}

fn summary(instance: &Instance, answer: &Answer, request: &Request) {
    let served: std::collections::BTreeSet<u32> = answer.rings.iter().flat_map(Ring::bodies).collect();
    let cash = answer.rings.iter().map(Ring::residue).sum();
    println!("{} rings over {} of {} bodies", answer.rings.len(), served.len(), instance.bodies.len());
    println!("value exchanged  {}", Pence::from_i64(answer.value));
    if answer.pool.is_cut_off {
        println!("upper bound      none: there are more rings than can be looked at, so a part of them was");
    } else {
        println!("upper bound      {}", Pence::from_i64(answer.bound));
        let gap = 1_000_000 * i128::from(answer.bound - answer.value) / i128::from(answer.bound.max(1));
        let told = format!("{}.{:04} %", gap / 10_000, gap % 10_000);
        println!(
            "gap              {told} ({})",
            if answer.is_optimal() { "proved optimal" } else { "not proved optimal" }
        );
    }
    println!("cash to even out {}", Pence::from_i64(cash));
    println!("equal values     {}", rings_told::ties(answer.ties));
    if !request.keep.is_empty() {
        let (kept, keepable, last) = (answer.kept, answer.keepable, request.keep.len());
        println!(
            "kept             {kept} of last time's {last} rings, {keepable} of which could still be made"
        );
    }
    println!(
        "effort           {} million entries, {} rings looked at, {} nodes",
        answer.work / 1_000_000,
        answer.pool.circles.len(),
        answer.nodes
    );
}

fn verify_file(instance: &Path, solution: &Path) -> Result<(), Failure> {
    let read = instance_of(instance)?;
    let known = read_rings(&text_of(solution)?, &read).map_err(|problems| refused(solution, &problems))?;
    if !known.unknown.is_empty() {
        return Err(refused(solution, &known.unknown));
    }
    verify(&read, &known.rings).map_err(Failure::new)?;
    let value = known.rings.iter().map(Ring::value).sum();
    println!("{} rings that keep every rule, exchanging {}", known.rings.len(), Pence::from_i64(value));
    Ok(())
}

fn body_named(instance: &Instance, id: &str) -> Result<u32, Failure> {
    instance.body_named(id).ok_or_else(|| Failure::new(format!("--without {id}: there is no such body")))
}

fn instance_of(path: &Path) -> Result<Instance, Failure> {
    read_instance(&text_of(path)?).map_err(|problems| refused(path, &problems))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let cannot = |error: std::io::Error| Failure::new(format!("cannot read {}: {error}", path.display()));
    let bytes = std::fs::read(path).map_err(cannot)?;
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{} is not UTF-8 text", path.display())))
}

/// Lists what is wrong with a file, a line each, and counts it.
fn refused(path: &Path, problems: &[Problem]) -> Failure {
    for problem in problems {
        eprintln!("{problem}");
    }
    let what =
        if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
    Failure::new(format!("{what} in {}; nothing was written", path.display()))
}

/// Writes beside the file first, so that there is never half an answer.
fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let cannot = |error: std::io::Error| Failure::new(format!("cannot write {}: {error}", path.display()));
    std::fs::write(&beside, text).map_err(cannot)?;
    std::fs::rename(&beside, path).map_err(cannot)
}
