//! `symbiosis import`

use std::path::Path;

use super::arguments::ImportCommand;
use super::{Failure, site};
use crate::access::System;
use crate::bodies::import::{ImportReport, import_bank_holidays, import_registers};
use crate::config::Settings;
use crate::kernel::Clock;
use crate::storage::Db;

pub(super) fn run(settings: &Settings, command: ImportCommand) -> Result<(), Failure> {
    let db = site::open_database(settings)?;
    let files = match &command {
        ImportCommand::Bodies { files } => files.as_slice(),
        ImportCommand::BankHolidays { file } => std::slice::from_ref(file),
    };
    let mut left_out = 0;
    for file in files {
        let report = import(&db, &command, file)?;
        left_out += report.bad_rows.len();
        show(&report);
    }
    if left_out == 0 {
        return Ok(());
    }
    Err(Failure::new(format!("{left_out} row(s) were left out; the others are loaded")))
}

fn import(db: &Db, command: &ImportCommand, file: &Path) -> Result<ImportReport, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|error| Failure::new(format!("cannot read {name}: {error}")))?;
    let (by, now) = (System::of_this_process(), Clock::system().now());
    let report = match command {
        ImportCommand::Bodies { .. } => import_registers(db, by, &name, &bytes, now),
        ImportCommand::BankHolidays { .. } => import_bank_holidays(db, by, &name, &bytes, now),
    };
    report.map_err(Failure::new)
}

fn show(report: &ImportReport) {
    let ImportReport { file, inserted, updated, unchanged, bad_rows, notes } = report;
    println!(
        "{file}: {inserted} new, {updated} changed, {unchanged} as they were, {} left out",
        bad_rows.len()
    );
    for note in notes {
        println!("  note: {note}");
    }
    for row in bad_rows {
        println!("  left out: {row}");
    }
}
