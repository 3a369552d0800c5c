//! Loading bank holidays. Days that a file does not name stay: each file may bring other years.

use std::collections::BTreeMap;

use serde_json::json;

use super::bank_holiday_file;
use super::report::{ImportError, ImportReport};
use crate::access::System;
use crate::audit::{self, Event, Object};
use crate::bodies::store::bank_holidays::{self, BankHolidayRow};
use crate::kernel::Instant;
use crate::storage::{Db, StorageError};

/// Loads a file of bank holidays in one transaction.
pub fn import_bank_holidays(
    db: &Db,
    by: System,
    file_name: &str,
    bytes: &[u8],
    now: Instant,
) -> Result<ImportReport, ImportError> {
    let file = bank_holiday_file::read(file_name, bytes)?;
    let mut report = ImportReport::on(file_name, file.bad_rows);
    let report = db.write_now(move |tx| {
        let stored = bank_holidays::all(tx.conn())?;
        let stored: BTreeMap<_, _> =
            stored.into_iter().map(|row| ((row.division, row.date), row.title)).collect();
        for ((division, date), title) in file.days {
            match stored.get(&(division, date)) {
                Some(before) if *before == title => {
                    report.unchanged += 1;
                    continue;
                }
                Some(_) => report.updated += 1,
                None => report.inserted += 1,
            }
            bank_holidays::put(tx, &BankHolidayRow { division, date, title })?;
        }
        let event = Event {
            actor: by.actor(),
            action: "bank_holidays.imported",
            object: Object::new("register", &report.file),
            seen_by: vec![],
            data: json!({ "inserted": report.inserted, "updated": report.updated }),
        };
        audit::record(tx, event, now)?;
        Ok::<_, StorageError>(report)
    })?;
    Ok(report)
}
