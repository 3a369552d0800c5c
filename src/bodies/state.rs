//! How far a body has come here, and how far a claim of one has: two small state machines. Whatever is not in their
//! tables cannot happen.

use crate::kernel::text_enum;

text_enum! {
    /// How far a body has come.
    pub enum BodyState {
        /// A register names it; nobody who works there has come forward.
        Listed = "listed",
        /// Somebody with a mailbox at its own domain took it up.
        Claimed = "claimed",
        /// The operator confirmed who acts for it. Only now may it publish, negotiate and sign.
        Verified = "verified",
    }
}

/// What can happen to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyAction {
    /// Somebody proved a mailbox at the body's own domain.
    Claim,
    /// The operator refused the last claim that was left.
    Release,
    /// The operator confirmed the body.
    Verify,
}

impl BodyAction {
    pub const ALL: [Self; 3] = [Self::Claim, Self::Release, Self::Verify];
}

impl BodyState {
    /// The state after `action`; nothing if the action changes nothing here.
    pub const fn after(self, action: BodyAction) -> Option<Self> {
        match (self, action) {
            (Self::Listed, BodyAction::Claim) => Some(Self::Claimed),
            (Self::Claimed, BodyAction::Release) => Some(Self::Listed),
            (Self::Listed | Self::Claimed, BodyAction::Verify) => Some(Self::Verified),
            (Self::Claimed, BodyAction::Claim)
            | (Self::Listed, BodyAction::Release)
            | (Self::Verified, BodyAction::Claim | BodyAction::Release | BodyAction::Verify) => None,
        }
    }

    /// The state's name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Listed => "Listed",
            Self::Claimed => "Claimed",
            Self::Verified => "Verified",
        }
    }

    /// What the state means, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Listed => "Known from a public register. Nobody acts for it here yet.",
            Self::Claimed => "Somebody with a mailbox at its domain came forward. We are checking.",
            Self::Verified => "We have confirmed who acts for it. It can publish, negotiate and sign.",
        }
    }
}

text_enum! {
    /// How far a claim has come.
    pub enum ClaimState {
        /// A link went to the work address.
        Sent = "sent",
        /// The link was followed: whoever claims reads mail at that address.
        Proved = "proved",
        /// The body has administrators, who were told and decide by inviting.
        PassedOn = "passed_on",
        /// The operator agreed, and roles were granted.
        Approved = "approved",
        /// The operator did not agree, and said why.
        Refused = "refused",
    }
}

/// What can happen to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimAction {
    Prove,
    PassOn,
    Approve,
    Refuse,
}

impl ClaimAction {
    pub const ALL: [Self; 4] = [Self::Prove, Self::PassOn, Self::Approve, Self::Refuse];
}

impl ClaimState {
    /// The state after `action`; nothing if it may not happen now.
    pub const fn after(self, action: ClaimAction) -> Option<Self> {
        match (self, action) {
            (Self::Sent, ClaimAction::Prove) => Some(Self::Proved),
            (Self::Sent | Self::Proved, ClaimAction::PassOn) => Some(Self::PassedOn),
            (Self::Proved, ClaimAction::Approve) => Some(Self::Approved),
            (Self::Proved, ClaimAction::Refuse) => Some(Self::Refused),
            (Self::Sent, ClaimAction::Approve | ClaimAction::Refuse)
            | (Self::Proved, ClaimAction::Prove)
            | (Self::PassedOn | Self::Approved | Self::Refused, _) => None,
        }
    }

    /// The state's name on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sent => "Link sent",
            Self::Proved => "Waiting for the operator",
            Self::PassedOn => "Left to the administrators",
            Self::Approved => "Approved",
            Self::Refused => "Refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_moves_only_as_the_table_says() {
        let mut table = String::new();
        for state in BodyState::ALL {
            for action in BodyAction::ALL {
                let after = state.after(action).map_or("-", BodyState::as_str);
                table += &format!("{:<8} {:<7} {after}\n", state.as_str(), format!("{action:?}"));
            }
        }

        insta::assert_snapshot!(table, @r"
        listed   Claim   claimed
        listed   Release -
        listed   Verify  verified
        claimed  Claim   -
        claimed  Release listed
        claimed  Verify  verified
        verified Claim   -
        verified Release -
        verified Verify  -
        ");
    }

    #[test]
    fn a_claim_moves_only_as_the_table_says() {
        let mut table = String::new();
        for state in ClaimState::ALL {
            for action in ClaimAction::ALL {
                let after = state.after(action).map_or("-", ClaimState::as_str);
                table += &format!("{:<9} {:<7} {after}\n", state.as_str(), format!("{action:?}"));
            }
        }

        insta::assert_snapshot!(table, @r"
        sent      Prove   proved
        sent      PassOn  passed_on
        sent      Approve -
        sent      Refuse  -
        proved    Prove   -
        proved    PassOn  passed_on
        proved    Approve approved
        proved    Refuse  refused
        passed_on Prove   -
        passed_on PassOn  -
        passed_on Approve -
        passed_on Refuse  -
        approved  Prove   -
        approved  PassOn  -
        approved  Approve -
        approved  Refuse  -
        refused   Prove   -
        refused   PassOn  -
        refused   Approve -
        refused   Refuse  -
        ");
    }
}
