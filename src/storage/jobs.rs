//! Work that falls due: rows that a worker claims, so that it survives a crash and never runs twice, however many
//! instances share the database.

use chrono::Duration;
use diesel::prelude::*;

use super::conn::Native;
use super::dialect::LockExt;
use super::error::StorageError;
use super::schema::jobs;
use super::tx::Tx;
use crate::kernel::Instant;
use crate::kernel::ids::JobId;

/// How long a claimed job may take before another worker tries it.
const LEASE: Duration = Duration::minutes(15);

/// A job that this worker holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    /// What the job is about: a month, a day.
    pub key: String,
}

/// Makes sure that a job stands in the queue; one of the same kind and key is never queued twice.
pub fn plan(tx: &mut Tx<'_>, kind: &str, key: &str, run_at: Instant) -> Result<(), StorageError> {
    Native(
        diesel::insert_into(jobs::table)
            .values((
                jobs::id.eq(JobId::new()),
                jobs::kind.eq(kind),
                jobs::key.eq(key),
                jobs::run_at.eq(run_at),
                jobs::attempts.eq(0),
            ))
            .on_conflict((jobs::kind, jobs::key))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Claims the oldest job that is due and that nobody else holds.
pub fn claim(tx: &mut Tx<'_>, now: Instant) -> Result<Option<Job>, StorageError> {
    let found: Option<(JobId, String, String)> = jobs::table
        .filter(jobs::done_at.is_null())
        .filter(jobs::run_at.le(now))
        .order((jobs::run_at, jobs::id))
        .limit(1)
        .select((jobs::id, jobs::kind, jobs::key))
        .locked_skipping()
        .get_result(tx.conn())
        .optional()?;
    let Some((id, kind, key)) = found else { return Ok(None) };
    diesel::update(jobs::table.find(id))
        .set((jobs::attempts.eq(jobs::attempts + 1), jobs::run_at.eq(now.plus(LEASE))))
        .execute(tx.conn())?;
    Ok(Some(Job { id, kind, key }))
}

pub fn finish(tx: &mut Tx<'_>, id: JobId, now: Instant) -> Result<(), StorageError> {
    diesel::update(jobs::table.find(id))
        .set((jobs::done_at.eq(Some(now)), jobs::last_error.eq(None::<String>)))
        .execute(tx.conn())?;
    Ok(())
}

/// Notes why a job failed; it is tried again when its lease is over.
pub fn fail(tx: &mut Tx<'_>, id: JobId, error: &str) -> Result<(), StorageError> {
    diesel::update(jobs::table.find(id)).set(jobs::last_error.eq(Some(error))).execute(tx.conn())?;
    Ok(())
}
