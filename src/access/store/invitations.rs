//! Invitations of colleagues.

use diesel::prelude::*;

use crate::access::role::Roles;
use crate::kernel::ids::{BodyId, InvitationId, PersonId};
use crate::kernel::{Instant, PageRequest, text_enum};
use crate::storage::schema::{bodies, invitations};
use crate::storage::{Conn, Json, StorageError, Tx};

text_enum! {
    /// Where an invitation stands.
    pub enum InvitationState { Sent = "sent", Accepted = "accepted", Withdrawn = "withdrawn" }
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, treat_none_as_default_value = false)]
pub(in crate::access) struct InvitationRow {
    pub(in crate::access) id: InvitationId,
    pub(in crate::access) body_id: BodyId,
    pub(in crate::access) email: String,
    pub(in crate::access) roles: Json,
    pub(in crate::access) invited_by: PersonId,
    pub(in crate::access) state: InvitationState,
    pub(in crate::access) created_at: Instant,
    pub(in crate::access) expires_at: Instant,
}

impl InvitationRow {
    pub(in crate::access) fn roles(&self) -> Result<Roles, StorageError> {
        self.roles.clone().read()
    }
}

pub(in crate::access) fn insert(tx: &mut Tx<'_>, row: &InvitationRow) -> Result<(), StorageError> {
    diesel::insert_into(invitations::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// An invitation and the name of its body.
pub(in crate::access) fn find(
    conn: &mut Conn,
    id: InvitationId,
) -> Result<Option<(InvitationRow, String)>, StorageError> {
    Ok(invitations::table
        .inner_join(bodies::table)
        .filter(invitations::id.eq(id))
        .select((InvitationRow::as_select(), bodies::name))
        .first(conn)
        .optional()?)
}

/// The invitations of a body that wait for an answer, newest first, and how many there are.
pub(in crate::access) fn open_of_body(
    conn: &mut Conn,
    body: BodyId,
    now: Instant,
    page: PageRequest,
) -> Result<(Vec<InvitationRow>, i64), StorageError> {
    let rows = invitations::table
        .filter(invitations::body_id.eq(body))
        .filter(invitations::state.eq(InvitationState::Sent))
        .filter(invitations::expires_at.gt(now))
        .order(invitations::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(InvitationRow::as_select())
        .load(conn)?;
    Ok((rows, count_open(conn, body, now)?))
}

/// Whether an invitation of this address to this body waits for an answer.
pub(in crate::access) fn is_open(
    conn: &mut Conn,
    body: BodyId,
    email: &str,
    now: Instant,
) -> Result<bool, StorageError> {
    let open: i64 = invitations::table
        .filter(invitations::body_id.eq(body))
        .filter(invitations::email.eq(email))
        .filter(invitations::state.eq(InvitationState::Sent))
        .filter(invitations::expires_at.gt(now))
        .count()
        .get_result(conn)?;
    Ok(open > 0)
}

/// How many invitations of a body wait for an answer.
pub(in crate::access) fn count_open(
    conn: &mut Conn,
    body: BodyId,
    now: Instant,
) -> Result<i64, StorageError> {
    Ok(invitations::table
        .filter(invitations::body_id.eq(body))
        .filter(invitations::state.eq(InvitationState::Sent))
        .filter(invitations::expires_at.gt(now))
        .count()
        .get_result(conn)?)
}

/// Moves an invitation of `body` that was sent to `state`; answers whether there was one.
pub(in crate::access) fn set_state(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: InvitationId,
    state: InvitationState,
) -> Result<bool, StorageError> {
    let changed = diesel::update(invitations::table.find(id))
        .filter(invitations::body_id.eq(body))
        .filter(invitations::state.eq(InvitationState::Sent))
        .set(invitations::state.eq(state))
        .execute(tx.conn())?;
    Ok(changed == 1)
}
