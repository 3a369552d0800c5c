//! Enquiries and their messages.

use diesel::prelude::*;

use crate::bodies::queries::names;
use crate::kernel::ids::{BodyId, EnquiryId, MessageId, OfferId};
use crate::kernel::{Instant, Page, PageRequest};
use crate::negotiation::enquiry::EnquiryState;
use crate::negotiation::model::{Enquiry, Message};
use crate::storage::schema::{enquiries, enquiry_messages, offers};
use crate::storage::{Conn, LockExt, MultiBackend, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = enquiries)]
struct EnquiryRow {
    id: EnquiryId,
    offer_id: OfferId,
    provider_id: BodyId,
    consumer_id: BodyId,
    state: EnquiryState,
    created_at: Instant,
    updated_at: Instant,
}

#[derive(Insertable)]
#[diesel(table_name = enquiry_messages)]
struct MessageRow {
    id: MessageId,
    enquiry_id: EnquiryId,
    body_id: BodyId,
    author: String,
    text: String,
    sent_at: Instant,
}

/// A new enquiry of `consumer` about an offer of `provider`.
pub(in crate::negotiation) fn insert(
    tx: &mut Tx<'_>,
    offer_id: OfferId,
    provider_id: BodyId,
    consumer_id: BodyId,
    now: Instant,
) -> Result<EnquiryId, StorageError> {
    let id = EnquiryId::new();
    let row = EnquiryRow {
        id,
        offer_id,
        provider_id,
        consumer_id,
        state: EnquiryState::Open,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(enquiries::table).values(row).execute(tx.conn())?;
    Ok(id)
}

pub(in crate::negotiation) fn add_message(
    tx: &mut Tx<'_>,
    enquiry_id: EnquiryId,
    message: &Message,
) -> Result<(), StorageError> {
    let row = MessageRow {
        id: MessageId::new(),
        enquiry_id,
        body_id: message.body,
        author: message.author.clone(),
        text: message.text.clone(),
        sent_at: message.sent_at,
    };
    diesel::insert_into(enquiry_messages::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// The open thread of `consumer` about an offer, if there is one.
pub(in crate::negotiation) fn running(
    conn: &mut Conn,
    offer: OfferId,
    consumer: BodyId,
) -> Result<Option<EnquiryId>, StorageError> {
    Ok(enquiries::table
        .filter(enquiries::offer_id.eq(offer))
        .filter(enquiries::consumer_id.eq(consumer))
        .filter(enquiries::state.ne(EnquiryState::Closed))
        .order(enquiries::id.desc())
        .select(enquiries::id)
        .first(conn)
        .optional()?)
}

/// How many questions of `consumer` wait for their providers.
pub(in crate::negotiation) fn unanswered(conn: &mut Conn, consumer: BodyId) -> Result<i64, StorageError> {
    Ok(enquiries::table
        .filter(enquiries::consumer_id.eq(consumer))
        .filter(enquiries::state.eq(EnquiryState::Open))
        .count()
        .get_result(conn)?)
}

/// The enquiry, if `body` asks or is asked.
pub(in crate::negotiation) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: EnquiryId,
) -> Result<Option<Enquiry>, StorageError> {
    let row: Option<(EnquiryRow, String)> = enquiries::table
        .inner_join(offers::table)
        .filter(enquiries::id.eq(id))
        .filter(enquiries::provider_id.eq(body).or(enquiries::consumer_id.eq(body)))
        .select((EnquiryRow::as_select(), offers::title))
        .first(conn)
        .optional()?;
    Ok(views(conn, row.into_iter().collect())?.into_iter().next())
}

/// [`of_party`], with the enquiry locked until the transaction ends.
pub(in crate::negotiation) fn lock(
    tx: &mut Tx<'_>,
    body: BodyId,
    id: EnquiryId,
) -> Result<Option<Enquiry>, StorageError> {
    enquiries::table
        .filter(enquiries::id.eq(id))
        .select(enquiries::id)
        .locked()
        .load::<EnquiryId>(tx.conn())?;
    of_party(tx.conn(), body, id)
}

pub(in crate::negotiation) fn messages(conn: &mut Conn, id: EnquiryId) -> Result<Vec<Message>, StorageError> {
    const MOST: i64 = 500;
    let rows: Vec<(BodyId, String, String, Instant)> = enquiry_messages::table
        .filter(enquiry_messages::enquiry_id.eq(id))
        .order((enquiry_messages::sent_at, enquiry_messages::id))
        .limit(MOST)
        .select((
            enquiry_messages::body_id,
            enquiry_messages::author,
            enquiry_messages::text,
            enquiry_messages::sent_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(body, author, text, sent_at)| Message { body, author, text, sent_at })
        .collect())
}

pub(in crate::negotiation) fn set_state(
    tx: &mut Tx<'_>,
    id: EnquiryId,
    state: EnquiryState,
    now: Instant,
) -> Result<(), StorageError> {
    let changed = diesel::update(enquiries::table.find(id))
        .set((enquiries::state.eq(state), enquiries::updated_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(StorageError::Stale) }
}

type Filtered<'a> = enquiries::BoxedQuery<'a, MultiBackend>;

fn of_body<'a>(body: BodyId, state: Option<EnquiryState>) -> Filtered<'a> {
    let query = enquiries::table
        .filter(enquiries::provider_id.eq(body).or(enquiries::consumer_id.eq(body)))
        .into_boxed();
    match state {
        Some(state) => query.filter(enquiries::state.eq(state)),
        None => query,
    }
}

/// One page of the enquiries that `body` made or got, last touched first.
pub(in crate::negotiation) fn list(
    conn: &mut Conn,
    body: BodyId,
    state: Option<EnquiryState>,
    page: PageRequest,
) -> Result<Page<Enquiry>, StorageError> {
    let total: i64 = of_body(body, state).count().get_result(conn)?;
    let rows: Vec<EnquiryRow> = of_body(body, state)
        .order((enquiries::updated_at.desc(), enquiries::id.desc()))
        .limit(page.limit())
        .offset(page.offset())
        .select(EnquiryRow::as_select())
        .load(conn)?;
    let titles: Vec<(OfferId, String)> = offers::table
        .filter(offers::id.eq_any(rows.iter().map(|row| row.offer_id).collect::<Vec<_>>()))
        .select((offers::id, offers::title))
        .load(conn)?;
    let with_titles = rows.into_iter().map(|row| {
        let title = titles.iter().find(|(id, _)| *id == row.offer_id).map(|(_, title)| title.clone());
        (row, title.unwrap_or_default())
    });
    let items = views(conn, with_titles.collect())?;
    Ok(Page::new(items, page, total))
}

fn views(conn: &mut Conn, rows: Vec<(EnquiryRow, String)>) -> Result<Vec<Enquiry>, StorageError> {
    let parties = rows.iter().flat_map(|(row, _)| [row.provider_id, row.consumer_id]).collect();
    let names = names(conn, parties)?;
    let name = |body: BodyId| names.get(&body).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(row, offer_title)| Enquiry {
            id: row.id,
            offer: row.offer_id,
            offer_title,
            provider: row.provider_id,
            provider_name: name(row.provider_id),
            consumer: row.consumer_id,
            consumer_name: name(row.consumer_id),
            state: row.state,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
        .collect())
}
