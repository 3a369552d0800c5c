//! Journeys through `catalogue`.
