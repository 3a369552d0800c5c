//! All of the capability's SQL: signatures, agreements with their parties, and legs with their KPIs.

pub(super) mod agreements;
pub(super) mod legs;
pub(super) mod publications;
pub(super) mod signatures;
