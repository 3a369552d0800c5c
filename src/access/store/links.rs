//! One-time links sent by mail.

use diesel::prelude::*;

use crate::kernel::ids::MailLinkId;
use crate::kernel::{Instant, text_enum};
use crate::storage::schema::mail_links;
use crate::storage::{Conn, LockExt, StorageError, Tx};

text_enum! {
    /// What following a link does.
    pub enum LinkPurpose {
        ResetPassword = "reset_password",
        ProveClaim = "prove_claim",
        AcceptInvitation = "accept_invitation",
        ConfirmOffer = "confirm_offer",
    }
}

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_links, treat_none_as_default_value = false)]
pub(in crate::access) struct LinkRow {
    pub(in crate::access) id: MailLinkId,
    pub(in crate::access) secret_hash: String,
    pub(in crate::access) purpose: LinkPurpose,
    pub(in crate::access) email: String,
    pub(in crate::access) subject_id: String,
    pub(in crate::access) created_at: Instant,
    pub(in crate::access) expires_at: Instant,
    pub(in crate::access) used_at: Option<Instant>,
}

pub(in crate::access) fn insert(tx: &mut Tx<'_>, row: &LinkRow) -> Result<(), StorageError> {
    diesel::insert_into(mail_links::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A link that can still be used.
pub(in crate::access) fn usable(
    conn: &mut Conn,
    purpose: LinkPurpose,
    secret_hash: &str,
    now: Instant,
) -> Result<Option<LinkRow>, StorageError> {
    Ok(mail_links::table
        .filter(mail_links::secret_hash.eq(secret_hash))
        .filter(mail_links::purpose.eq(purpose))
        .filter(mail_links::used_at.is_null())
        .filter(mail_links::expires_at.gt(now))
        .select(LinkRow::as_select())
        .first(conn)
        .optional()?)
}

/// Uses a link up: `None` when it was used before, is too old, or never was.
pub(in crate::access) fn spend(
    tx: &mut Tx<'_>,
    purpose: LinkPurpose,
    secret_hash: &str,
    now: Instant,
) -> Result<Option<LinkRow>, StorageError> {
    let row: Option<LinkRow> = mail_links::table
        .filter(mail_links::secret_hash.eq(secret_hash))
        .filter(mail_links::purpose.eq(purpose))
        .filter(mail_links::used_at.is_null())
        .filter(mail_links::expires_at.gt(now))
        .select(LinkRow::as_select())
        .locked()
        .get_result(tx.conn())
        .optional()?;
    if let Some(row) = &row {
        diesel::update(mail_links::table.find(row.id))
            .set(mail_links::used_at.eq(Some(now)))
            .execute(tx.conn())?;
    }
    Ok(row)
}

/// Makes every unused link of one purpose and subject useless: a newer one was sent.
pub(in crate::access) fn cancel(
    tx: &mut Tx<'_>,
    purpose: LinkPurpose,
    subject_id: &str,
    now: Instant,
) -> Result<(), StorageError> {
    diesel::update(mail_links::table)
        .filter(mail_links::purpose.eq(purpose))
        .filter(mail_links::subject_id.eq(subject_id))
        .filter(mail_links::used_at.is_null())
        .set(mail_links::used_at.eq(Some(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Forgets links whose time is over.
pub(in crate::access) fn forget_ended(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StorageError> {
    Ok(diesel::delete(mail_links::table.filter(mail_links::expires_at.lt(now))).execute(tx.conn())?)
}
