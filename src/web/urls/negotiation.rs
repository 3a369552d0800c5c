//! Addresses of `negotiation`.

pub const PROPOSALS: &str = "/proposals";
