//! Journeys through the whole program over HTTP, on SQLite or, where `TEST_DATABASE_URL` is set, on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop and say where"
)]

mod access;
mod agreed;
mod agreements;
mod alerts;
mod answers;
mod bodies;
mod browse;
mod bulk;
mod catalogue;
mod chain;
mod charges;
mod demo;
mod downloads;
mod enquiries;
mod first_page;
mod foundation;
mod leaks;
mod needs;
mod negotiation;
mod news;
mod news_together;
mod open_data;
mod publications;
mod reconciliation;
mod service_levels;
mod shortlists;
mod suggestions;
mod support;
mod walk;
