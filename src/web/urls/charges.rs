//! Addresses of `charges`.

pub const FINANCE: &str = "/finance";
