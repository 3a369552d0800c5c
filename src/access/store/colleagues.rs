//! Who works at a body, with their roles: filtered, sorted and in pages.

use diesel::prelude::*;

use super::people::PersonRow;
use crate::access::queries::{Colleague, ColleagueFilter, ColleagueOrder};
use crate::access::role::{Role, Roles};
use crate::kernel::PageRequest;
use crate::kernel::ids::{BodyId, PersonId};
use crate::storage::schema::{memberships, people};
use crate::storage::{Conn, MultiBackend, StorageError, lower};

/// One page of the people at a body, and how many there are in all.
pub(in crate::access) fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &ColleagueFilter,
    page: PageRequest,
) -> Result<(Vec<Colleague>, i64), StorageError> {
    let rows = filtered(body, filter).select(PersonRow::as_select());
    let rows = match filter.order {
        ColleagueOrder::Name => rows.order((people::name.asc(), people::id.asc())),
        ColleagueOrder::NameBackwards => rows.order((people::name.desc(), people::id.desc())),
    };
    let rows: Vec<PersonRow> = rows.limit(page.limit()).offset(page.offset()).load(conn)?;
    let total = filtered(body, filter).count().get_result(conn)?;
    Ok((with_roles(conn, body, rows)?, total))
}

/// One person at a body; `None` for anybody else.
pub(in crate::access) fn find(
    conn: &mut Conn,
    body: BodyId,
    id: PersonId,
) -> Result<Option<Colleague>, StorageError> {
    let rows = filtered(body, &ColleagueFilter::default()).filter(people::id.eq(id));
    let rows: Vec<PersonRow> = rows.select(PersonRow::as_select()).load(conn)?;
    Ok(with_roles(conn, body, rows)?.pop())
}

fn filtered(body: BodyId, filter: &ColleagueFilter) -> people::BoxedQuery<'static, MultiBackend> {
    let here = memberships::table.filter(memberships::body_id.eq(body));
    let mut query = people::table.filter(people::id.eq_any(here.select(memberships::person_id))).into_boxed();
    if let Some(role) = filter.role {
        let in_role = here.filter(memberships::role.eq(role)).select(memberships::person_id);
        query = query.filter(people::id.eq_any(in_role));
    }
    for word in &filter.words {
        // Words are letters and digits only, so none of them means anything to LIKE.
        let pattern = format!("%{word}%");
        query = query.filter(lower(people::name).like(pattern.clone()).or(people::email.like(pattern)));
    }
    query
}

fn with_roles(conn: &mut Conn, body: BodyId, rows: Vec<PersonRow>) -> Result<Vec<Colleague>, StorageError> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let roles: Vec<(PersonId, Role)> = memberships::table
        .filter(memberships::body_id.eq(body))
        .filter(memberships::person_id.eq_any(ids))
        .select((memberships::person_id, memberships::role))
        .load(conn)?;
    let of = |id| roles.iter().filter(|(person, _)| *person == id).map(|(_, role)| *role).collect();
    let colleague = |row: PersonRow| Colleague {
        roles: Roles::new(of(row.id)),
        id: row.id,
        name: row.name,
        email: row.email,
        signed_in_at: row.signed_in_at,
    };
    Ok(rows.into_iter().map(colleague).collect())
}
