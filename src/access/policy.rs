//! The one table of who may do what. Its matrix is a snapshot, so that no right changes unseen.

use super::capability::CapabilityKind as C;
use super::role::{Role as R, Roles};

impl C {
    /// Whether one role brings this capability.
    pub const fn held_by(self, role: R) -> bool {
        match self {
            Self::ReadBody => true,
            Self::ManagePeople | Self::ManageTokens => matches!(role, R::Administrator),
            Self::ManageOffers => matches!(role, R::ServiceOwner),
            Self::ManageNeeds | Self::Enquire => matches!(role, R::ServiceOwner | R::Negotiator),
            Self::Negotiate => matches!(role, R::Negotiator),
            Self::Sign => matches!(role, R::Signatory),
            Self::ManageService => matches!(role, R::ContractManager),
            Self::ManageFinance => matches!(role, R::FinanceOfficer),
            Self::ReadAudit => matches!(role, R::Administrator | R::Auditor),
        }
    }

    /// Whether any of a person's roles brings this capability.
    pub fn held_by_any(self, roles: &Roles) -> bool {
        roles.iter().any(|role| self.held_by(role))
    }

    /// Whether it only reads: what an auditor may have.
    pub const fn only_reads(self) -> bool {
        matches!(self, Self::ReadBody | Self::ReadAudit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_as_agreed() {
        let mut table = String::new();
        for capability in C::ALL {
            let roles: Vec<&str> =
                R::ALL.iter().filter(|role| capability.held_by(**role)).map(|role| role.as_str()).collect();
            table += &format!("{:<15} {}\n", capability.as_str(), roles.join(" "));
        }

        insta::assert_snapshot!(table, @r"
        read_body       administrator service_owner negotiator approver signatory contract_manager finance_officer auditor
        manage_people   administrator
        manage_tokens   administrator
        manage_offers   service_owner
        manage_needs    service_owner negotiator
        enquire         service_owner negotiator
        negotiate       negotiator
        sign            signatory
        manage_service  contract_manager
        manage_finance  finance_officer
        read_audit      administrator auditor
        ");
    }

    #[test]
    fn an_auditor_changes_nothing() {
        for capability in C::ALL {
            assert!(
                !capability.held_by(R::Auditor) || capability.only_reads(),
                "{capability:?} writes, and an auditor holds it"
            );
        }
    }
}
