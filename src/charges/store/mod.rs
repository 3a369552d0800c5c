//! The SQL of invoices, their numbers, set-offs and closed months.

pub(super) mod closes;
pub(super) mod counters;
pub(super) mod invoices;
pub(super) mod search;
pub(super) mod standing;
