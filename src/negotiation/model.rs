//! Enquiries and proposals, as pages and programs see them.

use super::enquiry::EnquiryState;
use super::state::{ProposalState, Side};
use super::terms::Terms;
use crate::kernel::Instant;
use crate::kernel::ids::{BodyId, EnquiryId, NeedId, OfferId, ProposalId};

/// The two bodies of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    pub proposer: BodyId,
    pub proposer_name: String,
    pub partner: BodyId,
    pub partner_name: String,
}

impl Parties {
    /// Which side `body` is on.
    pub fn side_of(&self, body: BodyId) -> Option<Side> {
        if body == self.proposer {
            Some(Side::Proposer)
        } else if body == self.partner {
            Some(Side::Partner)
        } else {
            None
        }
    }

    /// The body on a side; the site has none.
    pub fn body_on(&self, side: Side) -> Option<BodyId> {
        match side {
            Side::Proposer => Some(self.proposer),
            Side::Partner => Some(self.partner),
            Side::Site => None,
        }
    }

    /// The name of one of the two.
    pub fn name_of(&self, body: BodyId) -> &str {
        if body == self.proposer { &self.proposer_name } else { &self.partner_name }
    }

    /// The one of the two that `body` is not.
    pub fn other_than(&self, body: BodyId) -> BodyId {
        if body == self.proposer { self.partner } else { self.proposer }
    }

    pub fn both(&self) -> [BodyId; 2] {
        [self.proposer, self.partner]
    }
}

/// A proposal without its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub reference: String,
    pub title: String,
    pub parties: Parties,
    pub enquiry: Option<EnquiryId>,
    /// The need of one of the two that it answers.
    pub need: Option<NeedId>,
    pub state: ProposalState,
    /// The number of the latest version; 0 for a draft, which only its own body sees.
    pub number: i32,
    /// When it lapses unless somebody acts.
    pub expires_at: Option<Instant>,
    /// Why it was declined, withdrawn or let expire.
    pub closed_reason: Option<String>,
    /// Goes up with every change of the row.
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl Proposal {
    /// The body whose turn it is to answer.
    pub fn turn_of(&self) -> Option<BodyId> {
        self.state.turn().and_then(|side| self.parties.body_on(side))
    }

    /// Whether it is for `body` to answer.
    pub fn waits_for(&self, body: BodyId) -> bool {
        self.turn_of() == Some(body)
    }
}

/// One version of a proposal's terms, which nobody can alter any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub number: i32,
    pub by: BodyId,
    pub author: String,
    pub terms: Terms,
    pub message: String,
    /// The parties under the names they had when this version was sent.
    pub parties: Parties,
    pub created_at: Instant,
}

/// What an enquiry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The consumer asks the provider of an offer.
    Offer(OfferId),
    /// Whoever could provide it asks the owner of a need.
    Need(NeedId),
}

/// An enquiry without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enquiry {
    pub id: EnquiryId,
    pub about: About,
    /// What the offer or the need is called.
    pub title: String,
    pub provider: BodyId,
    pub provider_name: String,
    pub consumer: BodyId,
    pub consumer_name: String,
    pub state: EnquiryState,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl Enquiry {
    /// The one of the two bodies that `body` is not.
    pub fn other_than(&self, body: BodyId) -> BodyId {
        if body == self.provider { self.consumer } else { self.provider }
    }

    pub fn name_of(&self, body: BodyId) -> &str {
        if body == self.provider { &self.provider_name } else { &self.consumer_name }
    }

    /// The body that asks.
    pub const fn asker(&self) -> BodyId {
        match self.about {
            About::Offer(_) => self.consumer,
            About::Need(_) => self.provider,
        }
    }

    /// The body that is asked.
    pub fn asked(&self) -> BodyId {
        self.other_than(self.asker())
    }

    /// The offer it is about, if it is about one.
    pub const fn offer(&self) -> Option<OfferId> {
        match self.about {
            About::Offer(offer) => Some(offer),
            About::Need(_) => None,
        }
    }
}

/// One message of an enquiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub body: BodyId,
    pub author: String,
    pub text: String,
    pub sent_at: Instant,
}
