//! Asking about an offer, and answering.

use serde_json::json;

use crate::access::capability::{Enquire, ManageOffers};
use crate::access::{self, CapabilityKind, Member};
use crate::audit::{self, Actor, Event, Object};
use crate::catalogue::audience::View;
use crate::kernel::ids::{BodyId, EnquiryId, OfferId};
use crate::kernel::{Instant, london, text};
use crate::negotiation::enquiry::{EnquiryEvent, MOST_OPEN};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::model::{Enquiry, Message};
use crate::negotiation::queries;
use crate::negotiation::store::enquiries;
use crate::storage::Tx;

/// The longest that one message may be.
const LONGEST: usize = 4_000;

/// Asks the provider of a published offer. A body has one open thread about an offer: asking again goes on with it.
pub fn enquire(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    offer: OfferId,
    question: &str,
    now: Instant,
) -> Result<EnquiryId, NegotiationError> {
    let view = View::of(Some(by.body()), london::date(now));
    let offer = queries::offer_to_talk_about(tx.conn(), view, offer)?.ok_or(NegotiationError::NotFound)?;
    if offer.body == by.body() {
        return Err(NegotiationError::OwnOffer);
    }
    let question = text::required("text", question, "your question", LONGEST)
        .map_err(crate::kernel::FieldErrors::from)?;
    let id = if let Some(id) = enquiries::running(tx.conn(), offer.id, by.body())? {
        id
    } else {
        let waiting = enquiries::unanswered(tx.conn(), by.body())?;
        if waiting >= MOST_OPEN {
            return Err(NegotiationError::TooManyOpen(waiting));
        }
        enquiries::insert(tx, offer.id, offer.body, by.body(), now)?
    };
    let enquiry = lock(tx, by.body(), id)?;
    say(tx, &by.actor(), by.body(), &enquiry, (EnquiryEvent::Ask, &question), now)?;
    Ok(id)
}

/// The consumer asks on in its thread.
pub fn ask(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    id: EnquiryId,
    question: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    if enquiry.consumer != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.consumer_name));
    }
    let question = text::required("text", question, "your question", LONGEST)
        .map_err(crate::kernel::FieldErrors::from)?;
    say(tx, &by.actor(), by.body(), &enquiry, (EnquiryEvent::Ask, &question), now)
}

/// The provider answers.
pub fn answer(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: EnquiryId,
    answer: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    if enquiry.provider != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.provider_name));
    }
    let answer =
        text::required("text", answer, "your answer", LONGEST).map_err(crate::kernel::FieldErrors::from)?;
    say(tx, &by.actor(), by.body(), &enquiry, (EnquiryEvent::Answer, &answer), now)
}

/// Either side closes the thread: nothing more is said in it.
pub fn close_enquiry(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    id: EnquiryId,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    let next = enquiry.state.after(EnquiryEvent::Close).ok_or(NegotiationError::EnquiryClosed)?;
    enquiries::set_state(tx, id, next, now)?;
    record(tx, &by.actor(), &enquiry, "enquiry.closed", json!({}), now)
}

fn lock(tx: &mut Tx<'_>, body: BodyId, id: EnquiryId) -> Result<Enquiry, NegotiationError> {
    enquiries::lock(tx, body, id)?.ok_or(NegotiationError::NotFound)
}

/// Puts a message into the thread and tells whoever must read it.
fn say(
    tx: &mut Tx<'_>,
    actor: &Actor,
    body: BodyId,
    enquiry: &Enquiry,
    (event, text): (EnquiryEvent, &str),
    now: Instant,
) -> Result<(), NegotiationError> {
    let next = enquiry.state.after(event).ok_or(NegotiationError::EnquiryClosed)?;
    let message = Message { body, author: actor.name.clone(), text: text.to_owned(), sent_at: now };
    enquiries::add_message(tx, enquiry.id, &message)?;
    enquiries::set_state(tx, enquiry.id, next, now)?;
    let (action, capability) = match event {
        EnquiryEvent::Answer => ("enquiry.answered", CapabilityKind::Enquire),
        EnquiryEvent::Ask | EnquiryEvent::Close => ("enquiry.asked", CapabilityKind::ManageOffers),
    };
    record(tx, actor, enquiry, action, json!({ "offer": enquiry.offer, "text": text }), now)?;
    let from = enquiry.name_of(body);
    let subject = format!("{from} about “{}”", enquiry.offer_title);
    let words = format!("{} of {from} writes about “{}”:\n\n{text}", actor.name, enquiry.offer_title);
    let path = format!("/enquiries/{}", enquiry.id);
    access::tell(tx, enquiry.other_than(body), capability, &subject, &words, &path, now)?;
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    enquiry: &Enquiry,
    action: &'static str,
    data: serde_json::Value,
    now: Instant,
) -> Result<(), NegotiationError> {
    let event = Event {
        actor: actor.clone(),
        action,
        object: Object::new("enquiry", enquiry.id),
        seen_by: vec![enquiry.provider, enquiry.consumer],
        data,
    };
    audit::record(tx, event, now)?;
    Ok(())
}
