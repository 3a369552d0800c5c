//! Asking about an offer or a need, and answering.

use serde_json::json;

use crate::access::capability::{Enquire, ManageNeeds, ManageOffers};
use crate::access::{self, CapabilityKind, Member};
use crate::audit::{self, Actor, Event, Object};
use crate::catalogue::audience::View;
use crate::kernel::ids::{BodyId, EnquiryId, NeedId, OfferId};
use crate::kernel::{FieldError, FieldErrors, Instant, london, text};
use crate::negotiation::answered::AnsweredNeed;
use crate::negotiation::enquiry::{A_DAY, EnquiryEvent, MOST_A_DAY, MOST_OPEN};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::model::{About, Enquiry, Message};
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
    ask_first(tx, by, About::Offer(offer.id), (offer.body, by.body()), question, now)
}

/// Asks the owner of an open need, before there is an answer to it. A body has one open thread about a need.
pub fn ask_about_need(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    need: NeedId,
    question: &str,
    now: Instant,
) -> Result<EnquiryId, NegotiationError> {
    let view = View::of(Some(by.body()), london::date(now));
    let need = AnsweredNeed::find(tx.conn(), view, need)?.ok_or(NegotiationError::NotFound)?;
    need.can_be_answered_by(by.body())?;
    ask_first(tx, by, About::Need(need.id), (by.body(), need.body), question, now)
}

/// Begins a thread between the provider and the consumer, or goes on with the one there is.
fn ask_first(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    about: About,
    parties: (BodyId, BodyId),
    question: &str,
    now: Instant,
) -> Result<EnquiryId, NegotiationError> {
    let question = text::required("text", question, "your question", LONGEST).map_err(FieldErrors::from)?;
    let id = if let Some(id) = enquiries::running(tx.conn(), about, by.body())? {
        id
    } else {
        let waiting = enquiries::unanswered(tx.conn(), by.body())?;
        if waiting >= MOST_OPEN {
            return Err(NegotiationError::TooManyOpen(waiting));
        }
        enquiries::insert(tx, about, parties, now)?
    };
    let enquiry = lock(tx, by.body(), id)?;
    say(tx, &by.actor(), by.body(), &enquiry, (EnquiryEvent::Ask, &question), now)?;
    Ok(id)
}

/// Whoever asked asks on in its thread.
pub fn ask(
    tx: &mut Tx<'_>,
    by: &Member<Enquire>,
    id: EnquiryId,
    question: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    if enquiry.asker() != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.name_of(enquiry.asker()).to_owned()));
    }
    let question = text::required("text", question, "your question", LONGEST).map_err(FieldErrors::from)?;
    say(tx, &by.actor(), by.body(), &enquiry, (EnquiryEvent::Ask, &question), now)
}

/// The provider answers a question about its offer.
pub fn answer(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: EnquiryId,
    answer: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    if enquiry.offer().is_none() || enquiry.asked() != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.name_of(enquiry.asked()).to_owned()));
    }
    reply(tx, (&by.actor(), by.body()), &enquiry, answer, now)
}

/// The owner of a need answers a question about it.
pub fn answer_about_need(
    tx: &mut Tx<'_>,
    by: &Member<ManageNeeds>,
    (need, id): (NeedId, EnquiryId),
    answer: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let enquiry = lock(tx, by.body(), id)?;
    if enquiry.about != About::Need(need) {
        return Err(NegotiationError::NotFound);
    }
    if enquiry.asked() != by.body() {
        return Err(NegotiationError::OtherSide(enquiry.name_of(enquiry.asked()).to_owned()));
    }
    reply(tx, (&by.actor(), by.body()), &enquiry, answer, now)
}

fn reply(
    tx: &mut Tx<'_>,
    (actor, body): (&Actor, BodyId),
    enquiry: &Enquiry,
    answer: &str,
    now: Instant,
) -> Result<(), NegotiationError> {
    let answer = text::required("text", answer, "your answer", LONGEST).map_err(FieldErrors::from)?;
    say(tx, actor, body, enquiry, (EnquiryEvent::Answer, &answer), now)
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
    be_fair(tx, body, enquiry, now)?;
    let message = Message { body, author: actor.name.clone(), text: text.to_owned(), sent_at: now };
    enquiries::add_message(tx, enquiry.id, &message)?;
    enquiries::set_state(tx, enquiry.id, next, now)?;
    let (action, capability) = match (event, enquiry.about) {
        (EnquiryEvent::Answer, _) => ("enquiry.answered", CapabilityKind::Enquire),
        (_, About::Offer(_)) => ("enquiry.asked", CapabilityKind::ManageOffers),
        (_, About::Need(_)) => ("enquiry.asked", CapabilityKind::ManageNeeds),
    };
    let data = match enquiry.about {
        About::Offer(offer) => json!({ "offer": offer, "text": text }),
        About::Need(need) => json!({ "need": need, "text": text }),
    };
    record(tx, actor, enquiry, action, data, now)?;
    let from = enquiry.name_of(body);
    let subject = format!("{from} about “{}”", enquiry.title);
    let words = format!("{} of {from} writes about “{}”:\n\n{text}", actor.name, enquiry.title);
    let path = format!("/enquiries/{}", enquiry.id);
    access::tell(tx, enquiry.other_than(body), capability, &subject, &words, &path, now)?;
    Ok(())
}

/// Refuses one message too many in a day, beside the field, so that what was typed can be sent tomorrow.
fn be_fair(tx: &mut Tx<'_>, body: BodyId, enquiry: &Enquiry, now: Instant) -> Result<(), NegotiationError> {
    let since = now.minus(chrono::Duration::hours(A_DAY));
    if enquiries::written_since(tx.conn(), enquiry.id, body, since)? < MOST_A_DAY {
        return Ok(());
    }
    let message = format!(
        "Your body has written {MOST_A_DAY} messages here in the last {A_DAY} hours, the most in a day. Keep this one for \
         tomorrow, or call them"
    );
    Err(FieldErrors::from(FieldError::out_of_range("text", message)).into())
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
