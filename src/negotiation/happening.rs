//! What can happen to a proposal, as its audit events name it.

use crate::kernel::text_enum;

text_enum! {
    /// The action of an audit event about a proposal.
    pub enum ProposalHappening {
        Drafted = "proposal.drafted",
        DraftChanged = "proposal.draft_changed",
        Sent = "proposal.sent",
        Countered = "proposal.countered",
        AgreedInPrinciple = "proposal.agreed_in_principle",
        Declined = "proposal.declined",
        Withdrawn = "proposal.withdrawn",
        Expired = "proposal.expired",
        SignedByOne = "proposal.signed_by_one",
        Signed = "proposal.signed",
    }
}
