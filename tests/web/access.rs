//! Journeys through `access`.
