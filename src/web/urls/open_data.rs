//! Addresses of open data: files, feeds and what search engines ask for.

use super::catalogue::with_query;

pub const ABOUT: &str = "/open-data";
pub const CATALOGUE_CSV: &str = "/catalogue.csv";
pub const FEED: &str = "/feeds/offers";
pub const NEEDS_FEED: &str = "/feeds/needs";
pub const ROBOTS: &str = "/robots.txt";
pub const SITEMAP: &str = "/sitemap.xml";

/// The catalogue as a file, with these filters set.
pub fn catalogue_csv(pairs: &[(String, String)]) -> String {
    with_query(CATALOGUE_CSV, pairs)
}

pub fn feed_of_service(code: &str) -> String {
    format!("/feeds/services/{code}")
}

pub fn feed_of_region(slug: &str) -> String {
    format!("/feeds/regions/{slug}")
}

pub fn needs_feed_of_service(code: &str) -> String {
    format!("{NEEDS_FEED}/services/{code}")
}

pub fn needs_feed_of_region(slug: &str) -> String {
    format!("{NEEDS_FEED}/regions/{slug}")
}

/// A part of the sitemap, such as `offers-2`.
pub fn sitemap_part(name: &str) -> String {
    format!("/sitemaps/{name}")
}
