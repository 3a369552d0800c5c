//! Answering a version with another.

use serde_json::json;

use super::{draft, step};
use crate::access::capability::Negotiate;
use crate::access::{CapabilityKind, Member};
use crate::kernel::ids::ProposalId;
use crate::kernel::{FieldError, FieldErrors, Instant};
use crate::negotiation::compare;
use crate::negotiation::error::NegotiationError;
use crate::negotiation::ground::Ground;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::input::TermsInput;
use crate::negotiation::model::{Proposal, Version};
use crate::negotiation::state::ProposalEvent;
use crate::negotiation::store::{proposals, versions};
use crate::storage::Tx;

/// Sends changed terms back as the next version. `read` is the version that the answer is to.
pub fn counter(
    tx: &mut Tx<'_>,
    by: &Member<Negotiate>,
    id: ProposalId,
    read: i32,
    input: &TermsInput,
    message: &str,
    now: Instant,
) -> Result<i32, NegotiationError> {
    let proposal = step::lock(tx, by, id)?;
    step::must_be_latest(tx.conn(), &proposal, read)?;
    let state = step::next(&proposal, ProposalEvent::Counter, by.body())?;
    let before = proposals::version(tx.conn(), &proposal, read)?.ok_or(NegotiationError::NotFound)?;
    let ground = Ground::of_proposal(tx.conn(), by.body(), &proposal, now)?;
    let ground = ground.with_services_of(tx.conn(), input)?;
    let (terms, message) = draft::read(input, message, &ground)?;
    if terms == before.terms {
        let message = "Change at least one term, or agree to this version as it is";
        return Err(FieldErrors::from(FieldError::invalid("title", message)).into());
    }
    let expires_at = Some(step::deadline(tx.conn(), now)?);
    let number = proposal.number + 1;
    let title = terms.title.clone();
    let countered = Proposal { state, number, title, expires_at, updated_at: now, ..proposal };
    proposals::update(tx, &countered)?;
    let version = Version {
        number,
        by: by.body(),
        author: by.name().to_owned(),
        terms,
        message,
        parties: countered.parties.clone(),
        created_at: now,
    };
    versions::insert(tx, id, &version)?;
    let changes = compare::in_words(&compare::versions(&before, &version));
    let data = json!({ "terms": version.terms, "changes": changes });
    step::record(tx, by.actor(), ProposalHappening::Countered, &countered, data, now)?;
    let text = format!(
        "{} answered version {read} of “{}” with version {number}, which changes {changes}.\n\n{}",
        by.body_name(),
        countered.title,
        version.message
    );
    let mail = ("a counter-proposal waits for your answer", text.as_str());
    let other = countered.parties.other_than(by.body());
    step::tell(tx, other, CapabilityKind::Negotiate, &countered, mail, now)?;
    Ok(number)
}
