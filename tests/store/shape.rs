//! Both databases have the same tables and columns, and both are what the program thinks they are.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;
use symbiosis::storage::{self, StorageError};

use crate::database::TestDatabase;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
}

const ON_SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m \
     JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '%_fts%' \
     AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__diesel_schema_migrations'";
const ON_POSTGRESQL: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' \
     AND data_type <> 'tsvector'";

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let database = TestDatabase::fresh();
    let db = database.open();
    let query = if std::env::var("TEST_DATABASE_URL").is_ok() { ON_POSTGRESQL } else { ON_SQLITE };

    let columns: Vec<Column> =
        db.read_now(|conn| diesel::sql_query(query).load(conn).map_err(StorageError::from)).unwrap();

    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in columns {
        tables.entry(column.table_name).or_default().push(column.column_name);
    }
    let mut listing = String::new();
    for (table, mut columns) in tables {
        columns.sort();
        listing += &format!("{table}: {}\n", columns.join(" "));
    }
    insta::assert_snapshot!("tables_and_columns", listing);
}

#[test]
fn migrating_twice_changes_nothing_and_leaves_nothing_to_do() {
    let database = TestDatabase::fresh();

    let ran = storage::migrate(&database.url).unwrap();

    assert_eq!(ran, Vec::<String>::new());
    assert_eq!(storage::pending(&database.url).unwrap(), Vec::<String>::new());
}
