//! API tokens.

use diesel::prelude::*;

use super::people::PersonRow;
use crate::access::capability::CapabilityKind;
use crate::kernel::ids::{BodyId, PersonId, TokenId};
use crate::kernel::{Instant, PageRequest};
use crate::storage::schema::{api_tokens, people};
use crate::storage::{Conn, Json, StorageError, Tx};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens, treat_none_as_default_value = false)]
pub(in crate::access) struct TokenRow {
    pub(in crate::access) id: TokenId,
    pub(in crate::access) body_id: BodyId,
    pub(in crate::access) created_by: PersonId,
    pub(in crate::access) name: String,
    pub(in crate::access) secret_hash: String,
    pub(in crate::access) capabilities: Json,
    pub(in crate::access) created_at: Instant,
    pub(in crate::access) expires_at: Instant,
    pub(in crate::access) last_used_at: Option<Instant>,
    pub(in crate::access) revoked_at: Option<Instant>,
}

impl TokenRow {
    pub(in crate::access) fn capabilities(&self) -> Result<Vec<CapabilityKind>, StorageError> {
        self.capabilities.clone().read()
    }
}

pub(in crate::access) fn insert(tx: &mut Tx<'_>, row: &TokenRow) -> Result<(), StorageError> {
    diesel::insert_into(api_tokens::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A token that works, with the person who made it.
pub(in crate::access) fn working(
    conn: &mut Conn,
    secret_hash: &str,
    now: Instant,
) -> Result<Option<(TokenRow, PersonRow)>, StorageError> {
    Ok(api_tokens::table
        .inner_join(people::table.on(people::id.eq(api_tokens::created_by)))
        .filter(api_tokens::secret_hash.eq(secret_hash))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now))
        .select((TokenRow::as_select(), PersonRow::as_select()))
        .first(conn)
        .optional()?)
}

/// The tokens of a body with their makers' names, newest first, and how many there are.
pub(in crate::access) fn of_body(
    conn: &mut Conn,
    body: BodyId,
    page: PageRequest,
) -> Result<(Vec<(TokenRow, String)>, i64), StorageError> {
    let rows = api_tokens::table
        .inner_join(people::table.on(people::id.eq(api_tokens::created_by)))
        .filter(api_tokens::body_id.eq(body))
        .order(api_tokens::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select((TokenRow::as_select(), people::name))
        .load(conn)?;
    let total = api_tokens::table.filter(api_tokens::body_id.eq(body)).count().get_result(conn)?;
    Ok((rows, total))
}

/// One token of a body, with its maker's name.
pub(in crate::access) fn find(
    conn: &mut Conn,
    body: BodyId,
    id: TokenId,
) -> Result<Option<(TokenRow, String)>, StorageError> {
    Ok(api_tokens::table
        .inner_join(people::table.on(people::id.eq(api_tokens::created_by)))
        .filter(api_tokens::id.eq(id))
        .filter(api_tokens::body_id.eq(body))
        .select((TokenRow::as_select(), people::name))
        .first(conn)
        .optional()?)
}

/// How many tokens of a body work.
pub(in crate::access) fn count_working(
    conn: &mut Conn,
    body: BodyId,
    now: Instant,
) -> Result<i64, StorageError> {
    Ok(api_tokens::table
        .filter(api_tokens::body_id.eq(body))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now))
        .count()
        .get_result(conn)?)
}

pub(in crate::access) fn touch(tx: &mut Tx<'_>, id: TokenId, now: Instant) -> Result<(), StorageError> {
    diesel::update(api_tokens::table.find(id))
        .set(api_tokens::last_used_at.eq(Some(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Revokes a token of `body`; answers whether it worked until now.
pub(in crate::access) fn revoke(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: TokenId,
    now: Instant,
) -> Result<bool, StorageError> {
    let changed = diesel::update(api_tokens::table.find(id))
        .filter(api_tokens::body_id.eq(body))
        .filter(api_tokens::revoked_at.is_null())
        .set(api_tokens::revoked_at.eq(Some(now)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}
