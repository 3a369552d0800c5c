//! Typed ids. Each is a UUID version 7 (RFC 9562), so rows made later sort later and indexes stay dense.

/// Declares an id type: `BodyId` can never be passed where an `OfferId` is wanted.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression,
                 diesel::deserialize::FromSqlRow, serde::Serialize, serde::Deserialize)]
        #[diesel(sql_type = crate::kernel::sql::Uuid)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new id, later than every id made before it in this process.
            #[expect(clippy::new_without_default, reason = "a fresh id is not a default value")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }

            pub const fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }

            pub const fn as_uuid(&self) -> &uuid::Uuid {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(raw).map(Self)
            }
        }
    )+ };
}

ids! {
    /// A public body.
    BodyId,
    /// A person who signs in.
    PersonId,
    /// A server-side session.
    SessionId,
    /// An API token.
    TokenId,
    /// A one-time link sent by mail.
    MailLinkId,
    /// A claim of a body by somebody who works there.
    ClaimId,
    /// An invitation of a colleague.
    InvitationId,
    /// An audit event.
    EventId,
    /// A mail in the outbox.
    MailId,
    /// A background job.
    JobId,
    /// An offer of capacity.
    OfferId,
    /// A document beside an offer.
    AttachmentId,
    /// A need of capacity.
    NeedId,
    /// An uploaded file of offers or needs.
    BulkUploadId,
    /// An offer or a need, where it may be either.
    ListingId,
    /// A search of the catalogue that somebody keeps.
    SavedSearchId,
    /// A question about an offer.
    EnquiryId,
    /// An answer that everybody may read.
    PublicAnswerId,
    /// One message of an enquiry.
    MessageId,
    /// A proposal under negotiation.
    ProposalId,
    /// An agreement signed by its parties.
    AgreementId,
    /// One priced supply within an agreement.
    LegId,
    /// A KPI of a leg.
    KpiId,
    /// A provider's monthly return for a leg.
    ReturnId,
    /// One line of a return.
    ReturnLineId,
    /// An invoice.
    InvoiceId,
    /// A set-off of two invoices against each other.
    SetOffId,
    /// An uploaded ledger extract.
    LedgerFileId,
    /// One good line of a ledger extract.
    LedgerLineId,
    /// A match of a ledger line with an invoice.
    MatchId,
    /// A statement of open items.
    StatementId,
    /// One line of a statement.
    StatementLineId,
}
