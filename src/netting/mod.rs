//! Multilateral netting: clear as much debt between bodies as can be cleared with no new money, prove that no more can
//! be, and settle the rest by few payments. A pure engine, input in, answer and proof out: no database, no clock, no
//! chance. `docs/netting.md` has the mathematics on one page and the measurements.

mod apart;
mod components;
mod contract;
mod core;
mod cut;
mod cycles;
mod flow;
mod names;
mod network;
mod obligations;
mod oldest;
mod payments;
mod phases;
mod problem;
mod proof;
#[cfg(test)]
mod properties;
mod push;
mod read;
mod scaling;
mod simplex;
mod table;
mod tree;
mod verify;
mod what_if;
pub mod write;

pub use names::Names;
pub use obligations::{Gathering, Obligations, Unfit};
pub use payments::{Payment, settle};
pub use problem::{Objective, Plan, Problem, Solved};
pub use proof::{OldestProof, Proof};
pub use read::{COLUMNS, invoices};
pub use table::Flaw;
pub use verify::{Fault, Files, Verdict, verify};
pub use what_if::Absent;
