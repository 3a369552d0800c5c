//! What somebody wants of mails about what is new, and the secret of the link that stops all of them.

use diesel::prelude::*;

use crate::access::Secret;
use crate::alerts::model::{Owner, ShortlistMail};
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, PersonId};
use crate::storage::schema::news_settings;
use crate::storage::{Conn, Native, StorageError, Tx};

/// The secret of this owner's link; made when it is first needed.
pub(in crate::alerts) fn secret(tx: &mut Tx<'_>, owner: Owner, now: Instant) -> Result<String, StorageError> {
    ensure(tx, owner, now)?;
    Ok(news_settings::table
        .find((owner.person, owner.body))
        .select(news_settings::stop_secret)
        .first(tx.conn())?)
}

fn ensure(tx: &mut Tx<'_>, owner: Owner, now: Instant) -> Result<(), StorageError> {
    let secret = Secret::generate("")?;
    Native(
        diesel::insert_into(news_settings::table)
            .values((
                news_settings::person_id.eq(owner.person),
                news_settings::body_id.eq(owner.body),
                news_settings::stop_secret.eq(secret.expose()),
                news_settings::shortlist_mail.eq(ShortlistMail::Sent),
                news_settings::created_at.eq(now),
            ))
            .on_conflict((news_settings::person_id, news_settings::body_id))
            .do_nothing(),
    )
    .execute(tx.conn())?;
    Ok(())
}

/// Whose link this is.
pub(in crate::alerts) fn owner(conn: &mut Conn, secret: &str) -> Result<Option<Owner>, StorageError> {
    let found: Option<(PersonId, BodyId)> = news_settings::table
        .filter(news_settings::stop_secret.eq(secret))
        .select((news_settings::person_id, news_settings::body_id))
        .first(conn)
        .optional()?;
    Ok(found.map(|(person, body)| Owner { person, body }))
}

/// Whether this owner gets mail when an offer on a shortlist changes; they do until they say otherwise.
pub(in crate::alerts) fn shortlist_mail(
    conn: &mut Conn,
    owner: Owner,
) -> Result<ShortlistMail, StorageError> {
    let found: Option<ShortlistMail> = news_settings::table
        .find((owner.person, owner.body))
        .select(news_settings::shortlist_mail)
        .first(conn)
        .optional()?;
    Ok(found.unwrap_or(ShortlistMail::Sent))
}

pub(in crate::alerts) fn set_shortlist_mail(
    tx: &mut Tx<'_>,
    owner: Owner,
    wanted: ShortlistMail,
    now: Instant,
) -> Result<(), StorageError> {
    ensure(tx, owner, now)?;
    diesel::update(news_settings::table.find((owner.person, owner.body)))
        .set(news_settings::shortlist_mail.eq(wanted))
        .execute(tx.conn())?;
    Ok(())
}
