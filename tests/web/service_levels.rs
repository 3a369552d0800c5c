//! Journeys through `service_levels`.
