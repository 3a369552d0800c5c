//! Journeys through `reconciliation`.
