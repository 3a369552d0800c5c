//! Enquiries, proposals and terms as JSON. Quantities and prices are decimal texts, money is whole pence, months are
//! `2026-10`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::Pence;
use crate::kernel::ids::BodyId;
use crate::negotiation::compare::TermDelta;
use crate::negotiation::input::{LegInput, TermsInput};
use crate::negotiation::model::{Enquiry, Message, Parties, Proposal, Version};
use crate::negotiation::terms::{LegTerms, Terms};

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

/// Terms to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TermsBody {
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    #[schema(example = "2026-12")]
    first_month: String,
    #[schema(example = "2027-11")]
    last_month: String,
    /// How far the in-kind account may lean to one side, in pence. Only for two legs.
    #[serde(default)]
    tolerance: i64,
    /// The leg of the offer, then the leg in return if there is one.
    #[schema(min_items = 1, max_items = 2)]
    legs: Vec<LegBody>,
}

/// One leg to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
struct LegBody {
    /// For the leg in return: a published offer of the body that provides it.
    offer_id: Option<String>,
    /// For the leg in return without an offer: a service of the taxonomy.
    service_code: Option<String>,
    /// For the leg in return without an offer: a unit of that service.
    unit: Option<String>,
    #[schema(min_length = 1, max_length = 2000)]
    description: String,
    #[schema(example = "24")]
    quantity_per_month: String,
    /// `fixed` or `per_unit`.
    price_kind: String,
    /// In pounds, with at most four decimal places: the price before VAT, or the assessed value with it.
    #[schema(example = "4.42")]
    price: String,
    /// `standard`, `reduced`, `zero`, `exempt` or `outside_scope`.
    vat_treatment: String,
    /// Only the consumer of the leg may set it.
    po_ref: Option<String>,
    /// Service hours; without them those of the offer, or of the version before.
    calendar: Option<CalendarBody>,
    #[serde(default)]
    #[schema(max_items = 10)]
    kpis: Vec<KpiBody>,
}

/// Ready-made service hours.
#[derive(Debug, Deserialize, ToSchema)]
struct CalendarBody {
    /// `office_hours`, `extended_hours` or `all_hours`.
    preset: String,
    /// Whose bank holidays are kept: `england-and-wales`, `scotland` or `northern-ireland`.
    division: String,
}

/// A measure and its target.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct KpiBody {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// The least proportion that is good enough.
    #[schema(example = "99.5%")]
    target: String,
}

impl TermsBody {
    pub(super) fn input(self) -> TermsInput {
        // A tolerance that cannot be held is refused by the rule like any other.
        let tolerance = if self.tolerance.unsigned_abs() > MOST_PENCE {
            "too large".to_owned()
        } else {
            Pence::from_i64(self.tolerance).plain()
        };
        TermsInput {
            title: self.title,
            first_month: self.first_month,
            last_month: self.last_month,
            tolerance,
            legs: self.legs.into_iter().enumerate().map(|(place, leg)| leg.input(place)).collect(),
        }
    }
}

/// More pence than any account holds.
const MOST_PENCE: u64 = 1_000_000_000_000_000;

impl LegBody {
    fn input(self, place: usize) -> LegInput {
        LegInput {
            prefix: format!("legs[{place}]."),
            offer: self.offer_id.unwrap_or_default(),
            service_code: self.service_code.unwrap_or_default(),
            unit: self.unit.unwrap_or_default(),
            description: self.description,
            quantity: self.quantity_per_month,
            price_kind: self.price_kind,
            price: self.price,
            vat: self.vat_treatment,
            po_ref: self.po_ref.unwrap_or_default(),
            calendar: self.calendar.map(|it| format!("{}/{}", it.preset, it.division)).unwrap_or_default(),
            kpis: self.kpis.into_iter().map(|kpi| (kpi.name, kpi.target)).collect(),
        }
    }
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
    offer_id: String,
    offer_title: String,
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
        Self {
            id: enquiry.id.to_string(),
            offer_id: enquiry.offer.to_string(),
            offer_title: enquiry.offer_title,
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

/// Terms as they were sent.
#[derive(Debug, Serialize, ToSchema)]
struct TermsJson {
    title: String,
    first_month: String,
    last_month: String,
    /// In pence.
    tolerance: i64,
    legs: Vec<LegTermsJson>,
}

/// One leg as it was sent.
#[derive(Debug, Serialize, ToSchema)]
struct LegTermsJson {
    provider_id: String,
    consumer_id: String,
    service_code: String,
    service_name: String,
    description: String,
    unit: String,
    quantity_per_month: String,
    /// `cash` or `in_kind`.
    settlement: String,
    price_kind: String,
    price: String,
    vat_treatment: String,
    po_ref: Option<String>,
    offer_id: Option<String>,
    kpis: Vec<KpiBody>,
    /// In words.
    service_hours: String,
}

impl TermsJson {
    fn of(terms: &Terms) -> Self {
        Self {
            title: terms.title.clone(),
            first_month: terms.first_month.iso(),
            last_month: terms.last_month.iso(),
            tolerance: terms.tolerance.to_i64(),
            legs: terms.legs.iter().map(LegTermsJson::of).collect(),
        }
    }
}

impl LegTermsJson {
    fn of(leg: &LegTerms) -> Self {
        let kpis = leg.kpis.iter();
        Self {
            provider_id: leg.provider.to_string(),
            consumer_id: leg.consumer.to_string(),
            service_code: leg.service_code.clone(),
            service_name: leg.service_name.clone(),
            description: leg.description.clone(),
            unit: leg.unit.clone(),
            quantity_per_month: leg.quantity_per_month.plain(),
            settlement: leg.settlement.as_str().to_owned(),
            price_kind: leg.price_kind.as_str().to_owned(),
            price: leg.price.plain(),
            vat_treatment: leg.vat.as_str().to_owned(),
            po_ref: leg.po_ref.clone(),
            offer_id: leg.offer.map(|offer| offer.to_string()),
            kpis: kpis
                .map(|kpi| KpiBody { name: kpi.name.clone(), target: kpi.target.to_string() })
                .collect(),
            service_hours: leg.calendar.describe(),
        }
    }
}
