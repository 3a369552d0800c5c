//! Bringing a database to the shape this program expects. Both folders of migrations carry the same names.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::{Conn, Purpose};
use super::error::OpenError;
use super::url::DatabaseUrl;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Any number that nothing else in the database locks with.
const LOCK: &str = "7305809342";

/// Runs the migrations that have not run; answers their names. Several instances may start at once: on PostgreSQL
/// they queue at an advisory lock, on SQLite at the write lock of the first migration.
pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, OpenError> {
    let mut conn = open(url)?;
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(error.to_string());
    let names = match &mut conn {
        Conn::Pg(conn) => {
            let lock = |conn: &mut _, verb: &str| {
                diesel::PgConnection::batch_execute(conn, &format!("SELECT {verb}({LOCK})"))
                    .map_err(|error| OpenError::Migration(error.to_string()))
            };
            lock(conn, "pg_advisory_lock")?;
            let ran = conn.run_pending_migrations(POSTGRES).map(|ran| names(&ran)).map_err(failed);
            lock(conn, "pg_advisory_unlock")?;
            ran?
        }
        Conn::Sqlite(conn) => names(&conn.run_pending_migrations(SQLITE).map_err(failed)?),
    };
    Ok(names)
}

/// The names of migrations that have yet to run, oldest first; an error if the database is ahead of this program.
pub fn pending(url: &DatabaseUrl) -> Result<Vec<String>, OpenError> {
    let mut conn = open(url)?;
    let known = known();
    let applied = applied(&mut conn)?;
    if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
        return Err(OpenError::Ahead(unknown.clone()));
    }
    Ok(known.into_iter().filter(|name| !applied.contains(name)).collect())
}

/// The versions of the migrations that have run, oldest first.
pub fn applied(conn: &mut Conn) -> Result<Vec<String>, OpenError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| OpenError::Migration(error.to_string());
    let versions = match conn {
        Conn::Pg(conn) => conn.applied_migrations().map_err(failed)?,
        Conn::Sqlite(conn) => conn.applied_migrations().map_err(failed)?,
    };
    let mut versions: Vec<String> = versions.into_iter().map(|version| version.to_string()).collect();
    versions.sort();
    Ok(versions)
}

/// The version of the newest migration this program knows.
pub fn latest() -> Option<String> {
    known().pop()
}

fn known() -> Vec<String> {
    let migrations: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> =
        MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).unwrap_or_default();
    let mut versions: Vec<String> =
        migrations.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort();
    versions
}

fn names<V: ToString>(ran: &[V]) -> Vec<String> {
    ran.iter().map(ToString::to_string).collect()
}

fn open(url: &DatabaseUrl) -> Result<Conn, OpenError> {
    Conn::open(url, Purpose::Write)
        .map_err(|error| OpenError::Unreachable { url: url.to_string(), reason: error.to_string() })
}
