//! The files of a plan. Rows are in canonical order, so the same obligations give the same bytes.

use std::io::{self, Write};

use super::cycles::Cycles;
use super::names::Names;
use super::payments::settle;
use super::problem::{Plan, Problem};

/// How many cycles and rows of `cycles.csv` there are, and how many bodies the longest has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CycleCount {
    pub cycles: u64,
    pub rows: u64,
    pub longest: usize,
    /// What no listed cycle holds, by invoice: nothing, unless the list would be too long.
    pub rest: Vec<(u32, i64)>,
}

/// How many payments there are, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentCount {
    pub payments: usize,
    pub pence: i64,
}

/// `setoff.csv`: what is cleared of every invoice, in the order of invoice numbers.
pub fn setoff(problem: &Problem, plan: &Plan, to: impl Write) -> io::Result<()> {
    let mut rows = Rows::new(to, "invoice_id,cleared_pence")?;
    let names = Quoted::new(&problem.obligations.invoices);
    for (invoice, cleared) in (0..).zip(&plan.cleared) {
        rows.name(&names, invoice);
        rows.last(*cleared)?;
    }
    rows.finish()
}

/// `potentials.csv`: the proof. The third column is there when the plan clears the oldest debt first.
pub fn potentials(problem: &Problem, plan: &Plan, to: impl Write) -> io::Result<()> {
    let second = plan.oldest_potential.as_ref();
    let header = if second.is_some() { "body,potential,oldest_potential" } else { "body,potential" };
    let mut rows = Rows::new(to, header)?;
    let names = Quoted::new(&problem.obligations.bodies);
    for (body, potential) in (0..).zip(&plan.potential) {
        rows.name(&names, body);
        if let Some(second) = second {
            rows.number(*potential);
            rows.last(second[body as usize])?;
        } else {
            rows.last(*potential)?;
        }
    }
    rows.finish()
}

/// `cycles.csv`: the plan as simple cycles, shortest first.
pub fn cycles(problem: &Problem, plan: &Plan, to: impl Write) -> io::Result<CycleCount> {
    write_cycles(problem, &Cycles::of(&problem.network, &plan.cleared), to)
}

pub(super) fn write_cycles(problem: &Problem, cycles: &Cycles, to: impl Write) -> io::Result<CycleCount> {
    let mut rows = Rows::new(to, "cycle_id,seq,invoice_id,amount_pence")?;
    let by_place = problem.obligations.invoices.reordered(&cycles.invoice);
    let names = Quoted::new(&by_place);
    let mut count = CycleCount { longest: cycles.longest(), ..CycleCount::default() };
    let mut written = Ok(());
    count.rest = cycles.each(&by_place, |legs, amount| {
        count.cycles += 1;
        count.rows += legs.len() as u64;
        let (cycle, pence) = (Digits::of(count.cycles), Digits::of(amount.unsigned_abs()));
        for (seq, leg) in (1..).zip(legs) {
            rows.cell(cycle.text());
            rows.unsigned(seq);
            match leg.name() {
                Some(name) if !names.any => rows.cell(name),
                _ => rows.name(&names, leg.place),
            }
            rows.text.extend_from_slice(pence.text());
            let done = rows.end_of_row();
            if written.is_ok() {
                written = done;
            }
        }
    });
    written?;
    rows.finish()?;
    Ok(count)
}

/// `rest.csv`: what is set off beyond the cycles that are listed, where these would be too many.
pub fn rest(problem: &Problem, count: &CycleCount, to: impl Write) -> io::Result<()> {
    let mut rows = Rows::new(to, "invoice_id,cleared_pence")?;
    let names = Quoted::new(&problem.obligations.invoices);
    for (invoice, cleared) in &count.rest {
        rows.name(&names, *invoice);
        rows.last(*cleared)?;
    }
    rows.finish()
}

/// `payments.csv`: what is left, settled by few payments.
pub fn payments(problem: &Problem, to: impl Write) -> io::Result<PaymentCount> {
    let payments = settle(&problem.obligations.net_positions());
    let mut rows = Rows::new(to, "payer,payee,amount_pence")?;
    let names = Quoted::new(&problem.obligations.bodies);
    for payment in &payments {
        rows.name(&names, payment.payer);
        rows.name(&names, payment.payee);
        rows.last(payment.amount)?;
    }
    rows.finish()?;
    let pence = payments.iter().map(|payment| payment.amount).sum();
    Ok(PaymentCount { payments: payments.len(), pence })
}

/// Names, and whether any of them needs quotation marks in a CSV file.
struct Quoted<'n> {
    names: &'n Names,
    any: bool,
}

impl<'n> Quoted<'n> {
    fn new(names: &'n Names) -> Self {
        Self { names, any: names.iter().any(needs_quotes) }
    }
}

fn needs_quotes(name: &str) -> bool {
    name.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

/// Rows on their way out, in pieces large enough for the operating system.
struct Rows<W: Write> {
    to: W,
    text: Vec<u8>,
}

const PIECE: usize = 1 << 16;

impl<W: Write> Rows<W> {
    fn new(to: W, header: &str) -> io::Result<Self> {
        let mut rows = Self { to, text: Vec::with_capacity(PIECE + 1024) };
        rows.text.extend_from_slice(header.as_bytes());
        rows.end_of_row()?;
        Ok(rows)
    }

    fn name(&mut self, names: &Quoted<'_>, number: u32) {
        let name = names.names.get(number);
        if names.any && needs_quotes(name) {
            self.text.push(b'"');
            self.text.extend_from_slice(name.replace('"', "\"\"").as_bytes());
            self.text.push(b'"');
        } else {
            self.text.extend_from_slice(name.as_bytes());
        }
        self.text.push(b',');
    }

    fn number(&mut self, number: i64) {
        if number < 0 {
            self.text.push(b'-');
        }
        self.unsigned(number.unsigned_abs());
    }

    fn unsigned(&mut self, number: u64) {
        self.cell(Digits::of(number).text());
    }

    fn cell(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.text.push(b',');
    }

    fn last(&mut self, number: i64) -> io::Result<()> {
        self.number(number);
        self.text.pop();
        self.end_of_row()
    }

    fn end_of_row(&mut self) -> io::Result<()> {
        self.text.push(b'\n');
        if self.text.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.to.flush()
    }
}

/// A number written out.
struct Digits {
    digits: [u8; 20],
    from: usize,
}

impl Digits {
    fn of(mut number: u64) -> Self {
        let mut written = Self { digits: [b'0'; 20], from: 20 };
        loop {
            written.from -= 1;
            written.digits[written.from] += u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
            if number == 0 {
                return written;
            }
        }
    }

    fn text(&self) -> &[u8] {
        &self.digits[self.from..]
    }
}
