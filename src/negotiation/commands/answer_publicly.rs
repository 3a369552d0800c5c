//! Showing an answer to everybody who reads the offer, so that it need not be given twice.

use serde_json::json;

use crate::access::Member;
use crate::access::capability::ManageOffers;
use crate::audit::{self, Event, Object};
use crate::kernel::ids::{EnquiryId, OfferId, PublicAnswerId};
use crate::kernel::{FieldErrors, Instant, text};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::model::Enquiry;
use crate::negotiation::store::{enquiries, public_answers};
use crate::storage::Tx;

/// The longest that a public question or answer may be.
const LONGEST: usize = 2_000;

/// Shows a question and its answer with the offer. Who asked is not told: the provider words both.
pub fn answer_publicly(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: EnquiryId,
    (question, answer): (&str, &str),
    now: Instant,
) -> Result<PublicAnswerId, NegotiationError> {
    let (_, offer) = own(tx, by, id)?;
    let messages = enquiries::messages(tx.conn(), id)?;
    if !messages.iter().any(|message| message.body == by.body()) {
        return Err(NegotiationError::NotAnswered);
    }
    let mut errors = FieldErrors::default();
    let question = errors.keep(text::required("question", question, "the question", LONGEST));
    let answer = errors.keep(text::required("answer", answer, "the answer", LONGEST));
    let (question, answer) = errors.finish(question.zip(answer))?;
    let shown = public_answers::insert(tx, (offer, id), &question, &answer, now)?;
    record(tx, by, offer, "answer.published", json!({ "question": question, "answer": answer }), now)?;
    Ok(shown)
}

/// Takes a public answer away again.
pub fn remove_public_answer(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    offer: OfferId,
    id: PublicAnswerId,
    now: Instant,
) -> Result<(), NegotiationError> {
    let source = public_answers::source(tx.conn(), offer, id)?.ok_or(NegotiationError::NotFound)?;
    let (_, offer) = own(tx, by, source)?;
    public_answers::delete(tx, id)?;
    record(tx, by, offer, "answer.removed", json!({ "answer": id }), now)
}

/// An enquiry about an offer of the member's body.
fn own(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    id: EnquiryId,
) -> Result<(Enquiry, OfferId), NegotiationError> {
    let enquiry = enquiries::lock(tx, by.body(), id)?.ok_or(NegotiationError::NotFound)?;
    let offer = enquiry.offer().ok_or(NegotiationError::NotFound)?;
    if enquiry.provider == by.body() {
        Ok((enquiry, offer))
    } else {
        Err(NegotiationError::OtherSide(enquiry.provider_name))
    }
}

fn record(
    tx: &mut Tx<'_>,
    by: &Member<ManageOffers>,
    offer: OfferId,
    action: &'static str,
    data: serde_json::Value,
    now: Instant,
) -> Result<(), NegotiationError> {
    let object = Object::new("offer", offer);
    let event = Event { actor: by.actor(), action, object, seen_by: vec![by.body()], data };
    audit::record(tx, event, now)?;
    Ok(())
}
