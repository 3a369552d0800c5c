//! Addresses of `bodies`.

use crate::kernel::ids::{BodyId, ClaimId};

pub const LIST: &str = "/bodies";
pub const CSV: &str = "/bodies.csv";
pub const CLAIMS: &str = "/operator/claims";

/// The list, narrowed by a query string without its question mark.
pub fn list(query: &str) -> String {
    with_query(LIST, query)
}

pub fn csv(query: &str) -> String {
    with_query(CSV, query)
}

pub fn body(id: BodyId) -> String {
    format!("{LIST}/{id}")
}

/// A further page of the offers on a body's page.
pub fn offers_page(id: BodyId, number: u32) -> String {
    format!("{LIST}/{id}?offers={number}")
}

/// A further page of the public agreements on a body's page.
pub fn agreements_page(id: BodyId, number: u32) -> String {
    format!("{LIST}/{id}?agreements={number}")
}

pub fn agreements_csv(id: BodyId) -> String {
    format!("{LIST}/{id}/agreements.csv")
}

pub fn claim(id: BodyId) -> String {
    format!("{LIST}/{id}/claim")
}

pub fn prove_claim(secret: &str) -> String {
    format!("/claims/{secret}")
}

pub fn claims_page(number: u32) -> String {
    format!("{CLAIMS}?page={number}")
}

pub fn operator_claim(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}")
}

pub fn approve_claim(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/approve")
}

pub fn refuse_claim(id: ClaimId) -> String {
    format!("{CLAIMS}/{id}/refuse")
}

pub fn operator_body(id: BodyId) -> String {
    format!("/operator/bodies/{id}")
}

pub fn add_domain(id: BodyId) -> String {
    format!("/operator/bodies/{id}/domains")
}

pub fn remove_domain(id: BodyId) -> String {
    format!("/operator/bodies/{id}/domains/remove")
}

/// The question before a domain is taken back.
pub fn confirm_remove_domain(id: BodyId, domain: &str) -> String {
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("domain", domain).finish();
    format!("{}?{query}", remove_domain(id))
}

pub fn verify_body(id: BodyId) -> String {
    format!("/operator/bodies/{id}/verify")
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
