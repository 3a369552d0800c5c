//! What falls due by the calendar: planned as jobs, claimed one by one when their time has come.

use crate::access::{self, System};
use crate::bodies::queries::bank_holidays;
use crate::kernel::{Instant, london};
use crate::storage::jobs::{self, Job};
use crate::storage::{Db, StorageError, idempotency};
use crate::{agreements, alerts, catalogue, charges, needs, negotiation, reconciliation};

/// Once an hour: proposals that have run out of time, and offers on shortlists that have changed.
const HOURLY: &str = "hourly";
/// Once a day: agreements that begin or end, months to close, offers that are over or that nobody confirms, needs whose months
/// are over, ledger lines that now find their invoices, what has expired to sweep away.
const DAILY: &str = "daily";

/// Carries out every job that is due, oldest first.
pub async fn run_due(db: &Db, now: Instant) -> Result<(), StorageError> {
    db.write(move |tx| {
        let (today, local) = (london::date(now), london::local(now));
        jobs::plan(tx, DAILY, &today.to_string(), london::start_of_day(today))?;
        jobs::plan(tx, HOURLY, &local.format("%Y-%m-%d %H").to_string(), now)
    })
    .await?;
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

/// Each kind of job may run twice and does no harm: what it does is guarded by the state it changes.
async fn carry_out(db: &Db, job: &Job, now: Instant) -> Result<(), StorageError> {
    match job.kind.as_str() {
        HOURLY => hourly(db, now).await,
        DAILY => daily(db, now).await,
        unknown => Err(StorageError::Corrupt(format!("unknown kind of job: {unknown}"))),
    }
}

async fn hourly(db: &Db, now: Instant) -> Result<(), StorageError> {
    let expire = move |tx: &mut crate::storage::Tx<'_>| {
        negotiation::commands::expire_due(tx, System::of_this_process(), now).map_err(|error| match error {
            negotiation::NegotiationError::Storage(error) => error,
            other => StorageError::Corrupt(other.to_string()),
        })
    };
    while db.write(expire).await? > 0 {}
    let by = System::of_this_process();
    while db.write(move |tx| alerts::shortlists::tell_of_changes(tx, by, now)).await? > 0 {}
    Ok(())
}

async fn daily(db: &Db, now: Instant) -> Result<(), StorageError> {
    let by = System::of_this_process();
    while db.write(move |tx| agreements::commands::roll_states(tx, by, now)).await? > 0 {}
    let holidays = db.read(bank_holidays).await?;
    let due = charges::commands::close_due(db, by, &holidays, now).await?;
    if due.failed > 0 {
        return Err(StorageError::Corrupt(format!("{} month(s) could not be closed", due.failed)));
    }
    // What is over first: nobody is reminded of it.
    while db.write(move |tx| catalogue::capacity::note_best_months(tx, by, now)).await? > 0 {}
    while db.write(move |tx| catalogue::capacity::close_what_is_over(tx, by, now)).await? > 0 {}
    let keep_fresh = move |tx: &mut crate::storage::Tx<'_>| {
        catalogue::commands::keep_fresh(tx, by, now).map_err(|error| match error {
            catalogue::CatalogueError::Storage(error) => error,
            other => StorageError::Corrupt(other.to_string()),
        })
    };
    while db.write(keep_fresh).await? > 0 {}
    let expire = move |tx: &mut crate::storage::Tx<'_>| {
        needs::commands::expire_due(tx, by, now).map_err(|error| match error {
            needs::NeedError::Storage(error) => error,
            other => StorageError::Corrupt(other.to_string()),
        })
    };
    while db.write(expire).await? > 0 {}
    reconciliation::commands::match_due(db, by, now).await?;
    db.write(move |tx| idempotency::forget_expired(tx, now)).await?;
    db.write(move |tx| access::commands::sweep(tx, by, now)).await?;
    db.write(move |tx| catalogue::commands::forget_changes(tx, by)).await?;
    Ok(())
}
