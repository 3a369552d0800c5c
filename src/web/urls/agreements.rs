//! Addresses of `agreements`.

use crate::kernel::ids::{AgreementId, ProposalId};

pub const LIST: &str = "/agreements";
pub const LIST_CSV: &str = "/agreements.csv";
/// Where anybody checks a text against its signatures.
pub const CHECK: &str = "/agreements/check";

pub fn sign(proposal: ProposalId) -> String {
    format!("/proposals/{proposal}/sign")
}

pub fn text_to_sign(proposal: ProposalId) -> String {
    format!("/proposals/{proposal}/text")
}

pub fn agreement(id: AgreementId) -> String {
    format!("{LIST}/{id}")
}

pub fn text(id: AgreementId) -> String {
    format!("{LIST}/{id}/text")
}

/// Where a party agrees that everybody may know of an agreement.
pub fn publication(id: AgreementId) -> String {
    format!("{LIST}/{id}/publication")
}

pub fn take_back_publication(id: AgreementId) -> String {
    format!("{LIST}/{id}/publication/take-back")
}
