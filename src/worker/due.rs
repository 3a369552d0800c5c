//! What falls due by the calendar: planned as jobs ahead of time, claimed one by one when their time has come.

use chrono::{Duration, NaiveDate};

use crate::access::{self, System};
use crate::kernel::{Instant, london};
use crate::storage::jobs::{self, Job};
use crate::storage::{Db, StorageError, idempotency};

/// Carries out every job that is due, oldest first.
pub async fn run_due(db: &Db, now: Instant) -> Result<(), StorageError> {
    let today = london::date(now);
    db.write(move |tx| jobs::plan(tx, DAILY, &today.to_string(), london::start_of_day(today))).await?;
    while let Some(job) = db.write(move |tx| jobs::claim(tx, now)).await? {
        let id = job.id;
        match carry_out(db, &job, now).await {
            Ok(()) => db.write(move |tx| jobs::finish(tx, id, now)).await?,
            Err(error) => {
                tracing::error!(kind = job.kind, key = job.key, %error, "a job failed and will be tried again");
                let reason = error.to_string();
                db.write(move |tx| jobs::fail(tx, id, &reason)).await?;
            }
        }
    }
    Ok(())
}

/// Once a day: sweep what has expired.
const DAILY: &str = "daily";

async fn carry_out(db: &Db, job: &Job, now: Instant) -> Result<(), StorageError> {
    match job.kind.as_str() {
        DAILY => daily(db, &job.key, now).await,
        unknown => Err(StorageError::Corrupt(format!("unknown kind of job: {unknown}"))),
    }
}

async fn daily(db: &Db, day: &str, now: Instant) -> Result<(), StorageError> {
    let by = System::of_this_process();
    let day: NaiveDate = day.parse().map_err(|_| StorageError::Corrupt(format!("not a day: {day}")))?;
    db.write(move |tx| idempotency::forget_expired(tx, now)).await?;
    db.write(move |tx| access::commands::sweep(tx, by, now)).await?;
    tracing::debug!(%day, next = %(day + Duration::days(1)), "the day's sweeping is done");
    Ok(())
}
