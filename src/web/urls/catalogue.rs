//! Addresses of `catalogue`.

pub const FIND: &str = "/catalogue";
