//! Addresses of `agreements`.

use crate::kernel::ids::{AgreementId, ProposalId};

pub const AGREEMENTS: &str = "/agreements";
pub const AGREEMENTS_CSV: &str = "/agreements.csv";
/// Where anybody checks a text against its signatures.
pub const CHECK: &str = "/agreements/check";

pub fn sign(proposal: ProposalId) -> String {
    format!("/proposals/{proposal}/sign")
}

pub fn text_to_sign(proposal: ProposalId) -> String {
    format!("/proposals/{proposal}/text")
}

pub fn agreement(id: AgreementId) -> String {
    format!("{AGREEMENTS}/{id}")
}

pub fn text(id: AgreementId) -> String {
    format!("{AGREEMENTS}/{id}/text")
}
