//! Claims, and who administers a body already.

use diesel::prelude::*;

use crate::access::Role;
use crate::bodies::claim::{ClaimView, Proof};
use crate::bodies::state::{BodyState, ClaimState};
use crate::kernel::ids::{BodyId, ClaimId, PersonId};
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::{bodies, claims, mails, memberships, people};
use crate::storage::{Conn, LockExt, StorageError, Tx};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = claims, treat_none_as_default_value = false)]
pub(in crate::bodies) struct ClaimRow {
    pub(in crate::bodies) id: ClaimId,
    pub(in crate::bodies) body_id: BodyId,
    pub(in crate::bodies) email: String,
    pub(in crate::bodies) name: String,
    pub(in crate::bodies) job_title: String,
    pub(in crate::bodies) proof: Proof,
    pub(in crate::bodies) state: ClaimState,
    pub(in crate::bodies) person_id: Option<PersonId>,
    pub(in crate::bodies) reason: Option<String>,
    pub(in crate::bodies) created_at: Instant,
    pub(in crate::bodies) proved_at: Option<Instant>,
    pub(in crate::bodies) decided_at: Option<Instant>,
}

type Found = (ClaimRow, String, BodyState);

fn view((row, body_name, body_state): Found) -> ClaimView {
    ClaimView {
        id: row.id,
        body: row.body_id,
        body_name,
        body_state,
        name: row.name,
        job_title: row.job_title,
        email: row.email,
        proof: row.proof,
        state: row.state,
        person: row.person_id,
        reason: row.reason,
        created_at: row.created_at,
        proved_at: row.proved_at,
        decided_at: row.decided_at,
    }
}

pub(in crate::bodies) fn insert(tx: &mut Tx<'_>, row: &ClaimRow) -> Result<(), StorageError> {
    diesel::insert_into(claims::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Writes what changes over a claim's life.
pub(in crate::bodies) fn update(tx: &mut Tx<'_>, row: &ClaimRow) -> Result<(), StorageError> {
    diesel::update(claims::table.find(row.id))
        .set((
            claims::name.eq(&row.name),
            claims::job_title.eq(&row.job_title),
            claims::proof.eq(row.proof),
            claims::state.eq(row.state),
            claims::person_id.eq(row.person_id),
            claims::reason.eq(row.reason.as_deref()),
            claims::proved_at.eq(row.proved_at),
            claims::decided_at.eq(row.decided_at),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A claim, held until the transaction ends.
pub(in crate::bodies) fn lock(tx: &mut Tx<'_>, id: ClaimId) -> Result<Option<ClaimRow>, StorageError> {
    Ok(claims::table.find(id).select(ClaimRow::as_select()).locked().get_result(tx.conn()).optional()?)
}

pub(in crate::bodies) fn find(conn: &mut Conn, id: ClaimId) -> Result<Option<ClaimView>, StorageError> {
    let found: Option<Found> = claims::table
        .inner_join(bodies::table)
        .filter(claims::id.eq(id))
        .select((ClaimRow::as_select(), bodies::name, bodies::state))
        .first(conn)
        .optional()?;
    Ok(found.map(view))
}

/// The claims of a body, the newest first.
pub(in crate::bodies) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    page: PageRequest,
) -> Result<Vec<ClaimView>, StorageError> {
    let found: Vec<Found> = claims::table
        .inner_join(bodies::table)
        .filter(claims::body_id.eq(body))
        .order(claims::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select((ClaimRow::as_select(), bodies::name, bodies::state))
        .load(conn)?;
    Ok(found.into_iter().map(view).collect())
}

/// The claims in one state, the one that has waited longest first, and how many there are.
pub(in crate::bodies) fn in_state(
    conn: &mut Conn,
    state: ClaimState,
    page: PageRequest,
) -> Result<(Vec<ClaimView>, i64), StorageError> {
    let found: Vec<Found> = claims::table
        .inner_join(bodies::table)
        .filter(claims::state.eq(state))
        .order((claims::created_at, claims::id))
        .limit(page.limit())
        .offset(page.offset())
        .select((ClaimRow::as_select(), bodies::name, bodies::state))
        .load(conn)?;
    let total = claims::table.filter(claims::state.eq(state)).count().get_result(conn)?;
    Ok((found.into_iter().map(view).collect(), total))
}

/// Claims of a body whose address is confirmed and which nobody has answered.
pub(in crate::bodies) fn proved_of_body(
    tx: &mut Tx<'_>,
    body: BodyId,
) -> Result<Vec<ClaimRow>, StorageError> {
    Ok(claims::table
        .filter(claims::body_id.eq(body))
        .filter(claims::state.eq(ClaimState::Proved))
        .order(claims::id)
        .select(ClaimRow::as_select())
        .locked()
        .get_results(tx.conn())?)
}

/// The claim that this address has made of this body and that is still on its way.
pub(in crate::bodies) fn open_of(
    tx: &mut Tx<'_>,
    body: BodyId,
    email: &str,
) -> Result<Option<ClaimRow>, StorageError> {
    Ok(claims::table
        .filter(claims::body_id.eq(body))
        .filter(claims::email.eq(email))
        .filter(claims::state.eq_any(vec![ClaimState::Sent, ClaimState::Proved]))
        .order(claims::id.desc())
        .limit(1)
        .select(ClaimRow::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?)
}

/// Whether somebody with this address has a role at the body.
pub(in crate::bodies) fn is_member(conn: &mut Conn, body: BodyId, email: &str) -> Result<bool, StorageError> {
    let roles: i64 = memberships::table
        .inner_join(people::table)
        .filter(memberships::body_id.eq(body))
        .filter(people::email.eq(email))
        .count()
        .get_result(conn)?;
    Ok(roles > 0)
}

/// Whether somebody with this address has an account they can sign in to.
pub(in crate::bodies) fn has_account(conn: &mut Conn, email: &str) -> Result<bool, StorageError> {
    let accounts: i64 = people::table
        .filter(people::email.eq(email))
        .filter(people::password_hash.is_not_null())
        .count()
        .get_result(conn)?;
    Ok(accounts > 0)
}

/// Whether somebody administers the body.
pub(in crate::bodies) fn has_administrator(conn: &mut Conn, body: BodyId) -> Result<bool, StorageError> {
    let administrators: i64 = memberships::table
        .filter(memberships::body_id.eq(body))
        .filter(memberships::role.eq(Role::Administrator))
        .count()
        .get_result(conn)?;
    Ok(administrators > 0)
}

/// How many mails went to an address since `since`, whatever they were about.
pub(in crate::bodies) fn mails_since(
    conn: &mut Conn,
    address: &str,
    since: Instant,
) -> Result<i64, StorageError> {
    Ok(mails::table
        .filter(mails::to_address.eq(address))
        .filter(mails::created_at.gt(since))
        .count()
        .get_result(conn)?)
}
