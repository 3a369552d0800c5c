//! The promises of storage and of the audit trail, on SQLite or, where `TEST_DATABASE_URL` is set, on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop and say where")]

mod audit;
mod bodies;
mod capacity;
mod crash;
#[path = "../web/support/database.rs"]
mod database;
mod durable;
mod idempotency;

mod shape;
mod shelf;
