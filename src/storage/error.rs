//! What can go wrong with a database, sorted by what the caller can do about it.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// A read or write that the database did not carry out. Never shown to a reader: the web answers 500 or 503
/// with a reference and the log has the rest.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row was changed by somebody else since it was read, or is gone.
    #[error("the row was changed or removed meanwhile")]
    Stale,
    /// A unique constraint, by its name where the database tells it.
    #[error("a row with this key exists already ({0})")]
    Duplicate(String),
    /// A check or foreign-key constraint: the last line of defence behind a rule in Rust.
    #[error("the database refused a value ({0})")]
    Refused(String),
    /// No connection to be had, or it broke. Worth trying again later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Two writers were in each other's way and the database ended one. Worth trying again at once.
    #[error("the database was too busy: {0}")]
    Busy(String),
    /// The command panicked; nothing of it was kept.
    #[error("a command panicked and was rolled back: {0}")]
    Panicked(String),
    /// The same idempotency key was already used up by a finished or running command.
    #[error("this request was already carried out")]
    AlreadyApplied,
    /// Stored data that our types cannot read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    #[error(transparent)]
    Database(DieselError),
}

impl StorageError {
    /// Whether this is a violation of the unique constraint or index called `name` (or on columns of it: SQLite
    /// names the columns, PostgreSQL the constraint, so callers pass both as one `table.column` or name).
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Duplicate(_))
    }
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, info) => {
                let message = info.message().to_owned();
                match kind {
                    DatabaseErrorKind::UniqueViolation => Self::Duplicate(message),
                    DatabaseErrorKind::ForeignKeyViolation
                    | DatabaseErrorKind::NotNullViolation
                    | DatabaseErrorKind::CheckViolation => Self::Refused(message),
                    DatabaseErrorKind::SerializationFailure => Self::Busy(message),
                    DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                        Self::Unavailable(message)
                    }
                    _ if message.contains("deadlock detected") || message.contains("database is locked") => {
                        Self::Busy(message)
                    }
                    _ if message.contains("terminating connection") || message.contains("server closed") => {
                        Self::Unavailable(message)
                    }
                    kind => Self::Database(DieselError::DatabaseError(kind, info)),
                }
            }
            other => Self::Database(other),
        }
    }
}

/// Why a database could not be opened, in one line for whoever starts the program.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database URL must start with sqlite: or postgres://")]
    UrlNotUnderstood,
    #[error("cannot reach the database at {url}: {reason}")]
    Unreachable { url: String, reason: String },
    #[error("cannot migrate the database: {0}")]
    Migration(String),
    #[error("the database has {0} migration(s) to run; run `symbiosis migrate` first")]
    Behind(usize),
    #[error("the database was made by a newer Symbiosis (migration {0} is unknown to this one)")]
    Ahead(String),
}
