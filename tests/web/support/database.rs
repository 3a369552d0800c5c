//! A database of its own for every test, copied from a migrated template.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use symbiosis::storage::{self, DatabaseUrl, Db, Options};

/// A database that goes when the test ends.
pub struct TestDatabase {
    pub url: DatabaseUrl,
    kept: Kept,
}

enum Kept {
    /// The folder goes with the value.
    Folder(#[expect(dead_code, reason = "held for its end")] tempfile::TempDir),
    Database {
        admin: String,
        name: String,
    },
}

impl TestDatabase {
    pub fn fresh() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(admin) => Self::on_postgres(admin),
            Err(_) => Self::on_sqlite(),
        }
    }

    pub fn open(&self) -> Db {
        Db::open(&self.url, Options { connections: 4, ..Options::default() }).unwrap()
    }

    fn on_sqlite() -> Self {
        let template = sqlite_template();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        std::fs::copy(template, &path).unwrap();
        Self { url: DatabaseUrl::Sqlite(path), kept: Kept::Folder(folder) }
    }

    fn on_postgres(admin: String) -> Self {
        let mut conn = PgConnection::establish(&admin).unwrap();
        let template = format!("symbiosis_template_{}", &migrations_hash()[..12]);
        // One test makes the template, the others wait for it.
        conn.batch_execute("SELECT pg_advisory_lock(90210)").unwrap();
        let made: i64 = diesel::sql_query("SELECT count(*) AS n FROM pg_database WHERE datname = $1")
            .bind::<diesel::sql_types::Text, _>(&template)
            .get_result::<Count>(&mut conn)
            .unwrap()
            .n;
        if made == 0 {
            let half_made = format!("{template}_half");
            conn.batch_execute(&format!("DROP DATABASE IF EXISTS {half_made}")).unwrap();
            conn.batch_execute(&format!("CREATE DATABASE {half_made}")).unwrap();
            storage::migrate(&DatabaseUrl::Postgres(with_database(&admin, &half_made))).unwrap();
            conn.batch_execute(&format!("ALTER DATABASE {half_made} RENAME TO {template}")).unwrap();
        }
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        conn.batch_execute("SELECT pg_advisory_unlock(90210)").unwrap();
        Self {
            url: DatabaseUrl::Postgres(with_database(&admin, &name)),
            kept: Kept::Database { admin, name },
        }
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Kept::Database { admin, name } = &self.kept
            && let Ok(mut conn) = PgConnection::establish(admin)
        {
            // A database that stays behind goes with its throwaway cluster.
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn with_database(admin: &str, name: &str) -> String {
    let (base, _) = admin.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

/// A migrated, empty SQLite file, made once for each state of the migrations.
fn sqlite_template() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("template-{}.db", &migrations_hash()[..12]));
    if !path.exists() {
        let draft = tempfile::Builder::new().prefix("draft").tempdir_in(&folder).unwrap();
        let half_made = draft.path().join("template.db");
        storage::migrate(&DatabaseUrl::Sqlite(half_made.clone())).unwrap();
        let mut conn = SqliteConnection::establish(half_made.to_str().unwrap()).unwrap();
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        drop(conn);
        // Renaming is atomic: of several tests that make it at once, each finds a whole one.
        std::fs::rename(half_made, &path).unwrap();
    }
    path
}

fn migrations_hash() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files = Vec::new();
    for backend in ["sqlite", "postgres"] {
        for entry in std::fs::read_dir(root.join(backend)).unwrap() {
            files.push(entry.unwrap().path().join("up.sql"));
        }
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    symbiosis::audit::chain::hex(&hash.finalize())
}
