//! The domains of bodies: where a mailbox shows for whom somebody works.

use diesel::prelude::*;

use crate::bodies::model::{DomainSource, DomainView};
use crate::kernel::ids::BodyId;
use crate::storage::schema::body_domains;
use crate::storage::{Conn, StorageError, Tx};

pub(in crate::bodies) fn names(conn: &mut Conn, body: BodyId) -> Result<Vec<String>, StorageError> {
    Ok(body_domains::table
        .filter(body_domains::body_id.eq(body))
        .order(body_domains::domain)
        .select(body_domains::domain)
        .load(conn)?)
}

/// The domains of a body, each with the number of bodies that have it.
pub(in crate::bodies) fn of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<DomainView>, StorageError> {
    let own: Vec<(String, DomainSource)> = body_domains::table
        .filter(body_domains::body_id.eq(body))
        .order(body_domains::domain)
        .select((body_domains::domain, body_domains::source))
        .load(conn)?;
    own.into_iter()
        .map(|(domain, source)| {
            let bodies = bodies_at(conn, std::slice::from_ref(&domain))?;
            Ok(DomainView { domain, source, bodies })
        })
        .collect()
}

/// How many bodies have at least one of these domains.
pub(in crate::bodies) fn bodies_at(conn: &mut Conn, domains: &[String]) -> Result<usize, StorageError> {
    let bodies: Vec<BodyId> = body_domains::table
        .filter(body_domains::domain.eq_any(domains.to_vec()))
        .select(body_domains::body_id)
        .distinct()
        .load(conn)?;
    Ok(bodies.len())
}

/// Gives a body a domain; answers whether it did not have it.
pub(in crate::bodies) fn add(
    tx: &mut Tx<'_>,
    body: BodyId,
    domain: &str,
    source: DomainSource,
) -> Result<bool, StorageError> {
    if names(tx.conn(), body)?.iter().any(|known| known == domain) {
        return Ok(false);
    }
    diesel::insert_into(body_domains::table)
        .values((
            body_domains::body_id.eq(body),
            body_domains::domain.eq(domain),
            body_domains::source.eq(source),
        ))
        .execute(tx.conn())?;
    Ok(true)
}

/// Takes back a domain that an operator added; answers whether there was one.
pub(in crate::bodies) fn remove(tx: &mut Tx<'_>, body: BodyId, domain: &str) -> Result<bool, StorageError> {
    let removed = diesel::delete(body_domains::table)
        .filter(body_domains::body_id.eq(body))
        .filter(body_domains::domain.eq(domain))
        .filter(body_domains::source.eq(DomainSource::Operator))
        .execute(tx.conn())?;
    Ok(removed == 1)
}
