//! Journeys through `charges`.
