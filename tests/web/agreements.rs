//! Journeys through `agreements`.
