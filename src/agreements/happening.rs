//! What can happen to an agreement, as its audit events name it.

use crate::kernel::text_enum;

text_enum! {
    /// The action of an audit event about an agreement.
    pub enum AgreementHappening {
        Signed = "agreement.signed",
        Started = "agreement.started",
        Ended = "agreement.ended",
        /// A month was charged. Charges record it here, because it happens to the agreement.
        MonthClosed = "month.closed",
    }
}
