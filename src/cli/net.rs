//! `symbiosis net solve` and `symbiosis net verify`

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::Failure;
use crate::kernel::Pence;
use crate::netting::{Absent, Files, Objective, Obligations, Plan, Problem, Proof, invoices, verify, write};

#[derive(Clone, Debug, Subcommand)]
pub(super) enum NetCommand {
    /// Find the set-off that clears the most debt, prove it, and write it as four files.
    Solve(SolveOptions),
    /// Check a plan that anyone made, in one pass and without solving anything.
    Verify {
        /// Invoices: `invoice_id,debtor,creditor,amount_pence,due_day`.
        #[arg(value_name = "INVOICES.csv")]
        invoices: PathBuf,
        /// The folder with setoff.csv, potentials.csv, cycles.csv and payments.csv.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[command(flatten)]
        excluded: Excluded,
    },
}

#[derive(Clone, Debug, Args)]
pub(super) struct SolveOptions {
    /// Invoices: `invoice_id,debtor,creditor,amount_pence,due_day`.
    #[arg(value_name = "INVOICES.csv")]
    invoices: PathBuf,
    /// Where setoff.csv, potentials.csv, cycles.csv and payments.csv go.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Which of the plans that clear the most.
    #[arg(long, value_enum, default_value_t = Which::Max)]
    objective: Which,
    #[command(flatten)]
    excluded: Excluded,
}

#[derive(Clone, Debug, Default, Args)]
pub(super) struct Excluded {
    /// Leave out all invoices of this body. May be given again.
    #[arg(long = "exclude-body", value_name = "B")]
    exclude_bodies: Vec<String>,
    /// Leave out this invoice. May be given again.
    #[arg(long = "exclude-invoice", value_name = "I")]
    exclude_invoices: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    /// Any of them.
    Max,
    /// The one that clears the oldest debt, by thirties of days.
    MaxOldest,
}

pub(super) fn run(command: NetCommand) -> Result<(), Failure> {
    match command {
        NetCommand::Solve(options) => solve(&options),
        NetCommand::Verify { invoices, folder, excluded } => check(&invoices, &folder, &excluded),
    }
}

fn solve(options: &SolveOptions) -> Result<(), Failure> {
    let obligations = read(&options.invoices)?;
    let absent = options.excluded.among(&obligations)?;
    let objective = match options.objective {
        Which::Max => Objective::Max,
        Which::MaxOldest => Objective::MaxOldest,
    };
    let mut problem = Problem::new(obligations);
    let mut solved = problem.solve(objective);
    let mut plan = None;
    if absent != Absent::default() {
        let with_all = cleared(solved.plan());
        solved = solved.without(&problem, &absent);
        let (kept, kept_plan) = absent.taken_out(problem.obligations(), solved.plan());
        println!(
            "With everybody {} would be set off; without those left out, {}.",
            pounds(with_all),
            pounds(cleared(&kept_plan))
        );
        problem = Problem::new(kept);
        plan = Some(kept_plan);
    }
    let plan = plan.unwrap_or_else(|| solved.into_plan());
    let proof = Proof::of(problem.obligations(), &plan);
    assert!(proof.holds(), "an answer without a proof is not an answer");
    say_totals(problem.obligations(), &plan);
    say_proof(&proof);
    write_plan(&problem, &plan, &options.out)
        .map_err(|problem| Failure::new(format!("cannot write to {}: {problem}", options.out.display())))
}

fn read(file: &Path) -> Result<Obligations, Failure> {
    let bytes = fs::read(file).map_err(|problem| Failure::new(format!("{}: {problem}", file.display())))?;
    invoices(&bytes).map_err(|flaws| {
        for flaw in &flaws {
            eprintln!("{}: {flaw}", file.display());
        }
        let count =
            if flaws.len() == 1 { "1 line is".to_owned() } else { format!("{} lines are", flaws.len()) };
        Failure::new(format!("{}: {count} not right; mend the file and run it again", file.display()))
    })
}

impl Excluded {
    fn among(&self, obligations: &Obligations) -> Result<Absent, Failure> {
        let body = |name: &String| {
            obligations
                .bodies()
                .position(name)
                .ok_or_else(|| Failure::new(format!("there is no body {name}")))
        };
        let invoice = |name: &String| {
            let found = obligations.invoices().position(name);
            found.ok_or_else(|| Failure::new(format!("there is no invoice {name}")))
        };
        Ok(Absent {
            bodies: self.exclude_bodies.iter().map(body).collect::<Result<_, _>>()?,
            invoices: self.exclude_invoices.iter().map(invoice).collect::<Result<_, _>>()?,
        })
    }
}

fn cleared(plan: &Plan) -> i64 {
    plan.cleared.iter().sum()
}

fn pounds(pence: i64) -> Pence {
    Pence::from_i64(pence)
}

