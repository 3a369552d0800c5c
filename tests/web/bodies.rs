//! Journeys through `bodies`.
