//! Checks a plan from its files, with no solver: whoever doubts an answer can form these sums again.
//!
//! Every row is looked at once: nothing over-cleared, every body forgives as much as it is forgiven, the cycles close
//! and add up to the set-off, the payments settle what is left with the least cash, and the potentials prove that no
//! plan clears more. O(rows), and a sort where the rows of a cycle do not stand together.

use std::fmt;

use super::names::{Added, Directory};
use super::network::narrow;
use super::obligations::Obligations;
use super::problem::Plan;
use super::proof::Proof;
use super::table::{Flaw, each_row};

/// The four files of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Files<'f> {
    pub setoff: &'f [u8],
    pub potentials: &'f [u8],
    pub cycles: &'f [u8],
    /// `rest.csv`, where there is one.
    pub rest: Option<&'f [u8]>,
    pub payments: &'f [u8],
}

/// Something wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub file: &'static str,
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub faults: Vec<Fault>,
    /// The sums of the proof, where the files could be read.
    pub proof: Option<Proof>,
    pub cycles: usize,
    pub payments: usize,
}

/// Checks everything and answers all that is wrong.
pub fn verify(obligations: &Obligations, files: Files<'_>) -> Verdict {
    let mut check = Check {
        obligations,
        bodies: Directory::of(obligations.bodies.clone()),
        invoices: Directory::of(obligations.invoices.clone()),
        verdict: Verdict::default(),
    };
    let cleared = check.setoff(files.setoff);
    let rest = files.rest.map_or_else(Vec::new, |rest| check.rest(rest));
    check.cycles(files.cycles, rest, &cleared);
    check.payments(files.payments);
    check.potentials(files.potentials, cleared);
    check.verdict
}

struct Check<'o> {
    obligations: &'o Obligations,
    bodies: Directory,
    invoices: Directory,
    verdict: Verdict,
}

/// A row of `cycles.csv`.
#[derive(Clone, Copy)]
struct Leg {
    cycle: u32,
    seq: i64,
    invoice: u32,
    amount: i64,
}

