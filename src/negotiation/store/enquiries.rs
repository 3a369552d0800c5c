//! Enquiries and their messages.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::bodies::queries::names;
use crate::kernel::ids::{BodyId, EnquiryId, MessageId, NeedId, OfferId};
use crate::kernel::{Instant, Page, PageRequest};
use crate::negotiation::enquiry::EnquiryState;
use crate::negotiation::model::{About, Enquiry, Message};
use crate::storage::schema::{enquiries, enquiry_messages, needs, offers};
use crate::storage::{Conn, LockExt, MultiBackend, StorageError, Tx};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = enquiries, treat_none_as_default_value = false)]
struct EnquiryRow {
    id: EnquiryId,
    offer_id: Option<OfferId>,
    need_id: Option<NeedId>,
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

/// A new enquiry between the two.
pub(in crate::negotiation) fn insert(
    tx: &mut Tx<'_>,
    about: About,
    (provider_id, consumer_id): (BodyId, BodyId),
    now: Instant,
) -> Result<EnquiryId, StorageError> {
    let id = EnquiryId::new();
    let (offer_id, need_id) = match about {
        About::Offer(offer) => (Some(offer), None),
        About::Need(need) => (None, Some(need)),
    };
    let row = EnquiryRow {
        id,
        offer_id,
        need_id,
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

/// The open thread of `asker` about an offer or a need, if there is one.
pub(in crate::negotiation) fn running(
    conn: &mut Conn,
    about: About,
    asker: BodyId,
) -> Result<Option<EnquiryId>, StorageError> {
    let query = enquiries::table
        .filter(enquiries::state.ne(EnquiryState::Closed))
        .order(enquiries::id.desc())
        .select(enquiries::id)
        .into_boxed();
    let query = match about {
        About::Offer(offer) => {
            query.filter(enquiries::offer_id.eq(offer)).filter(enquiries::consumer_id.eq(asker))
        }
        About::Need(need) => {
            query.filter(enquiries::need_id.eq(need)).filter(enquiries::provider_id.eq(asker))
        }
    };
    Ok(query.first(conn).optional()?)
}

/// How many questions of `asker` wait for an answer.
pub(in crate::negotiation) fn unanswered(conn: &mut Conn, asker: BodyId) -> Result<i64, StorageError> {
    let about_offers = enquiries::offer_id.is_not_null().and(enquiries::consumer_id.eq(asker));
    let about_needs = enquiries::need_id.is_not_null().and(enquiries::provider_id.eq(asker));
    Ok(enquiries::table
        .filter(about_offers.or(about_needs))
        .filter(enquiries::state.eq(EnquiryState::Open))
        .count()
        .get_result(conn)?)
}

/// How many messages `body` has written into a thread since `then`.
pub(in crate::negotiation) fn written_since(
    conn: &mut Conn,
    id: EnquiryId,
    body: BodyId,
    then: Instant,
) -> Result<i64, StorageError> {
    Ok(enquiry_messages::table
        .filter(enquiry_messages::enquiry_id.eq(id))
        .filter(enquiry_messages::body_id.eq(body))
        .filter(enquiry_messages::sent_at.gt(then))
        .count()
        .get_result(conn)?)
}

/// The enquiry, if `body` asks or is asked.
pub(in crate::negotiation) fn of_party(
    conn: &mut Conn,
    body: BodyId,
    id: EnquiryId,
) -> Result<Option<Enquiry>, StorageError> {
    let row: Option<EnquiryRow> = enquiries::table
        .filter(enquiries::id.eq(id))
        .filter(enquiries::provider_id.eq(body).or(enquiries::consumer_id.eq(body)))
        .select(EnquiryRow::as_select())
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
    Ok(Page::new(views(conn, rows)?, page, total))
}

fn views(conn: &mut Conn, rows: Vec<EnquiryRow>) -> Result<Vec<Enquiry>, StorageError> {
    let parties = rows.iter().flat_map(|row| [row.provider_id, row.consumer_id]).collect();
    let names = names(conn, parties)?;
    let name = |body: BodyId| names.get(&body).cloned().unwrap_or_default();
    let of_offers: Vec<OfferId> = rows.iter().filter_map(|row| row.offer_id).collect();
    let of_needs: Vec<NeedId> = rows.iter().filter_map(|row| row.need_id).collect();
    let offers: BTreeMap<OfferId, String> = offers::table
        .filter(offers::id.eq_any(of_offers))
        .select((offers::id, offers::title))
        .load::<(OfferId, String)>(conn)?
        .into_iter()
        .collect();
    let needs: BTreeMap<NeedId, String> = needs::table
        .filter(needs::id.eq_any(of_needs))
        .select((needs::id, needs::title))
        .load::<(NeedId, String)>(conn)?
        .into_iter()
        .collect();
    let views = rows.into_iter().filter_map(|row| {
        // The database holds each to one of the two.
        let (about, title) = match (row.offer_id, row.need_id) {
            (Some(offer), _) => (About::Offer(offer), offers.get(&offer)),
            (None, Some(need)) => (About::Need(need), needs.get(&need)),
            (None, None) => return None,
        };
        Some(Enquiry {
            id: row.id,
            about,
            title: title.cloned().unwrap_or_default(),
            provider: row.provider_id,
            provider_name: name(row.provider_id),
            consumer: row.consumer_id,
            consumer_name: name(row.consumer_id),
            state: row.state,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    });
    Ok(views.collect())
}
