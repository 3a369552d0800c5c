//! Writing a proposal, keeping it as a draft, and sending it.

use serde_json::json;

use super::step;
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind, Member};
use crate::bodies;
use crate::bodies::state::BodyState;
use crate::kernel::ids::ProposalId;
use crate::kernel::{FieldErrors, Instant, london, text};
use crate::negotiation::error::NegotiationError;
use crate::negotiation::ground::{Ground, Origin};
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::input::TermsInput;
use crate::negotiation::model::{Proposal, Version};
use crate::negotiation::queries;
use crate::negotiation::state::{ProposalEvent, ProposalState};
use crate::negotiation::store::{proposals, versions};
use crate::negotiation::terms::Terms;
use crate::storage::{StorageError, Tx};

/// What happens to terms that have just been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// They are kept, and only the own body sees them.
    Keep,
    /// They go to the other body as version 1.
    Send,
}

/// Writes a proposal about an offer.
pub fn propose(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    origin: Origin,
    input: &TermsInput,
    message: &str,
    then: Then,
    now: Instant,
) -> Result<ProposalId, NegotiationError> {
    let ground = Ground::of_origin(tx.conn(), (by.body(), by.body_name()), origin, now)?;
    if !by.body_is_verified() {
        return Err(NegotiationError::NotVerified);
    }
    let ground = ground.with_services_of(tx.conn(), input)?;
    let (terms, message) = read(input, message, &ground)?;
    let year = london::month(now).year();
    let proposal = Proposal {
        id: ProposalId::new(),
        reference: format!("PRO-{year}-{:06}", proposals::next_number(tx, year)?),
        title: terms.title.clone(),
        parties: ground.parties.clone(),
        enquiry: ground.enquiry,
        need: ground.need.as_ref().map(|need| need.id),
        state: ProposalState::Draft,
        number: 0,
        expires_at: None,
        closed_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    proposals::insert(tx, &proposal)?;
    write_draft(tx, by, &proposal, terms, message, now)?;
    step::record(tx, by.actor(), ProposalHappening::Drafted, &proposal, json!({}), now)?;
    match then {
        Then::Keep => {}
        Then::Send => send(tx, by, proposal.id, now)?,
    }
    Ok(proposal.id)
}

/// Writes a draft anew.
pub fn change_draft(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    input: &TermsInput,
    message: &str,
    then: Then,
    now: Instant,
) -> Result<(), NegotiationError> {
    let proposal = step::lock(tx, by, id)?;
    // Only a draft can still be sent, and only a draft can be written over.
    step::next(&proposal, ProposalEvent::Send, by.body())?;
    let ground = Ground::of_proposal(tx.conn(), by.body(), &proposal, now)?;
    let ground = ground.with_services_of(tx.conn(), input)?;
    let (terms, message) = read(input, message, &ground)?;
    let changed = Proposal { title: terms.title.clone(), updated_at: now, ..proposal };
    proposals::update(tx, &changed)?;
    write_draft(tx, by, &changed, terms, message, now)?;
    step::record(tx, by.actor(), ProposalHappening::DraftChanged, &changed, json!({}), now)?;
    match then {
        Then::Keep => Ok(()),
        Then::Send => send(tx, by, id, now),
    }
}

/// Sends a draft to the other body as version 1.
pub fn send(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    now: Instant,
) -> Result<(), NegotiationError> {
    let proposal = step::lock(tx, by, id)?;
    let state = step::next(&proposal, ProposalEvent::Send, by.body())?;
    let partner = bodies::queries::brief(tx.conn(), proposal.parties.partner)?;
    if partner.is_none_or(|partner| partner.state != BodyState::Verified) {
        return Err(NegotiationError::PartnerNotVerified(proposal.parties.partner_name));
    }
    let need = queries::answered_need(tx.conn(), &proposal)?;
    if let Some(need) = need.as_ref().filter(|need| need.body != by.body()) {
        need.can_be_answered_by(by.body())?;
    }
    let draft = proposals::version(tx.conn(), &proposal, 0)?.ok_or(NegotiationError::NotFound)?;
    if draft.terms.first_month < london::month(now) {
        return Err(NegotiationError::TooLate);
    }
    let expires_at = Some(step::deadline(tx.conn(), now)?);
    let sent = Proposal { state, number: 1, expires_at, updated_at: now, ..proposal };
    proposals::update(tx, &sent)?;
    versions::remove_draft(tx, id)?;
    let first = Version {
        number: 1,
        by: by.body(),
        author: by.name().to_owned(),
        parties: sent.parties.clone(),
        created_at: now,
        ..draft
    };
    versions::insert(tx, id, &first)?;
    step::record(tx, by.actor(), ProposalHappening::Sent, &sent, json!({ "terms": first.terms }), now)?;
    let answers = need.filter(|need| need.body != by.body());
    let answers = answers.map(|need| format!(" It answers your need “{}”.", need.content.title));
    let text = format!(
        "{} proposes “{}” to you.{} Agree to it, counter it with other terms, or decline it.\n\n{}",
        sent.parties.proposer_name,
        sent.title,
        answers.unwrap_or_default(),
        first.message
    );
    let mail = ("a proposal waits for your answer", text.as_str());
    step::tell(tx, sent.parties.partner, CapabilityKind::Negotiate, &sent, mail, now)
}

/// The terms and the message, or everything that is wrong with both.
pub(super) fn read(
    input: &TermsInput,
    message: &str,
    ground: &Ground,
) -> Result<(Terms, String), FieldErrors> {
    let message = text::optional("message", message, "message", 4_000);
    match (input.read(ground), message) {
        (Ok(terms), Ok(message)) => Ok((terms, message.unwrap_or_default())),
        (Ok(_), Err(error)) => Err(error.into()),
        (Err(errors), Ok(_)) => Err(errors),
        (Err(mut errors), Err(error)) => {
            errors.push(error);
            Err(errors)
        }
    }
}

fn write_draft(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    proposal: &Proposal,
    terms: Terms,
    message: String,
    now: Instant,
) -> Result<(), StorageError> {
    versions::remove_draft(tx, proposal.id)?;
    let draft = Version {
        number: 0,
        by: by.body(),
        author: by.name().to_owned(),
        terms,
        message,
        parties: proposal.parties.clone(),
        created_at: now,
    };
    versions::insert(tx, proposal.id, &draft)
}
