//! Making an agreement public. It is the confidence of all its parties: it is public while every one of them agrees, and
//! each takes its own consent back whenever it likes.

use crate::kernel::ids::BodyId;
use crate::kernel::{Instant, text_enum};

text_enum! {
    /// Where it stands, seen from one party.
    pub enum Publication {
        /// Nobody has asked for it.
        Private = "private",
        /// Another party has agreed, and this one has not.
        Asked = "asked",
        /// This party has agreed, and not every other one has.
        Waiting = "waiting",
        /// Every party has agreed: everybody may know.
        Public = "public",
    }
}

text_enum! {
    /// What a party can do about it, in any state: doing it twice is doing it once.
    pub enum PublicationEvent { Agree = "agree", TakeBack = "take_back" }
}

impl PublicationEvent {
    /// Since when a party agrees, once it has done this.
    pub fn apply(self, agreed_at: Option<Instant>, now: Instant) -> Option<Instant> {
        match self {
            Self::Agree => agreed_at.or(Some(now)),
            Self::TakeBack => None,
        }
    }
}

/// What one party has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub body: BodyId,
    pub name: String,
    /// Since when it agrees; nothing while it does not.
    pub agreed_at: Option<Instant>,
}

impl Publication {
    /// Where it stands for `body`, one of the parties that these consents are of.
    pub fn seen_from(body: BodyId, consents: &[Consent]) -> Self {
        let agrees = |consent: &&Consent| consent.agreed_at.is_some();
        let count = consents.iter().filter(agrees).count();
        let ours = consents.iter().filter(agrees).any(|consent| consent.body == body);
        match (ours, count) {
            (true, all) if all == consents.len() => Self::Public,
            (true, _) => Self::Waiting,
            (false, 0) => Self::Private,
            (false, _) => Self::Asked,
        }
    }

    /// Whether the party that looks has agreed.
    pub const fn has_our_consent(self) -> bool {
        matches!(self, Self::Waiting | Self::Public)
    }

    /// The name people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Private => "Private",
            Self::Asked => "Waits for you",
            Self::Waiting => "Waits for others",
            Self::Public => "Public",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// Everything that two and three parties can have said, what the first does about it, and how each then sees it.
    #[test]
    fn it_is_public_while_every_party_agrees_and_never_else() {
        let now: Instant = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut table = String::new();
        for parties in [2_usize, 3] {
            for said in 0..1_usize << parties {
                let mut consents: Vec<Consent> = (0..parties)
                    .map(|number| Consent {
                        body: BodyId::new(),
                        name: String::new(),
                        agreed_at: (said >> number & 1 == 1).then_some(now),
                    })
                    .collect();
                write!(table, "{:<13}", shown(&consents)).unwrap();
                let before = consents.clone();
                for event in PublicationEvent::ALL {
                    consents.clone_from(&before);
                    consents[0].agreed_at = event.apply(before[0].agreed_at, now);
                    let seen = consents.iter().map(|each| Publication::seen_from(each.body, &consents));
                    let seen: Vec<&str> = seen.map(Publication::as_str).collect();
                    write!(table, "{} -> {:<26}", event.as_str(), seen.join(" ")).unwrap();
                }
                table.truncate(table.trim_end().len());
                table.push('\n');
            }
        }

        insta::assert_snapshot!(table, @"
        no no        agree -> waiting asked             take_back -> private private
        yes no       agree -> waiting asked             take_back -> private private
        no yes       agree -> public public             take_back -> asked waiting
        yes yes      agree -> public public             take_back -> asked waiting
        no no no     agree -> waiting asked asked       take_back -> private private private
        yes no no    agree -> waiting asked asked       take_back -> private private private
        no yes no    agree -> waiting waiting asked     take_back -> asked waiting asked
        yes yes no   agree -> waiting waiting asked     take_back -> asked waiting asked
        no no yes    agree -> waiting asked waiting     take_back -> asked asked waiting
        yes no yes   agree -> waiting asked waiting     take_back -> asked asked waiting
        no yes yes   agree -> public public public      take_back -> asked waiting waiting
        yes yes yes  agree -> public public public      take_back -> asked waiting waiting
        ");
    }

    fn shown(consents: &[Consent]) -> String {
        let each = consents.iter().map(|consent| if consent.agreed_at.is_some() { "yes" } else { "no" });
        each.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_party_that_agrees_again_has_agreed_since_the_first_time() {
        let first: Instant = "2026-11-23T10:00:00Z".parse().unwrap();
        let later: Instant = "2026-12-01T10:00:00Z".parse().unwrap();

        let agreed = PublicationEvent::Agree.apply(Some(first), later);
        let again = PublicationEvent::Agree.apply(PublicationEvent::TakeBack.apply(agreed, later), later);

        assert_eq!((agreed, again), (Some(first), Some(later)));
    }
}
