//! The SQL of the catalogue.

pub(super) mod ledger;
pub(super) mod offers;
pub(super) mod reservations;
pub(super) mod taxonomy;
