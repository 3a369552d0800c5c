//! What pages, later capabilities and the worker read of agreements. Everything is read through the acting body,
//! except by the worker, who has none, and what all parties agreed to make public.

use std::collections::HashSet;

pub use super::model::{
    AgreementLine, AgreementView, LegKpi, LegView, PublicAgreement, PublicLeg, PublicationView, SignatureView,
};

use super::error::AgreementError;
use super::publication::Publication;
use super::state::AgreementState;
use super::store::{agreements, legs, publications, signatures};
use super::text::{self, AgreementText};
use crate::access::Member;
use crate::access::capability::ReadBody;
use crate::kernel::ids::{AgreementId, BodyId, LegId, ProposalId};
use crate::kernel::{Instant, Month, Page, PageRequest};
use crate::negotiation;
use crate::negotiation::model::{Proposal, Version};
use crate::storage::{Conn, StorageError};

/// Which agreements of a list are wanted, and in what order.
#[derive(Clone, Debug, Default)]
pub struct AgreementFilter {
    pub state: Option<AgreementState>,
    /// Words of the title, the reference or a partner's name.
    pub words: String,
    pub order: AgreementOrder,
}

crate::kernel::text_enum! {
    /// The order of a list of agreements.
    #[derive(Default)]
    pub enum AgreementOrder {
        #[default]
        Newest = "newest",
        Reference = "reference",
        Title = "title",
        FirstMonth = "first_month",
        LastMonth = "last_month",
    }
}

/// The leg, if `body` is its provider or its consumer.
pub fn leg_of_party(conn: &mut Conn, body: BodyId, id: LegId) -> Result<Option<LegView>, StorageError> {
    legs::of_party(conn, body, id)
}

/// Those of these agreements that all their parties have made public.
pub fn public_among(conn: &mut Conn, ids: Vec<AgreementId>) -> Result<HashSet<AgreementId>, StorageError> {
    publications::public_among(conn, ids)
}

/// The legs of an agreement, in their order.
pub fn legs_of_agreement(conn: &mut Conn, id: AgreementId) -> Result<Vec<LegView>, StorageError> {
    legs::of_agreements(conn, &[id])
}

/// Every leg that `body` provides or consumes, newest agreement first.
pub fn legs_of_body(conn: &mut Conn, body: BodyId) -> Result<Vec<LegView>, StorageError> {
    legs::of_body(conn, body)
}

/// The agreement, if `body` is a party to it.
pub fn agreement_of_party(
    conn: &mut Conn,
    body: BodyId,
    id: AgreementId,
) -> Result<Option<AgreementView>, StorageError> {
    let Some(row) = agreements::of_party(conn, body, id)? else { return Ok(None) };
    let parties = agreements::parties(conn, vec![id])?;
    Ok(Some(AgreementView {
        legs: legs::of_agreements(conn, &[id])?,
        parties: parties.into_iter().map(|(_, body, name)| (body, name)).collect(),
        id: row.id,
        reference: row.reference,
        proposal: row.proposal_id,
        title: row.title,
        state: row.state,
        first_month: row.first_month,
        last_month: row.last_month,
        sha256: row.sha256,
        tolerance: row.tolerance,
        signed_at: row.signed_at,
        version: row.version,
    }))
}

/// The agreement that a proposal became, if `body` is a party to it.
pub fn agreement_of_proposal(
    conn: &mut Conn,
    body: BodyId,
    proposal: ProposalId,
) -> Result<Option<AgreementId>, StorageError> {
    agreements::of_proposal(conn, body, proposal)
}

/// The text that was signed, if `body` is a party to it.
pub fn text_of_party(
    conn: &mut Conn,
    body: BodyId,
    id: AgreementId,
) -> Result<Option<(String, String)>, StorageError> {
    Ok(agreements::of_party(conn, body, id)?.map(|row| (row.reference, row.text)))
}

/// One page of the agreements of `body`.
pub fn list(
    conn: &mut Conn,
    body: BodyId,
    filter: &AgreementFilter,
    page: PageRequest,
) -> Result<Page<AgreementLine>, StorageError> {
    agreements::list(conn, body, filter, page)
}

/// Who has signed a proposal so far. The caller has found the proposal through a party.
pub fn signatures(conn: &mut Conn, proposal: ProposalId) -> Result<Vec<SignatureView>, StorageError> {
    signatures::of_proposal(conn, proposal)
}

/// Those of `proposals` that `body` has signed.
pub fn signed_by(
    conn: &mut Conn,
    body: BodyId,
    proposals: &[ProposalId],
) -> Result<Vec<ProposalId>, StorageError> {
    signatures::signed_by(conn, body, proposals)
}

/// For anybody who holds a text: the reference and day of the agreement that was signed under its hash.
pub fn signed_under(conn: &mut Conn, sha256: &str) -> Result<Option<(String, Instant)>, StorageError> {
    agreements::by_hash(conn, sha256)
}

/// Who agrees that everybody may know of the agreement, if `body` is a party to it.
pub fn publication(
    conn: &mut Conn,
    body: BodyId,
    id: AgreementId,
) -> Result<Option<PublicationView>, StorageError> {
    let Some(row) = agreements::of_party(conn, body, id)? else { return Ok(None) };
    let consents = publications::consents(conn, id)?;
    Ok(Some(PublicationView {
        agreement: row.id,
        reference: row.reference,
        title: row.title,
        standing: Publication::seen_from(body, &consents),
        consents,
    }))
}

/// For anybody: the agreements of `body` that all their parties made public, those that begin last first.
pub fn public_of_body(
    conn: &mut Conn,
    body: BodyId,
    page: PageRequest,
) -> Result<Page<PublicAgreement>, StorageError> {
    publications::public_of_body(conn, body, None, page)
}

/// The same, of those in force in `month` alone.
pub fn public_in_force(
    conn: &mut Conn,
    body: BodyId,
    month: Month,
    page: PageRequest,
) -> Result<Page<PublicAgreement>, StorageError> {
    publications::public_of_body(conn, body, Some(month), page)
}

/// The agreements that deliver in `month`, for the worker.
pub fn running_in(
    conn: &mut Conn,
    month: Month,
    page: PageRequest,
) -> Result<Vec<AgreementId>, StorageError> {
    agreements::running_in(conn, month, page)
}

/// What a signatory reads before signing.
#[derive(Clone, Debug)]
pub struct SigningView {
    pub proposal: Proposal,
    pub version: Version,
    pub text: AgreementText,
    pub signatures: Vec<SignatureView>,
    /// Once everybody has signed.
    pub agreement: Option<AgreementId>,
}

/// The text of a proposal's latest version and who has signed it. A draft has none.
pub fn signing(
    conn: &mut Conn,
    by: &Member<ReadBody>,
    id: ProposalId,
) -> Result<SigningView, AgreementError> {
    let proposal = negotiation::queries::proposal(conn, by, id)?;
    if proposal.number == 0 {
        return Err(AgreementError::NotFound);
    }
    let version = negotiation::queries::latest(conn, &proposal)?;
    Ok(SigningView {
        text: text::of_version(&proposal.reference, &version),
        signatures: signatures::of_proposal(conn, id)?,
        agreement: agreements::of_proposal(conn, by.body(), id)?,
        proposal,
        version,
    })
}
