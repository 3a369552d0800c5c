//! The names of the column types that our values carry. What each becomes on a database is `storage`'s business.

use diesel::query_builder::QueryId;
use diesel::sql_types::{SingleValue, SqlType, is_nullable};

/// An id: `UUID` on PostgreSQL, 16 bytes on SQLite.
#[derive(QueryId, Debug, Clone, Copy, Default)]
pub struct Uuid;

/// A JSON document: `JSONB` on PostgreSQL, text on SQLite.
#[derive(QueryId, Debug, Clone, Copy, Default)]
pub struct Json;

/// A moment: `TIMESTAMPTZ` on PostgreSQL, sortable RFC 3339 text on SQLite.
#[derive(QueryId, Debug, Clone, Copy, Default)]
pub struct Instant;

/// Both databases keep instants in a form whose order is that of time.
impl diesel::sql_types::SqlOrd for Instant {}

impl SqlType for Uuid {
    type IsNull = is_nullable::NotNull;
}
impl SingleValue for Uuid {}
impl SqlType for Json {
    type IsNull = is_nullable::NotNull;
}
impl SingleValue for Json {}
impl SqlType for Instant {
    type IsNull = is_nullable::NotNull;
}
impl SingleValue for Instant {}
