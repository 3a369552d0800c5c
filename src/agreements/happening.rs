//! What can happen to an agreement, as its audit events name it.

use crate::kernel::text_enum;

text_enum! {
    /// The action of an audit event about an agreement.
    pub enum AgreementHappening {
        Signed = "agreement.signed",
        Started = "agreement.started",
        Ended = "agreement.ended",
        PublicationAgreed = "agreement.publication_agreed",
        PublicationTakenBack = "agreement.publication_taken_back",
        /// A month was charged. Charges record it here, because it happens to the agreement.
        MonthClosed = "month.closed",
    }
}