impl Check<'_> {
    fn fault(&mut self, file: &'static str, reason: impl Into<String>) {
        self.verdict.faults.push(Fault { file, reason: reason.into() });
    }

    fn flaws(&mut self, file: &'static str, flaws: Vec<Flaw>) -> bool {
        let sound = flaws.is_empty();
        self.verdict.faults.extend(flaws.into_iter().map(|flaw| Fault { file, reason: flaw.to_string() }));
        sound
    }

    fn setoff(&mut self, bytes: &[u8]) -> Vec<i64> {
        let obligations = self.obligations;
        let mut cleared = vec![None; obligations.len()];
        let flaws = each_row(bytes, ["invoice_id", "cleared_pence"], |_, [name, pence]| {
            let invoice = known("invoice", &self.invoices, name)?;
            let pence = whole("cleared_pence", pence)?;
            if !(0..=obligations.amount[invoice]).contains(&pence) {
                return Err(format!(
                    "{pence} pence are cleared of invoice {name}, of which {} are owed",
                    obligations.amount[invoice]
                ));
            }
            match cleared[invoice].replace(pence) {
                Some(_) => Err(format!("invoice {name} is there twice")),
                None => Ok(()),
            }
        });
        self.flaws("setoff.csv", flaws);
        // An invoice that is not named is not cleared.
        let cleared: Vec<i64> = cleared.into_iter().map(Option::unwrap_or_default).collect();
        let mut changed = vec![0_i64; obligations.bodies.len()];
        for (invoice, cleared) in cleared.iter().enumerate() {
            changed[obligations.debtor[invoice] as usize] += cleared;
            changed[obligations.creditor[invoice] as usize] -= cleared;
        }
        for (body, changed) in (0..).zip(changed).filter(|(_, changed)| *changed != 0) {
            let name = obligations.bodies.get(body);
            self.fault("setoff.csv", format!("the net position of {name} changes by {changed} pence"));
        }
        cleared
    }

    /// What is set off beyond the cycles, by invoice.
    fn rest(&mut self, bytes: &[u8]) -> Vec<i64> {
        let mut rest = vec![0; self.obligations.len()];
        let flaws = each_row(bytes, ["invoice_id", "cleared_pence"], |_, [name, pence]| {
            let invoice = known("invoice", &self.invoices, name)?;
            let pence = whole("cleared_pence", pence)?;
            match std::mem::replace(&mut rest[invoice], pence) {
                _ if pence <= 0 => Err(format!("{pence} pence of invoice {name}; it must be above zero")),
                0 => Ok(()),
                _ => Err(format!("invoice {name} is there twice")),
            }
        });
        self.flaws("rest.csv", flaws);
        rest
    }

    /// Cycles and rest together must be what is set off. What is set off balances and so do cycles, so the rest does.
    fn cycles(&mut self, bytes: &[u8], rest: Vec<i64>, cleared: &[i64]) {
        let mut ids = Directory::default();
        let mut legs: Vec<Leg> = Vec::new();
        let columns = ["cycle_id", "seq", "invoice_id", "amount_pence"];
        let flaws = each_row(bytes, columns, |_, [cycle, seq, invoice, amount]| {
            let Some(Added::New(cycle) | Added::Known(cycle)) = ids.add(cycle) else {
                return Err("there are too many cycles to check".to_owned());
            };
            let seq = whole("seq", seq)?;
            let amount = whole("amount_pence", amount)?;
            let invoice = narrow(known("invoice", &self.invoices, invoice)?);
            legs.push(Leg { cycle, seq, invoice, amount });
            Ok(())
        });
        if !self.flaws("cycles.csv", flaws) {
            return;
        }
        if !legs.is_sorted_by_key(|leg| (leg.cycle, leg.seq)) {
            legs.sort_by_key(|leg| (leg.cycle, leg.seq));
        }
        let mut added_up = rest;
        added_up.resize(cleared.len(), 0);
        let mut last_seen = vec![u32::MAX; self.obligations.bodies.len()];
        for cycle in legs.chunk_by(|one, other| one.cycle == other.cycle) {
            self.verdict.cycles += 1;
            if let Err(reason) = self.cycle(cycle, &mut last_seen) {
                self.fault("cycles.csv", format!("cycle {}: {reason}", ids.names().get(cycle[0].cycle)));
            }
            for leg in cycle {
                let sum = &mut added_up[leg.invoice as usize];
                *sum = sum.saturating_add(leg.amount);
            }
        }
        for (invoice, (sum, cleared)) in (0..).zip(added_up.iter().zip(cleared)) {
            if sum != cleared {
                let name = self.obligations.invoices.get(invoice);
                let reason = format!(
                    "the cycles and the rest clear {sum} pence of invoice {name}, setoff.csv {cleared}"
                );
                self.fault("cycles.csv", reason);
            }
        }
    }

    fn cycle(&self, legs: &[Leg], last_seen: &mut [u32]) -> Result<(), String> {
        let (debtor, creditor) = (&self.obligations.debtor, &self.obligations.creditor);
        let next = legs.iter().cycle().skip(1);
        for (leg, next) in legs.iter().zip(next) {
            if leg.amount <= 0 {
                return Err("its amount must be above zero".to_owned());
            }
            if leg.amount != next.amount {
                return Err("its amounts are not all the same".to_owned());
            }
            if legs.len() > 1 && leg.seq == next.seq {
                return Err(format!("seq {} is there twice", leg.seq));
            }
            if creditor[leg.invoice as usize] != debtor[next.invoice as usize] {
                return Err(format!("it does not close after seq {}", leg.seq));
            }
            let seen = &mut last_seen[debtor[leg.invoice as usize] as usize];
            if std::mem::replace(seen, leg.cycle) == leg.cycle {
                let name = self.obligations.bodies.get(debtor[leg.invoice as usize]);
                return Err(format!("it comes through {name} twice"));
            }
        }
        Ok(())
    }

    fn payments(&mut self, bytes: &[u8]) {
        let mut net: Vec<i128> = self.obligations.net_positions().into_iter().map(i128::from).collect();
        let mut pays = vec![false; net.len()];
        let mut receives = vec![false; net.len()];
        let mut payments = 0;
        let flaws = each_row(bytes, ["payer", "payee", "amount_pence"], |_, [payer, payee, amount]| {
            let amount = whole("amount_pence", amount)?;
            if amount <= 0 {
                return Err(format!("a payment of {amount} pence; it must be above zero"));
            }
            if payer == payee {
                return Err(format!("{payer} pays itself"));
            }
            let (from, to) = (known("body", &self.bodies, payer)?, known("body", &self.bodies, payee)?);
            net[from] -= i128::from(amount);
            net[to] += i128::from(amount);
            (pays[from], receives[to]) = (true, true);
            payments += 1;
            Ok(())
        });
        self.verdict.payments = payments;
        if !self.flaws("payments.csv", flaws) {
            return;
        }
        for body in 0..net.len() {
            let name = || self.obligations.bodies.get(narrow(body));
            if net[body] != 0 {
                let reason = format!("after all payments {} still stands at {} pence", name(), net[body]);
                self.fault("payments.csv", reason);
            } else if pays[body] && receives[body] {
                let reason = format!("{} pays and is paid, so more cash moves than has to", name());
                self.fault("payments.csv", reason);
            }
        }
    }

    fn potentials(&mut self, bytes: &[u8], cleared: Vec<i64>) {
        let count = self.obligations.bodies.len();
        let mut potential = vec![None; count];
        let mut second = vec![0; count];
        let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let oldest = String::from_utf8_lossy(first_line).contains("oldest_potential");
        let bodies = &self.bodies;
        let mut take = |body: &str, first: &str, other: &str| {
            let number = known("body", bodies, body)?;
            second[number] = whole("oldest_potential", other)?;
            match potential[number].replace(whole("potential", first)?) {
                Some(_) => Err(format!("{body} is there twice")),
                None => Ok(()),
            }
        };
        let flaws = if oldest {
            let columns = ["body", "potential", "oldest_potential"];
            each_row(bytes, columns, |_, [body, first, other]| take(body, first, other))
        } else {
            each_row(bytes, ["body", "potential"], |_, [body, first]| take(body, first, "0"))
        };
        let mut sound = self.flaws("potentials.csv", flaws);
        for body in (0..count).filter(|body| potential[*body].is_none()) {
            let name = self.obligations.bodies.get(narrow(body));
            self.fault("potentials.csv", format!("{name} has no potential"));
            sound = false;
        }
        if sound {
            let potential = potential.into_iter().flatten().collect();
            self.proof(&Plan { cleared, potential, oldest_potential: oldest.then_some(second) });
        }
    }

    fn proof(&mut self, plan: &Plan) {
        let proof = Proof::of(self.obligations, plan);
        self.verdict.proof = Some(proof);
        if proof.cleared != proof.bound {
            let reason = format!(
                "{} pence are cleared and the potentials prove no less than {} as the most: not proved to be the best",
                proof.cleared, proof.bound
            );
            self.fault("potentials.csv", reason);
        }
        if let Some(oldest) = proof.oldest.filter(|oldest| oldest.weighed != oldest.bound) {
            let reason = format!(
                "weighed by age {} are cleared and the bound is {}: not proved to clear the oldest debt",
                oldest.weighed, oldest.bound
            );
            self.fault("potentials.csv", reason);
        }
    }
}

fn known(what: &str, directory: &Directory, name: &str) -> Result<usize, String> {
    directory.find(name).map(|number| number as usize).ok_or_else(|| format!("there is no {what} {name}"))
}

fn whole(column: &str, cell: &str) -> Result<i64, String> {
    cell.parse().map_err(|_| format!("{column} “{cell}” is not a whole number"))
}
