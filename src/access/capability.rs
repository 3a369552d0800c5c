//! What there is to be allowed. Each capability is a type, so that a command can ask for it by type.

use crate::kernel::text_enum;

text_enum! {
    /// A capability as a value: for the policy table, and for the capabilities chosen for an API token.
    pub enum CapabilityKind {
        ReadBody = "read_body",
        ManagePeople = "manage_people",
        ManageTokens = "manage_tokens",
        ManageOffers = "manage_offers",
        ManageNeeds = "manage_needs",
        Enquire = "enquire",
        Negotiate = "negotiate",
        Sign = "sign",
        ManageService = "manage_service",
        ManageFinance = "manage_finance",
        ReadAudit = "read_audit",
    }
}

impl CapabilityKind {
    /// The capability's name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ReadBody => "Read what is going on in the body",
            Self::ManagePeople => "Invite people and give them roles",
            Self::ManageTokens => "Make and revoke API tokens",
            Self::ManageOffers => "List offers and answer enquiries",
            Self::ManageNeeds => "List needs and keep shortlists",
            Self::Enquire => "Ask about offers",
            Self::Negotiate => "Send, counter and agree proposals",
            Self::Sign => "Sign agreements",
            Self::ManageService => "Send and answer monthly returns",
            Self::ManageFinance => "Close months, raise invoices and reconcile ledgers",
            Self::ReadAudit => "Read the audit trail",
        }
    }
}

/// A capability as a type.
pub trait Capability: Clone + Copy + std::fmt::Debug + Send + Sync + 'static {
    const KIND: CapabilityKind;
}

/// Declares the marker type of each capability.
macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl Capability for $name {
            const KIND: CapabilityKind = CapabilityKind::$name;
        }
    )+ };
}

capabilities! {
    /// To read the private pages of the body.
    ReadBody,
    /// To invite people and change their roles.
    ManagePeople,
    /// To make and revoke API tokens.
    ManageTokens,
    /// To list, publish, pause and withdraw offers, and to answer enquiries about them.
    ManageOffers,
    /// To list, publish and close needs, and to keep shortlists.
    ManageNeeds,
    /// To ask another body about its offer.
    Enquire,
    /// To send, counter, agree and decline proposals.
    Negotiate,
    /// To sign an agreement.
    Sign,
    /// To send a return as provider and to answer one as consumer.
    ManageService,
    /// To close months and reconcile.
    ManageFinance,
    /// To read the body's audit trail.
    ReadAudit,
}
