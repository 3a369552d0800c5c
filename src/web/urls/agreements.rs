//! Addresses of `agreements`.

pub const LIST: &str = "/agreements";
