//! The SQL of bodies, their codes and domains, successions, claims and bank holidays.

pub(super) mod bank_holidays;
pub(super) mod bodies;
pub(super) mod claims;
pub(super) mod domains;
pub(super) mod places;
pub(super) mod registered;
pub(super) mod search;
pub(super) mod successions;
