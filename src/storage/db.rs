//! The handle every request holds: reads on a pool, writes through the one door to a transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::conn::{Conn, Purpose};
use super::error::{OpenError, StorageError};
use super::idempotency::{self, OnceKey};
use super::pool::{self, Pool};
use super::tx::Tx;
use super::url::DatabaseUrl;
use super::writer::{GroupCommit, Writer, run_command};

/// How many connections to keep, and whether SQLite's writes share commits.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub connections: u32,
    pub group_commit: GroupCommit,
}

impl Default for Options {
    fn default() -> Self {
        Self { connections: 8, group_commit: GroupCommit::Together }
    }
}

/// A database. Cheap to clone. A clone made with [`Db::once`] carries a request's idempotency key and spends it in
/// the first transaction it makes.
#[derive(Clone, Debug)]
pub struct Db {
    shared: Arc<Shared>,
    once: Option<Once>,
}

/// A request's idempotency key, and whether one of its transactions has spent it.
#[derive(Clone, Debug)]
struct Once {
    key: OnceKey,
    spent: Arc<AtomicBool>,
}

struct Shared {
    url: DatabaseUrl,
    readers: Pool,
    writes: Writes,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("url", &self.url).finish_non_exhaustive()
    }
}

enum Writes {
    /// SQLite: one thread, one connection, group commit.
    Queue(Writer),
    /// PostgreSQL: any pooled connection.
    Pool,
}

impl Db {
    /// Opens the database; the reason why not is one line.
    pub fn open(url: &DatabaseUrl, options: Options) -> Result<Self, OpenError> {
        let unreachable = |reason: String| OpenError::Unreachable { url: url.to_string(), reason };
        let (readers, writes) = match url {
            DatabaseUrl::Sqlite(_) => {
                let writer =
                    Conn::open(url, Purpose::Write).map_err(|error| unreachable(error.to_string()))?;
                let writer = Writer::start(writer, options.group_commit)
                    .map_err(|error| unreachable(error.to_string()))?;
                (pool::open(url, Purpose::Read, options.connections)?, Writes::Queue(writer))
            }
            DatabaseUrl::Postgres(_) => (pool::open(url, Purpose::Write, options.connections)?, Writes::Pool),
        };
        Ok(Self { shared: Arc::new(Shared { url: url.clone(), readers, writes }), once: None })
    }

    /// The same database, for a request that carries an idempotency key.
    pub fn once(&self, key: OnceKey) -> Self {
        Self { shared: Arc::clone(&self.shared), once: Some(Once { key, spent: Arc::default() }) }
    }

    pub fn url(&self) -> &DatabaseUrl {
        &self.shared.url
    }

    /// Reads, off the async threads.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let shared = Arc::clone(&self.shared);
        off_thread(move || pool::with(&shared.readers, query)).await
    }

    /// Carries out one command in one transaction, and answers once it is durable. An error or a panic leaves
    /// nothing behind.
    pub async fn write<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let command = spend_first(self.once.clone(), command);
        match &self.shared.writes {
            Writes::Queue(writer) => {
                writer.submit(command).await.unwrap_or_else(|_| Err(writer_gone().into()))
            }
            Writes::Pool => {
                let shared = Arc::clone(&self.shared);
                off_thread(move || write_on_pool(&shared.readers, command)).await
            }
        }
    }

    /// [`Db::read`] for code that is not async: subcommands, workers, tests.
    pub fn read_now<T, E: From<StorageError>>(
        &self,
        query: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        pool::with(&self.shared.readers, query)
    }

    /// [`Db::write`] for code that is not async.
    pub fn write_now<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let command = spend_first(self.once.clone(), command);
        match &self.shared.writes {
            Writes::Queue(writer) => {
                writer.submit(command).blocking_recv().unwrap_or_else(|_| Err(writer_gone().into()))
            }
            Writes::Pool => write_on_pool(&self.shared.readers, command),
        }
    }
}

fn writer_gone() -> StorageError {
    StorageError::Unavailable("the writer has stopped".into())
}

/// Puts the spending of the idempotency key before the command, inside the same transaction.
fn spend_first<T, E: From<StorageError>>(
    once: Option<Once>,
    command: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> impl FnOnce(&mut Tx<'_>) -> Result<T, E> {
    move |tx| {
        let Some(once) = once.filter(|once| !once.spent.load(Ordering::Acquire)) else { return command(tx) };
        idempotency::mark_applied(tx, &once.key)?;
        let done = command(tx)?;
        once.spent.store(true, Ordering::Release);
        Ok(done)
    }
}

fn write_on_pool<T, E: From<StorageError>>(
    pool: &Pool,
    command: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    pool::with(pool, |conn| {
        conn.begin().map_err(StorageError::from)?;
        let outcome = run_command(conn, command);
        let ended = if outcome.is_ok() { conn.keep() } else { conn.undo_to(0) };
        match ended {
            Ok(()) => outcome,
            // The command's own error says more than a rollback that failed because the connection had gone.
            Err(error) => outcome.and(Err(StorageError::from(error).into())),
        }
    })
}

async fn off_thread<T, E, F>(work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StorageError> + Send + 'static,
    F: FnOnce() -> Result<T, E> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(StorageError::Panicked(error.to_string()).into()))
}
