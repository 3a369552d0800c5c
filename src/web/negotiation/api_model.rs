//! Enquiries and proposals as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::api_terms::{TermsBody, TermsJson};
use crate::kernel::ids::{BodyId, NeedId, OfferId};
use crate::negotiation::compare::TermDelta;
use crate::negotiation::model::{About, Enquiry, Message, Parties, Proposal, Version};

/// A message in an enquiry.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TextBody {
    /// 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) text: String,
}

/// Why a negotiation ends.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReasonBody {
    /// 1 to 1,000 characters; the other body sees it.
    #[schema(min_length = 1, max_length = 1000)]
    pub(super) reason: String,
}

/// Which version somebody acts on.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NumberBody {
    /// The number of the version that was read.
    pub(super) number: i32,
}

/// A new proposal, or a draft written anew.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ProposalBody {
    pub(super) terms: TermsBody,
    /// What stands beside the terms.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) message: String,
    /// `keep` as a draft (unless told otherwise) or `send`.
    #[serde(default)]
    pub(super) then: ThenBody,
    /// The need of your own body that it is for; not in an answer to an enquiry, and not when a draft is written anew.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub(super) need_id: Option<NeedId>,
}

/// An answer to a need of another body.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AnswerBody {
    /// The published offer of your own body that it is answered with.
    #[schema(value_type = uuid::Uuid)]
    pub(super) offer_id: OfferId,
    pub(super) terms: TermsBody,
    /// What stands beside the terms.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) message: String,
    /// `keep` as a draft (unless told otherwise) or `send`.
    #[serde(default)]
    pub(super) then: ThenBody,
}

/// What happens to terms that have just been written.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ThenBody {
    #[default]
    Keep,
    Send,
}

/// A counter-proposal.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CounterBody {
    /// The number of the version that this answers.
    pub(super) number: i32,
    pub(super) terms: TermsBody,
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) message: String,
}

/// A body and its name.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct PartyJson {
    pub(in crate::web) id: String,
    pub(in crate::web) name: String,
}

impl PartyJson {
    fn of(parties: &Parties, body: BodyId) -> Self {
        Self { id: body.to_string(), name: parties.name_of(body).to_owned() }
    }
}

/// An enquiry.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EnquiryJson {
    id: String,
    /// The offer it is about; nothing where it is about a need.
    offer_id: Option<String>,
    offer_title: Option<String>,
    /// The need it is about; nothing where it is about an offer.
    need_id: Option<String>,
    need_title: Option<String>,
    provider: PartyJson,
    consumer: PartyJson,
    /// `open`, `answered` or `closed`.
    state: String,
    created_at: String,
    updated_at: String,
    /// What was said, oldest first; only when one enquiry is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<Vec<MessageJson>>,
}

/// One message.
#[derive(Debug, Serialize, ToSchema)]
struct MessageJson {
    body_id: String,
    author: String,
    text: String,
    sent_at: String,
}

impl EnquiryJson {
    pub(super) fn of(enquiry: Enquiry) -> Self {
        let (offer_id, need_id) = match enquiry.about {
            About::Offer(offer) => (Some(offer.to_string()), None),
            About::Need(need) => (None, Some(need.to_string())),
        };
        Self {
            id: enquiry.id.to_string(),
            offer_title: offer_id.as_ref().map(|_| enquiry.title.clone()),
            need_title: need_id.as_ref().map(|_| enquiry.title.clone()),
            offer_id,
            need_id,
            provider: PartyJson { id: enquiry.provider.to_string(), name: enquiry.provider_name },
            consumer: PartyJson { id: enquiry.consumer.to_string(), name: enquiry.consumer_name },
            state: enquiry.state.as_str().to_owned(),
            created_at: enquiry.created_at.to_rfc3339(),
            updated_at: enquiry.updated_at.to_rfc3339(),
            messages: None,
        }
    }

    pub(super) fn with(enquiry: Enquiry, messages: Vec<Message>) -> Self {
        let message = |message: Message| MessageJson {
            body_id: message.body.to_string(),
            author: message.author,
            text: message.text,
            sent_at: message.sent_at.to_rfc3339(),
        };
        Self { messages: Some(messages.into_iter().map(message).collect()), ..Self::of(enquiry) }
    }
}

/// A proposal without its terms.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalJson {
    id: String,
    reference: String,
    title: String,
    proposer: PartyJson,
    partner: PartyJson,
    /// `draft`, `sent`, `countered`, `agreed_in_principle`, `signed`, `declined`, `withdrawn` or `expired`.
    state: String,
    /// The number of the latest version; 0 for a draft.
    number: i32,
    /// The body that must answer, if one must.
    turn_of: Option<String>,
    expires_at: Option<String>,
    closed_reason: Option<String>,
    /// The need of one of the two that it answers.
    need_id: Option<String>,
    created_at: String,
    updated_at: String,
    /// Every version, latest first; only when one proposal is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    versions: Option<Vec<VersionJson>>,
}

impl ProposalJson {
    pub(super) fn of(proposal: Proposal) -> Self {
        let (parties, turn_of) = (&proposal.parties, proposal.turn_of());
        Self {
            id: proposal.id.to_string(),
            proposer: PartyJson::of(parties, parties.proposer),
            partner: PartyJson::of(parties, parties.partner),
            state: proposal.state.as_str().to_owned(),
            number: proposal.number,
            turn_of: turn_of.map(|body| body.to_string()),
            expires_at: proposal.expires_at.map(crate::kernel::Instant::to_rfc3339),
            created_at: proposal.created_at.to_rfc3339(),
            updated_at: proposal.updated_at.to_rfc3339(),
            reference: proposal.reference,
            title: proposal.title,
            closed_reason: proposal.closed_reason,
            need_id: proposal.need.map(|need| need.to_string()),
            versions: None,
        }
    }

    pub(super) fn with(proposal: Proposal, versions: &[Version]) -> Self {
        let all = versions.iter().map(|version| VersionJson::of(version, Vec::new())).collect();
        Self { versions: Some(all), ..Self::of(proposal) }
    }
}

/// One version of a proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionJson {
    number: i32,
    by_body_id: String,
    author: String,
    message: String,
    sent_at: String,
    terms: TermsJson,
    /// What it changed of the version before; only when one version is asked for.
    changes: Vec<ChangeJson>,
}

/// A term that changed.
#[derive(Debug, Serialize, ToSchema)]
struct ChangeJson {
    term: String,
    was: Option<String>,
    now: Option<String>,
}

impl VersionJson {
    pub(super) fn of(version: &Version, deltas: Vec<TermDelta>) -> Self {
        let change = |delta: TermDelta| ChangeJson { term: delta.term, was: delta.was, now: delta.now };
        Self {
            number: version.number,
            by_body_id: version.by.to_string(),
            author: version.author.clone(),
            message: version.message.clone(),
            sent_at: version.created_at.to_rfc3339(),
            terms: TermsJson::of(&version.terms),
            changes: deltas.into_iter().filter(TermDelta::is_change).map(change).collect(),
        }
    }
}
