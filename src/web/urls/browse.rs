//! Addresses of the catalogue by service, by region and on the map.

use super::catalogue::{FIND, with_query};

pub const SERVICES: &str = "/browse/services";
pub const REGIONS: &str = "/browse/regions";
pub const MAP: &str = "/map";

pub fn service(code: &str) -> String {
    format!("{SERVICES}/{code}")
}

/// The part of the list of services that a family has.
pub fn family(code: &str) -> String {
    format!("{SERVICES}#{}", code.to_lowercase())
}

pub fn region(slug: &str) -> String {
    format!("{REGIONS}/{slug}")
}

/// The map of one family.
pub fn map_of(family: &str) -> String {
    with_query(MAP, &[("family".to_owned(), family.to_owned())])
}

/// The catalogue with these filters set.
pub fn catalogue(filters: &[(&str, &str)]) -> String {
    let pairs: Vec<(String, String)> =
        filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    with_query(FIND, &pairs)
}
