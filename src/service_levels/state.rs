//! What may happen to a line of a return, and what the lines say about the return as a whole.

use crate::kernel::text_enum;

text_enum! {
    /// Where a line stands.
    pub enum LineState {
        /// The consumer has not answered.
        Pending = "pending",
        Accepted = "accepted",
        Disputed = "disputed",
    }
}

text_enum! {
    /// Where a whole return stands. It follows from its lines: see [`ReturnState::of`].
    pub enum ReturnState {
        Submitted = "submitted",
        Accepted = "accepted",
        Disputed = "disputed",
    }
}

/// What can be done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEvent {
    /// The consumer agrees, perhaps after having disputed it.
    Accept,
    /// The consumer does not agree, and says why.
    Dispute,
    /// The provider gives another figure, or stands by the first.
    Correct,
}

impl LineEvent {
    pub const ALL: [Self; 3] = [Self::Accept, Self::Dispute, Self::Correct];

    /// The deed as it completes "this line cannot be …".
    pub const fn done(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Dispute => "disputed",
            Self::Correct => "corrected",
        }
    }
}

/// An event that a line's state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this line is {} and cannot be {}", .from.label(), .event.done())]
pub struct Refused {
    pub from: LineState,
    pub event: LineEvent,
}

impl LineState {
    /// The life of a line, on one screen. An accepted line is final: it may have been charged.
    pub fn apply(self, event: LineEvent) -> Result<Self, Refused> {
        use {LineEvent as E, LineState as S};
        match (self, event) {
            (S::Pending | S::Disputed, E::Accept) => Ok(S::Accepted),
            (S::Pending, E::Dispute) => Ok(S::Disputed),
            (S::Disputed, E::Correct) => Ok(S::Pending),
            (from, event) => Err(Refused { from, event }),
        }
    }

    pub fn allows(self, event: LineEvent) -> bool {
        self.apply(event).is_ok()
    }

    /// The state as it completes "this line is …".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pending => "waiting for an answer",
            Self::Accepted => "accepted",
            Self::Disputed => "disputed",
        }
    }
}

impl ReturnState {
    /// One disputed line makes a disputed return; only when every line is accepted is the return.
    pub fn of(lines: impl IntoIterator<Item = LineState>) -> Self {
        let mut state = Self::Accepted;
        for line in lines {
            match line {
                LineState::Disputed => return Self::Disputed,
                LineState::Pending => state = Self::Submitted,
                LineState::Accepted => {}
            }
        }
        state
    }

    /// The state on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submitted => "Waiting for an answer",
            Self::Accepted => "Accepted",
            Self::Disputed => "Disputed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_line_is_as_agreed() {
        let mut table = String::new();
        for from in LineState::ALL {
            for event in LineEvent::ALL {
                let next = from.apply(event).map_or("-", LineState::as_str);
                table += &format!("{:<8} {:<9} {next}\n", from.as_str(), event.done());
            }
        }

        insta::assert_snapshot!(table, @r"
        pending  accepted  accepted
        pending  disputed  disputed
        pending  corrected -
        accepted accepted  -
        accepted disputed  -
        accepted corrected -
        disputed accepted  accepted
        disputed disputed  -
        disputed corrected pending
        ");
    }

    #[test]
    fn a_return_is_what_its_lines_make_it() {
        let mut table = String::new();
        for first in LineState::ALL {
            for second in LineState::ALL {
                let state = ReturnState::of([*first, *second]);
                table += &format!("{:<8} {:<8} {}\n", first.as_str(), second.as_str(), state.as_str());
            }
        }

        insta::assert_snapshot!(table, @r"
        pending  pending  submitted
        pending  accepted submitted
        pending  disputed disputed
        accepted pending  submitted
        accepted accepted accepted
        accepted disputed disputed
        disputed pending  disputed
        disputed accepted disputed
        disputed disputed disputed
        ");
    }

    #[test]
    fn a_refusal_says_why() {
        let refused = LineState::Accepted.apply(LineEvent::Dispute).unwrap_err();

        assert_eq!(refused.to_string(), "this line is accepted and cannot be disputed");
    }
}
