//! The parts people play for a body.

use crate::kernel::{FieldError, text_enum};

text_enum! {
    /// A role at one body. What each may do is in `policy.rs` and nowhere else.
    pub enum Role {
        Administrator = "administrator",
        ServiceOwner = "service_owner",
        Negotiator = "negotiator",
        Approver = "approver",
        Signatory = "signatory",
        ContractManager = "contract_manager",
        FinanceOfficer = "finance_officer",
        Auditor = "auditor",
    }
}

impl Role {
    /// The role's name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::ServiceOwner => "Service owner",
            Self::Negotiator => "Negotiator",
            Self::Approver => "Approver",
            Self::Signatory => "Signatory",
            Self::ContractManager => "Contract manager",
            Self::FinanceOfficer => "Finance officer",
            Self::Auditor => "Auditor",
        }
    }

    /// What the role is for, in a sentence.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Administrator => "Invites colleagues, gives them roles and makes API tokens",
            Self::ServiceOwner => "Lists capacity and answers enquiries",
            Self::Negotiator => "Sends, counters and agrees proposals",
            Self::Approver => "Approves what others propose, within delegated limits",
            Self::Signatory => "Signs agreements",
            Self::ContractManager => "Sends and answers monthly returns",
            Self::FinanceOfficer => "Closes months, raises invoices and reconciles ledgers",
            Self::Auditor => "Reads everything of the body and changes nothing",
        }
    }
}

/// A person's roles at one body, in their declared order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Roles(Vec<Role>);

impl Roles {
    pub fn new(mut roles: Vec<Role>) -> Self {
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    /// At least one known role, from the ticked boxes of a form.
    pub fn parse(field: &str, raw: &[String]) -> Result<Self, FieldError> {
        let roles = raw.iter().map(|word| word.parse::<Role>()).collect::<Result<Vec<_>, _>>();
        match roles {
            Ok(roles) if roles.is_empty() => Err(FieldError::required(field, "Choose at least one role")),
            Ok(roles) => Ok(Self::new(roles)),
            Err(_) => Err(FieldError::unknown(field, "Choose roles from the list")),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// "Administrator, Signatory".
    pub fn labels(&self) -> String {
        self.0.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
    }
}
