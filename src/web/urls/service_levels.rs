//! Addresses of `service_levels`.

pub const RETURNS: &str = "/returns";
