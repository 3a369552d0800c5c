//! The whole negotiation on one screen: what can happen to a proposal, and whose turn it is.

use crate::kernel::text_enum;

text_enum! {
    /// Where a proposal stands. `Sent` waits for the partner, `Countered` for the proposer.
    pub enum ProposalState {
        Draft = "draft",
        Sent = "sent",
        Countered = "countered",
        AgreedInPrinciple = "agreed_in_principle",
        Signed = "signed",
        Declined = "declined",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

text_enum! {
    /// What can happen to a proposal.
    pub enum ProposalEvent {
        Send = "send",
        Counter = "counter",
        Agree = "agree",
        Sign = "sign",
        Decline = "decline",
        Withdraw = "withdraw",
        Expire = "expire",
    }
}

/// Who makes it happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The body that made the first version.
    Proposer,
    /// The body it was sent to.
    Partner,
    /// The site itself: it ends what nobody answered, and signs once both sides have.
    Site,
}

impl Side {
    pub const ALL: [Self; 3] = [Self::Proposer, Self::Partner, Self::Site];

    /// The other body.
    pub const fn other(self) -> Self {
        match self {
            Self::Proposer => Self::Partner,
            Self::Partner => Self::Proposer,
            Self::Site => Self::Site,
        }
    }
}

/// An event that a proposal does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the other body must answer this version; yours sent it")]
    NotYourTurn,
    #[error("this cannot be done to a proposal that is {}", .0.phrase())]
    NotInThisState(ProposalState),
}

impl ProposalState {
    /// What becomes of a proposal when `side` does `event`.
    pub fn apply(self, event: ProposalEvent, side: Side) -> Result<Self, Refused> {
        use {ProposalEvent as E, ProposalState as S};
        let next = match (self, event) {
            (S::Draft | S::Countered, E::Send | E::Counter) if self.counts_as(event) => S::Sent,
            (S::Sent, E::Counter) => S::Countered,
            (S::Sent | S::Countered, E::Agree) => S::AgreedInPrinciple,
            (S::Sent | S::Countered, E::Decline) => S::Declined,
            (S::AgreedInPrinciple, E::Sign) => S::Signed,
            (S::Draft | S::Sent | S::Countered | S::AgreedInPrinciple, E::Withdraw) => S::Withdrawn,
            (S::Sent | S::Countered | S::AgreedInPrinciple, E::Expire) => S::Expired,
            _ => return Err(Refused::NotInThisState(self)),
        };
        if self.may(event, side) { Ok(next) } else { Err(Refused::NotYourTurn) }
    }

    /// A draft is sent; a counter to a counter is what the partner then answers, as if it had been sent.
    const fn counts_as(self, event: ProposalEvent) -> bool {
        matches!(
            (self, event),
            (Self::Draft, ProposalEvent::Send) | (Self::Countered, ProposalEvent::Counter)
        )
    }

    /// Whether it is for `side` to do `event` here: whoever did not send the latest version answers it, whoever
    /// did may take it back, and once both agreed either may leave until both have signed.
    fn may(self, event: ProposalEvent, side: Side) -> bool {
        use ProposalEvent as E;
        match event {
            E::Send | E::Counter | E::Agree | E::Decline => self.turn() == Some(side),
            E::Withdraw => match self.turn() {
                Some(_) if self == Self::Draft => side == Side::Proposer,
                Some(turn) => side == turn.other(),
                None => side != Side::Site,
            },
            E::Sign | E::Expire => side == Side::Site,
        }
    }

    /// Whether `side` may do `event` now, for the buttons of a page.
    pub fn allows(self, event: ProposalEvent, side: Side) -> bool {
        self.apply(event, side).is_ok()
    }

    /// Who must act for the negotiation to go on; nobody once it is agreed or over.
    pub const fn turn(self) -> Option<Side> {
        match self {
            Self::Draft | Self::Countered => Some(Side::Proposer),
            Self::Sent => Some(Side::Partner),
            Self::AgreedInPrinciple | Self::Signed | Self::Declined | Self::Withdrawn | Self::Expired => None,
        }
    }

    /// Whether nothing more can happen.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Signed | Self::Declined | Self::Withdrawn | Self::Expired)
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Sent => "Sent",
            Self::Countered => "Countered",
            Self::AgreedInPrinciple => "Agreed in principle",
            Self::Signed => "Signed",
            Self::Declined => "Declined",
            Self::Withdrawn => "Withdrawn",
            Self::Expired => "Expired",
        }
    }

    /// The state within a sentence: "a proposal that is …".
    const fn phrase(self) -> &'static str {
        match self {
            Self::Draft => "still a draft",
            Self::Sent => "sent",
            Self::Countered => "countered",
            Self::AgreedInPrinciple => "agreed in principle",
            Self::Signed => "signed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state, event and side: what comes of it, and `-` where it is refused.
    #[test]
    fn the_negotiation_goes_only_these_ways() {
        let mut table = String::new();
        for state in ProposalState::ALL {
            for event in ProposalEvent::ALL {
                let cells = Side::ALL.map(|side| match state.apply(*event, side) {
                    Ok(next) => next.as_str(),
                    Err(Refused::NotYourTurn) => "not your turn",
                    Err(Refused::NotInThisState(_)) => "-",
                });
                if cells != ["-"; 3] {
                    table += &format!("{:<20}{:<9}{}\n", state.as_str(), event.as_str(), cells.join(" | "));
                }
            }
        }

        insta::assert_snapshot!(table, @r"
        draft               send     sent | not your turn | not your turn
        draft               withdraw withdrawn | not your turn | not your turn
        sent                counter  not your turn | countered | not your turn
        sent                agree    not your turn | agreed_in_principle | not your turn
        sent                decline  not your turn | declined | not your turn
        sent                withdraw withdrawn | not your turn | not your turn
        sent                expire   not your turn | not your turn | expired
        countered           counter  sent | not your turn | not your turn
        countered           agree    agreed_in_principle | not your turn | not your turn
        countered           decline  declined | not your turn | not your turn
        countered           withdraw not your turn | withdrawn | not your turn
        countered           expire   not your turn | not your turn | expired
        agreed_in_principle sign     not your turn | not your turn | signed
        agreed_in_principle withdraw withdrawn | withdrawn | not your turn
        agreed_in_principle expire   not your turn | not your turn | expired
        ");
    }

    #[test]
    fn what_is_over_stays_over() {
        for state in ProposalState::ALL.iter().filter(|state| state.is_over()) {
            for event in ProposalEvent::ALL {
                for side in Side::ALL {
                    assert_eq!(state.apply(*event, side), Err(Refused::NotInThisState(*state)));
                }
            }
        }
    }
}
