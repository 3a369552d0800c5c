//! Answers that everybody may read.

use diesel::prelude::*;

use crate::catalogue::model::PublicAnswer;
use crate::kernel::Instant;
use crate::kernel::ids::{EnquiryId, OfferId, PublicAnswerId};
use crate::storage::schema::{enquiries, public_answers};
use crate::storage::{Conn, StorageError, Tx};

/// The most that an offer's page lists.
const MOST: i64 = 50;

/// The answers shown with an offer, the latest first.
pub(in crate::negotiation) fn of_offer(
    conn: &mut Conn,
    offer: OfferId,
) -> Result<Vec<PublicAnswer>, StorageError> {
    let rows: Vec<(PublicAnswerId, String, String, Instant)> = public_answers::table
        .filter(public_answers::offer_id.eq(offer))
        .order((public_answers::published_at.desc(), public_answers::id.desc()))
        .limit(MOST)
        .select((
            public_answers::id,
            public_answers::question,
            public_answers::answer,
            public_answers::published_at,
        ))
        .load(conn)?;
    let answer = |(id, question, answer, published_at)| PublicAnswer { id, question, answer, published_at };
    Ok(rows.into_iter().map(answer).collect())
}

pub(in crate::negotiation) fn insert(
    tx: &mut Tx<'_>,
    (offer, enquiry): (OfferId, EnquiryId),
    question: &str,
    answer: &str,
    now: Instant,
) -> Result<PublicAnswerId, StorageError> {
    let id = PublicAnswerId::new();
    diesel::insert_into(public_answers::table)
        .values((
            public_answers::id.eq(id),
            public_answers::offer_id.eq(offer),
            public_answers::enquiry_id.eq(enquiry),
            public_answers::question.eq(question),
            public_answers::answer.eq(answer),
            public_answers::published_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// The enquiry that an answer comes from, if it stands with this offer.
pub(in crate::negotiation) fn source(
    conn: &mut Conn,
    offer: OfferId,
    id: PublicAnswerId,
) -> Result<Option<EnquiryId>, StorageError> {
    Ok(public_answers::table
        .inner_join(enquiries::table)
        .filter(public_answers::id.eq(id))
        .filter(public_answers::offer_id.eq(offer))
        .select(public_answers::enquiry_id)
        .first(conn)
        .optional()?)
}

pub(in crate::negotiation) fn delete(tx: &mut Tx<'_>, id: PublicAnswerId) -> Result<(), StorageError> {
    diesel::delete(public_answers::table.find(id)).execute(tx.conn())?;
    Ok(())
}
