//! The SQL of the catalogue.

pub(super) mod attachments;
pub(super) mod closing;
pub(super) mod entering;
pub(super) mod find;
pub(super) mod freshness;
pub(super) mod ledger;
pub(super) mod offered;
pub(super) mod offers;
pub(super) mod open;
pub(super) mod own;
pub(super) mod reservations;
pub(super) mod shelf;
pub(super) mod summary;
pub(super) mod taxonomy;
pub(super) mod versions;
