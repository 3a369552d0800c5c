//! Addresses of `bodies`.

pub const LIST: &str = "/bodies";
