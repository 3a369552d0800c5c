//! Signing. An agreement comes into being with the last signature, whole, or not at all.

use serde_json::json;

use crate::access::capability::Sign;
use crate::access::{self, CapabilityKind, Member};
use crate::agreements::error::AgreementError;
use crate::agreements::happening::AgreementHappening;
use crate::agreements::state::AgreementState;
use crate::agreements::store::legs::{KpiRow, LegRow};
use crate::agreements::store::{agreements, legs, signatures};
use crate::agreements::text::{self, AgreementText};
use crate::audit::{self, Event, Object};
use crate::kernel::ids::{AgreementId, KpiId, LegId, ProposalId};
use crate::kernel::{Instant, london};
use crate::negotiation;
use crate::negotiation::happening::ProposalHappening;
use crate::negotiation::model::{Proposal, Version};
use crate::negotiation::terms::LegTerms;
use crate::storage::{Json, StorageError, Tx};

/// What a signature led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The other side has not signed yet.
    First,
    /// It was the last one: there is an agreement.
    Last(AgreementId),
}

/// Signs version `read` of a proposal, whose text has this hash, for the acting body.
pub fn sign(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    id: ProposalId,
    read: i32,
    sha256: &str,
    now: Instant,
) -> Result<Signed, AgreementError> {
    let proposal = negotiation::commands::lock_for_signing(tx, by.body(), id, read)?;
    if !by.body_is_verified() {
        return Err(AgreementError::NotVerified);
    }
    let version = negotiation::queries::latest(tx.conn(), &proposal)?;
    let text = text::of_version(&proposal.reference, &version);
    if !sha256.trim().eq_ignore_ascii_case(&text.sha256) {
        return Err(AgreementError::OtherText { read: sha256.trim().to_owned(), now: text.sha256 });
    }
    if version.terms.last_month < london::month(now) {
        return Err(AgreementError::TooLate);
    }
    let others = signatures::of_proposal(tx.conn(), id)?;
    if others.iter().any(|signature| signature.body == by.body()) {
        return Err(AgreementError::SignedAlready);
    }
    let signature = signatures::SignatureRow {
        proposal_id: id,
        body_id: by.body(),
        person_id: Some(by.person()),
        signatory: by.name().to_owned(),
        sha256: text.sha256.clone(),
        signed_at: now,
    };
    signatures::insert(tx, &signature)?;
    note_signature(tx, by, &proposal, &text, now)?;
    if others.len() + 1 < proposal.parties.both().len() {
        return Ok(Signed::First);
    }
    let agreement = conclude(tx, by, proposal, &version, text, now)?;
    Ok(Signed::Last(agreement))
}

/// Records the signature and tells the side that has still to sign.
fn note_signature(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    proposal: &Proposal,
    text: &AgreementText,
    now: Instant,
) -> Result<(), StorageError> {
    let event = Event {
        actor: by.actor(),
        action: ProposalHappening::SignedByOne.as_str(),
        object: Object::new("proposal", proposal.id),
        seen_by: proposal.parties.both().to_vec(),
        data: json!({ "reference": proposal.reference, "body": by.body_name(), "sha256": text.sha256 }),
    };
    audit::record(tx, event, now)?;
    let subject = format!("{} has been signed by {}", proposal.reference, by.body_name());
    let words = format!(
        "{} signed “{}” for {}. The agreement exists once both sides have signed.\n\nSHA-256 of the text: {}",
        by.name(),
        proposal.title,
        by.body_name(),
        text.sha256
    );
    let other = proposal.parties.other_than(by.body());
    let path = format!("/proposals/{}/sign", proposal.id);
    access::tell(tx, other, CapabilityKind::Sign, &subject, &words, &path, now)?;
    Ok(())
}

/// Makes the agreement: reserved becomes committed, the proposal is signed, the legs are written.
fn conclude(
    tx: &mut Tx<'_>,
    by: &Member<Sign>,
    proposal: Proposal,
    version: &Version,
    text: AgreementText,
    now: Instant,
) -> Result<AgreementId, AgreementError> {
    let terms = &version.terms;
    let id = AgreementId::new();
    let row = agreements::AgreementRow {
        id,
        reference: text::reference_of(&proposal.reference),
        proposal_id: proposal.id,
        title: terms.title.clone(),
        state: AgreementState::in_month(london::month(now), terms.first_month, terms.last_month),
        first_month: terms.first_month,
        last_month: terms.last_month,
        text: text.text,
        sha256: text.sha256,
        tolerance: terms.tolerance,
        signed_at: now,
        version: 1,
    };
    let parties = proposal.parties.both();
    agreements::insert(tx, &row, &parties)?;
    for (number, leg) in (1..).zip(&terms.legs) {
        write_leg(tx, id, number, leg)?;
    }
    negotiation::commands::mark_signed(tx, by.actor(), proposal, now)?;
    let event = Event {
        actor: by.actor(),
        action: AgreementHappening::Signed.as_str(),
        object: Object::new("agreement", id),
        seen_by: parties.to_vec(),
        data: json!({ "reference": row.reference, "sha256": row.sha256, "title": row.title, "state": row.state }),
    };
    audit::record(tx, event, now)?;
    tell_both(tx, &row, &parties, now)?;
    Ok(id)
}

fn write_leg(
    tx: &mut Tx<'_>,
    agreement_id: AgreementId,
    number: i32,
    leg: &LegTerms,
) -> Result<(), StorageError> {
    let id = LegId::new();
    let row = LegRow {
        id,
        agreement_id,
        number,
        provider_id: leg.provider,
        consumer_id: leg.consumer,
        service_code: leg.service_code.clone(),
        description: leg.description.clone(),
        unit: leg.unit.clone(),
        quantity_per_month: leg.quantity_per_month,
        settlement: leg.settlement,
        price_kind: leg.price_kind,
        price: leg.price,
        vat_treatment: leg.vat,
        po_ref: leg.po_ref.clone(),
        offer_id: leg.offer,
        calendar: Json::of(&leg.calendar)?,
    };
    let kpis = (1..).zip(&leg.kpis).map(|(number, kpi)| KpiRow {
        id: KpiId::new(),
        leg_id: id,
        number,
        name: kpi.name.clone(),
        target: i32::from(kpi.target.ten_thousandths()),
    });
    legs::insert(tx, &row, &kpis.collect::<Vec<_>>())
}

/// Mails those who negotiated and those who will deliver.
fn tell_both(
    tx: &mut Tx<'_>,
    row: &agreements::AgreementRow,
    parties: &[crate::kernel::ids::BodyId],
    now: Instant,
) -> Result<(), StorageError> {
    let subject = format!("{} is signed", row.reference);
    let words = format!(
        "“{}” has been signed by both sides and runs from {} to {}.\n\nSHA-256 of the text: {}",
        row.title, row.first_month, row.last_month, row.sha256
    );
    let path = format!("/agreements/{}", row.id);
    for body in parties {
        for capability in [CapabilityKind::Negotiate, CapabilityKind::ManageService] {
            access::tell(tx, *body, capability, &subject, &words, &path, now)?;
        }
    }
    Ok(())
}
