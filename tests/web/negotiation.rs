//! Journeys through `negotiation`.
