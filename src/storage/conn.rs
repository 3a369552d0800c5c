//! One connection type over both databases, and the two ways to say what Diesel's shared backend cannot.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::url::DatabaseUrl;

/// A connection to whichever database the settings name.
#[derive(diesel::MultiConnection)]
#[expect(missing_debug_implementations, reason = "Diesel's connections have none")]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// How a SQLite connection is used: readers may not write, whatever a query says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write,
}

const SQLITE_SETUP: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;";

impl Conn {
    /// Opens a connection by the URL's own scheme. (Diesel's derived `establish` tries each backend in turn: a
    /// PostgreSQL that is down would open a SQLite file called `postgres://…`.)
    pub(super) fn open(url: &DatabaseUrl, purpose: Purpose) -> ConnectionResult<Self> {
        match url {
            DatabaseUrl::Postgres(url) => PgConnection::establish(url).map(Self::Pg),
            DatabaseUrl::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                let setup = |conn: &mut SqliteConnection, sql: &str| {
                    conn.batch_execute(sql).map_err(ConnectionError::CouldntSetupConfiguration)
                };
                setup(&mut conn, SQLITE_SETUP)?;
                if purpose == Purpose::Read {
                    setup(&mut conn, "PRAGMA query_only = ON;")?;
                }
                Ok(Self::Sqlite(conn))
            }
        }
    }

    /// Starts a transaction that will write. SQLite takes its write lock at once: a transaction that starts by
    /// reading and upgrades later fails under load, whatever the busy timeout.
    pub(super) fn begin(&mut self) -> QueryResult<()> {
        match self {
            Self::Pg(conn) => AnsiTransactionManager::begin_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        }
    }

    /// Starts a savepoint inside a transaction.
    pub(super) fn begin_savepoint(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::begin_transaction(self)
    }

    /// Keeps what was written since the innermost `begin` or `begin_savepoint`.
    pub(super) fn keep(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::commit_transaction(self)
    }

    /// Undoes everything down to `depth` levels of nesting: a command that panicked may have left some open.
    pub(super) fn undo_to(&mut self, depth: u32) -> QueryResult<()> {
        while self.depth()? > depth {
            <Self as Connection>::TransactionManager::rollback_transaction(self)?;
        }
        Ok(())
    }

    fn depth(&mut self) -> QueryResult<u32> {
        let status = <Self as Connection>::TransactionManager::transaction_manager_status_mut(self);
        Ok(status.transaction_depth()?.map_or(0, u32::from))
    }

    /// Whether numbers that the database gives are seen in the order in which it gave them. SQLite has one writer at a
    /// time; on PostgreSQL a transaction can commit after one that took a higher number.
    pub const fn numbers_appear_in_order(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// The number of the oldest transaction that has not ended: whatever those before it have written is seen by now, or
    /// never will be. 0 on SQLite, where [numbers appear in order](Self::numbers_appear_in_order).
    pub fn oldest_open_transaction(&mut self) -> QueryResult<i64> {
        match self {
            Self::Pg(conn) => {
                let xmin =
                    diesel::dsl::sql::<BigInt>("pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
                diesel::select(xmin).get_result(conn)
            }
            Self::Sqlite(_) => Ok(0),
        }
    }

    /// The name of the database, for people: "SQLite" or "PostgreSQL".
    pub fn database_name(&self) -> &'static str {
        match self {
            Self::Pg(_) => "PostgreSQL",
            Self::Sqlite(_) => "SQLite",
        }
    }
}

/// Runs a whole statement with the real backend's own SQL: opens up `ON CONFLICT` and whatever else both
/// backends have but the shared one does not forward.
#[derive(Clone, Copy, Debug, QueryId)]
pub struct Native<T>(pub T);

impl<T: QueryFragment<Pg> + QueryFragment<Sqlite>> QueryFragment<MultiBackend> for Native<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<T: Query> Query for Native<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<Conn> for Native<T> {}

/// The columns of a `Selectable` as a plain tuple, for `.returning(cols::<T>())`
/// (`as_returning()` is tied to the shared backend).
pub fn cols<T: Selectable<MultiBackend>>() -> T::SelectExpression {
    T::construct_selection()
}

/// One expression, compiled once per real backend: batch inserts and whatever else the shared backend lacks.
macro_rules! both {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::storage::Conn::Pg($c) => $body,
            $crate::storage::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use both;
