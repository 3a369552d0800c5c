//! A claim: somebody says they work for a body. What they give, and what the operator sees of it.

use super::state::{BodyState, ClaimState};
use crate::access::Email;
use crate::kernel::ids::{BodyId, ClaimId, PersonId};
use crate::kernel::{FieldError, FieldErrors, Instant, text, text_enum};

text_enum! {
    /// What the mailbox of a claim proves.
    pub enum Proof {
        /// That somebody works for the body: the domain is its own.
        OwnDomain = "own_domain",
        /// That somebody works for one of several bodies; they say which.
        SharedDomain = "shared_domain",
    }
}

impl Proof {
    pub const fn label(self) -> &'static str {
        match self {
            Self::OwnDomain => "The domain is the body’s own",
            Self::SharedDomain => "The domain serves several bodies",
        }
    }
}

/// What somebody gives who claims a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimInput {
    pub name: String,
    pub job_title: String,
    pub email: Email,
}

impl ClaimInput {
    pub fn parse(name: &str, job_title: &str, email: &str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(text::required_line("name", name, "your name", 120));
        let job_title = errors.keep(text::required_line("job_title", job_title, "your job title", 120));
        let email = errors.keep(Email::parse("email", email));
        let whole = name.zip(job_title).zip(email);
        errors.finish(whole.map(|((name, job_title), email)| Self { name, job_title, email }))
    }
}

/// Why an operator refuses a claim: the claimant reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalReason(String);

impl RefusalReason {
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        text::required("reason", raw, "a reason", 1_000).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A claim, for the operator and for whoever holds its link.
#[derive(Clone, Debug)]
pub struct ClaimView {
    pub id: ClaimId,
    pub body: BodyId,
    pub body_name: String,
    pub body_state: BodyState,
    pub name: String,
    pub job_title: String,
    pub email: String,
    pub proof: Proof,
    pub state: ClaimState,
    pub person: Option<PersonId>,
    pub reason: Option<String>,
    pub created_at: Instant,
    pub proved_at: Option<Instant>,
    pub decided_at: Option<Instant>,
}

impl ClaimView {
    /// The part of the address after the `@`.
    pub fn domain(&self) -> &str {
        self.email.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// What the operator weighs before deciding on a claim.
#[derive(Clone, Debug)]
pub struct ClaimEvidence {
    pub claim: ClaimView,
    /// How many bodies have a domain that the address lies in.
    pub bodies_at_domain: usize,
    pub website: Option<String>,
    /// Whether somebody administers the body already: then they decide, by inviting.
    pub has_administrator: bool,
    /// Other claims of the same body, the newest first.
    pub others: Vec<ClaimView>,
}

/// What whoever follows a link needs to do.
#[derive(Clone, Debug)]
pub struct ClaimLink {
    pub claim: ClaimView,
    pub next: ClaimStep,
}

/// What it takes to go on from a claim's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimStep {
    /// Choose a password for a new account.
    ChoosePassword,
    /// There is an account with this address: only confirm.
    Confirm,
    /// The body has administrators, who will be told: only confirm.
    TellAdministrators,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told_at_once() {
        let errors = ClaimInput::parse(" ", "", "ana").unwrap_err();

        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "job_title", "email"]);
        let input = ClaimInput::parse("Ana\nBell", "Head  of IT", "Ana@Ashdale.example").unwrap();
        assert_eq!((input.name.as_str(), input.job_title.as_str()), ("Ana Bell", "Head of IT"));
        assert_eq!(input.email.as_str(), "ana@ashdale.example");
    }
}