fn say_totals(obligations: &Obligations, plan: &Plan) {
    println!(
        "{} invoices between {} bodies: {} owed.",
        obligations.len(),
        obligations.bodies().len(),
        pounds(obligations.total())
    );
    let full = plan.cleared.iter().zip(obligations.amounts()).filter(|(x, a)| x == a).count();
    let some = plan.cleared.iter().filter(|cleared| **cleared > 0).count();
    let per_mille = i128::from(cleared(plan)) * 1000 / i128::from(obligations.total().max(1));
    println!(
        "Set off: {} ({}.{} %), {full} invoices in full and {} in part.",
        pounds(cleared(plan)),
        per_mille / 10,
        per_mille % 10,
        some - full
    );
}

fn say_proof(proof: &Proof) {
    println!(
        "Proof: Σx = {} and Σ a·max(0, 1 + d_creditor − d_debtor) = {} pence, so no plan clears more.",
        proof.cleared, proof.bound
    );
    if let Some(oldest) = proof.oldest {
        println!(
            "Oldest: Σ x·bucket = {}; weighed, Σ x·(M + bucket) = {} and its bound {}, so no such plan clears older debt.",
            oldest.bucket_sum, oldest.weighed, oldest.bound
        );
    }
}

const NAMES: [&str; 4] = ["setoff.csv", "potentials.csv", "cycles.csv", "payments.csv"];
/// There only where a list of all cycles would be too long.
const REST: &str = "rest.csv";

/// Writes all files beside their places and moves them there together at the end.
fn write_plan(problem: &Problem, plan: &Plan, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let partial = |name: &str| folder.join(format!(".{name}.partial"));
    let written = write_files(problem, plan, |name| File::create(partial(name)));
    let moved = written.and_then(|said| {
        for name in NAMES {
            fs::rename(partial(name), folder.join(name))?;
        }
        let moved = if said.1 { fs::rename(partial(REST), folder.join(REST)) } else { gone(folder) };
        moved.map(|()| said)
    });
    if moved.is_err() {
        for name in NAMES.into_iter().chain([REST]) {
            // It may never have been made.
            let _ = fs::remove_file(partial(name));
        }
    }
    let (said, with_rest) = moved?;
    println!("{said}");
    let rest = if with_rest { format!(", {REST}") } else { String::new() };
    println!("Wrote {}{rest} to {}.", NAMES.join(", "), folder.display());
    Ok(())
}

/// Takes away the rest of an earlier plan.
fn gone(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(REST)) {
        Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
        _ => Ok(()),
    }
}

/// Answers what there is to say, and whether there is a rest.
fn write_files(
    problem: &Problem,
    plan: &Plan,
    file: impl Fn(&str) -> io::Result<File>,
) -> io::Result<(String, bool)> {
    let [setoff, potentials, cycles, payments] = NAMES;
    write::setoff(problem, plan, file(setoff)?)?;
    write::potentials(problem, plan, file(potentials)?)?;
    let cycles = write::cycles(problem, plan, file(cycles)?)?;
    let mut said = format!("Cycles: {}, the longest of {} bodies.", cycles.cycles, cycles.longest);
    if !cycles.rest.is_empty() {
        write::rest(problem, &cycles, file(REST)?)?;
        let rest = cycles.rest.iter().map(|(_, pence)| pence).sum();
        said +=
            &format!(" More would be too long a list: {} is set off beyond them, in {REST}.", pounds(rest));
    }
    let payments = write::payments(problem, file(payments)?)?;
    said += &format!(
        " Payments: {}, {} in all, the least cash that settles what is left.",
        payments.payments,
        pounds(payments.pence)
    );
    Ok((said, !cycles.rest.is_empty()))
}

fn check(file: &Path, folder: &Path, excluded: &Excluded) -> Result<(), Failure> {
    let mut obligations = read(file)?;
    let absent = excluded.among(&obligations)?;
    if absent != Absent::default() {
        obligations = absent.keeping(&obligations);
    }
    let file = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|problem| Failure::new(format!("{}: {problem}", path.display())))
    };
    let [setoff, potentials, cycles, payments] = NAMES;
    let (setoff, potentials) = (file(setoff)?, file(potentials)?);
    let (cycles, payments) = (file(cycles)?, file(payments)?);
    let rest = if folder.join(REST).exists() { Some(file(REST)?) } else { None };
    let files = Files {
        setoff: &setoff,
        potentials: &potentials,
        cycles: &cycles,
        rest: rest.as_deref(),
        payments: &payments,
    };
    let verdict = verify(&obligations, files);
    for fault in &verdict.faults {
        eprintln!("{fault}");
    }
    if !verdict.faults.is_empty() {
        return Err(Failure::new(format!("the plan is not right: {} fault(s)", verdict.faults.len())));
    }
    if let Some(proof) = verdict.proof {
        say_proof(&proof);
    }
    println!(
        "The plan is right: nothing over-cleared, every net position unchanged, {} cycles{} add up to it, {} payments settle what is left.",
        verdict.cycles,
        if rest.is_some() { " and the rest" } else { "" },
        verdict.payments
    );
    Ok(())
}
