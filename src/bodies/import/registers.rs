//! Loading a register of public bodies, a batch at a time.

use std::vec::IntoIter;

use serde_json::json;

use super::report::{BadRow, ImportError, ImportReport};
use crate::access::System;
use crate::audit::{self, Event, Object};
use crate::bodies::register;
use crate::bodies::register_row::RegisterRow;
use crate::bodies::state::BodyState;
use crate::bodies::store::registered::{self, Registered};
use crate::bodies::store::successions;
use crate::kernel::Instant;
use crate::kernel::ids::BodyId;
use crate::storage::{Db, StorageError, Tx};

/// How many rows one transaction carries: few enough that nobody else waits long for the writer.
const BATCH: usize = 250;

/// Loads a whole register. `file_name` is what the report calls it.
pub fn import_registers(
    db: &Db,
    by: System,
    file_name: &str,
    bytes: &[u8],
    now: Instant,
) -> Result<ImportReport, ImportError> {
    let mut import = RegisterImport::begin(file_name, bytes, now)?;
    while import.next_batch(db)? {}
    import.finish(db, by)
}

/// An import on its way. It may be dropped after any batch: what was loaded stays, and the next import goes on.
#[derive(Debug)]
pub struct RegisterImport {
    rows: IntoIter<RegisterRow>,
    report: ImportReport,
    now: Instant,
}

impl RegisterImport {
    /// Reads the file; nothing is written yet.
    pub fn begin(file_name: &str, bytes: &[u8], now: Instant) -> Result<Self, ImportError> {
        let register = register::read(file_name, bytes)?;
        let bad_rows = register.bad_rows.into_iter().map(BadRow::from).collect();
        Ok(Self { rows: register.rows.into_iter(), report: ImportReport::on(file_name, bad_rows), now })
    }

    /// Loads the next rows in one transaction; `false` when none were left.
    pub fn next_batch(&mut self, db: &Db) -> Result<bool, ImportError> {
        let batch: Vec<Registered> = self.rows.by_ref().take(BATCH).map(|row| Registered::of(&row)).collect();
        if batch.is_empty() {
            return Ok(false);
        }
        let now = self.now;
        let counts = db.write_now(move |tx| load_batch(tx, batch, now))?;
        self.report.inserted += counts.inserted;
        self.report.updated += counts.updated;
        self.report.unchanged += counts.unchanged;
        Ok(true)
    }

    /// Links predecessors with successors, now that all bodies of the file are there, and notes the import.
    pub fn finish(mut self, db: &Db, by: System) -> Result<ImportReport, ImportError> {
        let (mut report, now) = (std::mem::take(&mut self.report), self.now);
        let done = db.write_now(move |tx| {
            report.notes = unresolved_notes(tx)?;
            record(tx, by, &report, now)?;
            Ok::<_, StorageError>(report)
        })?;
        Ok(done)
    }
}

/// What became of the rows of one batch.
#[derive(Clone, Copy, Debug)]
struct Counts {
    inserted: usize,
    updated: usize,
    unchanged: usize,
}

fn load_batch(tx: &mut Tx<'_>, batch: Vec<Registered>, now: Instant) -> Result<Counts, StorageError> {
    let keys: Vec<String> = batch.iter().map(|it| it.key().to_owned()).collect();
    let mut stored = registered::load(tx.conn(), &keys)?;
    let (mut new, mut changed, mut unchanged) = (Vec::new(), Vec::new(), 0);
    for it in batch {
        match stored.remove(it.key()) {
            None => new.push((BodyId::new(), it)),
            Some((_, before)) if before == it => unchanged += 1,
            Some((id, _)) => changed.push((id, it)),
        }
    }
    registered::insert(tx, &new, BodyState::Listed, now)?;
    registered::replace(tx, &changed, now)?;
    Ok(Counts { inserted: new.len(), updated: changed.len(), unchanged })
}

fn unresolved_notes(tx: &mut Tx<'_>) -> Result<Vec<String>, StorageError> {
    let unresolved = successions::resolve(tx)?;
    Ok(unresolved
        .into_iter()
        .map(|it| {
            format!("{} names a successor, {}, which no register loaded so far has", it.predecessor, it.code)
        })
        .collect())
}

fn record(tx: &mut Tx<'_>, by: System, report: &ImportReport, now: Instant) -> Result<(), StorageError> {
    let event = Event {
        actor: by.actor(),
        action: "register.imported",
        object: Object::new("register", &report.file),
        seen_by: vec![],
        data: json!({
            "inserted": report.inserted,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "bad_rows": report.bad_rows.len(),
        }),
    };
    audit::record(tx, event, now)?;
    Ok(())
}
