//! The offers that a body considers for a need, each as it stood, with what it decided and why.

use crate::catalogue::OfferState;
use crate::catalogue::model::OfferVersion;
use crate::kernel::ids::{BodyId, NeedId, OfferId, PersonId};
use crate::kernel::{FieldError, FieldErrors, Instant, text, text_enum};

/// The most offers on a shortlist: who considers more has not chosen yet.
pub const MOST: usize = 30;

text_enum! {
    /// What became of an offer on a shortlist.
    pub enum Decision {
        Considering = "considering",
        Chosen = "chosen",
        NotTaken = "not_taken",
    }
}

impl Decision {
    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Considering => "Still considering it",
            Self::Chosen => "Chosen",
            Self::NotTaken => "Not taken",
        }
    }
}

/// What is noted of an offer on a shortlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub decision: Decision,
    pub note: String,
    /// Why it was chosen or not taken. What is not taken always has one.
    pub reason: String,
}

impl Noted {
    /// What was typed, or everything that is wrong with it.
    pub fn parse(decision: &str, note: &str, reason: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let decision = errors.keep(
            decision
                .parse::<Decision>()
                .map_err(|_| FieldError::required("decision", "Choose what you decided")),
        );
        let note = errors.keep(text::optional("note", note, "your note", 2_000));
        let reason = errors.keep(match decision {
            Some(Decision::NotTaken) => {
                text::required("reason", reason, "why it was not taken", 1_000).map(Some)
            }
            _ => text::optional("reason", reason, "the reason", 1_000),
        });
        let noted = decision.zip(note).zip(reason).map(|((decision, note), reason)| Self {
            decision,
            note: note.unwrap_or_default(),
            reason: reason.unwrap_or_default(),
        });
        errors.finish(noted)
    }
}

/// An offer on a shortlist.
#[derive(Clone, Debug)]
pub struct Considered {
    pub offer: OfferId,
    pub body: BodyId,
    pub body_name: String,
    pub region: String,
    /// What the offer said when it was put on the list.
    pub held: OfferVersion,
    /// The number of the version that readers see now.
    pub latest: i32,
    pub state: OfferState,
    pub noted: Noted,
    pub added_by: Option<PersonId>,
    pub added_at: Instant,
    /// Who decided, and when; nothing while it is considered.
    pub decided: Option<(PersonId, Instant)>,
    pub updated_at: Instant,
    pub version: i64,
}

impl Considered {
    /// Whether the offer says something else by now, or is not open any more.
    pub fn has_changed(&self) -> bool {
        self.latest != self.held.number || self.state != OfferState::Published
    }
}

/// An offer that was taken off a shortlist: it was considered, so a justification names it.
#[derive(Clone, Debug)]
pub struct TakenOff {
    pub offer: OfferId,
    pub title: String,
    pub body_name: String,
    /// The version that was on the list.
    pub version: i32,
    pub decision: Decision,
    pub reason: String,
    pub by: Option<PersonId>,
    pub at: Instant,
}

/// Why an offer is taken off a shortlist: what is typed, or else what was noted before.
pub fn parse_removal(typed: &str, noted: &str) -> Result<String, FieldErrors> {
    let said = if typed.trim().is_empty() { noted } else { typed };
    Ok(text::required("reason", said, "why you take it off", 1_000)?)
}

/// That an offer on a shortlist is not any more what whoever put it there was last told.
#[derive(Clone, Debug)]
pub struct ListedChange {
    pub need: NeedId,
    pub need_body: BodyId,
    pub need_title: String,
    pub offer: OfferId,
    /// As it was called when it was put there.
    pub title: String,
    pub body_name: String,
    /// The version that was put there.
    pub held: i32,
    pub latest: i32,
    pub state: OfferState,
    pub told_version: i32,
    pub told_state: OfferState,
    pub added_by: Option<PersonId>,
}

/// What a justification still lacks, in sentences; nothing if it is complete.
pub fn lacks(items: &[Considered]) -> Vec<String> {
    let mut lacking = Vec::new();
    if items.is_empty() {
        lacking.push("Nothing is on the shortlist yet.".to_owned());
    } else if !items.iter().any(|item| item.noted.decision == Decision::Chosen) {
        lacking.push("No offer is marked as chosen.".to_owned());
    }
    for item in items.iter().filter(|item| item.noted.decision == Decision::Considering) {
        lacking.push(format!("“{}” is still being considered.", item.held.content.title));
    }
    for item in
        items.iter().filter(|item| item.noted.decision == Decision::Chosen && item.noted.reason.is_empty())
    {
        lacking.push(format!("“{}” is chosen, but it is not said why.", item.held.content.title));
    }
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_taken_has_a_reason() {
        let refused = Noted::parse("not_taken", "", "  ").unwrap_err();

        assert_eq!(refused.of("reason"), Some("Enter why it was not taken"));
        assert!(Noted::parse("chosen", "", "").is_ok());
        assert_eq!(
            Noted::parse("maybe", "", "").unwrap_err().of("decision"),
            Some("Choose what you decided")
        );
    }
}
