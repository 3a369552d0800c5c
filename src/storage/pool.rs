//! Pools of connections: SQLite's readers, PostgreSQL's readers and writers alike.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};

use super::conn::{Conn, Purpose};
use super::error::{OpenError, StorageError};
use super::url::DatabaseUrl;

/// How long a connection may lie idle before it is tried out again at the next use. A PostgreSQL that restarted
/// is noticed then, and under load nobody pays for the question.
const TRUSTED_FOR: Duration = Duration::from_millis(500);

/// How long a request waits for a free connection.
const WAIT: Duration = Duration::from_secs(10);

pub(super) type Pool = r2d2::Pool<Manager>;

/// Makes connections to one database.
#[derive(Debug)]
pub(super) struct Manager {
    url: DatabaseUrl,
    purpose: Purpose,
}

/// A connection and when it last did what was asked of it; nothing once it has failed, whatever the reason was.
pub(super) struct Pooled {
    pub(super) conn: Conn,
    pub(super) worked_at: Option<Instant>,
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Pooled, r2d2::Error> {
        let conn = Conn::open(&self.url, self.purpose).map_err(r2d2::Error::ConnectionError)?;
        Ok(Pooled { conn, worked_at: Some(Instant::now()) })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), r2d2::Error> {
        if pooled.worked_at.is_some_and(|at| at.elapsed() < TRUSTED_FOR) {
            return Ok(());
        }
        pooled.conn.batch_execute("SELECT 1").map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        std::thread::panicking() || pooled.conn.is_broken()
    }
}

pub(super) fn open(url: &DatabaseUrl, purpose: Purpose, size: u32) -> Result<Pool, OpenError> {
    // One connection first, for its error: a pool only ever says that it timed out.
    Conn::open(url, purpose).map_err(|error| OpenError::Unreachable {
        url: url.to_string(),
        reason: first_line(&error.to_string()),
    })?;
    let manager = Manager { url: url.clone(), purpose };
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(WAIT)
        .test_on_check_out(true)
        .error_handler(Box::new(LogQuietly))
        .build(manager)
        .map_err(|error| OpenError::Unreachable {
            url: url.to_string(),
            reason: first_line(&error.to_string()),
        })
}

/// Runs `f` on a pooled connection.
pub(super) fn with<T, E: From<StorageError>>(
    pool: &Pool,
    f: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let mut pooled = pool.get().map_err(|error| StorageError::Unavailable(first_line(&error.to_string())))?;
    let outcome = f(&mut pooled.conn);
    // A server that goes away can end a connection in the middle of an answer: who comes next tries it out first.
    pooled.worked_at = outcome.is_ok().then(Instant::now);
    outcome
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Connection failures in the background are warnings: whoever needs a connection gets its own error.
#[derive(Debug)]
struct LogQuietly;

impl<E: std::error::Error> diesel::r2d2::HandleError<E> for LogQuietly {
    fn handle_error(&self, error: E) {
        tracing::warn!(%error, "a database connection could not be made");
    }
}
