//! The only place that knows databases. One connection type over SQLite and PostgreSQL, one way to read
//! ([`Db::read`]), one way to a transaction ([`Db::write`]), and what little SQL must differ between the two.

mod among;
mod columns;
pub mod conn;
mod db;
mod dialect;
mod error;
pub mod idempotency;
pub mod jobs;
mod migrate;
mod pool;
pub mod schema;
pub mod search;
mod settings;
pub mod sql;
mod tx;
mod url;
mod writer;

pub use among::among;
pub use columns::Json;
pub(crate) use conn::both;
pub use conn::{Conn, MultiBackend, Native, cols};
pub use db::{Db, Options};
pub use dialect::{LockExt, lower, total};
pub use error::{OpenError, StorageError};
pub use migrate::{applied, latest, migrate, pending};
pub use settings::{note_readiness, set_setting, setting};
pub use tx::Tx;
pub use url::DatabaseUrl;
pub use writer::GroupCommit;
